"""A ledger with two kinds of entries; one of them makes an account, so that there is a projection to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from dicu.ledger.model import Author, Draft, Entry, EntryKind, Kinds, Stream
from dicu.store.accounts.models import Account
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import T

TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
KINDS = Kinds(EntryKind("noted", 1, TEXT, T("Noted {text}.")), EntryKind("hired", 2, TEXT, T("Hired {text}.")))
BTP = Stream("report/demo/2024/BTP", "BTP", "vn")
BNG = Stream("report/demo/2024/BNG", "BNG", "vn")
LAN = Author("lan", "reporting")
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def hire(entry: Entry) -> None:
    Account.objects.update_or_create(username=entry.body["text"], defaults={"full_name": str(entry.number)})


def noted(*texts: str) -> tuple[Draft, ...]:
    return tuple(Draft("noted", {"text": text}) for text in texts)


def ticking() -> Callable[[], datetime]:
    """Each reading of the clock is a second after the one before."""
    moments = iter(NOON + timedelta(seconds=count) for count in range(10_000))
    return lambda: next(moments)


@contextmanager
def at_work() -> Iterator[None]:
    """A transaction with the widest reach."""
    with transaction.atomic(), maintaining():
        yield


@pytest.fixture
def ledger() -> PostgresLedger:
    return PostgresLedger(KINDS, now=ticking(), projectors={"hired": hire})


@pytest.fixture
def written(ledger: PostgresLedger, transactional_db: None) -> PostgresLedger:
    """Two streams, committed: four entries of BTP's and two of BNG's."""
    with at_work():
        ledger.append(BTP, noted("một", "hai", "ba", "bốn"), expected=0, author=LAN)
        ledger.append(BNG, noted("one", "two"), expected=0, author=LAN)
    return ledger
