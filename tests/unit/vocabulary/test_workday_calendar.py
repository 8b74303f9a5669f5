"""The calendar of Viet Nam as data: complete, consistent, and compared with an independent package."""

import copy
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import holidays
import pytest
import yaml

from dicu.vocabulary.workdays import CODES, Calendar

# Announced on 25 December 2025; the package does not know it.
BEYOND_THE_PACKAGE = {date(2026, 1, 2)}


@pytest.fixture(scope="module")
def data():
    return yaml.safe_load((files("dicu") / "law" / "calendars" / "vn.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("year", range(2020, 2027))
def test_weekdays_off_are_those_of_the_package_and_the_announcements(year):
    ours = {day for day in Calendar.load("vn").days_off if day.year == year and day.weekday() < 5}
    theirs = {day for day in holidays.country_holidays("VN", years=year) if day.weekday() < 5}
    assert ours - theirs == {day for day in BEYOND_THE_PACKAGE if day.year == year}
    assert theirs <= ours


@pytest.mark.parametrize(("code", "division"), [("gb-eng", "ENG"), ("gb-eng", "WLS"), ("gb-sct", "SCT"), ("gb-nir", "NIR")])
@pytest.mark.parametrize("year", range(2020, 2029))
def test_british_days_off_are_those_of_the_package(code, division, year):
    ours = {day for day in Calendar.load(code).days_off if day.year == year}
    theirs = {day for day in holidays.country_holidays("GB", subdiv=division, years=year) if day.weekday() < 5}
    assert ours == theirs


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("gb-eng", ["2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"]),
        ("gb-sct", ["2020-05-08", "2021-01-04", "2024-12-02", "2025-12-01", "2026-06-15"]),
        ("gb-nir", ["2020-07-13", "2024-03-18", "2025-07-14", "2026-03-17", "2026-07-13"]),
    ],
)
def test_days_that_were_proclaimed_moved_or_given_instead(code, days):
    assert not [day for day in days if Calendar.load(code).is_working(date.fromisoformat(day))]


def test_the_four_calendars_differ_where_the_countries_do():
    easter_monday, second, boyne = date(2026, 4, 6), date(2026, 1, 2), date(2026, 7, 13)
    off = {code: [day for day in (easter_monday, second, boyne) if Calendar.load(code).why_not(day)] for code in CODES}
    assert off == {"vn": [second], "gb-eng": [easter_monday], "gb-sct": [second], "gb-nir": [easter_monday, boyne]}


@pytest.mark.parametrize("code", CODES)
def test_a_day_begins_where_the_calendar_holds(code):
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert Calendar.load(code).day_of(moment) == date(2026, 7, 2)
    assert Calendar.load(code).day_of(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)).day == (2 if code == "vn" else 1)


@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_in_both_languages_and_each_source_has_a_title(code):
    calendar = Calendar.load(code)
    for entry in (*calendar.days_off.values(), *calendar.make_up.values()):
        assert entry.reason.whole and entry.source.title


def test_tet_has_five_days_beyond_its_weekends():
    calendar = Calendar.load("vn")
    for year in calendar.years:
        tet = [day for day, entry in calendar.days_off.items() if entry.reason.vi == "Tết Nguyên đán" and day.year == year]
        assert len([day for day in tet if day.weekday() < 5]) == 5
        assert max(tet) - min(tet) == timedelta(days=len(tet) - 1)


def test_each_swap_gives_and_takes_one_day():
    calendar = Calendar.load("vn")
    swapped = [day for day, entry in calendar.days_off.items() if entry.reason.en.startswith("Day off, worked on")]
    assert len(swapped) == len(calendar.make_up) == 4
    assert all(day.weekday() < 5 for day in swapped) and all(day.weekday() >= 5 for day in calendar.make_up)


def test_a_calendar_that_contradicts_itself_is_not_loaded(data):
    twice = copy.deepcopy(data)
    twice["years"][2021]["holidays"].append(twice["years"][2021]["holidays"][0])
    with pytest.raises(ValueError, match="stands twice"):
        Calendar.read(twice)
    elsewhere = copy.deepcopy(data)
    elsewhere["years"][2021]["holidays"][0]["from"] = date(2022, 6, 1)
    with pytest.raises(ValueError, match="wrong year 2021"):
        Calendar.read(elsewhere)
    incomplete = copy.deepcopy(data)
    incomplete["years"][2021]["holidays"] = [row for row in incomplete["years"][2021]["holidays"] if row["reason"] != "tet"]
    with pytest.raises(ValueError, match="2021 has no tet"):
        Calendar.read(incomplete)
    weekday = copy.deepcopy(data)
    weekday["years"][2024]["swaps"][0]["worked_on"] = date(2024, 5, 6)
    with pytest.raises(ValueError, match="is made up for"):
        Calendar.read(weekday)


@pytest.mark.parametrize("code", ["../agencies", "vn/../vn", "", "VN.yaml", "gb-", "gb-eng/../vn", "vn.yaml"])
def test_a_code_is_not_a_path(code):
    with pytest.raises(Exception, match="There is no working-day calendar"):
        Calendar.load(code)


def test_a_negative_term_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="negative"):
        Calendar.load("vn").due(date(2026, 3, 2), -1)
