"""Plans: versions, leads by day, provinces, priorities.

A plan is loaded in versions. What a new one changes and touches is seen before a named coordinator decides; who leads a task is
a question about a day; what a province carries out is counted, and what nobody has stated is not counted as missing.
"""

import copy
from datetime import date
from typing import Any

import pytest
from tests.unit.review.making import bundle_of, changed, plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, World

from dicu.access.model import Forbidden
from dicu.review.desk import Said
from dicu.review.leading import Ground, leader
from dicu.review.localities import coverage
from dicu.review.priorities import Links
from dicu.review.validating import BadPlan, check_bundle
from dicu.review.versions import Fates, Orphaned
from dicu.vocabulary.bilingual import Bilingual

Bundle = dict[str, Any]


def without(code: str) -> Bundle:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"]["tasks"] = [task for task in bundle["plan"]["tasks"] if task["code"] != code]
    return bundle


def test_a_version_is_proposed_before_it_is_in_force(world: World) -> None:
    """Handing a version in changes nothing: the plan's page, its rounds and its reports stay as they are. Whoever may load
    it sees each task that was added, dropped or changed, with both sides, and every line and duty that rests on it."""
    made = world.by(AN, "coordination", lambda who: world.desk.versions.propose(who, without("3.1"), "phu-luc.zip"))
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made))
    assert [(c.code, str(c.how)) for c in found.comparison.changes] == [("3.1", "removed")]
    assert [(t.round, t.agency, t.state) for t in found.touches] == [("2025", "TD-LD", "owed")]
    assert world.by(AN, "coordination", lambda who: world.desk.tools.plan(who, "demo")).digest == plan_of().digest


def test_accepted_work_is_not_left_hanging(world: World) -> None:
    """A version that drops a task of which a line was accepted is refused until somebody says which task follows it, or why
    it ended and by which act. What was decided stays with the version."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    with pytest.raises(Orphaned):
        world.by(AN, "coordination", lambda who: world.desk.versions.load(who, without("3.1"), "x"))
    fates = Fates({"3.1": "3.3"}, {})
    made = world.by(AN, "coordination", lambda who: world.desk.versions.load(who, without("3.1"), "x", fates))
    known, _ = world.by(AN, "coordination", lambda who: world.desk.versions.version(who, "demo", made.digest))
    assert known.followed == {"3.1": "3.3"}


def test_a_task_has_one_lead_on_each_day() -> None:
    """Where a plan says who leads when, two leads on a day, or a day without one, are refused with their place. That nobody
    knows who led is said by a span without an agency."""
    bundle = copy.deepcopy(dict(bundle_of()))
    spans = [("TD-LD", None, "2026-06-30"), ("TD-NG", "2026-06-30", None)]
    rows = [{"agency": a, "since": s, "until": u, "verified": False} for a, s, u in spans]
    next(t for t in bundle["plan"]["tasks"] if t["code"] == "3.1").update(lead=None, leads=rows)
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle)
    assert "tasks/3.1/leads/1: TD-LD and TD-NG both lead on 30 June 2026" in refused.value.report("en")


def test_a_function_passes_to_a_successor_on_a_day() -> None:
    """Of a ministry that has ended, a task goes to the body that took its function over, from the day of the act. Without a
    function, and with several successors, nobody is named: that is a gap, and no guess."""

    def change(bundle: Bundle) -> None:
        for task, function in zip(bundle["plan"]["tasks"], ("labour", "poverty-reduction", ""), strict=True):
            task |= {"lead": {"agency": "BLDTBXH", "verified": False}, **({"function": function} if function else {})}

    plan = changed(change, "vn-402")
    assert [leader(plan, task, date(2025, 2, 28)).agency for task in plan.tasks] == ["BLDTBXH"] * 3
    assert [leader(plan, task, date(2025, 3, 1)).agency for task in plan.tasks[:2]] == ["BNV", "BNNMT"]
    assert leader(plan, plan.tasks[2], date(2025, 3, 1)).ground is Ground.DIVIDED


def test_provinces_that_must_and_do_not() -> None:
    """Each national task says in how many provinces it is carried out through a plan of their own. A shortfall is shown only
    where the plan says that each province must; unknown stays unknown."""
    found = {row.task.code: row for row in coverage(plan_of(), (plan_of("demo-p1"),), date(2025, 12, 1)).tasks}
    assert (found["1.1"].there, found["1.1"].short) == (("TD-P1",), True)
    assert (found["2.1"].there, found["2.1"].short) == ((), False)


def test_a_priority_is_agreed_by_somebody_else(world: World) -> None:
    """What an agency proposes is its own until a coordinator who did not propose it agrees. Then it is planned on tasks, and
    what is not done is carried into a later round, with the reason."""
    said = Said("priority", Bilingual("Chấm dứt phí tuyển dụng", ""), "", Links(tasks=("3.2",)))
    part = world.desk.priorities
    made = world.by(AN, "coordination", lambda who: part.propose(who, "demo", "2025", "TD-NG", said))

    def step(officer: Any, name: str, *values: Any) -> None:
        world.by(
            officer, "coordination", lambda who: getattr(part, name)(who, v := part.view(who, "demo", made.id), *values, v.priority.number)
        )

    with pytest.raises(Forbidden):
        step(AN, "agree", "")
    step(BINH, "agree", "")
    step(BINH, "plan", ["3.2"], "TD-LD", None, "")
    step(AN, "carry", "2026", "Chưa có kinh phí.")
    found = world.by(AN, "coordination", lambda who: part.view(who, "demo", made.id)).priority
    assert (str(found.state), found.rounds, found.history[-1].text) == ("carried", ("2025", "2026"), "Chưa có kinh phí.")
