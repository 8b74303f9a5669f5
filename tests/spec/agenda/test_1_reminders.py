"""# Who is reminded when

A to-do is worked out from the records each time; a reminder is sent at steps counted in working days. The house's own steps are
10 and 3 working days before the last day, on the day, and every 5 working days after it.
"""

from datetime import date, time, timedelta

from dicu.agenda.reminding import reminders_due
from dicu.agenda.terms import Steps, Terms
from dicu.vocabulary.workdays import Calendar

DUE = date(2026, 3, 31)


def test_the_steps_of_a_report(post, report):
    """Due on Tuesday 31 March 2026: reminded on the 17th, the 26th, on the day, and then each Tuesday."""
    seen = {}
    day = date(2026, 3, 1)
    while day < date(2026, 4, 16):
        for step in post.steps(report(), on=day):
            seen[day] = step
        day += timedelta(days=1)
    assert seen == {date(2026, 3, 17): -10, date(2026, 3, 26): -3, DUE: 0, date(2026, 4, 7): 5, date(2026, 4, 14): 10}


def test_asking_again_sends_nothing_again(post, report):
    """A worker that is started twice, or looks each minute, repeats nothing."""
    assert post.steps(report(), on=date(2026, 3, 17)) == [-10]
    assert post.steps(report(), on=date(2026, 3, 17), at=time(9, 1)) == []


def test_after_a_standstill_only_the_newest_step_is_sent(post, report):
    """A worker that was stopped for a month does not send five letters at once, and the last one is not lost."""
    assert post.steps(report(), on=date(2026, 4, 24)) == [15]
    assert post.steps(report(), on=date(2026, 4, 24)) == []


def test_a_clock_that_was_set_back_sends_nothing(post, report):
    """What was sent for a later step makes an earlier one needless for ever."""
    assert post.steps(report(), on=DUE) == [0]
    assert post.steps(report(), on=date(2026, 3, 17)) == []
    assert post.steps(report(), on=DUE) == []


def test_a_term_that_was_extended_is_reminded_of_anew(post, report):
    """Another last day is another thing to know."""
    assert post.steps(report(), on=DUE) == [0]
    assert post.steps(report(due=date(2026, 4, 3)), on=DUE) == [-3]


def test_nobody_is_written_to_at_night(post, report):
    """A reminding day begins at eight in the morning, where the calendar holds."""
    assert post.steps(report(), on=date(2026, 3, 17), at=time(7, 59)) == []
    assert post.steps(report(), on=date(2026, 3, 17), at=time(8)) == [-10]


def test_tet_is_not_counted(post, report):
    """Three working days before 25 February 2026 is the Friday before Tết, twelve days earlier."""
    due = date(2026, 2, 25)
    assert post.steps(report(due=due), on=date(2026, 2, 12)) == [-10]
    assert post.steps(report(due=due), on=date(2026, 2, 13)) == [-3]


def test_a_last_day_on_which_nobody_works(post, report):
    """The reminder of the day itself comes on the last working day before it."""
    saturday = date(2026, 3, 28)
    assert post.steps(report(due=saturday), on=date(2026, 3, 27)) == [0]


def test_terms_that_a_plan_states_itself_win(post, report):
    """A plan may want one reminder, twenty working days ahead."""
    own = report(steps=Steps(before=(20,)))
    assert [post.steps(own, on=day) for day in (date(2026, 3, 3), date(2026, 3, 17), DUE, date(2026, 4, 30))] == [[-20], [], [], []]


def test_what_has_no_last_day(post, report):
    """Reports that wait for an answer: at once, and every five working days."""
    waiting = report(due=None, since=date(2026, 3, 2), what="accept")
    days = (date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 16))
    assert [post.steps(waiting, on=day) for day in days] == [[0], [], [5], [10]]


def test_a_reminder_is_named_by_what_whom_and_which_step(post, report):
    """So that it can be recorded once only, by whomever it is worked out."""
    first, second = post.look(report(), on=date(2026, 3, 17), whom=("dung", "hoa"))
    again = reminders_due([(report(), "dung")], {}, second_of(first), Calendar.load, Terms.load()).reminders[0]
    assert first.id == again.id != second.id


def second_of(reminder):
    from datetime import datetime  # noqa: PLC0415

    from tests.spec.agenda.conftest import HANOI  # noqa: PLC0415

    return datetime.combine(reminder.day, time(11), HANOI)


def test_a_year_without_a_calendar_is_not_guessed(post, report):
    """The last day lies in a year that is not loaded: nobody is reminded, and the round says what is missing."""
    far = report(due=date(2027, 1, 8))
    found = reminders_due([(far, "dung"), (far, "hoa")], {}, second_of(post.look(report(), on=DUE)[0]), Calendar.load, Terms.load())
    assert found.reminders == ()
    assert [(one.calendar, one.count, one.why.values["year"]) for one in found.uncounted] == [("vn", 1, "2027")]


def test_a_missing_calendar_stops_no_other_reminder(post, report):
    """What can be counted is reminded of."""
    steps = post.steps(report(due=date(2027, 1, 8)), report(), on=date(2026, 3, 17))
    assert steps == [-10]
