"""A program that does the worker's work and can be killed at any of its steps: it reads an order a line, forks a worker for it,
and says how that ended.

once K     every job once; before its K-th step (a statement for the database, a command to the mail server) it is killed
           as by kill -9. K 0: it is not. The steps it took are said.
loop       until it is told to end. Its process id is said at once.

Its clock stands still at what a file says, so that a test can set it.
"""

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any


def now() -> datetime:
    """Empty is a clock that the test is setting in this very moment."""
    clock = Path(os.environ["CLOCK"])
    while not (said := clock.read_text("utf-8").strip()):
        pass
    return datetime.fromisoformat(said)


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from tests.unit.review.making import plan_of  # noqa: PLC0415

    from dicu.wiring import built  # noqa: PLC0415

    house = built(now)
    house.desk.tools.plans[plan_of().digest] = plan_of()
    connection.close()
    say("ready")
    for order in sys.stdin:
        word, *rest = order.split()
        worker = os.fork()
        if not worker:
            os._exit(once(house, int(rest[0])) if word == "once" else loop(house))
        if word == "loop":
            say("started", worker)
        else:
            say("ended", os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))


def once(house: Any, kill_at: int) -> int:
    from django.db import connection  # noqa: PLC0415

    from dicu.store.agenda.worker import Worker  # noqa: PLC0415

    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(execute: Callable[..., Any], *arguments: Any) -> Any:
        step()
        return execute(*arguments)

    command = smtplib.SMTP.putcmd
    smtplib.SMTP.putcmd = lambda self, *a, **k: (step(), command(self, *a, **k))[1]  # type: ignore[method-assign, assignment, func-returns-value, misc]
    with connection.execute_wrapper(watched):
        failed = Worker(house.jobs, house.now).once()
    say("steps", steps)
    return 3 if failed is None else len(failed)


def loop(house: Any) -> int:
    from dicu.cli.worker import work  # noqa: PLC0415

    return work(house)


if __name__ == "__main__":
    main()
