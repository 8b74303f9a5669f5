"""Whether what the tables hold is what was once recorded: every stream against its chain and against its noted head.

One pass over both tables, outer-joined, so that an entry without its stream and a stream without its entries are met too;
memory does not grow with the ledger. It sees what the session's reach covers: a whole verification needs `all` or `watch`.
A stream that was taken away together with all its entries leaves no mark in these tables.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from django.db import connection, transaction

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import Fault, Head, verify
from dicu.ledger.model import Entry
from dicu.store.ledger.models import LedgerEntry
from dicu.store.ledger.rows import as_entry
from dicu.vocabulary.messages import Refused, T

Row = tuple[Any, ...]  # stream, noted length, noted head, then the entry's columns

CHUNK = 2000
FIELDS = [field.attname for field in LedgerEntry._meta.concrete_fields]
COLUMNS = ", ".join(f'e."{field.column}"' for field in LedgerEntry._meta.concrete_fields)
BOTH = f"SELECT coalesce(s.name, e.stream), s.length, s.head, {COLUMNS} FROM ledger_stream s FULL JOIN ledger_entry e ON e.stream = s.name"  # noqa: S608 - names of our own columns
ALL = f"{BOTH} ORDER BY 1, e.number"
ONE = f"{BOTH} WHERE coalesce(s.name, e.stream) = %s ORDER BY e.number"


class Altered(Exception):
    """The stored body is not in the one form that a recorded body has."""


def first_fault(stream: str = "") -> Fault | None:
    """The first entry that does not fit, streams in the order of their names; None if all fit."""
    with transaction.atomic():
        faults = (_fault(name, rows) for name, rows in groupby(_rows(stream), key=lambda row: row[0]))
        return next((fault for fault in faults if fault), None)


def _rows(stream: str) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ONE if stream else ALL, [stream] if stream else None)
        yield from chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))


def _fault(name: str, rows: Iterable[Row]) -> Fault | None:
    first = next(iter(rows := iter(rows)))
    if first[1] is None:
        return Fault(name, 1, T("The stream's own record was taken away; its entries are still there."))
    reading = _Reading(row for row in chain([first], rows) if row[3] is not None)
    try:
        return verify(reading, Head(first[1], bytes(first[2])), name)
    except Altered:
        return Fault(name, reading.number, T("Entry {number} was changed after it was recorded.", number=reading.number))


class _Reading:
    """The entries of a stream's rows. `number` is that of the row read last."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Entry]:
        for row in self.rows:
            kept = LedgerEntry(**dict(zip(FIELDS, row[3:], strict=True)))
            self.number = kept.number
            _check_form(kept.body)
            yield as_entry(kept)


def _check_form(body: str) -> None:
    """Digests are computed over what the text means; that the text was not rewritten with the same meaning is seen here."""
    try:
        same = canonical(json.loads(body)) == body.encode()
    except (ValueError, RecursionError, Refused) as fault:
        raise Altered from fault
    if not same:
        raise Altered
