"""The database's own lock on the log of reading: what a session sees and adds even where the program asks for too much."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.unit.store_review.house import AN, DUNG, HAI, HOA, TWO_HATS, UYEN, World
from tests.unit.web_review.serving import url

from dicu.access.model import PUBLIC, Absent, Asker, Grant, Officer, Thing
from dicu.ledger.model import Author, Draft, Stream
from dicu.readings.collecting import Collected
from dicu.readings.model import Request
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.store.readings.models import ReadingRow
from dicu.store.security.session import maintaining, recording, speaking_as

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def visited(world: World, as_: As) -> None:
    for who in ("dung", "hoa", "an", "hai"):
        as_(who).get(url("report", "demo", "2025", "TD-LD"))
        as_(who).get(url("home"))


@contextmanager
def speaking(officer: Officer) -> Iterator[None]:
    with transaction.atomic(), speaking_as(officer):
        yield


def readers(officer: Officer) -> set[str]:
    with speaking(officer):
        return set(ReadingRow.objects.values_list("account", flat=True))


def test_the_rows_that_each_session_sees(world: World) -> None:
    assert readers(UYEN) == {"dung", "hoa", "an", "hai"}
    assert readers(DUNG) == {"dung", "hoa"}, "the coordinator was shown nothing of it yet"
    assert readers(HAI) == {"hai"}
    assert readers(AN) == {"an"}
    assert readers(TWO_HATS) == set()
    assert readers(PUBLIC) == set()


def test_a_colleague_s_other_visits_are_not_seen(world: World) -> None:
    with speaking(DUNG):
        hers = ReadingRow.objects.filter(account="hoa")
        assert set(hers.values_list("agency", flat=True)) == {"TD-LD"}
    with speaking(UYEN):
        assert ReadingRow.objects.filter(account="hoa", route="home").exists()


@pytest.mark.parametrize("officer", [DUNG, HOA, HAI, AN, TWO_HATS], ids=lambda officer: officer.account)
def test_the_streams_of_others_are_closed(world: World, officer: Officer) -> None:
    with speaking(officer):
        names = set(LedgerStream.objects.filter(name__startswith="reads/").values_list("name", flat=True))
        entries = set(LedgerEntry.objects.filter(stream__name__startswith="reads/").values_list("account", flat=True))
    assert names <= {f"reads/{officer.account}/2025-12"}
    assert entries <= {officer.account}


def body() -> dict[str, Any]:
    return {
        "route": "home", "method": "GET", "means": "page", "outcome": "shown", "request": "", "agency": "", "roles": [],
        "things": [], "more": 0, "listed": [], "criteria": "", "unnoted": 0,
    }  # fmt: skip


@pytest.mark.parametrize("officer", [DUNG, AN, TWO_HATS, UYEN, PUBLIC], ids=lambda officer: officer.account or "public")
@pytest.mark.parametrize("stream", ["reads/dung/2025-11", "reads/hoa/2024-01"])
def test_no_officer_s_session_adds_to_the_log(world: World, officer: Officer, stream: str) -> None:
    with pytest.raises(DatabaseError), speaking(officer):
        world.house.ledger.append(
            Stream(stream, "", "vn"), (Draft("reading.noted", body()),), expected=0, author=Author(officer.account, "reading")
        )


def test_neither_does_the_house_s_own_work_outside_of_noting(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), maintaining():
        world.house.ledger.append(
            Stream("reads/dung/2025-11", "", "vn"), (Draft("reading.noted", body()),), expected=0, author=Author("dung", "reading")
        )


@pytest.mark.parametrize("officer", [DUNG, AN, UYEN], ids=lambda officer: officer.account)
def test_no_officer_s_session_changes_what_pages_read_of_it(world: World, officer: Officer) -> None:
    with speaking(officer):
        assert ReadingRow.objects.update(account="nobody") == 0
    with pytest.raises(DatabaseError), speaking(officer):
        ReadingRow.objects.create(
            id="999/0", position=999, part=0, at=world.clock(), listed=0, seen=True, account=officer.account, kind="report"
        )


def test_noting_reaches_nothing_else(world: World) -> None:
    with transaction.atomic(), recording():
        assert not LedgerEntry.objects.exclude(stream__name__startswith="reads/").exists()
    with pytest.raises(DatabaseError), transaction.atomic(), recording():
        LedgerStream.objects.create(name="report/demo/2025/TD-NG", authority="TD-NG", instance="vn", length=0, head=b"\0" * 32)


def test_the_application_takes_no_row_away(world: World) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), maintaining():
        ReadingRow.objects.all().delete()
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("officer", [AN, UYEN, DUNG], ids=lambda officer: officer.account)
def test_no_officer_s_session_empties_the_rows(world: World, officer: Officer) -> None:
    from django.db import connection  # noqa: PLC0415

    with pytest.raises(DatabaseError), speaking(officer), connection.cursor() as cursor:
        cursor.execute("SELECT readings_emptied()")


def caseworker(account: str, domain: str, agency: str) -> Officer:
    return Officer(account, account, agency, (Grant(f"caseworker-{domain}"),))


def test_who_looked_at_people_is_told_within_their_wall_only(world: World) -> None:
    """Not to a colleague in the other domain, not to who reports for the same agency, not to the same domain elsewhere."""
    mai = caseworker("mai", "support", "TD-LD")
    collected = Collected()
    collected.decided("open", Thing("person", {"id": "ab12", "domain": "support", "agency": "TD-LD"}), "support", True)
    world.house.readings.note(collected, Request(mai, "person", "GET", "page", "shown", ""))
    people = {
        "the same desk": (caseworker("nga", "support", "TD-LD"), "support", True),
        "an auditor": (UYEN, "audit", True),
        "enforcement": (caseworker("oanh", "enforcement", "TD-LD"), "enforcement", False),
        "another agency": (caseworker("phi", "support", "TD-TP"), "support", False),
        "a reporter of the agency": (DUNG, "reporting", False),
        "a coordinator": (AN, "coordination", False),
    }
    for who, (officer, purpose, told) in people.items():
        with speaking(officer):
            rows = ReadingRow.objects.filter(name="person:ab12")
            assert rows.exists() is told, who
            if told:
                (reading,) = world.house.readings.of(Asker(officer, purpose), "person", "ab12").readings
                assert (reading.account, reading.purpose) == ("mai", "support")
            else:
                with pytest.raises(Absent):
                    world.house.readings.of(Asker(officer, purpose), "person", "ab12")
    assert world.by(mai, "support", world.house.readings.mine).readings
