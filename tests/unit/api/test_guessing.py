"""Who tries out tokens: counted by network in the database, made to wait, and nobody else with them."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.api.calling import LINE, REPORT, Api, problem
from tests.unit.store_review.house import World

from dicu.store.accounts.models import Token
from dicu.store.signing_in.limits import LIMITS, TOKEN
from dicu.store.signing_in.models import Attempts

As = Callable[[str], Api]
FREE = LIMITS[TOKEN].free


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("dicu.store.signing_in.moments.now", made.now)
    return made


def guess(number: int = 0, address: str = "203.0.113.7", **headers: str) -> Any:
    api = Api(f"CANARY{number:034}")
    api.client.defaults["REMOTE_ADDR"] = address
    return api.get("/plans", **headers)


def guess_until_it_waits() -> None:
    for number in range(FREE + 1):
        assert problem(guess(number)) == "token-unknown"


def test_after_some_that_open_nothing_the_network_waits_and_is_told_how_long(world: World, clock: Clock) -> None:
    guess_until_it_waits()
    answers = {language: guess(99, Accept_Language=language) for language in ("vi", "en")}
    for language, answer in answers.items():
        assert problem(answer) == "too-many" and answer.status_code == 429
        assert answer["Retry-After"] == "2" and answer["Content-Language"] == language
    assert "from your network" in answers["en"].json()["detail"]
    assert "mạng của bạn" in answers["vi"].json()["detail"]
    clock.at += timedelta(seconds=2)
    assert problem(guess(100)) == "token-unknown"
    assert guess(101)["Retry-After"] == "4"


def test_a_long_row_of_them_locks_the_network_for_a_quarter_of_an_hour(world: World, clock: Clock) -> None:
    for number in range(LIMITS[TOKEN].most):
        assert problem(guess(number)) == "token-unknown"
        clock.at += LIMITS[TOKEN].wait(number + 1) if number + 1 < LIMITS[TOKEN].most else timedelta(0)
    assert guess()["Retry-After"] == "900"


def test_neighbours_are_one_network_and_others_are_not(world: World, clock: Clock) -> None:
    guess_until_it_waits()
    assert problem(guess(address="203.0.113.200")) == "too-many"
    assert problem(guess(address="198.51.100.7")) == "token-unknown"


def test_what_a_sender_says_of_their_address_changes_nothing(world: World, clock: Clock) -> None:
    guess_until_it_waits()
    assert problem(guess(X_Forwarded_For="198.51.100.7")) == "too-many"


def test_behind_our_own_proxy_it_is_the_address_that_the_proxy_saw(world: World, clock: Clock, settings: Any) -> None:
    settings.DICU_PROXIES = 1
    for number in range(FREE + 1):
        guess(number, "127.0.0.1", X_Forwarded_For=f"192.0.2.{number}, 203.0.113.7")
    assert problem(guess(99, "127.0.0.1", X_Forwarded_For="192.0.2.99, 203.0.113.7")) == "too-many"
    assert problem(guess(99, "127.0.0.1", X_Forwarded_For="203.0.113.7, 198.51.100.7")) == "token-unknown"


def test_a_valid_token_passes_while_its_network_waits_and_gives_the_guesser_nothing_back(world: World, as_: As, clock: Clock) -> None:
    dung = as_("dung")
    dung.client.defaults["REMOTE_ADDR"] = "203.0.113.8"
    guess_until_it_waits()
    assert dung.get("/plans").status_code == 200
    assert dung.put(f"{REPORT}/lines/3.1", LINE, match='"0"').status_code == 200
    assert problem(guess(99)) == "too-many"


def test_a_token_that_has_run_out_says_so_and_is_no_guess(world: World, as_: As, clock: Clock) -> None:
    dung = as_("dung")
    Token.objects.update(expires=Token.objects.get().created - timedelta(seconds=1))
    dung.client.defaults["REMOTE_ADDR"] = "203.0.113.8"
    assert [problem(dung.get("/plans")) for _ in range(FREE + 2)] == ["token-expired"] * (FREE + 2)
    assert not Attempts.objects.exists()
    guess_until_it_waits()
    assert problem(dung.get("/plans")) == "token-expired"


def test_who_sends_no_token_or_none_that_could_be_one_is_not_counted(world: World, clock: Clock) -> None:
    for header in ("", "Bearer a b", "Basic ZHVuZzpkdW5n"):
        assert problem(Api().get("/plans", Authorization=header)) == "token-needed"
    assert Api().get("/plans").status_code == 200
    assert not Attempts.objects.exists()


def test_no_token_is_kept_or_logged_whole_or_in_part(world: World, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for number in range(32):  # told at 1, 2, 4, 8 …
        guess(number)
    assert "turned away: kind=token" in caplog.text
    row = Attempts.objects.values().get()
    assert "CANARY" not in caplog.text + repr(row) and "203.0.113" not in caplog.text + repr(row)
