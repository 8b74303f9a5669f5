"""Migrations lead forth and back, on a database that was in use."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, transaction
from tests.unit.store.test_review_walls import HELD, ROWS

from dicu.store.environment import database

ALIAS, NAME = "roundabout", "dicu_roundabout"
STREAM = "INSERT INTO ledger_stream VALUES ('report/demo/2025/BTP', 'BTP', 'vn', 0, decode(repeat('00', 32), 'hex'))"
ENTRY = """
INSERT INTO ledger_entry (stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
VALUES ('report/demo/2025/BTP', 'BTP', 'vn', 1, 'noted', 1, now(), 'lan', 'reporting', '{}', decode(repeat('00', 32), 'hex'), 'x')
"""
ACCOUNT = "INSERT INTO accounts_account (password, username, full_name, agency, email, language, is_active, created) VALUES {}"


@pytest.fixture
def roundabout(postgres: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Another database of the same cluster, made anew by the role that owns it."""
    with psycopg.connect(postgres.address("superuser"), autocommit=True) as above:
        above.execute(f"DROP DATABASE IF EXISTS {NAME}")
        above.execute(f"CREATE DATABASE {NAME} OWNER {postgres.owner.user} TEMPLATE template0")
        facts = {**database(postgres.address("owner", NAME)), "ATOMIC_REQUESTS": False}
        connections.databases[ALIAS] = {**connections.databases["owner"], **facts, "NAME": NAME}
        with django_db_blocker.unblock():
            migrate()
            yield postgres
            connections[ALIAS].close()
        del connections.databases[ALIAS]
        delattr(connections._connections, ALIAS)
        above.execute(f"DROP DATABASE {NAME}")


def migrate(*target: str) -> None:
    call_command("migrate", *target, database=ALIAS, interactive=False, verbosity=0)


def asked(statement: str) -> list[Any]:
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT set_config('dicu.reach', 'all', true)")
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def fill() -> None:
    asked(STREAM)
    asked(ENTRY)
    asked(ACCOUNT.format("('!', 'lan', 'Lan', 'BTP', '', 'vi', true, now())"))
    for table, names in HELD.items():
        for name in names:
            asked(ROWS[table].format(name))


def empty(postgres: Any) -> None:
    with psycopg.connect(postgres.address("superuser", NAME), autocommit=True) as above:
        above.execute("SET session_replication_role = replica")
        above.execute("TRUNCATE " + ", ".join(left("tables", ("",)) - {"django_migrations"}))


def left(what: str, beginnings: tuple[str, ...]) -> set[str]:
    catalogue = {
        "tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
        "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "policies": "SELECT policyname FROM pg_policies",
    }
    return {name for (name,) in asked(catalogue[what]) if name.startswith(beginnings)}


def shape() -> list[Any]:
    """Everything that guards: triggers, policies and functions, with what they say."""
    return [
        asked("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"),
        asked("SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"),
        asked("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"),
        asked("SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname ~ '^(ledger|review)_' ORDER BY 1"),
        asked("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"),
    ]


def test_every_room_goes_back_to_nothing_and_forth_again(roundabout: Any) -> None:
    before = shape()
    fill()
    empty(roundabout)
    for room in ("review", "ledger", "accounts"):
        migrate(room, "zero")
        assert left("tables", (f"{room}_",)) == set()
    assert left("functions", ("",)) == left("policies", ("",)) == set()
    migrate()
    assert shape() == before
    fill()
    assert asked("SELECT length FROM ledger_stream") == [(1,)]


def test_one_step_back_keeps_what_was_recorded(roundabout: Any) -> None:
    fill()
    for room, step in (("review", "0001"), ("ledger", "0002"), ("ledger", "0001")):
        migrate(room, step)
    migrate()
    assert asked("SELECT count(*) FROM ledger_entry") == [(1,)]
    assert asked("SELECT count(*) FROM review_line") == [(4,)]
    with pytest.raises(Exception, match="append-only"):
        asked("DELETE FROM ledger_entry")
