"""Many requests of one account at once: each is noted, none is noted twice, and the chain holds."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from typing import Any

import pytest
from django.db import connection
from tests.unit.store_review.house import UYEN, World
from tests.unit.web_readings.looking import noted
from tests.unit.web_review.serving import HERE, account_of, client_of, serving, url

from dicu.access.model import Grant, Officer
from dicu.ledger.model import Entry
from dicu.store.ledger import keeper
from dicu.store.ledger.appending import appended
from dicu.store.readings import recording

THREADS = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("accounts", [1, 2])
def test_twenty_at_once_are_all_noted(settings: Any, accounts: int) -> None:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as world:
        officers = [Officer(f"o{n}", "O", "TD-LD", (Grant("reporter", "TD-LD"),)) for n in range(accounts)]
        known = [account_of(officer) for officer in officers]
        clients = [client_of(known[n % accounts]) for n in range(THREADS)]

        def look(client: Any) -> tuple[int, str]:
            try:
                answer = client.get(url("report", "demo", "2025", "TD-LD"))
                return answer.status_code, answer["X-Request-ID"]
            finally:
                connection.close()

        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(look, clients))
        assert {status for status, _ in answers} == {200}
        entries = noted(world)
        assert sorted(entry.body["request"] for entry in entries) == sorted(number for _, number in answers)
        for officer in officers:
            own = [entry.number for entry in entries if entry.author.account == officer.account]
            assert own == list(range(1, THREADS // accounts + 1))
        assert world.by(UYEN, "audit", lambda who: world.house.ledger.verify()) is None


@pytest.fixture
def world(transactional_db: None, settings: Any) -> Iterator[World]:
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        yield found


def asked(client: Any) -> Any:
    try:
        return client.get(url("report", "demo", "2025", "TD-LD"))
    finally:
        connection.close()


def test_two_that_saw_the_stream_at_the_same_place_are_both_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock keeps this from happening; a program that goes round it, or a server that lost it, does not. Both requests are
    made to see the same last entry: the one that comes second finds that the stream has moved on, and tries again."""
    officer = Officer("o", "O", "TD-LD", (Grant("reporter", "TD-LD"),))
    account = account_of(officer)
    assert asked(client_of(account)).status_code == 200
    meeting, mine, tries = Barrier(2, timeout=20), local(), []

    def seen_together(entry: Entry, expected: int | None) -> Entry | None:
        tries.append(entry)
        if hasattr(mine, "tried"):
            return appended(entry, expected)
        mine.tried = True
        meeting.wait()
        return appended(entry, 1)

    monkeypatch.setattr(keeper, "appended", seen_together)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(asked, [client_of(account), client_of(account)]))
    assert [answer.status_code for answer in answers] == [200, 200] and len(tries) == 3
    entries = noted(world)
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert sorted(entry.body["request"] for entry in entries[1:]) == sorted(answer["X-Request-ID"] for answer in answers)
    assert world.by(UYEN, "audit", lambda who: world.house.ledger.verify()) is None


def test_one_that_never_finds_the_end_of_its_stream_is_not_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tries a few times, and then shows nothing and has noted nothing."""
    client = client_of(account_of(Officer("o", "O", "TD-LD", (Grant("reporter", "TD-LD"),))))
    shown, _ = asked(client), asked(client)
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", shown.content.decode(), re.DOTALL)
    tries: list[Any] = []

    def behind(entry: Entry, _: int | None) -> Entry | None:
        tries.append(entry)
        return appended(entry, 1)

    monkeypatch.setattr(keeper, "appended", behind)
    answer = asked(client)
    assert (answer.status_code, len(tries)) == (503, recording.ATTEMPTS) and answer["Retry-After"] == "60"
    assert heading not in answer.content.decode() and len(noted(world)) == 2
