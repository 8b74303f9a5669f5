"""Between an entry and its row. What is stored is what was hashed, to the byte."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from django.db import connection
from psycopg import Cursor

from dicu.ledger.canonical import written
from dicu.ledger.chain import placed
from dicu.ledger.model import Author, Entry, Stream

Row = tuple[Any, ...]

WRITTEN = "stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest"
"""The columns that an entry is written to; the database gives the position."""
COLUMNS = tuple(f"e.{name}" for name in f"position, {WRITTEN}".split(", "))
FIELDS = tuple("stream_id" if name == "stream" else name for name in f"position, {WRITTEN}".split(", "))
_ARRAYS = ["text", "text", "text", "int4", "text", "int4", "timestamptz", "text", "text", "text", "bytea", "bytea"]
ADD = f"SELECT * FROM ledger_add({', '.join(f'%b::{kind}[]' for kind in _ARRAYS)})"  # noqa: S608 - nothing but places


def inserted(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries as the database keeps them, with their positions; one statement, however many there are. A column is one
    binary value, so that the database parses no text: a table with row-level security takes no COPY, and a second table to
    copy to would be a second place where bodies lie, for a fifth more speed."""
    if not entries:
        return ()
    columns = [list(column) for column in zip(*map(_row, entries), strict=True)]
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:  # Django's own would write it all out as text
        return _placed(entries, cursor.execute(ADD, columns))


def as_entry(row: Row) -> Entry:
    """From the columns in the order of FIELDS."""
    position, stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest = row
    return Entry(
        position=position,
        stream=Stream(stream, authority, instance),
        number=number,
        kind=kind,
        version=version,
        at=at.astimezone(UTC),
        author=Author(account, purpose),
        body=json.loads(body),
        previous=bytes(previous),
        digest=bytes(digest),
    )


def _row(entry: Entry) -> Row:
    e = entry
    whose = (e.stream.name, e.stream.authority, e.stream.instance)
    return (*whose, e.number, e.kind, e.version, e.at, e.author.account, e.author.purpose, written(e.body).decode(), e.previous, e.digest)


def _placed(entries: Sequence[Entry], positions: Iterable[Row]) -> tuple[Entry, ...]:
    """Positions come back in the order in which the rows were given: the trigger on the heads would refuse another one."""
    return tuple(placed(entry, position) for entry, (position,) in zip(entries, positions, strict=True))
