from datetime import UTC, datetime, timedelta

import pytest

from dicu.ledger.clock import TOLERANCE, ClockBehind, moment

LAST = datetime(2024, 3, 1, 12, tzinfo=UTC)


def test_a_clock_that_goes_on_is_believed() -> None:
    assert moment(LAST, None) == LAST
    assert moment(LAST, LAST) == LAST
    assert moment(LAST + timedelta(days=4000), LAST) == LAST + timedelta(days=4000)


@pytest.mark.parametrize("behind", [timedelta(microseconds=1), timedelta(seconds=3), TOLERANCE])
def test_a_little_behind_stands_still(behind: timedelta) -> None:
    assert moment(LAST - behind, LAST) == LAST


def test_further_behind_is_refused_with_both_moments() -> None:
    behind = TOLERANCE + timedelta(microseconds=1)
    with pytest.raises(ClockBehind) as refused:
        moment(LAST - behind, LAST, "report/demo/2024/BTP")
    assert refused.value.where == "report/demo/2024/BTP"
    for language in ("vi", "en"):
        said = refused.value.message.say(language)  # type: ignore[arg-type]
        assert "2024-03-01 11:59:54" in said
        assert "2024-03-01 12:00:00" in said
