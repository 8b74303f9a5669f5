"""To-dos of several rooms, and those that come from accounts and access."""

from datetime import date, timedelta

import pytest

from dicu.agenda.reminding import Uncounted
from dicu.agenda.standing import SOON, Ending, Opening, of_calendars, of_endings, of_openings
from dicu.agenda.terms import Steps, Terms
from dicu.agenda.todo import Sources, Todo
from dicu.vocabulary.messages import T

TODAY = date(2026, 3, 2)


def todo(name: str, due: date | None) -> Todo:
    return Todo("report", (name,), T("Send the report"), T("It is owed."), due=due)


def test_the_nearest_last_day_comes_first_whatever_room_it_is_of() -> None:
    sources = Sources()
    sources.register("one", lambda day: [todo("late", None), todo("far", TODAY + timedelta(days=9))])
    sources.register("two", lambda day: [todo("near", TODAY)])
    assert [found.thing for found in sources.todos(TODAY)] == [("near",), ("far",), ("late",)]


def test_a_source_stands_once() -> None:
    sources = Sources()
    sources.register("one", lambda day: [])
    with pytest.raises(ValueError, match="registered already"):
        sources.register("one", lambda day: [])


def test_a_right_that_ends_is_told_to_its_holder_and_to_who_gives_rights() -> None:
    ending = Ending("dung", "TD-LD", T("reporter"), TODAY + timedelta(days=20))
    mine, theirs = of_endings([ending], TODAY, "administrator")
    assert (mine.account, mine.role, mine.due) == ("dung", "", ending.until)
    assert (theirs.account, theirs.role, theirs.but) == ("", "administrator", "dung")
    assert "dung" not in theirs.title.say("en") and "dung" in theirs.why.say("en")
    assert mine.id != theirs.id


@pytest.mark.parametrize("days", [-1, SOON.days + 1])
def test_a_right_that_has_ended_or_ends_much_later_is_no_matter_now(days: int) -> None:
    assert list(of_endings([Ending("dung", "", T("reporter"), TODAY + timedelta(days=days))], TODAY, "administrator")) == []


def test_a_notice_of_an_opening_says_nothing_of_what_was_opened() -> None:
    (notice,) = of_openings([Opening("opening/an/1", "TD-LD", "reporter", TODAY)])
    assert (notice.agency, notice.role, notice.since) == ("TD-LD", "reporter", TODAY)
    assert "an/1" not in notice.title.say("en") + notice.why.say("en")


def test_a_missing_calendar_is_a_thing_to_do_once_for_each_reason() -> None:
    missing = [Uncounted("vn", T("The year {year} is missing.", year=year), 3) for year in ("2027", "2028")]
    first, second = of_calendars(missing, TODAY, "coordinator")
    again, _ = of_calendars(missing, TODAY + timedelta(days=1), "coordinator")
    assert first.id == again.id != second.id


def test_steps_count_from_nothing_up() -> None:
    with pytest.raises(ValueError, match="from 0 up"):
        Steps(before=(-1,))
    with pytest.raises(ValueError, match="from 0 up"):
        Steps(every=-5)


def test_every_sort_without_terms_of_its_own_has_the_general_ones() -> None:
    terms = Terms.load()
    assert terms.of("whatever", True) == terms.of("general", True) == Steps((10, 3, 0), 5)
    assert terms.of("returned", True) != terms.of("general", True)
