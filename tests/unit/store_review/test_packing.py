"""What of a report decides how its duty stands: lines that went out after the first time."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.review.making import DUE, at, line, obligation

from dicu.review.duty import Duty
from dicu.review.obligations import ObligationState
from dicu.review.opened import RoundHistory
from dicu.review.report import LineState, Report, Return
from dicu.store.review.packing import packed_duty, unpacked_duty

EARLY, MONTHS_LATER = date(2025, 12, 10), date(2026, 2, 16)
BACK = Return("other", "x", "an", at(date(2025, 12, 12)), date(2026, 3, 2))


def standing(*lines: object, first: date = EARLY, mended: tuple[date, object] | None = None, due: date | None = DUE) -> dict[str, object]:
    report = Report(9, {one.task: one for one in lines}, at(first), 9, mended)  # type: ignore[attr-defined, misc, arg-type]
    return unpacked_duty(packed_duty(report, Duty(), RoundHistory(), "TD-LD", due))


def own(sent: date = EARLY, task: str = "3.1") -> object:
    return replace(line(task, state=LineState.SUBMITTED, sent=sent), submitted_at=at(sent))


def test_what_came_to_an_agency_and_was_sent_months_later_is_late() -> None:
    """The agency had sent its own lines in time; tasks of another passed to it after the last day."""
    found = standing(own(), own(MONTHS_LATER, "5.1"))
    assert found["mended"] == (DUE, at(MONTHS_LATER))
    after = replace(obligation(sent=at(EARLY)), **{name: found[name] for name in ("mended", "round_due")})  # type: ignore[arg-type]
    assert after.state(date(2026, 3, 1)) is ObligationState.LATE
    assert after.days_late(date(2026, 3, 1)) == (MONTHS_LATER - DUE).days


def test_lines_that_all_went_out_at_once_have_no_second_lateness() -> None:
    assert standing(own(), own(task="3.2"))["mended"] is None


@pytest.mark.parametrize("sent", [date(2025, 12, 12), DUE])
def test_what_came_later_and_was_sent_in_time_is_not_late(sent: date) -> None:
    found = standing(own(), own(sent, "5.1"))
    after = replace(obligation(sent=at(EARLY)), mended=found["mended"])  # type: ignore[arg-type]
    assert after.state(date(2026, 3, 1)) is ObligationState.ON_TIME


def test_an_answer_to_a_return_is_held_against_the_day_of_the_return_only() -> None:
    answered = replace(line("3.1", state=LineState.SUBMITTED), submitted_at=at(MONTHS_LATER), returns=(BACK,))
    assert standing(answered, mended=(BACK.due, at(MONTHS_LATER)))["mended"] == (BACK.due, at(MONTHS_LATER))


def test_of_an_answer_and_a_line_that_came_later_the_latest_counts() -> None:
    answer = (date(2026, 1, 5), at(date(2026, 1, 6)))
    assert standing(own(), own(MONTHS_LATER, "5.1"), mended=answer)["mended"] == (DUE, at(MONTHS_LATER))


def test_where_no_last_day_is_known_nothing_is_late() -> None:
    assert standing(own(), own(MONTHS_LATER, "5.1"), due=None)["mended"] is None
