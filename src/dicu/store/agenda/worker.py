"""The worker: a loop that does every registered job when its time has come, or when a bell rings for it.

There is one at a time. Whoever holds a lock in the database works; another one that is started waits at its side and takes
over when the first is gone, however it ended. The lock lives as long as the connection that took it, so that no killed
worker leaves it behind. The loop keeps its own time, by a clock that only goes forward: setting the machine's clock
back stops no job. Each job works out from what is recorded what there is to do, so a worker that was stopped for a month
has lost nothing.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

import psycopg
from django.db import Error, close_old_connections, connection, transaction

from dicu.agenda.jobs import Job, Jobs
from dicu.store.agenda import waking
from dicu.store.agenda.models import PulseRow

LOCK = 0x64696375  # "dicu"; the second number tells the house's own locks apart
WORKING = 1
CHANNEL = '"procrastinate_any_queue_v1"'
LOOK = 1.0
"""Seconds between two looks at whether the worker is to end."""
LONGEST = 30.0
"""Seconds of rest without a bell."""
PAUSE = 5.0
"""Seconds until the database is asked again after it was gone, and between two attempts at the lock."""

log = logging.getLogger("dicu.worker")


class Place:
    """A connection that holds the lock and hears the bell. Not Django's: that one comes and goes with each job."""

    def __init__(self) -> None:
        parameters = connection.get_connection_params()
        for name in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(name, None)
        parameters["application_name"] = f"dicu worker {os.getpid()}"
        self._open = psycopg.connect(**parameters, autocommit=True)

    def taken(self) -> bool:
        """Whether the place is ours now."""
        row = self._open.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, WORKING]).fetchone()
        if row and row[0]:
            self._open.execute(f"LISTEN {CHANNEL}")
        return bool(row and row[0])

    def rest(self, seconds: float, ending: Callable[[], bool]) -> None:
        """Until a bell rings, the time is over, or the worker is to end. Raises psycopg.Error where the place is lost."""
        until = time.monotonic() + seconds
        while not ending() and (left := until - time.monotonic()) > 0:
            if any(True for _ in self._open.notifies(timeout=min(LOOK, left), stop_after=1)):
                return
        self._open.execute("SELECT 1")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(psycopg.Error):
            self._open.close()


class Worker:
    def __init__(self, jobs: Jobs, now: Callable[[], datetime]) -> None:
        self.jobs = jobs
        self.now = now
        self._last: dict[str, float] = {}
        self._end = threading.Event()

    def end(self, *_: Any) -> None:
        """To be called by a signal: the job under way is finished, then the loop ends."""
        self._end.set()

    def ending(self) -> bool:
        return self._end.is_set()

    def run(self) -> None:
        """Until it is told to end. A database that is gone is waited for."""
        while not self.ending():
            try:
                with Place() as place:
                    self._at(place)
            except (psycopg.Error, Error) as fault:
                log.warning("the database is gone, and is asked again: %s", type(fault).__name__)
                connection.close()
                self._end.wait(PAUSE)

    def once(self) -> list[str] | None:
        """Every job once; the names of those that failed. None: another worker works, and nothing was done."""
        with Place() as place:
            if not place.taken():
                return None
            waking.clear()
            waking.heard()
            return [job.name for job in self.jobs if not self._done(job)]

    def _at(self, place: Place) -> None:
        while not place.taken():
            log.info("another worker works; this one stands by")
            place.rest(PAUSE, self.ending)
            if self.ending():
                return
        waking.clear()
        self._last.clear()
        log.info("working: %s", ", ".join(job.name for job in self.jobs))
        while not self.ending():
            self._round()
            place.rest(self.jobs.rest(self._last, time.monotonic(), LONGEST), self.ending)

    def _round(self) -> None:
        close_old_connections()
        for name in waking.heard():
            self._last.pop(name, None)
        for job in self.jobs.due(self._last, time.monotonic()):
            if self.ending():
                return
            self._last[job.name] = time.monotonic()
            self._done(job)

    def _done(self, job: Job) -> bool:
        """One job that fails holds up no other."""
        failed = ""
        try:
            job.call()
        except Exception as fault:
            log.exception("the job %s failed", job.name)
            failed = type(fault).__name__
        self._sign(job, failed)
        return not failed

    def _sign(self, job: Job, failed: str) -> None:
        """A sign of life for the page of the coordinator and for whoever watches the house."""
        with transaction.atomic():
            PulseRow.objects.update_or_create(job=job.name, defaults={"at": self.now(), "failed": failed[:200]})
