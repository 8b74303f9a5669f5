"""Between an entry and its row. What is stored is what was hashed, to the byte."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
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
ONE = f"INSERT INTO ledger_entry ({WRITTEN}) VALUES ({', '.join(['%s'] * len(_ARRAYS))}) RETURNING position"  # noqa: S608
SEVERAL = f"""
INSERT INTO ledger_entry ({WRITTEN})
SELECT {WRITTEN} FROM unnest({", ".join(f"%b::{kind}[]" for kind in _ARRAYS)}) WITH ORDINALITY AS given ({WRITTEN}, turn)
 ORDER BY turn RETURNING position
"""  # noqa: S608 - names of our own columns


def inserted(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries as the database keeps them, with their positions; one statement, however many there are.

    Of several, a column is one binary array, so that the database parses no text. A table with row-level security takes no
    COPY, and a second table to copy to would be a second place where bodies lie, for a fifth more speed.
    """
    if len(entries) == 1:
        return _placed(entries, direct(ONE, _row(entries[0])))
    return _placed(entries, direct(SEVERAL, [list(column) for column in zip(*map(_row, entries), strict=True)])) if entries else ()


def direct(statement: str, values: Sequence[Any]) -> list[Row]:
    """A statement that is said over and over, past Django: values go beside it and not into its text, and the server keeps its
    plan. Planning under several policies costs more than one entry does."""
    default = connections[DEFAULT_DB_ALIAS]
    default.ensure_connection()
    raw = default.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    with default.wrap_database_errors, Cursor(raw) as cursor:
        return cursor.execute(statement, values).fetchall()


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
