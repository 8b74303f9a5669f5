"""The tables of a database as a backup sees them: all rows, in one order, as one text; so that two databases can be compared to
the byte whichever PostgreSQL holds them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from dicu.store.operations.backups.place import Table
from dicu.vocabulary.messages import Refused, T

SHORT_LIVED = ("django_session", "signing_in_session")
"""Not in a backup: a session that was ended must not come to life again when an older database is put in place."""

FORMS = ("SET TIME ZONE 'UTC'", "SET datestyle = 'ISO'", "SET intervalstyle = 'iso_8601'", "SET bytea_output = 'hex'",
         "SET extra_float_digits = 1", "SELECT set_config('dicu.reach', 'all', false)")  # fmt: skip

ALL_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
KEY = """
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
 WHERE i.indisprimary AND i.indrelid = format('public.%%I', %s::text)::regclass ORDER BY array_position(i.indkey, a.attnum)
"""
HIDDEN = """
WITH seen AS (
    SELECT p.tablename, bool_or(p.permissive = 'PERMISSIVE' AND open) AS shown, bool_and(p.permissive = 'PERMISSIVE' OR open) AS all_shown
      FROM pg_policies p, LATERAL (SELECT p.qual = 'true' OR p.qual LIKE '%''all''%' AS open) o
     WHERE p.schemaname = 'public' AND p.cmd IN ('SELECT', 'ALL') GROUP BY 1)
SELECT c.relname FROM pg_class c LEFT JOIN seen ON seen.tablename = c.relname
 WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND NOT coalesce(seen.shown AND seen.all_shown, false)
 ORDER BY 1
"""
"""Tables whose rules of rows do not speak of the widest reach. It reads the rules; that they say what they seem to is proved by
bringing a backup back and comparing (tests/endurance/test_restoring.py)."""

OBJECTS = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
UNION ALL SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LIMIT 3
"""

Session = psycopg.Connection[Any]


@contextmanager
def session(using: str = "owner") -> Iterator[Session]:
    """One snapshot of everything, read only, as the role that owns the tables and with the widest reach."""
    parameters = connections[using].get_connection_params()
    wanted = {name: parameters[name] for name in parameters if name not in {"context", "cursor_factory", "prepare_threshold"}}
    with psycopg.connect(**wanted) as open_:
        open_.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        open_.read_only = True
        for statement in FORMS:
            open_.execute(statement)
        yield open_


def names(open_: Session) -> list[str]:
    return [name for (name,) in open_.execute(ALL_TABLES)]


def check_nothing_hidden(open_: Session) -> None:
    """Raises Refused if rows of a table could stay unseen: a backup without them would look whole."""
    if hidden := [name for (name,) in open_.execute(HIDDEN)]:
        raise Refused(
            T("Rows of the table {table} could be hidden from a backup. Tell the maintainers; no backup was made.", table=hidden[0])
        )


def occupied(open_: Session) -> list[str]:
    """Something of what stands in the database already; empty for an empty one."""
    return [name for (name,) in open_.execute(OBJECTS)]


def digests(open_: Session, tables: Iterable[str]) -> dict[str, Table]:
    return {name: _digest(open_, name) for name in tables if name not in SHORT_LIVED}


def _digest(open_: Session, name: str) -> Table:
    table, key = sql.Identifier(name), [column for (column,) in open_.execute(KEY, [name])]
    order = [sql.SQL('t.{}::text COLLATE "C"').format(sql.Identifier(column)) for column in key] or [
        sql.SQL('t::text COLLATE "C"').format()
    ]
    chosen = sql.SQL("COPY (SELECT t::text FROM {} t ORDER BY {}) TO STDOUT").format(table, sql.SQL(", ").join(order))
    digest, rows = sha256(), 0
    with open_.cursor().copy(chosen) as copied:
        for piece in copied:
            digest.update(piece)
            rows += bytes(piece).count(b"\n")  # a newline inside a row is written as \n
    return Table(rows, digest.hexdigest())
