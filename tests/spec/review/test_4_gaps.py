"""Gaps: what the plan promised and the data do not show.

Each gap is found by a rule. For every rule here stands one case in which it fires and one in which it does not; a gap
closes when its rule no longer fires, and by nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.review.making import DUE, at, bundle_of, changed, file, gaps, line, obligation, plan_of, situation, value

from dicu.review.gaps import RULES, found
from dicu.review.observations.deciding import Decision
from dicu.review.report import LineState

AFTER = DUE + timedelta(days=1)


def named(rule: str, *lines: Any, **more: Any) -> list[str]:
    return [gap.subject for gap in gaps(rule, *lines, **more)]


def test_g00_what_is_not_public_is_a_gap_of_the_plan_itself() -> None:
    """The real plan's annex could not be had: its 57 unknown tasks are one gap with their number. The demonstration plan
    is known whole."""
    assert named("G00") == []
    assert {gap.subject: gap.count for gap in gaps("G00", plan=plan_of("vn-402"), round_="2024")}["specific-tasks"] == 57


def test_g01_a_report_that_is_due_and_was_not_sent() -> None:
    """It fires the day after the last day; not on the last day, and not once something was sent, however late."""
    assert named("G01", day=AFTER, obligations=(obligation(),)) == ["TD-LD"]
    assert named("G01", day=DUE, obligations=(obligation(),)) == []
    assert named("G01", day=AFTER, obligations=(obligation(sent=at(AFTER)),)) == []


def test_g02_a_report_that_came_late() -> None:
    """It says by how many days. A punctual report, and one without a known last day, are no gap."""
    late = gaps("G02", day=AFTER, obligations=(obligation(sent=at(DUE + timedelta(days=23))),))
    assert [gap.subject for gap in late] == ["TD-LD"]
    assert "23" in late[0].explanation.say("en") and "23" in late[0].explanation.say("vi")
    assert named("G02", day=AFTER, obligations=(obligation(sent=at(DUE)),)) == []
    assert named("G02", day=AFTER, obligations=(obligation(sent=at(AFTER), due=None),)) == []


def test_g03_a_term_has_run_out() -> None:
    """Task 1.1 was to be completed by 30 November 2025. An accepted “in progress” does not help; “completed” with a date
    and evidence does."""
    day = date(2025, 12, 1)
    assert "1.1" in named("G03", day=day)
    assert "1.1" in named("G03", line("1.1"), day=day)
    assert "1.1" not in named("G03", line("1.1", "completed", on=date(2025, 11, 3), evidence=(file(),)), day=day)
    assert "1.1" not in named("G03", day=date(2025, 11, 30))


def test_g04_nobody_leads_a_task() -> None:
    """Task 2.3 has no lead. Task 1.4 has one that was dissolved on 30 June 2025: until that day it led."""
    assert named("G04", day=date(2025, 6, 30)) == ["2.3"]
    assert named("G04", day=date(2025, 7, 1)) == ["1.4", "2.3"]


def test_g04_says_whose_it_is() -> None:
    """The dissolved body is named in the words of the plan, in both languages."""
    gone = next(gap for gap in gaps("G04", day=DUE) if gap.subject == "1.4")
    assert "Ủy ban Di dân nước Trình Diễn" in gone.explanation.say("vi")
    assert "Migration Committee of Demonstration" in gone.explanation.say("en")


def test_g05_nothing_measures_a_task() -> None:
    """A task with an indicator is not a gap, even while the indicator has no value."""
    silent = named("G05")
    assert "4.1" in silent
    assert "3.1" not in silent
    assert silent == [task.code for task in plan_of().tasks if not task.indicators]


def test_g06_an_indicator_without_a_value_for_the_round() -> None:
    """A value of the year before does not do; an accepted one for the round's year closes the gap; the code of why there
    is none does not."""
    departed = line("3.1", "in-progress", value("workers_departed", "46310"))
    unknown = line("3.1", "in-progress", value("workers_departed", missing="not-available-yet"))
    assert "workers_departed" in named("G06")
    assert "workers_departed" not in named("G06", departed)
    assert "workers_departed" in named("G06", unknown)


def test_g06_a_value_under_review_closes_nothing() -> None:
    """Only what was accepted counts."""
    waiting = line("3.1", "in-progress", value("workers_departed", "46310"), state=LineState.SUBMITTED)
    assert "workers_departed" in named("G06", waiting)


def test_g06_says_when_there_was_a_value_last() -> None:
    """“Its last value is for 2024”, or that there never was one."""
    words = {gap.subject: gap.explanation.say("en") for gap in gaps("G06")}
    assert "its last value is for 2024" in words["workers_departed"]
    assert "it has no value at all" in words["qualifications_recognised"]


def _figures(*rows: dict[str, Any], **indicator: Any) -> Any:
    """The demonstration plan with other figures and another description of “workers departed”."""

    def change(bundle: dict[str, Any]) -> None:
        one = next(i for i in bundle["indicators"] if i["code"] == "workers_departed")
        one.update(indicator)
        base = {"indicator": "workers_departed", "area": "XDM", "source": "TD-DEMO", "verified": False, "period": "2025"}
        bundle["observations"] = [{**base, "key": f"w/{n}", **row} for n, row in enumerate(rows)]

    return changed(change)


SEX = {"dimensions": [{"name": "sex", "required": True, "complete": True}]}
F, M = {"dimensions": {"sex": "F"}}, {"dimensions": {"sex": "M"}}


def test_g07_a_required_breakdown_is_missing() -> None:
    """A total of the round's period needs its breakdown by sex. A category that is given with the reason why there is no value
    is given; a total of another period is no matter of this round."""
    assert named("G07", plan=_figures({"value": "10"}, **SEX)) == ["workers_departed/2025/sex"]
    assert named("G07", plan=_figures({"value": "10"}, {"missing": "suppressed", **F}, **SEX)) == []
    assert named("G07", plan=_figures({"value": "10", "period": "2024"}, **SEX)) == []
    assert named("G07", plan=_figures({"value": "10"}, dimensions=[{"name": "sex"}])) == []


@pytest.mark.parametrize(
    ("parts", "declared", "fires"),
    [
        (("6", "4"), {}, False),
        (("6", "5"), {}, True),
        (("6", "3"), {}, True),
        (("6", "3"), {"complete": False}, False),
        (("6", "5"), {"complete": False}, True),
        (("6", "5"), {"overlapping": True}, False),
        (("6", "5"), {"tolerance": "1"}, False),
    ],
    ids=["they fit", "too many", "too few", "not meant to be all", "too many of some", "they overlap", "within the tolerance"],
)
def test_g08_parts_make_the_total(parts: tuple[str, str], declared: dict[str, Any], fires: bool) -> None:
    """Where a thing stands in one category only, the categories are the total, or at most the total where not all are given."""
    dimension = {"name": "sex", "complete": True, **declared}
    plan = _figures({"value": "10"}, {"value": parts[0], **F}, {"value": parts[1], **M}, dimensions=[dimension])
    assert bool(named("G08", plan=plan)) is fires


def test_g08_another_publication_has_a_total_of_its_own() -> None:
    """Parts of a later vintage are not held against the total of an earlier one."""
    rows = ({"value": "10"}, {"value": "6", "vintage": "2025-06-01", **F}, {"value": "9", "vintage": "2025-06-01", **M})
    assert named("G08", plan=_figures(*rows, **SEX)) == []


def test_g08_a_part_without_a_value_leaves_no_shortfall() -> None:
    """What is withheld is somewhere in the total; nobody can say that it is missing."""
    assert named("G08", plan=_figures({"value": "10"}, {"value": "6", **F}, {"missing": "suppressed", **M}, **SEX)) == []


def test_g08_of_the_real_plan() -> None:
    """Of 991 referrals of Vietnamese in 2023 the source gives 601 adults and 302 children: 88 are in no part."""
    found_ = gaps("G08", plan=plan_of("vn-402"), round_="2024")
    assert [gap.subject for gap in found_] == ["nrm_vietnamese/2023/2024-03-07/age"]
    assert "88" in found_[0].explanation.say("vi")


def test_g09_completed_without_a_date_or_without_evidence() -> None:
    """The claim stands in the paper, but not as completion."""
    whole = line("5.1", "completed", on=date(2025, 12, 1), evidence=(file(),))
    assert named("G09", line("5.1", "completed", on=date(2025, 12, 1))) == ["5.1"]
    assert named("G09", line("5.1", "completed", evidence=(file(),))) == ["5.1"]
    assert named("G09", whole) == []
    assert named("G09", line("5.1", "in-progress")) == []


def test_g10_completed_against_the_data() -> None:
    """“Completed” while the target is missed is blocking. It is none if the target is reached, or if the line does not
    say “completed”."""
    fees = [line("3.2", "completed", value("recruitment_fee_borne", n), on=DUE, evidence=(file(),)) for n in ("640", "0")]
    assert [(gap.subject, gap.severity) for gap in gaps("G10", fees[0])] == [("3.2/recruitment-fee-borne-2025", "blocking")]
    assert named("G10", fees[1]) == []
    assert named("G10", line("3.2", "in-progress", value("recruitment_fee_borne", "640"))) == []


def test_g10_a_target_of_a_later_year_contradicts_nothing_yet() -> None:
    """In the round of 2025 the target of 2026 is not due: 46,310 departures reach 45,000 and not yet 48,000."""
    assert named("G10", line("3.1", "completed", value("workers_departed", "46310"), on=DUE, evidence=(file(),))) == []


def test_g10_two_targets_of_one_indicator_are_two_gaps() -> None:
    """Looked at in 2026, a task can miss the targets of both years; each is held against its own year, and has a key of its
    own. An old value says nothing of a newer target."""
    low = line("3.1", "completed", value("workers_departed", "40000", period="2026"), on=DUE, evidence=(file(),))
    both = (value("information_points", "40"), value("information_points", "41", period="2026"))
    old = line("1.1", "completed", *both, on=DUE, evidence=(file(),))
    keys = [gap.key for gap in found(situation(low, old, round_="2026", day=date(2026, 12, 31)))]
    assert {"G10/1.1/information-points-2025", "G10/1.1/information-points-2026", "G10/3.1/workers-departed-2026"} <= set(keys)
    alone = line("1.1", "completed", value("information_points", "40"), on=DUE, evidence=(file(),))
    assert "G10/1.1/information-points-2026" not in [gap.key for gap in found(situation(alone, round_="2026", day=date(2026, 12, 31)))]
    assert len(keys) == len(set(keys))


def test_g12_data_that_are_too_old() -> None:
    """A yearly figure may be two years old at the cut-off. Time that passes afterwards makes no old round worse."""
    assert named("G12", plan=_figures({"value": "1", "period": "2023"})) == []
    assert named("G12", plan=_figures({"value": "1", "period": "2022"})) == ["workers_departed"]
    assert named("G12", plan=_figures({"value": "1", "period": "2022"}, frequency="")) == []
    assert named("G12", plan=_figures({"value": "1", "period": "2023"}), day=date(2031, 1, 1)) == []
    assert named("G12", plan=_figures({"value": "1", "period": "2025-Q1"}, frequency="quarter")) == ["workers_departed"]


def test_g16_an_objective_that_no_task_serves() -> None:
    """Objective 5 is served by tasks 3.1 and 3.3; objective 8 by none. Serving it under a focal task is enough."""
    idle = named("G16")
    assert "objective-8" in idle
    assert "objective-5" not in idle

    def serve(bundle: dict[str, Any]) -> None:
        bundle["plan"]["focal_tasks"][0]["objectives"].append({"number": 8, "verified": False})

    assert "objective-8" not in named("G16", plan=changed(serve))


def test_g16_is_silent_where_no_task_is_known() -> None:
    """Of a plan without a known task nothing can be said about its objectives."""
    assert named("G16", plan=changed(lambda b: b["plan"].update(tasks=[]))) == []


def _twice(**second: Any) -> Callable[[dict[str, Any]], None]:
    def change(bundle: dict[str, Any]) -> None:
        first = next(o for o in bundle["observations"] if o["key"] == "workers_departed/2024")
        bundle["observations"].append({**first, "key": "workers_departed/2024/again", **second})

    return change


@pytest.mark.parametrize(
    ("second", "fires"),
    [
        ({"value": "41251"}, True),
        ({"value": "41250"}, False),
        ({"value": "41250.0"}, False),
        ({"value": "41251", "vintage": "2025-06-01"}, False),
        ({"value": "41251", "period": "2023"}, False),
        ({"value": "20000", "dimensions": {"sex": "F"}}, False),
        ({"value": None, "missing": "suppressed"}, False),
    ],
    ids=[
        "another value",
        "the same value",
        "the same, written otherwise",
        "a later revision",
        "another period",
        "a part of it",
        "no value",
    ],
)
def test_g22_two_sources_give_different_values(second: dict[str, Any], fires: bool) -> None:
    """Different values for one thing are a conflict; a later revision, another period or a breakdown is none."""
    assert bool(named("G22", plan=changed(_twice(**second)))) is fires


def test_g22_conflicts_in_two_breakdowns_are_two_gaps() -> None:
    """Each with a key of its own, so that each can be traced."""

    def change(bundle: dict[str, Any]) -> None:
        first = next(o for o in bundle["observations"] if o["key"] == "workers_departed/2024")
        for sex in ("F", "M"):
            for number in ("100", "200"):
                bundle["observations"].append({**first, "key": f"w/{sex}/{number}", "value": number, "dimensions": {"sex": sex}})

    subjects = named("G22", plan=changed(change))
    assert len(subjects) == len(set(subjects)) == 2


def test_g22_two_definitions_are_no_conflict() -> None:
    """The United Kingdom counts returns of Vietnamese by nationality (318) and by destination (237): both are right. Under one
    definition they would contradict each other."""
    assert named("G22", plan=plan_of("vn-402"), round_="2024") == []

    def one(bundle: dict[str, Any]) -> None:
        next(o for o in bundle["observations"] if o["key"] == "uk_returns/destination/2022")["definition"] = "nationality"

    assert named("G22", plan=changed(one, "vn-402"), round_="2024") == ["uk_returns/nationality/2022/GBR"]


def test_g22_what_a_person_decided_is_closed_until_there_is_more() -> None:
    """The decision covers the figures that the person had before them, with the values that they had."""
    plan = changed(_twice(value="41251"))
    keys = ("workers_departed/2024", "workers_departed/2024/again")
    made = Decision("demo", "workers_departed/2024", tuple(zip(keys, ("41250", "41251"), strict=True)), keys[1], "x", "an", at(DUE))
    s = replace(situation(plan=plan), decisions={made.subject: made})
    assert [gap for gap in found(s) if gap.rule == "G22"] == []
    other = replace(made, among=tuple(zip(keys, ("41250", "41299"), strict=True)))
    assert [gap.subject for gap in found(replace(s, decisions={made.subject: other})) if gap.rule == "G22"] == [made.subject]


def test_g24_a_denominator_that_moved() -> None:
    """A share of 2,000 calls and one of 3,000 are not compared in silence. A note that says why closes it; so does a small move."""

    def shares(base: str, **more: Any) -> Any:
        def change(bundle: dict[str, Any]) -> None:
            row = {"indicator": "hotline_answered_share", "area": "XDM", "source": "TD-DEMO", "verified": False}
            bundle["observations"] = [
                {**row, "key": "h/2024", "period": "2024", "value": "50", "numerator": "1000", "denominator": "2000"},
                {**row, "key": "h/2025", "period": "2025", "value": "50", "numerator": "9", "denominator": base, **more},
            ]

        return changed(change)

    assert named("G24", plan=shares("3000")) == ["hotline_answered_share/2025/h/2025"]
    assert named("G24", plan=shares("2200")) == []
    assert named("G24", plan=shares("3000", note={"vi": "Thêm một tổng đài.", "en": "A second exchange."})) == []


def test_g23_a_measured_task_without_a_target() -> None:
    """The number of consular cases helped should rise, and has none; zero is a target like any other. The number of victims
    supported has no direction: it is watched, and nobody should aim at it."""
    untargeted = named("G23")
    assert "consular_cases_assisted" in untargeted
    assert "victims_supported" not in untargeted
    assert "recruitment_fee_borne" not in untargeted


def test_g25_a_successor_that_is_not_mapped() -> None:
    """The Migration Committee led task 1.4 and ended on 30 June 2025. While its functions have gone to two bodies and the plan
    does not say which has the task, that is a gap; with the task's function it is none, and without any successor it is
    G04."""

    def succeeded(bundle: dict[str, Any], function: str = "") -> None:
        act = {"number": "09/TD", "title": {"vi": "x", "en": "x"}, "since": "2025-07-01", "source": {"title": "x"}}
        rows = [("TD-LD", "labour"), ("TD-YT", "children")]
        bundle["agencies"]["bases"] = {"act": act}
        bundle["agencies"]["successions"] = [
            {"from": "TD-XH", "to": to, "function": f, "vi": f, "en": f, "basis": "act", "verified": True} for to, f in rows
        ]
        next(t for t in bundle["plan"]["tasks"] if t["code"] == "1.4")["function"] = function

    assert "1.4" in named("G25", plan=changed(succeeded))
    assert "1.4" not in named("G04", plan=changed(succeeded))
    assert "1.4" not in named("G25", plan=changed(lambda bundle: succeeded(bundle, "children")))
    assert named("G25") == [] and "1.4" in named("G04")


def test_the_rules_stand_in_order_and_each_gap_can_be_read_in_both_languages() -> None:
    """Every gap has a key of its own, a weight, and two whole sentences in each language, with nothing left unfilled."""
    all_of_them = found(situation(*_bad_lines(), day=date(2026, 7, 1), obligations=(obligation(), obligation("TD-TP", sent=at(AFTER)))))
    assert {gap.rule for gap in all_of_them} == {"G01", "G02", "G03", "G04", "G05", "G06", "G09", "G10", "G16", "G23"}
    assert [gap.rule for gap in all_of_them] == sorted(gap.rule for gap in all_of_them)
    assert len({gap.key for gap in all_of_them}) == len(all_of_them)
    for gap in all_of_them:
        assert gap.severity in {"blocking", "warning", "info"}
        for message in (gap.explanation, gap.closes_when):
            vi, en = message.say("vi"), message.say("en")
            assert vi != en and "{" not in vi + en


def _bad_lines() -> list[Any]:
    return [line("5.1", "completed", on=DUE), line("3.2", "completed", value("recruitment_fee_borne", "640"), on=DUE, evidence=(file(),))]


def test_seventeen_rules() -> None:
    """A rule that is added needs its two cases here."""
    assert len(RULES) == 17
    assert bundle_of()["plan"]["unknown"] == []
