"""Who the database is speaking with: the coarse second lock. Set inside a transaction and gone with it, so that nothing
leaks to whoever gets the connection next.

It guards against a fault in the first lock (a forgotten scope), not against somebody who can speak SQL of their own: such
a one could set the same words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection
from psycopg.pq import TransactionStatus

from dicu.access.model import Officer
from dicu.access.rulebook import reach
from dicu.vocabulary.dates import VIET_NAM


@contextmanager
def speaking_as(officer: Officer, day: date | None = None) -> Iterator[None]:
    """Within the current transaction, rows of the officer's reach and no others. Restores what was set before."""
    day = day or datetime.now(UTC).astimezone(VIET_NAM).date()
    with _saying(reach(officer, day), officer.agency):
        yield


@contextmanager
def maintaining() -> Iterator[None]:
    """Every row, for the house's own work (migrations of data, verification as a whole). No officer's request gets this."""
    with _saying("all", ""):
        yield


@contextmanager
def _saying(reach_: str, agency: str) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise RuntimeError("the reach is set for a transaction: begin one first (transaction.atomic)")
    before = _said()
    _say(reach_, agency)
    try:
        yield
    finally:
        if _can_speak():
            _say(*before)


def _can_speak() -> bool:
    """A transaction that has failed takes no more statements; its end takes the reach with it."""
    open_ = connection.connection
    return open_ is not None and not open_.closed and open_.info.transaction_status == TransactionStatus.INTRANS


def _say(reach_: str, agency: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dicu.reach', %s, true), set_config('dicu.agency', %s, true)", [reach_, agency])


def _said() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dicu.reach', true), ''), coalesce(current_setting('dicu.agency', true), '')")
        found: tuple[str, str] = cursor.fetchone()
    return found
