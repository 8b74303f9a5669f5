"""The queue as a bell. A step that leaves something to be done soon (a message to another system, a letter) rings it in its
own transaction; if the transaction is undone, nobody hears it.

What there is to do is never read from the queue: each job works it out from what is recorded. So a bell that is lost,
or rung twice, changes nothing but the moment; for the same reason nothing hangs on procrastinate's periodic tasks, whose
rows without a job stop them in silence (its issue 1495): the worker keeps its own time.
"""

from collections.abc import Callable
from typing import Any

import procrastinate

TASK = "dicu.wake"
_heard: set[str] = set()
"""Names of jobs that were rung for, in this process."""


def register(app: procrastinate.App) -> None:
    """Called by procrastinate's Django application when it is ready."""
    app.task(name=TASK, pass_context=False)(_wake)


def _wake(job: str) -> None:
    _heard.add(job)


def ring(job: str) -> None:
    """Have the worker do this job as soon as the current transaction is kept. Ringing twice is ringing once."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - it is there once Django is set up

    try:
        _savepoint(lambda: app.configure_task(TASK, queueing_lock=job).defer(job=job))
    except procrastinate.exceptions.AlreadyEnqueued:
        return


def heard() -> set[str]:
    """What was rung for since this was asked last; takes it off the queue."""
    from procrastinate.contrib.django import app  # noqa: PLC0415

    if _waiting():
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="always")
    rung = set(_heard)
    _heard.clear()
    return rung


def clear() -> None:
    """Bells that a killed worker had taken and not finished: at its start a worker does every job anyway."""
    _asked("DELETE FROM procrastinate_jobs WHERE status <> 'todo'")


def _waiting() -> bool:
    return bool(_asked("SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now() LIMIT 1"))


def _asked(statement: str) -> list[Any]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _savepoint(step: Callable[[], object]) -> None:
    """A bell that is rung already must not undo the step that rings it again."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        step()
