"""One entry in one question to the database, which locks the stream if nobody else does, looks whether the entry fits, chains
and inserts it (the function ledger_append). What most steps of most officers are."""

from psycopg.types.numeric import Int4

from dicu.ledger.canonical import written
from dicu.ledger.chain import FORM, around_number
from dicu.ledger.model import Entry
from dicu.store.ledger.rows import direct

CALL = f"SELECT position, number, previous, digest FROM ledger_append({', '.join(['%s'] * 13)})"  # noqa: S608 - nothing but places
LONGEST = 2**31 - 1


def appended(entry: Entry, expected: int | None) -> Entry | None:
    """`entry`, which has no place yet (`unchained`), after entry number `expected` of its stream, or at its end for None. None
    if it does not fit there: the stream has moved on, is somebody else's, ends with a later moment, or somebody holds it or the
    ledger. Nothing is written then; waiting is for who reads the clock afterwards."""
    if expected is not None and not 0 <= expected < LONGEST:
        return None
    e, place = entry, None if expected is None else Int4(expected)
    whose = (e.stream.name, e.stream.authority, e.stream.instance)
    what = (e.kind, Int4(e.version), e.at, e.author.account, e.author.purpose, written(e.body).decode())
    found = direct(CALL, (*whose, place, *what, FORM, *around_number(e)))
    return _placed(entry, *found[0]) if found else None


def _placed(entry: Entry, position: int, number: int, previous: bytes, digest: bytes) -> Entry:
    e = entry
    return Entry(position, e.stream, number, e.kind, e.version, e.at, e.author, e.body, bytes(previous), bytes(digest))
