"""Versions of a plan in a house: proposed without effect, loaded once, never over accepted lines that would hang."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.review.making import bundle_of, plan_of
from tests.unit.store_review.house import AN, BINH, DUNG, PUBLIC, STRANGER, UYEN, World, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.ledger.model import Conflict
from dicu.review.bundles import packed
from dicu.review.model import Plan
from dicu.review.rules import NotAllowed
from dicu.review.validating import BadPlan
from dicu.review.versions import NO_FATES, Fates, Orphaned
from dicu.store.review.models import PlanRow, PlanVersionRow

Bundle = dict[str, Any]


def bundle(change: Callable[[Bundle], object] = lambda _: None, plan: str = "demo") -> Bundle:
    made = copy.deepcopy(dict(bundle_of(plan)))
    change(made)
    return made


def reworded(b: Bundle) -> None:
    b["plan"]["tasks"][0]["text"]["en"] = "Other words"


def without(code: str) -> Callable[[Bundle], None]:
    def change(b: Bundle) -> None:
        b["plan"]["tasks"] = [t for t in b["plan"]["tasks"] if t["code"] != code]
        b["crosswalk"] = [row for row in b["crosswalk"] if row["from"] != f"task:{code}"]

    return change


def propose(world: World, made: Bundle, officer: Officer = AN) -> Plan:
    return world.by(officer, "coordination", lambda who: world.desk.versions.propose(who, made, "tep.zip"))


def decide(world: World, plan: Plan, fates: Fates = NO_FATES, against: str | None = None, officer: Officer = AN) -> Plan:
    known = plan_of().digest if against is None else against
    return world.by(officer, "coordination", lambda who: world.desk.versions.decide(who, plan.id, plan.digest, known, fates))


def in_force(world: World, plan: str = "demo") -> str:
    return world.by(AN, "coordination", lambda who: world.desk.tools.plan(who, plan)).digest


def test_a_proposed_version_changes_nothing_that_is_in_force(world: World) -> None:
    made = propose(world, bundle(reworded))
    assert in_force(world) == plan_of().digest != made.digest
    found = world.by(AN, "coordination", lambda who: world.desk.versions.versions(who, "demo"))
    assert {(v.digest, v.state, v.proposed_by, v.loaded_by) for v in found} == {
        (plan_of().digest, "loaded", "", "an"),
        (made.digest, "proposed", "an", ""),
    }


def test_proposing_and_loading_twice_change_nothing(world: World) -> None:
    made = propose(world, bundle(reworded))
    entries = world.entries()
    propose(world, bundle(reworded))
    assert world.entries() == entries
    decide(world, made)
    assert (world.entries(), in_force(world)) == (entries + 1, made.digest)
    decide(world, made, against=made.digest)
    propose(world, bundle(reworded), BINH)
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle(reworded), "again"))
    assert world.entries() == entries + 1


def test_who_decided_is_kept_by_name(world: World) -> None:
    made = propose(world, bundle(reworded), AN)
    decide(world, made, officer=BINH)
    found, _ = world.by(UYEN, "audit", lambda who: world.desk.versions.version(who, "demo", made.digest))
    assert (found.state, found.proposed_by, found.loaded_by) == ("loaded", "an", "binh")


def test_an_earlier_version_can_be_put_in_force_again(world: World) -> None:
    made = decide(world, propose(world, bundle(reworded)))
    decide(world, plan_of(), against=made.digest)
    assert in_force(world) == plan_of().digest
    world.by(UYEN, "audit", lambda who: world.desk.versions.version(who, "demo", made.digest))


def test_a_decision_on_an_old_comparison_is_a_conflict(world: World) -> None:
    """Somebody else has loaded another version since the officer looked."""
    one, other = propose(world, bundle(reworded)), propose(world, bundle(without("2.2")))
    decide(world, one)
    with pytest.raises(Conflict):
        decide(world, other)
    assert in_force(world) == one.digest


def test_the_comparison_shows_what_it_touches(world: World) -> None:
    """3.1 was sent and accepted, 3.2 only sent, of 3.4 nothing: each is shown as it stands."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")

    def change(b: Bundle) -> None:
        for t in b["plan"]["tasks"]:
            if t["code"] in ("3.1", "3.2", "3.4"):
                t["coordinating"] = []

    made = propose(world, bundle(change))
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made))
    rows = {(t.kind, t.agency, t.task, t.state, t.lost) for t in found.touches}
    assert rows >= {
        ("line", "TD-LD", "3.1", "accepted", False),
        ("line", "TD-LD", "3.2", "submitted", False),
        ("obligation", "TD-TP", "3.4", "owed", False),
    }
    assert found.against == plan_of().digest


