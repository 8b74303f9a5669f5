"""Failed attempts are counted in the database, before they are made."""

import logging
from typing import Any

import pytest
from tests.unit.signing_in.conftest import Clock

from dicu.store.signing_in import throttle
from dicu.store.signing_in.limits import NETWORK, PASSWORD
from dicu.store.signing_in.models import Attempts
from dicu.store.signing_in.throttle import Throttled

pytestmark = pytest.mark.django_db


def fail(times: int, kind: str = PASSWORD, key: str = "account 1", **facts: Any) -> list[int]:
    return [throttle.reserve(kind, key, **facts) for _ in range(times)]


def test_the_first_failures_cost_nothing_and_the_next_are_turned_away_unread(clock: Clock) -> None:
    assert fail(8) == [0, 0, 0, 0, 0, 2, 2, 2]
    assert Attempts.objects.get().failures == 5
    clock.pass_(seconds=2)
    assert fail(2) == [0, 4]


def test_the_tenth_failure_locks_for_a_quarter_of_an_hour_and_then_lets_try_again(clock: Clock) -> None:
    while Attempts.objects.filter(failures=10).count() == 0:
        fail(1)
        clock.pass_(seconds=33 if Attempts.objects.get().failures < 10 else 0)
    assert throttle.throttled(PASSWORD, "account 1") == 900
    with pytest.raises(Throttled, match="15 min") as told:
        throttle.check(PASSWORD, "account 1")
    assert told.value.seconds == 900
    clock.pass_(minutes=15)
    assert fail(1) == [0]


def test_a_success_forgets_and_tells_how_many_failed(clock: Clock) -> None:
    fail(7)
    assert throttle.succeeded(PASSWORD, "account 1") == 6
    assert throttle.succeeded(PASSWORD, "account 1") == 0
    assert fail(5) == [0] * 5


def test_kinds_and_keys_are_counted_apart(clock: Clock) -> None:
    fail(9)
    assert throttle.throttled(PASSWORD, "account 2") == 0
    assert throttle.throttled("code", "account 1") == 0


def test_a_quiet_day_forgets(clock: Clock) -> None:
    fail(9)
    clock.pass_(days=1)
    assert fail(5) == [0] * 5


def test_a_reservation_taken_back_leaves_the_others(clock: Clock) -> None:
    fail(70, NETWORK, "203.0.113.0/24")
    before = Attempts.objects.get().failures
    throttle.taken_back(NETWORK, "203.0.113.0/24")
    assert Attempts.objects.get().failures == before - 1
    throttle.taken_back(NETWORK, "198.51.100.0/24")  # nothing was counted there


def test_what_was_typed_is_not_kept_readable(clock: Clock) -> None:
    fail(1, key="name mật-khẩu-gõ-nhầm")
    assert b"nh\xe1\xba\xa7m" not in bytes(Attempts.objects.get().key)
    assert len(Attempts.objects.get().key) == 32


def test_rows_of_names_that_nobody_has_are_bounded_and_those_of_accounts_stay(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_ROWS", 50)
    fail(9, key="account 1", kept=True)
    for number in range(400):
        clock.pass_(seconds=1)
        fail(1, key=f"name {number}")
    assert Attempts.objects.count() <= 50 + 100 + 1
    assert throttle.throttled(PASSWORD, "account 1") == 0
    assert Attempts.objects.get(kept=True).failures == 5
    throttle.prune()
    assert Attempts.objects.filter(kept=False).count() == 50


def test_a_lock_is_told_once_and_what_is_turned_away_not_ten_thousand_times(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "dicu.signing_in"):
        for _ in range(10):
            fail(1)
            clock.pass_(seconds=33)
        clock.pass_(seconds=-33)
        fail(1000)
    locked = [record for record in caplog.records if record.getMessage().startswith("locked")]
    away = [record for record in caplog.records if record.getMessage().startswith("turned away")]
    assert len(locked) == 1
    assert 0 < len(away) <= 10
    assert Attempts.objects.get().total == 1010
