"""Who the database is speaking with: the coarse second lock. Set inside a transaction and gone with it, so that nothing
leaks to whoever gets the connection next.

It guards against a fault in the first lock (a forgotten scope), not against somebody who can speak SQL of their own: such
a one could set the same words.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain

from django.db import connection
from psycopg.pq import TransactionStatus

from dicu.access.model import Officer
from dicu.access.rulebook import agencies, reach, rooms, written
from dicu.vocabulary.dates import VIET_NAM

NAMES = ("dicu.reach", "dicu.agency", "dicu.written", "dicu.rooms", "dicu.account")
BETWEEN = "\n"
"""Between two agencies' codes, in which no line ends."""


@contextmanager
def speaking_as(officer: Officer, day: date | None = None) -> Iterator[None]:
    """Within the current transaction, rows of the officer's reach and no others. Restores what was set before."""
    day = day or datetime.now(UTC).astimezone(VIET_NAM).date()
    codes = (_joined(of(officer, day)) for of in (agencies, written, rooms))
    with _saying(reach(officer, day), *codes, officer.account):
        yield


@contextmanager
def maintaining() -> Iterator[None]:
    """Every row, for the house's own work (migrations of data, verification as a whole). No officer's request gets this."""
    with _saying("all", "", "", "", ""):
        yield


@contextmanager
def identifying(account: str) -> Iterator[None]:
    """Nothing but what is the account's own, to find out who an officer is before it is said that they speak."""
    with _saying("", "", "", "", account):
        yield


@contextmanager
def recording() -> Iterator[None]:
    """Nothing but the streams `reads/…`, to note who looked at what. What is noted there is no officer's to choose."""
    with _saying("recording", "", "", "", ""):
        yield


def _joined(codes: Iterable[str]) -> str:
    return BETWEEN.join(sorted(code for code in codes if BETWEEN not in code))


@contextmanager
def _saying(*values: str) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise RuntimeError("the reach is set for a transaction: begin one first (transaction.atomic)")
    before = _said()
    _say(dict(zip(NAMES, values, strict=True)))
    try:
        yield
    finally:
        if _can_speak():
            _say(before)


def _can_speak() -> bool:
    """A transaction that has failed, or is to be undone, takes no more statements; its end takes the reach with it."""
    if connection.needs_rollback:
        return False
    open_ = connection.connection
    return open_ is not None and not open_.closed and open_.info.transaction_status == TransactionStatus.INTRANS


def _say(values: Mapping[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", list(chain.from_iterable(values.items())))  # noqa: S608 - nothing but places


def _said() -> dict[str, str]:
    calls = ", ".join(["coalesce(current_setting(%s, true), '')"] * len(NAMES))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", list(NAMES))  # noqa: S608 - nothing but places
        return dict(zip(NAMES, cursor.fetchone(), strict=True))