def test_a_draft_is_nobody_s_to_count(world: World) -> None:
    world.write(DUNG, "3.1", narrative="Bản nháp.")
    made = propose(world, bundle(without("3.1")))
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made))
    assert [(t.kind, t.state) for t in found.touches if t.task == "3.1"] == [("obligation", "owed")]


def test_accepted_lines_are_not_left_hanging(world: World) -> None:
    """Refused until somebody says what becomes of the task; the decision stands in the ledger and with the version."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    made, entries = propose(world, bundle(without("3.1"))), world.entries()
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made))
    assert found.hanging == ("3.1",)
    with pytest.raises(Orphaned, match=r"3\.1"):
        decide(world, made)
    assert (world.entries(), in_force(world)) == (entries, plan_of().digest)
    decide(world, made, Fates({"3.1": "3.3"}, {}))
    assert (world.entries(), in_force(world)) == (entries + 2, made.digest)
    known, _ = world.by(AN, "coordination", lambda who: world.desk.versions.version(who, "demo", made.digest))
    assert known.followed == {"3.1": "3.3"}


def test_work_that_was_passed_on_is_not_left_hanging_later(world: World) -> None:
    """2: 3.1 is followed by 9.1. 3: 9.1 is dropped, and no line was ever sent on it; the one on 3.1 leads to it."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")

    def renamed(b: Bundle) -> None:
        next(t for t in b["plan"]["tasks"] if t["code"] == "3.1").update(code="9.1")
        b["crosswalk"] = [row for row in b["crosswalk"] if row["from"] != "task:3.1"]

    second = decide(world, propose(world, bundle(renamed)), Fates({"3.1": "9.1"}, {}))
    third, entries = propose(world, bundle(without("3.1"))), world.entries()
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, third))
    assert (found.hanging, [(t.task, t.by) for t in found.touches if t.lost and t.kind == "line"]) == (("9.1",), [("3.1", "9.1")])
    with pytest.raises(Orphaned, match=r"9\.1"):
        decide(world, third, against=second.digest)
    assert world.entries() == entries
    decide(world, third, Fates({"9.1": "3.3"}, {}), against=second.digest)
    assert in_force(world) == third.digest


def test_a_line_that_waits_is_accepted_later_so_it_counts_now(world: World) -> None:
    world.report(DUNG, "TD-LD")
    made = propose(world, bundle(without("3.1")))
    with pytest.raises(Orphaned, match=r"3\.1"):
        decide(world, made)
    decide(world, made, Fates({"3.1": "3.3"}, {}))
    world.accept(AN, "3.1")


def test_an_open_round_keeps_its_version(world: World) -> None:
    made = propose(world, bundle(without("3.1")))
    decide(world, made)
    assert "3.1" in [task.code for task, _ in world.view(DUNG, "TD-LD").lines]
    world.report(DUNG, "TD-LD")


@pytest.mark.parametrize(
    ("officer", "purpose"),
    [(DUNG, "reporting"), (UYEN, "audit"), (STRANGER, "reading"), (PUBLIC, "reading"), (AN, "reading")],
    ids=lambda it: getattr(it, "account", it) or "public",
)
def test_only_a_coordinator_proposes_and_loads(world: World, officer: Officer, purpose: str) -> None:
    made, entries = propose(world, bundle(reworded)), world.entries()
    steps = [
        lambda who: world.desk.versions.propose(who, bundle(without("2.2")), "x"),
        lambda who: world.desk.versions.decide(who, "demo", made.digest, plan_of().digest),
        lambda who: world.desk.versions.load(who, bundle(without("2.2")), "x"),
        lambda who: world.desk.versions.compared(who, made),
    ]
    for step in steps:
        with pytest.raises((Forbidden, Absent)):
            world.by(officer, purpose, step)
    assert (world.entries(), in_force(world)) == (entries, plan_of().digest)


