"""Clocks against a count of one day after the other, and against an independent package."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples

from dicu.vocabulary.clocks import Stop, Term, due
from dicu.vocabulary.workdays import CODES, Calendar

moments = st.datetimes(datetime(2020, 2, 1), datetime(2026, 4, 1), timezones=st.just(UTC))
stops = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3)
PACKAGE = {
    code: holidays.country_holidays("GB", subdiv=part, years=range(2020, 2029))
    for code, part in (("gb-eng", "ENG"), ("gb-sct", "SCT"), ("gb-nir", "NIR"))
}


def plainly(days: int, start: date, calendar: Calendar, still: set[date]) -> date:
    """The last day, by crossing out one day after the other on a list."""
    wanted, day = days, start
    while wanted:
        day = day + timedelta(days=1)
        free = day in calendar.days_off or (day.weekday() > 4 and day not in calendar.make_up)
        if not free and day not in still:
            wanted -= 1
    return day


@given(st.sampled_from(CODES), st.integers(0, 60), moments, stops)
@settings(max_examples=examples(200))
def test_a_term_ends_where_a_plain_count_ends(code, length, start, pauses):
    calendar = Calendar.load(code)
    made = [Stop(start + timedelta(days=after), start + timedelta(days=after + long)) for after, long in pauses]
    found = due(Term(length), start, calendar, made)
    still = {
        calendar.day_of(stop.since) + timedelta(days=n)
        for stop in made
        for n in range(1, (calendar.day_of(stop.until) - calendar.day_of(stop.since)).days + 1)
    }
    assert calendar.is_working(found.begins)
    assert found.due == plainly(length, found.begins, calendar, still)
    counted = [found.begins + timedelta(days=n) for n in range(1, (found.due - found.begins).days + 1)]
    skipped = [day for day, _ in found.skipped if day > found.begins]
    assert len(counted) - len(skipped) == length and set(skipped) <= set(counted)


@given(st.sampled_from(sorted(PACKAGE)), st.integers(1, 60), moments, st.times(time(8), time(19)))
@settings(max_examples=examples(200))
def test_a_british_term_ends_where_the_package_says(code, length, start, closes):
    local = start.astimezone(ZoneInfo("Europe/London"))
    open_ = [day for n in range(200) if (day := local.date() + timedelta(days=n)).weekday() < 5 and day not in PACKAGE[code]]
    begins = open_[1] if open_[0] == local.date() and local.time() >= closes else open_[0]
    found = due(Term(length, closes=closes), start, Calendar.load(code))
    assert (found.begins, found.due) == (begins, open_[open_.index(begins) + length])


@given(st.sampled_from(CODES), st.integers(0, 40), moments, moments)
@settings(max_examples=examples(100))
def test_who_comes_later_is_never_due_earlier(code, length, one, other):
    early, late = sorted((one, other))
    calendar, term = Calendar.load(code), Term(length, closes=time(17))
    assert due(term, early, calendar).due <= due(term, late, calendar).due
