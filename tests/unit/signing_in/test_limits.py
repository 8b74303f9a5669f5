"""How long one waits after how many failures."""

from datetime import timedelta

import pytest

from dicu.store.signing_in.limits import FORGOTTEN, LIMITS, LOCKED, PASSWORD, Limit


def test_the_wait_doubles_and_then_locks() -> None:
    waits = [LIMITS[PASSWORD].wait(failures).total_seconds() for failures in range(12)]
    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 900, 900]


@pytest.mark.parametrize("kind", LIMITS)
def test_no_kind_waits_less_after_more_failures(kind: str) -> None:
    limit = LIMITS[kind]
    waits = [limit.wait(failures) for failures in range(limit.most + 3)]
    assert waits == sorted(waits)
    assert waits[limit.most] == limit.locked
    assert max(waits) <= LOCKED


def test_after_a_lock_some_failures_are_remembered_so_that_it_locks_sooner() -> None:
    limit = Limit(free=4, most=10, after_lock=5)
    assert limit.remembered(10, LOCKED) == 5
    assert limit.remembered(7, LOCKED) == 7
    assert limit.remembered(10, FORGOTTEN) == 0


def test_a_code_of_six_digits_is_not_guessed() -> None:
    """Six guesses, then one each quarter of an hour, three codes being right at any time: below one in a thousand a day."""
    limit = LIMITS["code"]
    again = limit.remembered(limit.most, limit.locked) + 1
    assert limit.wait(again) == limit.locked
    a_day = limit.most + timedelta(days=1) / limit.locked
    assert a_day * 3 / 10**6 < 1 / 1000
