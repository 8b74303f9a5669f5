"""The database keeps the ledger against every role that speaks to it, by its own guards."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import errors
from tests.unit.store.conftest import at_work

from dicu.store.ledger.keeper import PostgresLedger

ALL = {"dicu.reach": "all"}
CHANGES = [
    "UPDATE ledger_entry SET body = '{}'",
    "UPDATE ledger_entry SET at = at WHERE number = 1",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_entry WHERE false",
    "TRUNCATE ledger_entry",
    "UPDATE ledger_stream SET length = 1",
    "UPDATE ledger_stream SET authority = 'BCA'",
    "DELETE FROM ledger_stream",
    "TRUNCATE ledger_stream CASCADE",
    "INSERT INTO ledger_stream (name, authority, instance, length, head) VALUES ('report/demo/2024/BTP', 'BTP', 'vn', 0, "
    "decode(repeat('00', 32), 'hex')) ON CONFLICT (name) DO UPDATE SET length = 0",
]


@pytest.mark.parametrize("reach", ["all", ""])
@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["app_sql", "owner_sql", "superuser_sql"])
def test_nothing_is_changed_or_taken_away(
    written: PostgresLedger, request: pytest.FixtureRequest, role: str, statement: str, reach: str
) -> None:
    ask: Callable[..., Any] = request.getfixturevalue(role)
    refusal = errors.InsufficientPrivilege if role == "app_sql" else (errors.RestrictViolation, errors.InsufficientPrivilege)
    with pytest.raises(refusal):
        ask(statement, settings={"dicu.reach": reach})
    with at_work():
        assert written.verify() is None
        assert written.latest(0, 0)[1] == 6


def test_the_refusal_says_why(written: PostgresLedger, owner_sql: Callable[..., Any]) -> None:
    with pytest.raises(errors.RestrictViolation, match="append-only: DELETE on ledger_entry"):
        owner_sql("DELETE FROM ledger_entry", settings=ALL)


INSERT = """
INSERT INTO ledger_entry (stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
SELECT name, {authority}, {instance}, {number}, 'noted', 1, now(), 'lan', 'reporting', '{{}}', {previous}, sha256('forged'::bytea)
  FROM ledger_stream WHERE name = 'report/demo/2024/BTP'
"""
FITS = {"authority": "authority", "instance": "instance", "number": "length + 1", "previous": "head"}


def test_an_entry_that_follows_the_head_is_taken_also_from_another_program(written: PostgresLedger, app_sql: Callable[..., Any]) -> None:
    app_sql(INSERT.format(**FITS), settings=ALL)
    assert app_sql("SELECT length FROM ledger_stream WHERE name = 'report/demo/2024/BTP'", settings=ALL) == [(5,)]
    with at_work():
        fault = written.verify()
    assert fault is not None
    assert (fault.stream, fault.number) == ("report/demo/2024/BTP", 5)  # its digest is none


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "length + 2"),
        ("number", "length"),
        ("number", "0"),
        ("previous", "sha256('other'::bytea)"),
        ("authority", "'BNG'"),
        ("instance", "'gb'"),
    ],
)
@pytest.mark.parametrize("role", ["app_sql", "owner_sql", "superuser_sql"])
def test_an_entry_that_does_not_follow_the_head_is_refused(
    written: PostgresLedger, request: pytest.FixtureRequest, role: str, field: str, value: str
) -> None:
    with pytest.raises((errors.SerializationFailure, errors.UniqueViolation)):
        request.getfixturevalue(role)(INSERT.format(**(FITS | {field: value})), settings=ALL)


TWO = """
WITH s AS (SELECT * FROM ledger_stream WHERE name = 'report/demo/2024/BTP'),
     o AS (SELECT * FROM ledger_stream WHERE name = 'report/demo/2024/BNG')
INSERT INTO ledger_entry (stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
SELECT x.stream, x.authority, x.instance, x.number, 'noted', 1, now(), 'lan', 'reporting', '{{}}', x.previous, x.digest
  FROM s, o, LATERAL (VALUES
    (1, o.name, o.authority, o.instance, o.length + 1, o.head, sha256('c'::bytea)),
    (2, s.name, s.authority, s.instance, s.length + 1, s.head, sha256('a'::bytea)),
    (3, s.name, {authority}, {instance}, {number}, {previous}, sha256('b'::bytea))
  ) AS x (turn, stream, authority, instance, number, previous, digest) ORDER BY {order}
"""
BOTH_FIT = {
    "authority": "s.authority",
    "instance": "s.instance",
    "number": "s.length + 2",
    "previous": "sha256('a'::bytea)",
    "order": "x.turn",
}


def test_several_entries_in_one_statement_move_each_head_once(written: PostgresLedger, app_sql: Callable[..., Any]) -> None:
    app_sql(TWO.format(**BOTH_FIT), settings=ALL)
    heads = app_sql("SELECT name, length, head FROM ledger_stream ORDER BY name", settings=ALL)
    assert [length for _, length, _ in heads] == [3, 6]
    assert heads[1][2] == app_sql("SELECT sha256('b'::bytea)")[0][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "s.length + 3"),
        ("number", "s.length + 1"),
        ("number", "s.length"),
        ("previous", "s.head"),
        ("previous", "sha256('other'::bytea)"),
        ("authority", "'BNG'"),
        ("instance", "'gb'"),
        ("order", "x.turn DESC"),
    ],
)
@pytest.mark.parametrize("role", ["app_sql", "owner_sql", "superuser_sql"])
def test_one_of_several_that_does_not_follow_refuses_all(
    written: PostgresLedger, request: pytest.FixtureRequest, role: str, field: str, value: str
) -> None:
    """Not the first of them, which follows the head, but one that should follow it; and each in its place."""
    with pytest.raises((errors.SerializationFailure, errors.UniqueViolation)):
        request.getfixturevalue(role)(TWO.format(**(BOTH_FIT | {field: value})), settings=ALL)
    with at_work():
        assert written.latest(0, 0)[1] == 6


def test_a_statement_that_brings_nothing_changes_nothing(written: PostgresLedger, app_sql: Callable[..., Any]) -> None:
    app_sql(INSERT.format(**FITS) + " AND false", settings=ALL)
    with at_work():
        assert written.verify() is None


@pytest.mark.parametrize(("length", "head"), [(5, "repeat('00', 32)"), (0, "repeat('01', 32)")])
def test_a_stream_cannot_be_made_with_a_past(owner_sql: Callable[..., Any], length: int, head: str) -> None:
    columns, values = "name, authority, instance, length, head", f"'report/x', 'BTP', 'vn', {length}, decode({head}, 'hex')"
    with pytest.raises(errors.RestrictViolation, match="without entries"):
        owner_sql(f"INSERT INTO ledger_stream ({columns}) VALUES ({values})", settings=ALL)


def test_an_entry_needs_a_stream(app_sql: Callable[..., Any]) -> None:
    values = "'nowhere', 'BTP', 'vn', 1, 'noted', 1, now(), 'lan', 'reporting', '{}', decode(repeat('00', 32), 'hex'), 'x'"
    columns = "stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest"
    with pytest.raises((errors.SerializationFailure, errors.ForeignKeyViolation)):
        app_sql(f"INSERT INTO ledger_entry ({columns}) VALUES ({values})", settings=ALL)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "ALTER TABLE ledger_entry DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY ledger_entry_seen ON ledger_entry",
        "DROP TABLE ledger_entry CASCADE",
        "CREATE TABLE own (id int)",
        "SET session_replication_role = replica",
        "SET ROLE dicu_owner",
        "SELECT ledger_advance()",
        "SELECT ledger_move('report/demo/2024/BTP', 'BTP', 'vn', 1, '', 9, '', 1, 1)",
        "SELECT ledger_checkpoint_follows()",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DELETE FROM accounts_account",
        "DELETE FROM accounts_grantrow",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_cannot_take_the_guards_away(app_sql: Callable[..., Any], statement: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported, errors.ObjectNotInPrerequisiteState)):
        app_sql(statement, settings=ALL)
