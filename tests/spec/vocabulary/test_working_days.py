"""# Working days

A term in working days is counted on the calendar of the state administration: Monday to Friday, less holidays, plus the
days that make up for swapped ones.
"""

from datetime import date

import pytest

from dicu.vocabulary.workdays import Calendar, NoCalendar


@pytest.fixture
def calendar():
    return Calendar.load("vn")


def test_a_term_does_not_count_its_first_day(calendar):
    """Five working days from Monday end on the next Monday."""
    assert calendar.add(date(2026, 3, 2), 5) == date(2026, 3, 9)


def test_each_skipped_day_has_a_reason(calendar):
    """Five working days over Tết 2026: the answer names every day that did not count, in both languages."""
    due = calendar.due(date(2026, 2, 13), 5)
    assert due.day == date(2026, 2, 27)
    assert [day.day for day, _ in due.skipped] == [14, 15, 16, 17, 18, 19, 20, 21, 22]
    assert {reason.vi for _, reason in due.skipped} == {"Thứ Bảy", "Chủ nhật", "Tết Nguyên đán"}
    assert all(reason.whole for _, reason in due.skipped)


def test_swapped_days(calendar):
    """On 2 January 2026 nobody worked, and Saturday 10 January was worked instead."""
    assert not calendar.is_working(date(2026, 1, 2)) and calendar.is_working(date(2026, 1, 10))
    assert calendar.why_not(date(2026, 1, 2)).vi == "Nghỉ hoán đổi, làm bù ngày 10/01/2026"
    assert calendar.why_not(date(2026, 1, 10)) is None
    assert calendar.due(date(2025, 12, 31), 7).day == date(2026, 1, 12)


def test_days_off_in_lieu(calendar):
    """A holiday on a weekend gives the next working day off: New Year's Day of 2022 was a Saturday."""
    assert calendar.why_not(date(2022, 1, 3)).en == "Day off in lieu of New Year's Day"


def test_it_says_when_an_announcement_is_not_confirmed(calendar):
    """A term that runs over a day nobody has checked against its announcement is marked so."""
    assert calendar.due(date(2026, 2, 13), 5).verified
    assert not calendar.due(date(2026, 8, 28), 1).verified


def test_counting_backwards_and_not_at_all(calendar):
    """Reminders count backwards. No days at all is the day itself, or the next working day."""
    assert calendar.add(date(2026, 1, 12), -3) == date(2026, 1, 8)
    assert calendar.add(date(2026, 3, 3), 0) == date(2026, 3, 3)
    assert calendar.add(date(2026, 2, 14), 0) == date(2026, 2, 23)


def test_a_year_that_is_not_loaded_is_refused(calendar):
    """Nobody knows yet when Tết is announced for later years. A deadline that runs into one is refused, not guessed."""
    assert calendar.add(date(2026, 12, 24), 5) == date(2026, 12, 31)
    with pytest.raises(NoCalendar, match="2027"):
        calendar.add(date(2026, 12, 24), 6)
    with pytest.raises(NoCalendar, match="2019"):
        calendar.why_not(date(2019, 12, 31))
    with pytest.raises(NoCalendar, match="xx"):
        Calendar.load("xx")
