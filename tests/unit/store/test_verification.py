"""Somebody with every right switches the guards off and changes what was recorded; the chain names the first place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.store.conftest import BTP, KINDS, LAN, at_work, noted, ticking

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import digest_of
from dicu.store.ledger.keeper import PostgresLedger

UNGUARDED = {"session_replication_role": "replica"}
SECOND = "WHERE stream = 'report/demo/2024/BTP' AND number = 2"
LAST = "WHERE stream = 'report/demo/2024/BTP' AND number = 4"
TAMPERING = {
    "another body": (f'UPDATE ledger_entry SET body = \'{{"text":"khác"}}\' {SECOND}', 2),
    "the same body with a space": (f"UPDATE ledger_entry SET body = replace(body, ':', ': ') {SECOND}", 2),
    "a field twice": (f'UPDATE ledger_entry SET body = \'{{"text":"khác",\' || substr(body, 2) {SECOND}', 2),
    "no body at all": (f"UPDATE ledger_entry SET body = '' {SECOND}", 2),
    "a body that is no JSON": (f"UPDATE ledger_entry SET body = '{{' {SECOND}", 2),
    "a fraction": (f"UPDATE ledger_entry SET body = '{{\"text\":0.5}}' {SECOND}", 2),
    "another account": (f"UPDATE ledger_entry SET account = 'minh' {SECOND}", 2),
    "another purpose": (f"UPDATE ledger_entry SET purpose = 'audit' {SECOND}", 2),
    "another moment": (f"UPDATE ledger_entry SET at = at + interval '1 microsecond' {SECOND}", 2),
    "another kind": (f"UPDATE ledger_entry SET kind = 'hired' {SECOND}", 2),
    "another version": (f"UPDATE ledger_entry SET version = 2 {SECOND}", 2),
    "another owner": (f"UPDATE ledger_entry SET authority = 'BNG' {SECOND}", 2),
    "another instance": (f"UPDATE ledger_entry SET instance = 'gb' {SECOND}", 2),
    "another digest": (f"UPDATE ledger_entry SET digest = sha256('x') {SECOND}", 2),
    "another digest before": (f"UPDATE ledger_entry SET previous = sha256('x') {SECOND}", 2),
    "another place": (f"UPDATE ledger_entry SET position = position + 1000 {SECOND}", 3),
    "another number": (f"UPDATE ledger_entry SET number = 9 {SECOND}", 2),
    "another stream": (f"UPDATE ledger_entry SET stream = 'report/demo/2024/BNG', number = 3 {SECOND}", 3),
    "the first taken out": ("DELETE FROM ledger_entry WHERE stream = 'report/demo/2024/BTP' AND number = 1", 1),
    "one taken out": (f"DELETE FROM ledger_entry {SECOND}", 2),
    "the last taken out": (f"DELETE FROM ledger_entry {LAST}", 4),
    "all taken out": ("DELETE FROM ledger_entry WHERE stream = 'report/demo/2024/BTP'", 1),
    "the stream taken out": ("DELETE FROM ledger_stream WHERE name = 'report/demo/2024/BTP'", 1),
    "the stream's owner": ("UPDATE ledger_stream SET authority = 'BNG' WHERE name = 'report/demo/2024/BTP'", 1),
    "the stream's instance": ("UPDATE ledger_stream SET instance = 'gb' WHERE name = 'report/demo/2024/BTP'", 1),
    "the noted head": ("UPDATE ledger_stream SET head = sha256('x') WHERE name = 'report/demo/2024/BTP'", 4),
    "the stream shortened": ("UPDATE ledger_stream SET length = 3 WHERE name = 'report/demo/2024/BTP'", 4),
    "numbers exchanged": (
        "UPDATE ledger_entry SET number = -number WHERE stream = 'report/demo/2024/BTP' AND number IN (2, 3);"
        "UPDATE ledger_entry SET number = 5 + number WHERE number < 0",
        2,
    ),
    "bodies exchanged": (
        "UPDATE ledger_entry e SET body = o.body FROM ledger_entry o WHERE e.stream = o.stream AND e.number IN (2, 3)"
        " AND o.number = 5 - e.number AND e.stream = 'report/demo/2024/BTP'",
        2,
    ),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_tampering_is_found_and_named(written: PostgresLedger, superuser_sql: Callable[..., Any], tampering: str) -> None:
    statement, number = TAMPERING[tampering]
    superuser_sql(statement, settings=UNGUARDED)
    with at_work():
        fault = written.verify()
    assert fault is not None
    stream = "report/demo/2024/BNG" if tampering == "another stream" else BTP.name
    assert (fault.stream, fault.number) == (stream, number)
    assert fault.message.say("en")


def test_an_entry_slipped_in_at_the_end_does_not_fit_the_noted_head(written: PostgresLedger, superuser_sql: Callable[..., Any]) -> None:
    with at_work():
        written.append(BTP, noted("năm"), expected=4, author=LAN)
    rewind = "UPDATE ledger_stream SET length = 4, head = (SELECT digest FROM ledger_entry {where}) WHERE name = 'report/demo/2024/BTP'"
    superuser_sql(rewind.format(where=LAST), settings=UNGUARDED)
    with at_work():
        fault = written.verify()
    assert fault is not None
    assert (fault.stream, fault.number) == (BTP.name, 5)


def test_whole_ledgers_have_no_fault_one_by_one_or_together(written: PostgresLedger) -> None:
    with at_work():
        assert written.verify() is None
        assert written.verify(BTP.name) is None
        assert written.verify("report/no/such") is None


def test_a_fault_elsewhere_is_not_the_asked_streams(written: PostgresLedger, superuser_sql: Callable[..., Any]) -> None:
    superuser_sql(f"UPDATE ledger_entry SET body = '{{}}' {SECOND}", settings=UNGUARDED)
    with at_work():
        assert written.verify("report/demo/2024/BNG") is None
        assert written.verify(BTP.name) is not None


@pytest.mark.usefixtures("reaching_all")
def test_a_stream_longer_than_what_is_read_at_once_is_followed_across(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicu.store.ledger.verification.CHUNK", 3)
    ledger = PostgresLedger(KINDS, now=ticking())
    ledger.append(BTP, noted(*"abcdefgh"), expected=0, author=LAN)
    assert ledger.verify() is None


@pytest.mark.parametrize(("number", "days", "named"), [(1, 0, 2), (2, 0, 3), (4, 0, 4), (1, 90, 2), (2, 90, 2), (4, 90, 4)])
def test_a_forged_entry_with_a_digest_that_fits_is_found_where_the_next_one_rests_on_it(
    written: PostgresLedger, superuser_sql: Callable[..., Any], number: int, days: int, named: int
) -> None:
    """Dated back it is found at once: in a stream time does not go back."""
    with at_work():
        entry = written.read(BTP.name)[number - 1]
    forged = replace(entry, body={"text": "khác"}, at=entry.at - timedelta(days=days))
    change = "UPDATE ledger_entry SET body = %s, at = %s, digest = %s WHERE position = %s"
    superuser_sql(change, canonical(forged.body).decode(), forged.at, digest_of(forged), entry.position, settings=UNGUARDED)
    with at_work():
        fault = written.verify()
    assert fault is not None
    assert (fault.stream, fault.number) == (BTP.name, named)


def test_what_is_stored_is_what_was_hashed_to_the_byte(written: PostgresLedger, superuser_sql: Callable[..., Any]) -> None:
    with at_work():
        entries = written.read(BTP.name)
    rows = superuser_sql("SELECT body, digest, previous, at FROM ledger_entry WHERE stream = %s ORDER BY number", BTP.name)
    for entry, (body, digest, previous, at) in zip(entries, rows, strict=True):
        assert body.encode() == canonical(entry.body)
        assert (digest, previous, at) == (digest_of(entry), entry.previous, entry.at)
