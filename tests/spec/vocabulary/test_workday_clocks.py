"""# Legal clocks

A term starts with an event, counts working days where the calendar holds, stands still while it is stopped, and names every
day that did not count.
"""

from datetime import date, datetime, time

import pytest

from dicu.vocabulary.clocks import BadClock, Stop, Term, due
from dicu.vocabulary.workdays import Calendar, NoCalendar


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def vn():
    return Calendar.load("vn")


@pytest.fixture
def england():
    return Calendar.load("gb-eng")


def test_the_day_of_the_event_is_not_counted(vn):
    """A complete dossier on Monday, five working days: the next Monday."""
    assert due(Term(5), at("2026-03-02T09:00+07:00"), vn).due == date(2026, 3, 9)


def test_each_day_that_did_not_count_has_its_reason(vn):
    """Received on the last Friday before Tết at half past four, when offices close: the dossier counts from the first working
    day afterwards, and the answer says why for each day between."""
    found = due(Term(5, closes=time(16, 30)), at("2026-02-13T16:30+07:00"), vn)
    assert (found.begins, found.due) == (date(2026, 2, 23), date(2026, 3, 2))
    reasons = {day.day: reason.en for day, reason in found.skipped}
    assert reasons[13] == "Received after office hours, counted from the next working day"
    assert reasons[14] == "Saturday" and reasons[17] == "Lunar New Year (Tết)" and reasons[28] == "Saturday"
    assert len(found.skipped) == 12 and found.verified


def test_a_minute_earlier_it_is_still_that_day(vn):
    """The hour counts where the calendar holds, whatever zone it was written in."""
    term = Term(1, closes=time(16, 30))
    assert due(term, at("2026-03-02T09:29:59+00:00"), vn).begins == date(2026, 3, 2)
    assert due(term, at("2026-03-02T09:30:00+00:00"), vn).begins == date(2026, 3, 3)


def test_received_on_a_day_off_it_counts_from_the_next_working_day(vn):
    """On a Saturday nobody is there to receive it, unless that Saturday is worked."""
    assert due(Term(1), at("2026-03-07T10:00+07:00"), vn).due == date(2026, 3, 10)
    assert due(Term(1), at("2026-01-10T10:00+07:00"), vn).begins == date(2026, 1, 10)


def test_british_summer_time(england):
    """An hour before midnight in winter is the same day in London; in summer half past eleven UTC is the next one."""
    assert due(Term(1), at("2026-03-26T23:30+00:00"), england).begins == date(2026, 3, 26)
    assert due(Term(1), at("2026-06-03T23:30+00:00"), england).begins == date(2026, 6, 4)
    closes = Term(1, closes=time(17))
    assert due(closes, at("2026-03-30T16:30+00:00"), england).begins == date(2026, 3, 31)  # 17:30 in London, a day after the change
    assert due(closes, at("2026-03-27T16:30+00:00"), england).begins == date(2026, 3, 27)


def test_easter_counts_where_it_is_kept(england):
    """Five working days over Easter 2026 end on Friday in England and a day earlier in Scotland, where Easter Monday is worked."""
    assert due(Term(5), at("2026-04-01T09:00+01:00"), england).due == date(2026, 4, 10)
    assert due(Term(5), at("2026-04-01T09:00+01:00"), Calendar.load("gb-sct")).due == date(2026, 4, 9)


def test_a_leap_day_is_a_day_like_others(vn):
    """29 February 2024 was a Thursday, and worked."""
    assert due(Term(3), at("2024-02-27T09:00+07:00"), vn).due == date(2024, 3, 1)
    assert due(Term(2, unit="days"), at("2024-02-27T09:00+07:00"), vn).due == date(2024, 2, 29)


def test_the_clock_stands_still_while_it_is_stopped(vn):
    """Stopped on the second, resumed on the ninth: the days from the third to the ninth do not count."""
    stop = Stop(at("2026-03-03T10:00+07:00"), at("2026-03-09T10:00+07:00"))
    found = due(Term(5), at("2026-03-02T09:00+07:00"), vn, [stop])
    assert found.due == date(2026, 3, 13)
    assert {day.day for day, reason in found.skipped if reason.en == "The clock stood still"} == {4, 5, 6, 7, 8, 9}


def test_while_it_is_stopped_there_is_no_last_day(vn):
    """A last day that may still move is not shown. One that was reached before the stop stays."""
    term, start = Term(5), at("2026-03-02T09:00+07:00")
    assert due(term, start, vn, [Stop(at("2026-03-03T10:00+07:00"))]).due is None
    assert due(term, start, vn, [Stop(at("2026-03-09T10:00+07:00"))]).due == date(2026, 3, 9)


def test_calendar_days_move_on_to_a_working_day(vn):
    """Where a law counts days and not working days, only the last one moves."""
    assert due(Term(5, unit="days"), at("2026-03-02T09:00+07:00"), vn).due == date(2026, 3, 9)
    assert due(Term(5, unit="days", rolls=False), at("2026-03-02T09:00+07:00"), vn).due == date(2026, 3, 7)


def test_it_says_when_the_answer_rests_on_an_unconfirmed_day(vn):
    """The day before National Day 2026 is not verified."""
    assert not due(Term(3), at("2026-08-31T09:00+07:00"), vn).verified


def test_what_cannot_be_counted_is_refused(vn):
    """A year that is not loaded, a moment without a zone, a clock that goes on before it was stopped."""
    with pytest.raises(NoCalendar, match="2027"):
        due(Term(30), at("2026-12-01T09:00+07:00"), vn)
    with pytest.raises(BadClock, match="no time zone"):
        due(Term(5), at("2026-03-02T09:00"), vn)
    with pytest.raises(BadClock, match="before it was stopped"):
        due(Term(5), at("2026-03-02T09:00+07:00"), vn, [Stop(at("2026-03-04T09:00+07:00"), at("2026-03-03T09:00+07:00"))])
    with pytest.raises(BadClock, match="from 0 to"):
        due(Term(-1), at("2026-03-02T09:00+07:00"), vn)
