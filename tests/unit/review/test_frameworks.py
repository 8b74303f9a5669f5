"""Crosswalks: what a task serves, on which way, and how surely; and that a wrong link is not loaded."""

import copy
from typing import Any

import pytest
from tests.unit.review.making import bundle_of, plan_of

from dicu.review.frameworks import Crossing, Ref, RefKind, reached, sort_key
from dicu.review.validating import BadPlan, check_bundle


def row(subject: str, target: str, *, strength: str = "full", verified: bool = False) -> Crossing:
    return Crossing(Ref.parse(subject), Ref.parse(target), strength, verified)


ROWS = (row("task:A", "sdg:10.7"), row("objective:6", "sdg:10.7", verified=True), row("objective:6", "sdg:8.8", verified=True),
        row("objective:7", "sdg:8.8"), row("task:A", "principle:human_rights"))  # fmt: skip


def served(objectives: list[tuple[int, bool]]) -> list[tuple[str, bool, str, tuple[str, ...]]]:
    found = reached(ROWS, Ref(RefKind.TASK, "A"), objectives, RefKind.SDG)
    return [(r.target.code, r.verified, r.strength, r.through) for r in found]


def test_a_direct_link_counts_before_one_through_an_objective() -> None:
    assert served([(6, True)]) == [("8.8", True, "partial", ("6",)), ("10.7", False, "full", ())]


def test_a_way_is_as_sure_as_its_least_sure_step() -> None:
    assert served([(6, False)])[0] == ("8.8", False, "partial", ("6",))
    assert served([(7, True), (6, True)])[0] == ("8.8", True, "partial", ("7", "6")), "of several ways the surest"


def test_codes_are_in_the_order_of_numbers() -> None:
    assert sorted(["10.7", "3.c", "17.18", "10.c", "8.8", "17.3"], key=sort_key) == ["3.c", "8.8", "10.7", "10.c", "17.3", "17.18"]


def test_nothing_of_the_crosswalk_that_comes_with_the_product_is_called_verified() -> None:
    plan = plan_of("vn-402")
    assert plan.crosswalk and not any(c.verified for c in plan.crosswalk)
    assert not any(t.verified for t in plan.goal_targets)
    assert len(plan.principles) == 10 and sum(len(o.actions) for o in plan.objectives) == 187
    assert not plan.phases, "the stages of the road map are not available and not made up"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from": "task:9.9"}, "“task:9.9” is nothing that the plan or its framework has"),
        ({"to": "sdg:99.1"}, "“sdg:99.1” is nothing"),
        ({"to": "action:3.z"}, "“action:3.z” is nothing"),
        ({"to": "principle:kindness"}, "“principle:kindness” is nothing"),
        ({"source": "NOWHERE"}, "“NOWHERE” is a source that the plan does not have"),
        ({"to": "planet:9"}, "does not fit the form of a plan"),
        ({"strength": "strong"}, "does not fit the form of a plan"),
    ],
)
def test_a_row_that_leads_nowhere_is_not_loaded(change: dict[str, Any], said: str) -> None:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["crosswalk"][0] |= change
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle)
    assert said in refused.value.report("en") and "crosswalk/0" in refused.value.report("en")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p["tasks"][0].update(phases=["GD9"]), "“GD9” is a phase that the plan does not have"),
        (lambda p: p["stages"][1].update(since="2026-12-31"), "begins before “GD1” has ended"),
        (lambda p: p["stages"][1].update(until="2031-01-01"), "does not lie within the plan's period"),
        (lambda p: p["tasks"][0]["objectives"][0].update(actions=["z"]), "“3.z” is an action that the objective does not have"),
        (lambda p: p["tasks"][0]["objectives"][0].update(number=24), "“24” is an objective that the framework does not have"),
        (lambda p: p["tasks"][0].update(implements=["1"]), "does not say which plan it implements"),
        (lambda p: p["tasks"][0].update(replaces=["1.2"]), "replaces “1.2”, which the plan still has"),
        (lambda p: [t.update(replaces=["0.1"]) for t in p["tasks"][:2]], "which “1.1” replaces already"),
        (lambda p: p.update(version="2025"), "does not fit the form of a plan"),
    ],
)
def test_a_link_within_the_plan_that_leads_nowhere_is_not_loaded(change: Any, said: str) -> None:
    bundle = copy.deepcopy(dict(bundle_of()))
    change(bundle["plan"])
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle)
    assert said in refused.value.report("en")
