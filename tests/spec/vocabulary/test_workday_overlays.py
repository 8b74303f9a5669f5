"""# Announcements of a new year

Days off in lieu, swaps and Tết are announced year by year, some bank holidays within weeks. Whoever runs an installation puts
what was announced into a folder, a file for each announcement, and names the source. Nothing is overridden in silence.
"""

from datetime import date
from pathlib import Path

import pytest

from dicu.vocabulary.overlays import BadOverlay, Calendars
from dicu.vocabulary.workdays import NoCalendar

YEAR = """
calendar: vn
sources:
  announced: {title: "Thông báo lịch nghỉ Tết và Quốc khánh năm 2027", published: 2026-11-01}
years:
  2027:
    whole: true
    holidays:
      - {from: 2027-01-01, reason: new-year, source: announced, verified: true}
      - {from: 2027-02-05, until: 2027-02-11, reason: tet, source: announced, verified: true}
      - {from: 2027-04-16, reason: hung-kings, source: announced, verified: true}
      - {from: 2027-04-30, reason: victory, source: announced, verified: true}
      - {from: 2027-05-01, reason: labour, source: announced, verified: true}
      - {from: 2027-05-03, reason: labour, in_lieu: true, source: announced, verified: true}
      - {from: 2027-09-02, until: 2027-09-03, reason: national, source: announced, verified: true}
"""
CHANGE = """
calendar: vn
sources:
  decided: {title: "Công văn về hoán đổi ngày làm việc", published: 2026-10-01}
years:
  2026:
"""


@pytest.fixture
def calendars(tmp_path: Path) -> Calendars:
    return Calendars(tmp_path)


def lay(calendars: Calendars, text: str, name: str = "2027.yaml"):
    assert calendars.folder is not None
    (calendars.folder / name).write_text(text, "utf-8")
    return calendars.calendar("vn")


def change(calendars: Calendars, *lines: str):
    return lay(calendars, CHANGE + "".join(f"    {line}\n" for line in lines), "change.yaml")


def refused(calendars: Calendars, *lines: str) -> BadOverlay:
    with pytest.raises(BadOverlay) as caught:
        change(calendars, *lines)
    assert caught.value.message.both().whole
    return caught.value


def test_a_whole_year_opens_it(calendars):
    """The year of the file was refused before, and is counted afterwards. The file counts as soon as it lies there."""
    with pytest.raises(NoCalendar):
        calendars.calendar("vn").add(date(2026, 12, 31), 1)
    assert lay(calendars, YEAR).add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert calendars.calendar("vn").due(date(2027, 2, 4), 1).day == date(2027, 2, 12)


def test_a_year_in_part_is_refused(calendars):
    """A year with half of its holidays would count wrongly, so that opening one has to be said, and Tết may not be missing."""
    with pytest.raises(BadOverlay, match="is not loaded yet"):
        lay(calendars, YEAR.replace("    whole: true\n", ""))
    lines = [line for line in YEAR.splitlines() if "tet" not in line]
    with pytest.raises(BadOverlay, match="without: tet"):
        lay(calendars, "\n".join(lines))


def test_a_late_announcement_confirms_a_day(calendars):
    """31 August 2026 stood unconfirmed; an overlay with the announcement confirms it, and terms over it are certain."""
    assert not calendars.calendar("vn").due(date(2026, 8, 28), 1).verified
    made = change(
        calendars,
        "swaps: [{day_off: 2026-08-31, worked_on: 2026-08-22, source: decided, verified: true}]",
        "holidays: [{from: 2026-09-01, reason: national, source: decided, verified: true}]",
    )
    assert made.due(date(2026, 8, 28), 1).verified


def test_a_new_swap_may_be_worked_in_the_year_before(calendars):
    """A swap belongs to the year of its day off."""
    swap = "    swaps: [{day_off: 2027-01-04, worked_on: 2026-12-26, source: announced, verified: true}]\n"
    made = lay(calendars, YEAR + swap)
    assert made.is_working(date(2026, 12, 26)) and not made.is_working(date(2027, 1, 4))