@pytest.mark.parametrize(
    ("officer", "states"),
    [(AN, {"loaded", "proposed"}), (UYEN, {"loaded", "proposed"}), (DUNG, {"loaded"}), (PUBLIC, {"loaded"})],
    ids=["coordinator", "auditor", "reporter", "public"],
)
def test_a_proposed_version_is_seen_by_coordinators_and_auditors(world: World, officer: Officer, states: set[str]) -> None:
    """By the first lock, and by the database where it is forgotten."""
    propose(world, bundle(reworded))
    found = world.by(officer, usual(officer), lambda who: world.desk.versions.versions(who, "demo"))
    assert {v.state for v in found} == states
    assert {v.state for v in world.by(officer, usual(officer), lambda _: list(PlanVersionRow.objects.all()))} == states


def test_a_version_that_is_wrong_is_not_kept(world: World) -> None:
    entries = world.entries()
    with pytest.raises(BadPlan):
        propose(world, bundle(lambda b: b["plan"]["tasks"][0].update(focal="N9")))
    assert world.entries() == entries


def test_invented_data_never_take_the_place_of_real_ones(world: World) -> None:
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle_of("vn-402"), "shipped"))
    forged = bundle(lambda b: b["plan"].update(id="vn-402"))
    for step in (world.desk.versions.propose, world.desk.versions.load):
        with pytest.raises(NotAllowed, match="another kind of data"):
            world.by(AN, "coordination", lambda who, step=step: step(who, forged, "x"))


def test_a_provincial_plan_hangs_on_the_national_one(world: World) -> None:
    """It is loaded after it, its links are shown when the national plan changes, and a dropped task is lost to it."""
    world.by(AN, "coordination", lambda who: world.desk.versions.load(who, bundle(plan="demo-p1"), "shipped"))
    found = world.by(AN, "coordination", lambda who: world.desk.versions.implementing(who, "demo"))
    assert [p.id for p in found] == ["demo-p1"]
    made = propose(world, bundle(without("1.1")))
    touches = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made)).touches
    assert [(t.plan, t.task, t.state, t.lost) for t in touches if t.kind == "local-task"] == [("demo-p1", "T1.1", "1.1", True)]
    with pytest.raises(NotAllowed, match="no such tasks: 9"):
        wrong = bundle(lambda b: b["plan"]["tasks"][0].update(implements=["9.9"]), "demo-p1")
        world.by(AN, "coordination", lambda who: world.desk.versions.propose(who, wrong, "x"))


def test_a_provincial_version_is_checked_again_when_it_is_decided(world: World) -> None:
    """Proposed while the national task was there; the national plan is another by now."""
    local = propose(world, bundle(plan="demo-p1"))
    national = decide(world, propose(world, bundle(without("1.1"))))
    entries = world.entries()
    with pytest.raises(NotAllowed, match=r"no such tasks: 1\.1"):
        decide(world, local, against="")
    assert (world.entries(), in_force(world)) == (entries, national.digest)


def test_a_link_of_a_province_is_lost_and_asks_for_no_fate(world: World) -> None:
    world.by(AN, "coordination", lambda who: world.desk.versions.load(who, bundle(plan="demo-p1"), "shipped"))
    made = propose(world, bundle(without("1.1")))
    found = world.by(AN, "coordination", lambda who: world.desk.versions.compared(who, made))
    assert [t.kind for t in found.touches if t.lost] == ["local-task"]
    assert found.hanging == ()
    decide(world, made)


def test_a_provincial_plan_without_its_national_plan_is_refused(db: Any, files: None) -> None:
    empty = World()
    with pytest.raises(NotAllowed, match="is not loaded"):
        empty.by(AN, "coordination", lambda who: empty.desk.versions.load(who, bundle(plan="demo-p1"), "shipped"))


def test_rows_of_versions_can_be_made_anew(world: World, reaching_all: None) -> None:
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    decide(world, propose(world, bundle(without("3.1"))), Fates({}, {"3.1": "Quyết định 12"}))
    propose(world, bundle(reworded))
    before = [list(model.objects.values()) for model in (PlanRow, PlanVersionRow)]
    PlanVersionRow.objects.update(state="?", ended={}, loaded_by="", proposed_by="")
    world.house.ledger.rebuild("review")  # type: ignore[attr-defined]
    assert [list(model.objects.values()) for model in (PlanRow, PlanVersionRow)] == before


def test_a_version_is_the_bytes_that_it_was(world: World) -> None:
    made = propose(world, bundle(reworded))
    with world.desk.tools.vault.open(made.digest) as kept:
        assert kept.read() == packed(bundle(reworded))
