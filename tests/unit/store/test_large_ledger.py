"""A ledger of many streams is read in one go: what it costs grows with the entries, not with the streams."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.unit.store.conftest import BTP, LAN, noted

from dicu.ledger.model import Stream
from dicu.store.ledger import rows
from dicu.store.ledger.keeper import PostgresLedger


@pytest.fixture
def many(ledger: PostgresLedger, reaching_all: None) -> PostgresLedger:
    for number in range(60):
        ledger.append(Stream(f"report/demo/{number}/BTP", "BTP", "vn"), noted("một", "hai"), expected=0, author=LAN)
    return ledger


def statements(step: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        step()
    return len(asked)


def test_verifying_asks_once_however_many_streams_there_are(many: PostgresLedger) -> None:
    assert many.verify() is None
    assert statements(many.verify) == statements(lambda: many.verify("report/demo/7/BTP")) <= 3


def test_the_trail_is_two_questions_a_page(many: PostgresLedger) -> None:
    entries, total = many.latest(50, 100)
    assert (len(entries), total) == (20, 120)
    assert statements(lambda: many.latest(50, 0)) == 2


def test_appending_asks_the_database_as_often_however_many_entries_there_are(
    ledger: PostgresLedger, reaching_all: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through Django the savepoint and the end of that; past it one entry is one question; of several, streams are locked
    and looked up, and entries written."""
    past_django: list[Any] = []

    class Counting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *arguments: Any, **named: Any) -> Any:
            past_django.append(query)
            return super().execute(query, *arguments, **named)

    monkeypatch.setattr(rows, "Cursor", Counting)
    ledger.append(BTP, noted("một"), expected=0, author=LAN)
    past_django.clear()
    one = statements(lambda: ledger.append(BTP, noted("hai"), expected=1, author=LAN)), len(past_django)
    past_django.clear()
    five = statements(lambda: ledger.append(BTP, noted(*"abcde"), expected=2, author=LAN)), len(past_django)
    assert (one, five) == ((2, 1), (2, 2))