def test_what_contradicts_a_verified_day_is_refused(calendars):
    """Tết 2026 was read in its announcement. A file that calls one of its days a swap is refused with that source."""
    found = refused(calendars, "swaps: [{day_off: 2026-02-20, worked_on: 2026-02-28, source: decided, verified: true}]")
    assert "Tết Nguyên đán" in found.message.say("vi") and "TTXVN" in found.message.say("vi")
    assert found.where == "change.yaml: years.2026"


def test_unless_it_names_what_it_replaces(calendars):
    """A swap goes with both its days: nobody works on 2 January because somebody works on the 10th."""
    made = change(calendars, "replaces: [2026-01-02]")
    assert made.is_working(date(2026, 1, 2)) and not made.is_working(date(2026, 1, 10))


@pytest.mark.parametrize(
    ("lines", "said", "where"),
    [
        (["replaces: [2026-03-03]"], "There is nothing to replace on 3 March 2026", "replaces"),
        (["whole: true"], "is loaded already", "years.2026"),
        (
            ["holidays: [{from: 2026-07-01, reason: rest, source: decided, verified: true}]"],
            "There is no reason “rest”",
            "holidays.1.reason",
        ),
        (["holidays: [{from: 2026-07-01, reason: tet, source: hearsay, verified: true}]"], "source “hearsay”", "holidays.1.source"),
        (["holidays: [{from: 2026-07-01, reason: tet, source: decided}]"], "“verified” is missing", "holidays.1"),
        (["holidays: [{from: 2025-07-01, reason: tet, source: decided, verified: true}]"], "under the wrong year", "years.2026"),
        (["holidays: [{from: 1 July, reason: tet, source: decided, verified: true}]"], "Here must stand a day", "holidays.1.from"),
        (["holidays: [{from: 2026-07-01, reason: tet, source: decided, verified: maybe}]"], "true or false", "holidays.1.verified"),
        (["swaps: [{day_off: 2026-07-01, worked_on: 2026-07-02, source: decided, verified: true}]"], "cannot be worked instead", "2026"),
        (["holiday: []"], "“holiday” is no word of an overlay here", "years.2026"),
    ],
)
def test_a_slip_of_the_pen_is_told_at_its_place(calendars, lines, said, where):
    """What is wrong, where it stands, what to do; and nothing of the file counts."""
    found = refused(calendars, *lines)
    assert said in found.message.say("en") and found.where.startswith("change.yaml") and where in found.where


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("calendar: vn\nyears:\n  2027: {whole: true}\n  2027: {}\n", "“2027” stands twice"),
        ("calendar: vn\nyears: {2027: {holidays: [{from: 2027-02-30}]}}", "cannot be read as YAML: day is out of range"),
        ("calendar: [vn", "cannot be read as YAML"),
        ("calendar: fr\nyears: {2027: {whole: true}}", "There is no working-day calendar “fr”"),
        ("- a list", "Here must stand names"),
        ("calendar: vn\nyears: {}", "names no year"),
        ("&a [*a]", "Here must stand names"),
    ],
)
def test_a_file_that_is_no_overlay(calendars, text, said):
    """Also a key that stands twice, of which a careless reader would take the last."""
    with pytest.raises(BadOverlay, match=said):
        lay(calendars, text)


def test_a_file_that_does_not_fit_stops_its_calendar(calendars):
    """Half of an announcement would be worse than none: until the file is mended or taken away, nothing is counted."""
    refused(calendars, "replaces: [2026-03-03]")
    with pytest.raises(BadOverlay):
        calendars.calendar("vn")
    (calendars.folder / "change.yaml").unlink()
    assert calendars.calendar("vn").is_working(date(2026, 3, 3))


def test_a_file_can_be_checked_before_it_counts(calendars, tmp_path):
    """Together with all that lies in the folder already, and without being added."""
    elsewhere = tmp_path / "drafts" / "2027.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(YEAR, "utf-8")
    assert 2027 in calendars.check(elsewhere).years
    with pytest.raises(NoCalendar):
        calendars.calendar("vn").is_working(date(2027, 1, 4))
