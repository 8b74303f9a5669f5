"""Who the database is speaking with: the coarse second lock. Set inside a transaction and gone with it, so that nothing
leaks to whoever gets the connection next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection

from dicu.access.model import Officer
from dicu.access.rulebook import reach
from dicu.vocabulary.dates import VIET_NAM


@contextmanager
def speaking_as(officer: Officer, day: date | None = None) -> Iterator[None]:
    """Within the current transaction, rows of the officer's reach and no others. Restores what was set before."""
    day = day or datetime.now(UTC).astimezone(VIET_NAM).date()
    before = _said()
    _say(reach(officer, day), officer.agency)
    try:
        yield
    finally:
        if connection.in_atomic_block and not connection.needs_rollback:
            _say(*before)


@contextmanager
def maintaining() -> Iterator[None]:
    """Every row, for the house's own work (migrations of data, verification as a whole). No officer's request gets this."""
    before = _said()
    _say("all", "")
    try:
        yield
    finally:
        if connection.in_atomic_block and not connection.needs_rollback:
            _say(*before)


def _say(reach_: str, agency: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dicu.reach', %s, true), set_config('dicu.agency', %s, true)", [reach_, agency])


def _said() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dicu.reach', true), ''), coalesce(current_setting('dicu.agency', true), '')")
        found: tuple[str, str] = cursor.fetchone()
    return found
