"""Ten thousand wrong passwords: little work, nobody else locked out, everything counted, and the owner gets in after all.

`make test` sends a thousand in the same thousand seconds, `make proof` all ten thousand.
"""

import logging
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory
from tests.proof import examples
from tests.unit.signing_in.conftest import PASSWORD, RIGHT, Clock, signed_in

from dicu.store.signing_in.models import Attempts

pytestmark = pytest.mark.django_db

HASHED: list[str] = []
MANY = min(10_000, examples(1_000))


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was hashed: that is the work an attacker can make the server do."""

    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        HASHED.append(password)
        return super().encode(password, salt)


@pytest.fixture
def hashed(settings: Any) -> list[str]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    HASHED.clear()
    return HASHED


def asked(address: str = "203.0.113.9") -> Any:
    from dicu.web.account.address import network_of  # noqa: PLC0415

    request = RequestFactory().post("/vi/sign-in", REMOTE_ADDR=address)
    request.network = network_of(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_at_one_account(hashed: list[str], account: Any, other: Any, clock: Clock) -> None:
    hashed.clear()
    for number in range(MANY):
        assert authenticate(asked(), username="lan", password=f"sai {number}") is None
        clock.pass_(seconds=1000 / MANY)
    assert len(hashed) <= 20
    assert Attempts.objects.count() == 2  # the account and the network
    assert Attempts.objects.get(kind="password").total == MANY
    assert authenticate(asked(), username="minh", password=PASSWORD) == other, "the same network, another account"
    assert authenticate(asked("198.51.100.1"), username="lan", password=PASSWORD) is None, "a right password waits too"
    clock.pass_(minutes=15)
    request = asked("198.51.100.1")
    assert authenticate(request, username="lan", password=PASSWORD) == account
    assert request.failed_before >= MANY


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_names_from_one_network(hashed: list[str], account: Any, other: Any, clock: Clock) -> None:
    hashed.clear()
    for number in range(MANY):
        assert authenticate(asked(), username=f"ai-do-{number}", password="một mật khẩu") is None
        clock.pass_(seconds=500 / MANY)
    assert len(hashed) <= 300
    assert Attempts.objects.count() <= 300
    assert authenticate(asked("198.51.100.1"), username="lan", password=PASSWORD) == account


@pytest.mark.parametrize("name", ["lan", "khong-co", "' OR 1=1 --"])
def test_the_page_tells_no_account_from_none(client: Client, account: Any, clock: Clock, name: str, hashed: list[str]) -> None:
    """Status, words and work after each of a dozen attempts are the same, whether the account exists or not."""
    seen = []
    for number in range(12):
        hashed.clear()
        answer = client.post("/en/sign-in", {"username": name, "password": f"wrong {number}"})
        text = "\n".join(line for line in answer.content.decode().splitlines() if 'name="csrf' not in line and name not in line)
        seen.append((answer.status_code, answer.get("Retry-After"), len(hashed), "Try again in " in text, "not right" in text))
        clock.pass_(seconds=33 if number < 10 else 0)
    refused, waiting = (422, None, 1, False, True), (429, "867", 0, True, False)
    assert seen[:10] == [refused] * 10
    assert seen[10] == waiting
    assert seen[11][0] == 429


def test_at_the_page_a_right_password_waits_and_its_owner_is_told_afterwards(client: Client, account: Any, clock: Clock) -> None:
    for _ in range(6):
        Client().post("/en/sign-in", RIGHT | {"password": "sai"})
    answer = client.post("/en/sign-in", RIGHT)
    assert (answer.status_code, answer["Cache-Control"]) == (429, "no-store")
    assert not signed_in(client)
    clock.pass_(minutes=1)
    client.post("/en/sign-in", RIGHT)
    assert signed_in(client)
    page = client.get("/en/account").content.decode()
    assert "since you last signed in: 7" in page
    assert "since you last signed in" not in client.get("/en/account").content.decode()


def test_no_line_of_the_log_holds_what_was_typed(client: Client, account: Any, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(12):
            client.post("/en/sign-in", {"username": "mat-khau-go-nham", "password": "Bi-Mat-Rat-Rieng"})
            clock.pass_(seconds=33)
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "locked: kind=password" in said
    assert "mat-khau-go-nham" not in said and "Bi-Mat" not in said


def test_a_command_is_counted_like_a_page(account: Any, clock: Clock) -> None:
    for _ in range(10):
        assert authenticate(None, username="lan", password="sai") is None
        clock.pass_(seconds=33)
    clock.pass_(seconds=-33)
    assert authenticate(None, username="lan", password=PASSWORD) is None


def test_what_a_browser_says_of_its_address_counts_only_behind_our_own_proxies(settings: Any) -> None:
    from dicu.web.account.address import network_of  # noqa: PLC0415

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"})
    assert network_of(request) == "10.0.0.0/24"
    settings.DICU_PROXIES = 1
    assert network_of(request) == "203.0.113.0/24"
    settings.DICU_PROXIES = 3
    assert network_of(request) == ""
