"""The reporting law, and how the last day to send comes about.

The law is data: dated versions of rules, each with its source. Data of a year are closed on a cut-off, 14 December; the last
day to send is counted from there in working days, or is a day of the month. A rule that nobody has read is shown and not
applied; a year whose calendar is not loaded is refused and never guessed.
"""

import copy
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml
from tests.unit.review.making import changed, plan_of

from dicu.review.deadlines import Deadline, deadline_of, read_body
from dicu.review.law import DueRule, NoRule, ReportingLaw
from dicu.review.model import Round
from dicu.review.opened import ROUND
from dicu.review.rules import NotAllowed
from dicu.vocabulary.legal import Kind, Source
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.overlays import laid_over
from dicu.vocabulary.period import Period
from dicu.vocabulary.workdays import Calendar

LAW = ReportingLaw.load()
ANNUAL = LAW.on("annual-government", date(2026, 11, 1))
READ = Source("Văn bản đã đọc", verified=True)


def rule(days: int | None, kind: Kind = Kind.STATUTE, source: Source = READ) -> DueRule:
    return DueRule(days, None, "vn", kind, source)


def asked(cut_off: date | None = date(2025, 12, 14), own: DueRule | None = None, due: date | None = None, year: int = 2025) -> Round:
    round_ = plan_of().round("2025")
    assert round_ is not None
    return replace(round_, cut_off=cut_off, due=due, due_rule=own, period=Period.year(year))


def data() -> dict[str, Any]:
    text = (files("dicu") / "law" / "reporting.yaml").read_text("utf-8")
    return copy.deepcopy(yaml.safe_load(text))  # type: ignore[no-any-return]


def test_data_of_a_year_run_from_15_december_to_14_december() -> None:
    """The yearly report for 2026 covers 15 December 2025 to 14 December 2026; the reports of half a year and of nine months
    close on 14 June and 14 September."""
    assert (ANNUAL.cut_off.first_day(2026), ANNUAL.cut_off.day(2026)) == (date(2025, 12, 15), date(2026, 12, 14))
    closes = {name: LAW.on(name, date(2026, 1, 1)).cut_off.day(2026) for name in ("half-year-government", "nine-months-government")}
    assert closes == {"half-year-government": date(2026, 6, 14), "nine-months-government": date(2026, 9, 14)}


def test_the_decree_holds_from_its_day_of_force() -> None:
    """Decree 09/2019 is in force from 12 March 2019; for the day before there is no version, and that is said."""
    assert LAW.on("annual-government", date(2019, 3, 12)).basis.number == "09/2019/NĐ-CP"
    with pytest.raises(NoRule, match="holds on"):
        LAW.on("annual-government", date(2019, 3, 11))
    with pytest.raises(NoRule, match="has no rule"):
        LAW.on("weekly", date(2026, 1, 1))


def test_each_rule_says_what_was_read() -> None:
    """The article on the cut-off was not read by anybody here: it is marked so. One province's own term is a placeholder and
    binds nobody outside."""
    assert not ANNUAL.cut_off.source.verified
    assert ANNUAL.due.binding
    assert not LAW.on("khanh-hoa-annual", date(2026, 1, 1)).due.binding
    assert LAW.relief.kind is Kind.PLACEHOLDER


@pytest.mark.parametrize(
    ("cut_off", "days", "due"),
    [
        (date(2025, 12, 14), 2, date(2025, 12, 16)),  # a Sunday: Monday and Tuesday count
        (date(2025, 12, 12), 1, date(2025, 12, 15)),  # a Friday: the weekend does not count
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # 1 January is a holiday, 2 January a swapped day off
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # the days of Tết do not count
        (date(2025, 12, 14), 0, date(2025, 12, 15)),  # none: the next working day
    ],
)
def test_so_many_working_days_after_the_cut_off(cut_off: date, days: int, due: date) -> None:
    """The day of the cut-off is not counted; weekends, holidays and swapped days are not, and each is named."""
    found = deadline_of(asked(cut_off, rule(days)), None, Calendar.load)
    assert (found.due, found.by, found.working_days) == (due, "law", days)
    assert all(cut_off <= day < due for day, _ in found.skipped)


def test_a_day_of_the_month_moves_to_a_working_day() -> None:
    """The decree names the 25th of the month in which the period ends. In 2022 that was a Sunday: the Monday after it counts."""
    assert deadline_of(asked(None, year=2022), ANNUAL, Calendar.load).due == date(2022, 12, 26)
    found = deadline_of(asked(None, year=2025), ANNUAL, Calendar.load)
    assert (found.cut_off, found.due, found.by) == (date(2025, 12, 14), date(2025, 12, 25), "law")
    assert (found.rule, found.version, found.digest) == ("annual-government", "2019", ANNUAL.digest)


def test_a_year_that_is_not_loaded_is_refused() -> None:
    """The calendar of Viet Nam is loaded up to 2026. Two working days after 14 December 2026 are still in it; twenty are not.
    The refusal says which year is missing and what to do."""
    assert deadline_of(asked(date(2026, 12, 14), rule(2), year=2026), None, Calendar.load).due == date(2026, 12, 16)
    with pytest.raises(NotAllowed) as refused:
        deadline_of(asked(date(2026, 12, 14), rule(20), year=2026), None, Calendar.load)
    said = refused.value.message.say("en")
    assert "2027" in said and "DICU_CALENDARS" in said and "dicu calendar check" in said
    assert "2027" in refused.value.message.say("vi")


