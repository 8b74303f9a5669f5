"""Whose duty it is on a day, when agencies end."""

from dataclasses import replace
from datetime import date

from tests.unit.review.making import plan_of

from dicu.review.deadlines import Deadline
from dicu.review.desk.opening import opening
from dicu.review.model import Lead, Plan, Tenure
from dicu.review.owing import owed_on
from dicu.vocabulary.agency import Agencies

BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)


def country(*tasks: tuple[str, str, str]) -> Plan:
    """Tasks (code, lead, function) of a plan with Viet Nam's register of agencies."""
    register, sample = Agencies.load(), plan_of().tasks[0]
    made = tuple(replace(sample, code=code, lead=Lead(lead, True) if lead else None, function=function) for code, lead, function in tasks)
    return replace(plan_of(), tasks=made, agencies=tuple(register.by_code.values()), successions=register.successions)


def test_the_duty_of_an_agency_passes_to_its_one_successor() -> None:
    plan = country(("1", "BKHDT", ""), ("2", "BTC", ""))
    assert owed_on(plan, BEFORE).tasks == {"BKHDT": ("1",), "BTC": ("2",)}
    after = owed_on(plan, AFTER)
    assert after.tasks == {"BTC": ("1", "2")}
    assert [(p.origin, p.heir, p.tasks, p.since, p.basis) for p in after.passed] == [("BKHDT", "BTC", ("1",), AFTER, "176/2025/QH15")]


def test_a_passing_is_verified_only_if_all_that_the_register_has_of_it_is() -> None:
    """The Ministry of Planning passed to one heir by an act that was read, and by a row from memory for one function."""
    register = Agencies.load()
    rows = [s for s in register.successions if s.predecessor == "BKHDT"]
    assert {s.successor for s in rows} == {"BTC"} and [s.verified for s in rows] == [True, False]
    (passed,) = owed_on(country(("1", "BKHDT", ""), ("2", "BKHDT", "")), AFTER).passed
    assert (passed.heir, passed.tasks, passed.verified) == ("BTC", ("1", "2"), False)
    (sure,) = owed_on(country(("1", "BKHDT", "planning")), AFTER).passed
    assert sure.verified


def test_where_several_took_over_the_task_s_function_decides() -> None:
    plan = country(
        ("1", "BLDTBXH", ""), ("2", "BLDTBXH", "social-protection"), ("3", "BLDTBXH", "overseas-labour"), ("4", "BLDTBXH", "none")
    )
    after = owed_on(plan, AFTER)
    assert after.tasks == {"BLDTBXH": ("1", "4"), "BYT": ("2",), "BNV": ("3",)}
    assert {p.heir: p.verified for p in after.passed} == {"BYT": True, "BNV": False}


def test_a_task_without_a_lead_obliges_nobody() -> None:
    assert owed_on(country(("1", "", "")), AFTER).tasks == {}


def test_the_lead_of_the_day_counts() -> None:
    task = replace(plan_of().tasks[0], leads=(Tenure("BNG", None, BEFORE, True), Tenure("BCA", AFTER, None, True)))
    plan = replace(country(), tasks=(task,))
    assert [list(owed_on(plan, day).tasks) for day in (BEFORE, AFTER)] == [["BNG"], ["BCA"]]
    gone = replace(task, leads=(Tenure("BNG", None, BEFORE, True),))
    assert owed_on(replace(plan, tasks=(gone,)), AFTER).tasks == {}


def test_what_is_recorded_at_the_opening_names_lead_and_successor() -> None:
    plan = country(("1", "BKHDT", ""))
    round_ = plan.rounds[0]
    opened, deadline, passed = opening(plan, round_, Deadline(None, None), AFTER)
    assert opened.body["agencies"] == {"BKHDT": ["1"]}
    assert (deadline.kind, deadline.body["by"]) == ("round.deadline.set", "nobody")
    assert (passed.body["origin"], passed.body["heir"], passed.body["reason"]) == ("BKHDT", "BTC", "succession")
