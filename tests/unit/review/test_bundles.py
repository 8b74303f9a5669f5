"""A plan is checked whole before anything of it is kept, and read back as it was written."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.review.making import bundle_of, changed, plan_of

from dicu.ledger.canonical import canonical
from dicu.review.bundles import digest_of, packed, shipped, shipped_plans, unpacked
from dicu.review.model import Plan, TermKind
from dicu.review.reading import read_plan
from dicu.review.validating import MOST, BadPlan, check_bundle
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.observation import Standing

Change = Callable[[dict[str, Any]], Any]


def problems(change: Change) -> dict[str, str]:
    bundle = copy.deepcopy(dict(bundle_of()))
    change(bundle)
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle)
    return {where: what.say("en") for where, what in refused.value.problems}


@pytest.mark.parametrize("plan", ["demo", "vn-402", "vn-crvs-2017-2024"])
def test_the_shipped_plans_are_whole(plan: str) -> None:
    check_bundle(shipped(plan))
    assert plan in shipped_plans()
    assert plan_of(plan).digest == digest_of(packed(bundle_of(plan)))


def test_an_unknown_plan_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="demo, demo-p1, vn-402, vn-crvs-2017-2024"):
        shipped("../demo")


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda b: b["plan"]["tasks"].append(b["plan"]["tasks"][0]), "tasks/1.1", "“1.1” stands twice"),
        (lambda b: b["indicators"].append(b["indicators"][0]), "indicators/information_points", "stands twice"),
        (lambda b: b["observations"].append(b["observations"][0]), "observations/information_points/2024", "stands twice"),
        (lambda b: b["targets"].append(b["targets"][0]), "targets/information-points-2025", "stands twice"),
        (lambda b: b["rounds"].append(b["rounds"][0]), "rounds/2025", "stands twice"),
        (lambda b: b["plan"]["tasks"][0].update(focal="N9"), "tasks/1.1", "“N9” is a focal task that the plan does not have"),
        (lambda b: b["plan"]["tasks"][0].update(indicators=["x"]), "tasks/1.1", "“x” is an indicator that the plan does not have"),
        (lambda b: b["plan"]["tasks"][0]["lead"].update(agency="TD-QQ"), "tasks/1.1", "“TD-QQ” is an agency that is not in the list"),
        (lambda b: b["plan"]["tasks"][0].update(coordinating=["TD-QQ"]), "tasks/1.1", "“TD-QQ” is an agency that is not in the list"),
        (lambda b: b["observations"][0].update(indicator="x"), "figures/information_points/2024", "“x” is an indicator"),
        (lambda b: b["targets"][0].update(indicator="x"), "figures/information-points-2025", "“x” is an indicator"),
        (lambda b: b["observations"][0].update(source="NOWHERE"), "sources/information_points/2024", "“NOWHERE” is a source"),
        (lambda b: b["targets"][0].update(source="NOWHERE"), "sources/information-points-2025", "“NOWHERE” is a source"),
        (lambda b: b["plan"]["legal_basis"][0].update(source="NOWHERE"), "sources/01/KH-TD", "“NOWHERE” is a source"),
        (lambda b: _claim(b).update(expression="1 +"), "reviews/labour-departed/now", ""),
        (lambda b: _claim(b).update(expression="nobody"), "reviews/labour-departed/now", "“nobody” is an indicator"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(change: Change, where: str, what: str) -> None:
    found = problems(change)
    assert list(found) == [where]
    assert what in found[where]


def _claim(bundle: dict[str, Any]) -> dict[str, Any]:
    return bundle["reviews"]["2025"]["sections"][1]["statements"][0]["claims"]["now"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["plan"].pop("tasks"),
        lambda b: b["plan"]["tasks"][0].pop("code"),
        lambda b: b["observations"][0].update(value=36),
        lambda b: b["observations"][0].update(value="1.234,5"),
        lambda b: b["targets"][0].update(operator="about"),
        lambda b: b["rounds"][0].update(due="soon"),
        lambda b: b["plan"]["tasks"].__setitem__(0, "Làm việc"),
    ],
    ids=["no tasks", "no code", "a number that is no text", "a Vietnamese number", "no operator", "no day", "no task"],
)
def test_what_has_not_the_form_of_a_plan_is_refused_in_words(change: Change) -> None:
    """Never with a fault of the program, however much is missing."""
    assert all("does not fit the form of a plan" in what for what in problems(change).values())


def test_a_refusal_names_no_more_than_it_must() -> None:
    found = problems(
        lambda b: b["observations"].extend({**b["observations"][0], "key": f"k/{n}", "indicator": "x"} for n in range(MOST * 2))
    )
    assert len(found) == MOST


def test_equal_bundles_give_equal_bytes() -> None:
    bundle = bundle_of()
    turned = dict(reversed(list(bundle.items())))
    assert packed(turned) == packed(bundle) == canonical(unpacked(packed(bundle)))
    assert packed(changed_bundle(lambda b: b["plan"].update(version="2027-01-01"))) != packed(bundle)


def changed_bundle(change: Change) -> dict[str, Any]:
    bundle = copy.deepcopy(dict(bundle_of()))
    change(bundle)
    return bundle


def test_a_plan_is_read_as_it_is_written() -> None:
    plan = plan_of()
    task = plan.task_by_code["3.6"]
    assert (plan.id, plan.standing, plan.synthetic, plan.expected_tasks) == ("demo", Standing.SYNTHETIC, True, 24)
    assert (task.responsible, task.indicators, task.term.kind) == (
        "TD-CA",
        ("victims_supported", "victims_referral_days"),
        TermKind.REGULAR,
    )
    assert plan.observations[1].value == Decimal("83.0")
    assert {round_.id for round_ in plan.rounds} == {"2025", "2026"}
    assert plan.round("2030") is None


def test_a_real_plan_is_compiled_and_never_more_certain_than_its_rows() -> None:
    """A figure is verified if both its source and its row say so."""
    plan = plan_of("vn-402")
    assert (plan.standing, plan.synthetic) == (Standing.COMPILED, False)
    assert {o.standing for o in plan.observations} == {Standing.COMPILED, Standing.MEMORY}
    assert all(not o.source.verified for o in plan.observations if o.standing is Standing.MEMORY)

    def doubt(bundle: dict[str, Any]) -> None:
        for row in bundle["observations"]:
            row["verified"] = False

    assert any(o.source.verified for o in plan.observations)
    assert not any(o.source.verified for o in changed(doubt, "vn-402").observations)


def test_what_is_left_out_stays_unknown() -> None:
    """A task without a term has an unknown one; without a lead, nobody leads it; nothing is filled in."""

    def bare(bundle: dict[str, Any]) -> None:
        task = bundle["plan"]["tasks"][0]
        for name in ("term", "lead", "coordinating", "objectives", "indicators", "output"):
            task.pop(name, None)

    task = changed(bare).tasks[0]
    assert (task.term.kind, task.term.due, task.lead, task.responsible) == (TermKind.UNKNOWN, None, None, "")
    assert (task.coordinating, task.objectives, task.indicators) == ((), (), ())


def test_reading_back_loses_nothing() -> None:
    content = packed(bundle_of())
    first, second = read_plan(content), read_plan(content)
    assert isinstance(first, Plan)
    assert first == second