def test_an_overlay_of_the_year_answers() -> None:
    """Once the announcement of 2027 is laid over the calendar, the same day is counted."""
    days = {"new-year": 1, "tet": 2, "hung-kings": 3, "victory": 4, "labour": 5, "national": 6}
    source = {"title": "Thông báo giả định", "verified": False}
    holidays = [{"from": date(2027, 1, n), "reason": name, "source": "tb", "verified": False} for name, n in days.items()]
    overlay = {"calendar": "vn", "sources": {"tb": source}, "years": {2027: {"whole": True, "holidays": holidays}}}
    calendar = laid_over(Calendar.load("vn"), overlay, "2027.yaml")
    found = deadline_of(asked(date(2026, 12, 14), rule(20), year=2026), None, lambda _: calendar)
    assert found.due == date(2027, 1, 15)
    assert not found.verified


def test_a_rule_that_does_not_bind_is_shown_and_not_applied() -> None:
    """One province asks for two working days. For a plan whose own term is not known that is shown beside, and nobody is late
    by it; a coordinator may apply it by decision, and then the record says so."""
    guess = rule(2, Kind.PLACEHOLDER, Source("Quy định của một tỉnh"))
    shown = deadline_of(asked(own=guess), None, Calendar.load)
    assert (shown.due, shown.by, shown.would_be) == (None, "nobody", date(2025, 12, 16))
    applied = deadline_of(asked(own=guess), None, Calendar.load, apply=True)
    assert (applied.due, applied.by, applied.verified) == (date(2025, 12, 16), "decision", False)


def test_the_plan_s_own_day_comes_first() -> None:
    """Where the plan names the last day, no rule moves it; what the rule would give stands beside."""
    found = deadline_of(asked(own=rule(2), due=date(2025, 12, 18)), ANNUAL, Calendar.load)
    assert (found.due, found.by, found.would_be) == (date(2025, 12, 18), "plan", date(2025, 12, 16))


def test_without_any_rule_nothing_is_counted() -> None:
    """No rule and no day: there is no last day, and nobody is late."""
    found = deadline_of(asked(), None, Calendar.load)
    assert found == Deadline(date(2025, 12, 14), None, "nobody")


def test_a_term_shorter_than_the_law_allows_is_refused() -> None:
    """At least one working day must lie between the cut-off and the last day."""
    law = replace(ANNUAL, due=replace(ANNUAL.due, day_of_month=None, working_days=0))
    cut_off = date(2025, 12, 12)  # a Friday is a working day, so none after it is the day itself
    with pytest.raises(NotAllowed, match="at least"):
        deadline_of(asked(cut_off), law, Calendar.load)


def test_what_was_recorded_is_read_back_and_not_counted_again() -> None:
    """The entry of an open round holds all of it; reading it back asks neither law nor calendar."""
    found = deadline_of(asked(None), ANNUAL, Calendar.load)
    assert read_body(found.body()) == found
    assert ROUND.initial.deadline is None


def test_of_two_versions_the_one_of_the_day_holds() -> None:
    """When a new version begins, the old one ends the day before. Rounds that were opened before keep theirs: its name and
    digest stand in their entry."""
    raw = data()
    old = raw["rules"][0]["versions"][0]
    new = {**old, "version": "2027", "since": date(2027, 1, 1), "due": {**old["due"], "day_of_month": 20}}
    old["until"] = date(2026, 12, 31)
    raw["rules"][0]["versions"].append(new)
    law = ReportingLaw.read(raw)
    assert [law.on("annual-government", date(year, month, day)).version for year, month, day in ((2026, 12, 31), (2027, 1, 1))] == [
        "2019",
        "2027",
    ]
    assert law.on("annual-government", date(2027, 1, 1)).digest != ANNUAL.digest


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw["rules"][0]["versions"].append(dict(raw["rules"][0]["versions"][0], version="x")),
        lambda raw: raw["rules"][0]["versions"][0]["due"].update(working_days=3),
        lambda raw: raw["rules"][0]["versions"][0]["due"].update(day_of_month=31),
        lambda raw: raw["rules"][0]["versions"][0]["cut_off"].update(day=31, month=2),
        lambda raw: raw["rules"][0]["versions"][0]["due"].update(kind="rumour"),
    ],
    ids=["two versions on one day", "both days and a date", "a day not all months have", "no such day", "an unknown kind"],
)
def test_a_law_that_contradicts_itself_is_not_read(spoil: Any) -> None:
    """A file with two answers for one day, or with a day that does not exist, is refused as a whole."""
    raw = data()
    spoil(raw)
    with pytest.raises(ValueError, match="."):
        ReportingLaw.read(raw)


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Any) -> None:
    """Named by its path, so that whoever runs the house finds it."""
    path = tmp_path / "law.yaml"
    path.write_text("rules: [", "utf-8")
    with pytest.raises(Refused, match=r"law\.yaml"):
        ReportingLaw.load(path)


def test_the_demonstration_agrees_with_its_own_rule() -> None:
    """Its last days are written down and follow from its rule: both ways give the same day."""
    for id_ in ("2025", "2026"):
        round_ = plan_of().round(id_)
        assert round_ is not None
        found = deadline_of(round_, None, Calendar.load)
        assert (found.by, found.due, found.would_be) == ("plan", round_.due, round_.due)


def test_a_plan_may_name_a_rule_of_the_law() -> None:
    """Then its cut-off and last day need not be written down."""

    def follow(bundle: dict[str, Any]) -> None:
        row = next(r for r in bundle["rounds"] if r["id"] == "2026")
        row.update(rule="annual-government", cut_off=None, due=None)
        row["due_rule"]["working_days_after_cut_off"] = None

    round_ = changed(follow).round("2026")
    assert round_ is not None
    found = deadline_of(round_, LAW.on(round_.rule, date(2026, 11, 2)), Calendar.load)
    assert (found.cut_off, found.due) == (date(2026, 12, 14), date(2026, 12, 25))
