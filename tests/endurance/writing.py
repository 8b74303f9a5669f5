"""A program that works in a house and can be killed at any moment: it says what was acknowledged, a line a step.

It sets Django up once and then forks a worker for each order it reads ("write 7": mode and seed), so that a thousand kills
cost a thousand forks and not a thousand starts. A worker works until it is killed, or until the database is gone.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

BATCH = 40
"""Entries of one import: all of them are there, or none."""
STREAMS, EACH = 24, 3
"""Streams of one load, and entries of each: all of them are there, or none."""
WRITTEN_AT_ONCE = 10
"""Entries that the loader writes in one statement, so that a load is many."""


def say(*words: object) -> None:
    """In one piece, whoever else writes to the same pipe."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main() -> None:
    import django  # noqa: PLC0415 - after the surroundings are read

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from tests.unit.store_review.house import World  # noqa: PLC0415

    world = World()
    connection.close()
    say("ready")
    for order in sys.stdin:
        mode, seed = order.split()
        _forked(lambda mode=mode, seed=seed: WORK[mode](world, random.Random(int(seed))))  # type: ignore[misc]


def _forked(work: Callable[[], None]) -> None:
    worker = os.fork()
    if worker:
        say("started", worker)
        os.waitpid(worker, 0)
        say("ended", worker)
        return
    try:
        work()
    except BaseException as fault:  # noqa: BLE001 - it is told, and is no acknowledgement
        say("failed", type(fault).__name__, str(fault).split("\n")[0][:200])
    os._exit(0)


def begin(world: Any, _: random.Random) -> None:
    """A plan, an open round, and the first lines."""
    world.load().open()
    say("done")


def write(world: Any, chance: random.Random) -> None:
    """Lines of one report, one transaction each, until somebody kills it."""
    from tests.unit.review.making import plan_of  # noqa: PLC0415
    from tests.unit.store_review.house import DUNG  # noqa: PLC0415

    tasks = [task.code for task in plan_of().tasks_led_by("TD-LD")]
    while True:
        world.write(DUNG, chance.choice(tasks), narrative=f"Dòng {chance.random()}")
        acknowledged(world, "report/demo/2025/TD-LD")


def imported(world: Any, chance: random.Random) -> None:
    """Many entries in one step, as an import writes them, until somebody kills it."""
    from tests.unit.review.making import plan_of  # noqa: PLC0415
    from tests.unit.store_review.house import HAI  # noqa: PLC0415

    from dicu.ledger.model import Draft  # noqa: PLC0415

    task = plan_of().tasks_led_by("TD-TP")[0].code
    while True:
        body = {"task": task, "claim": "in-progress", "difficulties": "", "completed_on": None, "values": []}
        drafts = [Draft("report.line.written", {**body, "narrative": str(chance.random())}) for _ in range(BATCH)]
        world.forge(HAI, "TD-TP", *drafts)
        acknowledged(world, "report/demo/2025/TD-TP")


def loaded(world: Any, chance: random.Random) -> None:
    """Many streams at once through the bulk loader, several statements each, until somebody kills it."""
    while True:
        load = f"preference/load-{chance.getrandbits(64):016x}"
        _load(world, load)
        for number in (0, STREAMS - 1):
            acknowledged(world, f"{load}-{number:02}")
        say("loaded", load)


def _load(world: Any, load: str) -> None:
    from django.db import transaction  # noqa: PLC0415

    from dicu.ledger.model import Author, Draft, Stream  # noqa: PLC0415
    from dicu.store.security.session import maintaining  # noqa: PLC0415

    def steps() -> Iterator[Any]:
        for number in range(STREAMS):
            account = f"{load.split('/')[1]}-{number:02}"
            drafts = tuple(Draft("preference.mail", {"account": account, "mail": bool(turn % 2)}) for turn in range(EACH))
            yield Stream(f"preference/{account}", "TD-LD", "vn"), drafts, 0

    with transaction.atomic(), maintaining():
        world.house.ledger.load(steps(), Author("dicu:loader", "loading"), batch=WRITTEN_AT_ONCE)


def sealed(world: Any, chance: random.Random) -> None:
    """Lines, and a checkpoint after each, until somebody kills it. A checkpoint that was given back stands in the database
    and in the anchor."""
    from hashlib import sha256  # noqa: PLC0415

    from tests.unit.review.making import plan_of  # noqa: PLC0415
    from tests.unit.store_review.house import DUNG  # noqa: PLC0415

    task = plan_of().tasks_led_by("TD-LD")[0].code
    while True:
        world.write(DUNG, task, narrative=f"Dòng {chance.random()}")
        if signed := world.house.ledger.checkpoint():
            say("sealed", signed.checkpoint.number, sha256(signed.line().encode()).hexdigest())


def rebuilt(world: Any, chance: random.Random) -> None:
    """Projections anew from the entries, again and again, until somebody kills it."""
    while True:
        again(world, chance)


def again(world: Any, _: random.Random) -> None:
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        world.house.ledger.project_again()
    say("rebuilt")


def verified(world: Any, _: random.Random) -> None:
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        fault = world.house.ledger.verify()
    say("fault" if fault else "whole", f"{fault.stream} {fault.number} {fault.message.say('en')}" if fault else "")


def acknowledged(world: Any, stream: str) -> None:
    """What the officer was told is kept. Read back in a transaction of its own, after the commit."""
    from tests.unit.store_review.house import UYEN  # noqa: PLC0415

    last = world.by(UYEN, "audit", lambda _: world.house.ledger.read(stream)[-1])
    say("ack", stream, last.number, last.digest.hex())


WORK = {
    "begin": begin,
    "write": write,
    "import": imported,
    "load": loaded,
    "checkpoint": sealed,
    "rebuild": rebuilt,
    "again": again,
    "verify": verified,
}

if __name__ == "__main__":
    main()
