"""# Days and moments

Days are written as each language writes them, on paper as Decree 30/2020 lays down, and read day first.
"""

from datetime import UTC, date, datetime

import pytest

from dicu.vocabulary.dates import BadDate, moment, paper, read, short


def test_a_day_on_a_page():
    """Short for lists and tables."""
    assert short(date(2026, 1, 5), "vi") == "05/01/2026"
    assert short(date(2026, 11, 22), "en") == "22 November 2026"


def test_a_day_on_a_paper():
    """Days under 10 and the months 1 and 2 carry a zero on Vietnamese papers, so that nobody can add a digit."""
    assert paper(date(2026, 1, 5), "vi") == "ngày 05 tháng 01 năm 2026"
    assert paper(date(2026, 3, 9), "vi") == "ngày 09 tháng 3 năm 2026"
    assert paper(date(2026, 11, 22), "vi") == "ngày 22 tháng 11 năm 2026"
    assert paper(date(2026, 1, 5), "en") == "5 January 2026"


def test_a_moment_names_its_zone():
    """A moment is shown as Viet Nam's clocks showed it, and says so. Seven in the evening in Greenwich is the next day."""
    evening = datetime(2026, 2, 13, 19, 30, tzinfo=UTC)
    assert moment(evening, "vi") == "02:30 14/02/2026 (giờ Việt Nam, UTC+7)"
    assert moment(evening, "en") == "14 February 2026, 02:30 (Viet Nam time, UTC+7)"


def test_a_moment_without_a_zone_is_no_moment():
    """A clock time without a zone could be any of a day's 24 hours; the program that sends it is at fault."""
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 2, 13, 19, 30), "vi")  # noqa: DTZ001


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_typed_day_is_read_day_first(language):
    """Day/month/year and year-month-day are read in both languages; month/day/year in none."""
    assert read("05/01/2026", language) == read("5/1/2026", language) == read(" 2026-01-05 ", language) == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2026", "month 2 of 2026 has 28 days"),
        ("29/02/2100", "month 2 of 2100 has 28 days"),
        ("00/01/2026", "month 1 of 2026 has 31 days"),
        ("02/13/2026", "no month 13"),
        ("2026-13-02", "no month 13"),
        ("05/01/0026", "between 1900 and 2199"),
        ("05/01/26", "is not a date"),
        ("5 tháng 1", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_an_impossible_day_is_refused_with_the_reason(text, why):
    """The refusal says what is wrong with the day: not "invalid", but that February has 28 days that year."""
    with pytest.raises(BadDate, match=why):
        read(text, "en")
