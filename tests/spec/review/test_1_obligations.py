"""Who owes a report, and how they stand.

Nobody types how an agency stands. It follows from three days: the day on which the round opened, the last day to send,
and the moment at which the report was first sent; and from what was decided: more time, a waiver, a nil return, a successor.
A draft changes nothing. Days are those of Viet Nam's clock.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.unit.review.making import DUE, OPENS, at, obligation, plan_of

from dicu.review.obligations import DUE_SOON_DAYS, ObligationState
from dicu.vocabulary.workdays import Calendar


def state_on(day: date, **facts: object) -> str:
    return str(obligation(**facts).state(day))  # type: ignore[arg-type]


def test_before_the_round_opens_nothing_is_owed() -> None:
    """The day before it opens the report is “not open yet”; on the day itself it is open."""
    assert state_on(OPENS - timedelta(days=1)) == "not-open"
    assert state_on(OPENS) == "open"


@pytest.mark.parametrize(
    ("days_left", "state"),
    [(DUE_SOON_DAYS + 1, "open"), (DUE_SOON_DAYS, "due-soon"), (1, "due-soon"), (0, "due-soon"), (-1, "overdue"), (-40, "overdue")],
)
def test_as_the_last_day_comes_near(days_left: int, state: str) -> None:
    """A week before the last day a report is “due soon”. The last day itself still belongs to the agency; the day after,
    the report is overdue."""
    assert state_on(DUE - timedelta(days=days_left)) == state


def test_sent_on_the_last_day_is_on_time() -> None:
    """A minute before midnight in Viet Nam is on time, wherever the server stands: there it is still the afternoon."""
    sent = at(DUE, 23, 59)
    assert obligation(sent=sent).state(DUE) is ObligationState.ON_TIME
    assert obligation(sent=sent.astimezone(UTC)).state(DUE) is ObligationState.ON_TIME


def test_sent_one_minute_after_midnight_is_late() -> None:
    """One day late, although in Greenwich it is still the last day; and it stays so whenever one looks."""
    sent = at(DUE + timedelta(days=1), 0, 1).astimezone(UTC)
    late = obligation(sent=sent)
    assert sent.date() == DUE
    assert late.state(DUE) is late.state(date(2030, 1, 1)) is ObligationState.LATE
    assert late.days_late(date(2030, 1, 1)) == 1


def test_days_late_grow_only_while_the_report_is_owed() -> None:
    """Once it was sent, the number of days stands still."""
    owed, sent = obligation(), obligation(sent=at(DUE + timedelta(days=3)))
    assert [owed.days_late(DUE + timedelta(days=n)) for n in (-5, 0, 1, 30)] == [0, 0, 1, 30]
    assert [sent.days_late(DUE + timedelta(days=n)) for n in (3, 30)] == [3, 3]


def test_without_a_known_last_day_nobody_is_late() -> None:
    """Where no rule is known that sets a last day, none is made up: a report is open until it was sent, and then it was
    sent, neither on time nor late."""
    assert state_on(date(2029, 1, 1), due=None) == "open"
    assert state_on(date(2029, 1, 1), due=None, sent=at(date(2028, 1, 1))) == "satisfied-no-term"
    assert obligation(due=None).days_late(date(2029, 1, 1)) == 0


def test_who_leads_a_task_owes_a_report_on_it() -> None:
    """Every agency that leads a task owes a report on its tasks and on no others; coordinating alone obliges nobody."""
    plan = plan_of()
    assert [task.code for task in plan.tasks_led_by("TD-LD")] == ["3.1", "3.2", "3.3"]
    led = [task.code for agency in plan.leads() for task in plan.tasks_led_by(agency)]
    assert sorted(led) == sorted(task.code for task in plan.tasks if task.lead)


def test_nothing_was_sent_has_no_day() -> None:
    """Asking when an unsent report was sent is a mistake of the program, not an answer."""
    with pytest.raises(ValueError, match="nothing was sent"):
        obligation().sent_on()
    assert obligation(sent=datetime(2025, 12, 1, 20, tzinfo=UTC)).sent_on() == date(2025, 12, 2)


def test_what_was_returned_is_owed_again() -> None:
    """A returned report satisfies nothing, however early it came. What counts now is the last day that the return sets; where it
    sets none, the report is open."""
    back = obligation(sent=at(DUE - timedelta(days=5)))
    back = replace(back, report_state="returned", again_due=DUE + timedelta(days=10))
    assert [str(back.state(DUE + timedelta(days=n))) for n in (1, 5, 10, 11)] == ["open", "due-soon", "due-soon", "overdue"]
    assert replace(back, again_due=None).state(DUE + timedelta(days=90)) is ObligationState.OPEN


def test_an_answer_to_a_return_has_a_last_day_of_its_own() -> None:
    """Sent in time, returned, and mended in time is on time; mended late is late, by the days of the return."""
    first, again = at(DUE), DUE + timedelta(days=10)
    for days, state, late in ((0, "satisfied-on-time", 0), (3, "satisfied-late", 3)):
        mended = replace(obligation(sent=first), mended=(again, at(again + timedelta(days=days))))
        assert (str(mended.state(again)), mended.days_late(again)) == (state, late)


def test_more_time_is_for_one_agency() -> None:
    """An extension moves the last day in force; the one of the round stays beside it."""
    later = replace(obligation(due=DUE + timedelta(days=3)), round_due=DUE)
    assert later.extended
    assert later.state(DUE + timedelta(days=2)) is ObligationState.DUE_SOON
    assert not replace(later, due=DUE).extended


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"nil": "submitted"}, "nil-return"),
        ({"nil": "accepted"}, "nil-return"),
        ({"nil": "returned"}, "overdue"),
        ({"nil": ""}, "overdue"),
        ({"waived": True}, "waived"),
        ({"passed_to": ("TD-YT",), "tasks": ()}, "not-required"),
        ({"passed_to": ("TD-YT",)}, "overdue"),
    ],
    ids=["a nil return", "one that was accepted", "one that was not taken", "one that is being written", "waived", "all tasks passed on",
         "some tasks passed on"],
)  # fmt: skip
def test_what_else_ends_a_duty(facts: dict[str, Any], state: str) -> None:
    """A nil return that was sent, a waiver, a successor for all tasks. A nil return that is being written, or was not taken,
    ends nothing; nor does a successor for some of the tasks."""
    assert str(replace(obligation(), **facts).state(DUE + timedelta(days=1))) == state


def test_a_report_is_worth_more_than_a_waiver() -> None:
    """An agency that was freed and reports all the same has reported."""
    assert replace(obligation(sent=at(DUE)), waived=True).state(DUE) is ObligationState.ON_TIME


def test_late_in_working_days() -> None:
    """Tuesday 16 December was the last day; sent on Monday the 22nd, it is six days late and four working days. A year whose
    calendar is not loaded is not guessed: there the working days are not known."""
    late, calendar = obligation(sent=at(date(2025, 12, 22))), Calendar.load("vn")
    assert (late.days_late(DUE), late.working_days_late(DUE, calendar)) == (6, 4)
    assert obligation(sent=at(DUE)).working_days_late(DUE, calendar) == 0
    assert obligation().working_days_late(date(2027, 1, 8), calendar) is None
    assert replace(obligation(), waived=True).working_days_late(date(2026, 3, 1), calendar) == 0
