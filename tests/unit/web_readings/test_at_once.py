"""Many requests of one account at once: each is noted, none is noted twice, and the chain holds."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from tests.unit.store_review.house import UYEN, World
from tests.unit.web_readings.looking import noted
from tests.unit.web_review.serving import HERE, account_of, client_of, serving, url

from dicu.access.model import Grant, Officer

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
