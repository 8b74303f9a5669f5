"""Who the database is speaking with: the coarse second lock. Set inside a transaction and gone with it, so that nothing
leaks to whoever gets the connection next.

It guards against a fault in the first lock (a forgotten scope), not against somebody who can speak SQL of their own: such
a one could set the same words.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from dicu.access.model import Officer
from dicu.access.rulebook import agencies, reach, rooms, written
from dicu.vocabulary.dates import VIET_NAM

NAMES = ("dicu.reach", "dicu.agency", "dicu.written", "dicu.rooms", "dicu.account")
_SETTING = ", ".join(f"set_config('{name}', %s, true)" for name in NAMES)
_SET = ", ".join(f"coalesce(current_setting('{name}', true), '') AS said_{number}" for number, name in enumerate(NAMES))
SAY = f"SELECT {_SETTING}"
SAY_INSTEAD = f"WITH before AS MATERIALIZED (SELECT {_SET}) SELECT before.*, {_SETTING} FROM before"  # noqa: S608 - our own names
"""Before is read before anything is set: a common table expression that is kept is whole when the first row comes out of it."""
RECORDING = ("recording", "", "", "", "")
BETWEEN = "\n"
"""Between two agencies' codes, in which no line ends."""


@contextmanager
def speaking_as(officer: Officer, day: date | None = None) -> Iterator[None]:
    """Within the current transaction, rows of the officer's reach and no others. Restores what was set before."""
    with _saying(*_of(officer, day)):
        yield


@contextmanager
def transaction_of(officer: Officer, day: date | None = None) -> Iterator[None]:
    """A transaction in which the officer speaks. The outermost one begins in silence and takes with it whatever was said, so
    nothing is asked before and nothing restored after; inside another it is `atomic` with `speaking_as`."""
    with _transaction(*_of(officer, day)):
        yield


@contextmanager
def transaction_of_the_log() -> Iterator[None]:
    """In the same way, one that only notes who looked at what (`recording`)."""
    with _transaction(*RECORDING):
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
    with _saying(*RECORDING):
        yield


def _of(officer: Officer, day: date | None) -> tuple[str, ...]:
    day = day or datetime.now(UTC).astimezone(VIET_NAM).date()
    return (reach(officer, day), *(_joined(of(officer, day)) for of in (agencies, written, rooms)), officer.account)


def _joined(codes: Iterable[str]) -> str:
    return BETWEEN.join(sorted(code for code in codes if BETWEEN not in code))


@contextmanager
def _saying(*values: str) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise RuntimeError("the reach is set for a transaction: begin one first (transaction.atomic)")
    before = _said_instead(values)
    try:
        yield
    finally:
        if _can_speak():
            _say(before)


@contextmanager
def _transaction(*values: str) -> Iterator[None]:
    inside = connection.in_atomic_block
    with transaction.atomic():
        if inside:
            with _saying(*values):
                yield
        else:
            _say(values)
            yield


def _can_speak() -> bool:
    """A transaction that has failed, or is to be undone, takes no more statements; its end takes the reach with it."""
    if connection.needs_rollback:
        return False
    open_ = connection.connection
    return open_ is not None and not open_.closed and open_.info.transaction_status == TransactionStatus.INTRANS


def _say(values: Sequence[str]) -> None:
    _asked(SAY, values)


def _said_instead(values: Sequence[str]) -> Sequence[str]:
    """What had been said until now, in the same question in which it is said anew."""
    return _asked(SAY_INSTEAD, values)[: len(NAMES)]


def _asked(statement: str, values: Sequence[str]) -> Sequence[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return tuple(cursor.fetchone())
