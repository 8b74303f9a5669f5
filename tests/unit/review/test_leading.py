"""Who leads a task on a day: one body and no other, and the functions of one that has ended."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples
from tests.unit.review.making import bundle_of, changed, gaps, line, situation, value

from dicu.documents.model import Table
from dicu.review.leading import Ground, faults, leader, leaders, named_on
from dicu.review.model import Plan, Tenure
from dicu.review.obligations import Obligation
from dicu.review.paper import paper
from dicu.review.report import Line
from dicu.review.validating import BadPlan, check_bundle

SINCE, UNTIL = date(2024, 1, 1), date(2030, 12, 31)
MERGER = date(2025, 7, 1)
BASES = {
    "act": {
        "number": "09/TD",
        "title": {"vi": "Sắp xếp bộ máy", "en": "Reorganisation"},
        "since": "2025-07-01",
        "source": {"title": "Công báo"},
    }
}


def tenure(agency: str, since: str | None, until: str | None) -> Tenure:
    days = [date.fromisoformat(text) if text else None for text in (since, until)]
    return Tenure(agency, days[0], days[1], False)


def said(*leads: Tenure) -> list[str]:
    return [fault.message.say("en") for fault in faults(leads, SINCE, UNTIL)]


def succeeded(*rows: tuple[str, str], function: str = "", **task: Any) -> Plan:
    """Task 1.4 of an agency that ended on 30 June 2025; `rows`: (successor, function)."""

    def change(bundle: dict[str, Any]) -> None:
        bundle["agencies"]["bases"] = BASES
        bundle["agencies"]["successions"] = [
            {"from": "TD-XH", "to": to, "function": f, "vi": f, "en": f, "basis": "act", "verified": True} for to, f in rows
        ]
        found = next(t for t in bundle["plan"]["tasks"] if t["code"] == "1.4")
        found |= {"function": function} if function else {}
        found |= task

    return changed(change)


def test_leads_that_follow_each_other_to_the_day_are_right() -> None:
    assert said(tenure("A", None, "2025-06-30"), tenure("B", "2025-07-01", None)) == []
    assert said(tenure("B", "2025-07-01", None), tenure("A", None, "2025-06-30")) == [], "the order of the rows says nothing"


@pytest.mark.parametrize(
    ("leads", "message"),
    [
        ((tenure("A", None, "2025-07-01"), tenure("B", "2025-07-01", None)), "A and B both lead on 1 July 2025"),
        ((tenure("A", None, None), tenure("B", "2027-01-01", "2027-12-31")), "A and B both lead on 1 January 2027"),
        ((tenure("A", None, "2025-06-29"), tenure("B", "2025-07-01", None)), "nobody is named from 30 June 2025 to 30 June 2025"),
        ((tenure("A", "2024-02-01", None),), "nobody is named from 1 January 2024 to 31 January 2024"),
        ((tenure("A", None, "2030-12-30"),), "nobody is named from 31 December 2030 to 31 December 2030"),
        ((tenure("A", "2026-01-01", "2025-01-01"),), "it ends on 1 January 2025, before it begins on 1 January 2026"),
    ],
)
def test_two_leads_on_a_day_and_days_without_one_are_named(leads: tuple[Tenure, ...], message: str) -> None:
    assert any(message in one for one in said(*leads)), said(*leads)


def test_an_unknown_lead_may_be_said_to_be_unknown() -> None:
    assert said(tenure("", None, "2025-06-30"), tenure("B", "2025-07-01", None)) == []


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6), st.integers(-2, 2), st.integers(0, 5))
@settings(max_examples=examples(150))
def test_no_fault_means_exactly_one_on_each_day(lengths: list[int], shift: int, which: int) -> None:
    """Spans laid end to end, one of them moved at its start: right exactly if every day has one span, counted day by day."""
    leads, start = [], SINCE
    for n, length in enumerate(lengths):
        until = UNTIL if n == len(lengths) - 1 else start + timedelta(days=length - 1)
        moved = start + timedelta(days=shift) if n == which else start
        leads.append(Tenure(f"A{n}", moved, until, False))
        start = until + timedelta(days=1)
    days = [SINCE + timedelta(days=n) for n in range((UNTIL - SINCE).days + 1)]
    counts = {sum(1 for t in leads if t.since and t.until and t.since <= day <= t.until) for day in days}
    whole = all(t.since is not None and t.until is not None and t.since <= t.until for t in leads)
    assert (not said(*leads)) == (counts == {1} and whole)


def test_a_plan_with_two_leads_on_a_day_is_not_loaded() -> None:
    bundle = copy.deepcopy(dict(bundle_of()))
    task = bundle["plan"]["tasks"][0]
    rows = [{"agency": code, "since": None, "until": None, "verified": False} for code in ("TD-P1", "TD-NG")]
    task |= {"lead": None, "leads": rows}
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle)
    assert "tasks/1.1/leads/1: TD-P1 and TD-NG both lead on 1 January 2024" in refused.value.report("en")
    task |= {"lead": {"agency": "TD-P1", "verified": False}, "leads": rows[:1]}
    with pytest.raises(BadPlan, match="twice"):
        check_bundle(bundle)


def test_the_plan_s_words_for_the_day() -> None:
    rows = [
        {"agency": "TD-CA", "since": None, "until": "2025-12-31", "verified": True},
        {"agency": None, "since": "2026-01-01", "until": "2026-01-31", "verified": False},
        {"agency": "TD-NG", "since": "2026-02-01", "until": None, "verified": False},
    ]
    plan = succeeded(lead=None, leads=rows)
    task = plan.task_by_code["1.4"]
    asked = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 1)]
    assert [(named.agency if (named := named_on(task, day)) else "") for day in asked] == ["TD-CA", "", "TD-NG"]
    assert [leader(plan, task, day).ground for day in asked] == [Ground.PLAN, Ground.UNKNOWN, Ground.PLAN]
    assert leader(plan, task, asked[0]).verified and not leader(plan, task, asked[2]).verified
    assert task.responsible == "TD-NG", "where no day is asked for, the last"


def handed_over(code: str, **task: Any) -> Plan:
    """TD-CA leads the task until the end of 2025, TD-NG from then on."""
    rows = [
        {"agency": "TD-CA", "since": None, "until": "2025-12-31", "verified": True},
        {"agency": "TD-NG", "since": "2026-01-01", "until": None, "verified": False},
    ]

    def change(bundle: dict[str, Any]) -> None:
        next(t for t in bundle["plan"]["tasks"] if t["code"] == code).update(lead=None, leads=rows, **task)

    return changed(change)


BEFORE, AFTER = date(2025, 12, 16), date(2026, 1, 12)
COMPLETED = line("3.1", "completed", value("workers_departed", "1"))
SHORT = line("1.1", "completed", value("information_points", "40"))


@pytest.mark.parametrize(("day", "agency"), [(BEFORE, "TD-CA"), (AFTER, "TD-NG")])
@pytest.mark.parametrize(
    ("rule", "code", "task", "lines"),
    [
        ("G03", "3.1", {"term": {"kind": "fixed", "due": "2025-06-30"}}, ()),
        ("G05", "1.5", {}, ()),
        ("G09", "3.1", {}, (COMPLETED,)),
        ("G10", "1.1", {}, (SHORT,)),
    ],
)
def test_a_gap_is_that_of_who_leads_on_the_day(
    rule: str, code: str, task: dict[str, Any], lines: tuple[Line, ...], day: date, agency: str
) -> None:
    plan = handed_over(code, **task)
    assert {gap.agency for gap in gaps(rule, *lines, plan=plan, day=day) if gap.subject.split("/")[0] == code} == {agency}


def test_a_gap_is_that_of_who_owes_the_report() -> None:
    """The round was opened when TD-CA led, so TD-CA owes the line, and sees what is missing in it, also later."""
    owed = (Obligation("demo", "2025", "TD-CA", ("3.1",), None, None),)
    assert [gap.agency for gap in gaps("G09", COMPLETED, plan=handed_over("3.1"), day=AFTER, obligations=owed)] == ["TD-CA"]


def test_a_successor_sees_the_gaps_of_what_it_owes() -> None:
    plan = succeeded(("TD-LD", "all"), term={"kind": "fixed", "due": "2025-06-30"}, indicators=[])
    found = {gap.rule: gap.agency for rule in ("G03", "G05") for gap in gaps(rule, plan=plan, day=BEFORE) if gap.subject == "1.4"}
    assert found == {"G03": "TD-LD", "G05": "TD-LD"}


@pytest.mark.parametrize(("day", "named", "later"), [(BEFORE, "TD-CA", "TD-NG"), (AFTER, "TD-NG", "TD-CA")])
def test_the_paper_names_who_leads_on_its_day(day: date, named: str, later: str) -> None:
    plan = handed_over("3.1")
    s = situation(plan=plan, day=day)
    tables = [b for b in paper(s, (), "en", "0" * 64).blocks if isinstance(b, Table)]
    row = next(row for table in tables for row in table.rows if len(row) == 4 and getattr(row[0][0], "text", "") == "3.1")
    names = {code: plan.agency_by_code[code].name.en for code in (named, later)}
    assert names[named] in repr(row) and names[later] not in repr(row)


def test_a_round_can_be_asked_of_who_leads_on_the_day() -> None:
    """Whoever is last may be unknown: those who lead now are there to be asked."""
    rows = [
        {"agency": "TD-CA", "since": None, "until": "2025-12-31", "verified": True},
        {"agency": None, "since": "2026-01-01", "until": None, "verified": False},
    ]
    plan = changed(lambda b: [t.update(lead=None, leads=rows) for t in b["plan"]["tasks"]])
    assert (plan.leads(), leaders(plan, BEFORE), leaders(plan, AFTER)) == ((), ("TD-CA",), ())


def test_a_successor_leads_from_the_day_of_the_act() -> None:
    plan = succeeded(("TD-LD", "all"))
    task = plan.task_by_code["1.4"]
    before, after = leader(plan, task, MERGER - timedelta(days=1)), leader(plan, task, MERGER)
    assert (before.agency, before.ground) == ("TD-XH", Ground.PLAN)
    assert (after.agency, after.ground, after.predecessor) == ("TD-LD", Ground.SUCCESSION, "TD-XH")
    assert task.responsible == "TD-XH", "history keeps the old name"


@pytest.mark.parametrize(
    ("function", "agency", "ground"),
    [
        ("labour", "TD-LD", Ground.SUCCESSION),
        ("children", "TD-YT", Ground.SUCCESSION),
        ("", "TD-XH", Ground.DIVIDED),
        ("statistics", "TD-XH", Ground.ENDED),
    ],
)
def test_one_old_lead_has_several_heirs_by_function(function: str, agency: str, ground: Ground) -> None:
    plan = succeeded(("TD-LD", "labour"), ("TD-YT", "children"), function=function)
    found = leader(plan, plan.task_by_code["1.4"], date(2025, 12, 1))
    assert (found.agency, found.ground) == (agency, ground)


def test_a_task_without_a_function_goes_only_to_who_took_all() -> None:
    plan = succeeded(("TD-LD", "labour"))
    assert leader(plan, plan.task_by_code["1.4"], MERGER).ground is Ground.DIVIDED


def test_an_heir_that_ends_is_followed_to_its_own() -> None:
    def change(bundle: dict[str, Any]) -> None:
        agencies = {a["code"]: a for a in bundle["agencies"]["agencies"]}
        agencies["TD-LD"]["until"] = "2026-06-30"
        bundle["agencies"]["bases"] = {**BASES, "next": {**BASES["act"], "since": "2026-07-01"}}
        rows = [("TD-XH", "TD-LD", "act"), ("TD-LD", "TD-NG", "next")]
        bundle["agencies"]["successions"] = [
            {"from": a, "to": b, "function": "all", "vi": "", "en": "", "basis": act, "verified": act == "act"} for a, b, act in rows
        ]

    plan = changed(change)
    found = [leader(plan, plan.task_by_code["1.4"], day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert [one.agency for one in found] == ["TD-LD", "TD-NG"]


def test_a_circle_of_successions_is_not_loaded() -> None:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["agencies"]["bases"] = BASES
    rows = [("TD-XH", "TD-LD"), ("TD-LD", "TD-NG"), ("TD-NG", "TD-XH")]
    bundle["agencies"]["successions"] = [
        {"from": a, "to": b, "function": "all", "vi": "x", "en": "x", "basis": "act", "verified": True} for a, b in rows
    ]
    with pytest.raises(BadPlan, match="back to itself"):
        check_bundle(bundle)


def test_the_gap_says_which_it_is() -> None:
    """No successor: G04. Several, and no function: G25, with those between whom nobody decided. One: none."""
    day = date(2025, 12, 16)

    def subjects(plan: Plan, rule: str) -> bool:
        return "1.4" in {g.subject for g in gaps(rule, plan=plan, day=day)}

    none, several, one = succeeded(), succeeded(("TD-LD", "labour"), ("TD-YT", "children")), succeeded(("TD-LD", "all"))
    assert [subjects(plan, "G04") for plan in (none, several, one)] == [True, False, False]
    assert [subjects(plan, "G25") for plan in (none, several, one)] == [False, True, False]
    gap = next(g for g in gaps("G25", plan=several, day=day))
    assert "Ministry of Labour of Demonstration; Ministry of Health of Demonstration" in gap.explanation.say("en")
    assert gap.inputs == (("labour", "TD-LD"), ("children", "TD-YT"))


def test_the_country_s_own_register_answers_by_function() -> None:
    """MOLISA ended on 28 February 2025; labour went to Home Affairs, social protection to Health."""

    def change(bundle: dict[str, Any]) -> None:
        for task, function in zip(bundle["plan"]["tasks"], ("labour", "social-protection", ""), strict=True):
            task |= {"lead": {"agency": "BLDTBXH", "verified": False}, **({"function": function} if function else {})}

    plan = changed(change, "vn-402")
    last, first = date(2025, 2, 28), date(2025, 3, 1)
    assert [leader(plan, task, last).agency for task in plan.tasks] == ["BLDTBXH"] * 3
    assert [leader(plan, task, first).agency for task in plan.tasks] == ["BNV", "BYT", "BLDTBXH"]
    assert leader(plan, plan.tasks[2], first).ground is Ground.DIVIDED
    assert len(leader(plan, plan.tasks[2], first).heirs) > 3
