"""Two versions of a plan: what differs, what rests on it, and what becomes of dropped tasks with accepted lines."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.review.making import changed, obligation, plan_of

from dicu.review.rules import NotAllowed
from dicu.review.versions import NO_FATES, Fates, How, Orphaned, What, check_fates, compare, touched


def task(bundle: dict[str, Any], code: str) -> dict[str, Any]:
    return next(t for t in bundle["plan"]["tasks"] if t["code"] == code)  # type: ignore[no-any-return]


def without(*codes: str, **replaces: str) -> Callable[[dict[str, Any]], None]:
    """A version without these tasks; `t3_3="3.1"`: task 3.3 replaces 3.1."""

    def change(bundle: dict[str, Any]) -> None:
        bundle["plan"]["tasks"] = [t for t in bundle["plan"]["tasks"] if t["code"] not in codes]
        for new, old in replaces.items():
            task(bundle, new[1:].replace("_", "."))["replaces"] = [old]

    return change


def test_the_same_version_differs_in_nothing() -> None:
    assert compare(plan_of(), plan_of()).changes == ()
    assert compare(plan_of(), plan_of()).same


def test_a_plan_that_is_new_is_compared_with_nothing() -> None:
    found = compare(None, plan_of())
    assert (found.changes, found.same, found.removed_tasks()) == ((), False, ())


@pytest.mark.parametrize(
    ("change", "part", "before", "after"),
    [
        (lambda b: task(b, "3.1")["text"].update(en="Other words"), "text", "Send workers abroad under contract", "Other words"),
        (lambda b: task(b, "3.1").update(lead={"agency": "TD-NG", "verified": False}), "lead", "TD-LD", "TD-NG"),
        (lambda b: task(b, "3.1").update(coordinating=[]), "coordinating", "TD-CA", ""),
        (lambda b: task(b, "3.1").update(term={"kind": "fixed", "due": "2026-06-30"}), "term", "regular", "fixed date 30 June 2026"),
        (lambda b: task(b, "3.1").update(objectives=[]), "objectives", "5", ""),
        (lambda b: task(b, "3.1").update(indicators=[]), "indicators", "workers_departed", ""),
        (lambda b: task(b, "3.1").update(function="labour"), "function", "", "labour"),
        (lambda b: task(b, "3.1").update(phases=["GD1"]), "phases", "GD1, GD2", "GD1"),
        (lambda b: task(b, "3.1").update(local="required"), "local", "central only", "provinces must"),
        (lambda b: task(b, "3.1").update(verified=True), "certainty", "unverified", "verified"),
    ],
)
def test_each_part_of_a_task_that_differs_is_said_with_both_sides(change: Any, part: str, before: str, after: str) -> None:
    found = compare(plan_of(), changed(change)).changes
    assert [(c.what, c.code, c.how, c.part, c.before.en, c.after.en) for c in found] == [
        (What.TASK, "3.1", How.CHANGED, part, before, after)
    ]


def test_leads_by_day_are_shown_as_days() -> None:
    rows = [
        {"agency": "TD-LD", "since": None, "until": "2026-06-30", "verified": False},
        {"agency": "TD-NG", "since": "2026-07-01", "until": None, "verified": False},
    ]
    found = compare(plan_of(), changed(lambda b: task(b, "3.1").update(lead=None, leads=rows))).changes
    assert [c.after.vi for c in found] == ["TD-LD (… – 30/06/2026); TD-NG (01/07/2026 – …)"]


def test_what_was_added_and_taken_away() -> None:
    def change(bundle: dict[str, Any]) -> None:
        without("3.2")(bundle)
        bundle["plan"]["tasks"].append({**copy.deepcopy(task(bundle, "3.1")), "code": "9.1"})
        bundle["plan"]["stages"] = bundle["plan"]["stages"][:1]
        task(bundle, "3.1")["phases"] = task(bundle, "9.1")["phases"] = []
        bundle["crosswalk"] = [row for row in bundle["crosswalk"] if not row["from"].endswith("3.2")]
        bundle["targets"] = bundle["targets"][1:]

    found = compare(plan_of(), changed(change))
    counted = {(what, how): found.count(what, how) for what in What for how in How if found.count(what, how)}
    assert counted == {
        (What.TASK, How.ADDED): 1, (What.TASK, How.REMOVED): 1, (What.TASK, How.CHANGED): 1, (What.PHASE, How.REMOVED): 1,
        (What.CROSSWALK, How.REMOVED): 2, (What.TARGET, How.REMOVED): 1,
    }  # fmt: skip
    assert (found.removed_tasks(), found.touched_tasks()) == (("3.2",), {"3.1", "3.2"})


def test_what_a_change_touches() -> None:
    """Of two tasks one is dropped and one renamed; an accepted line of the dropped one would be left hanging."""

    def change(bundle: dict[str, Any]) -> None:
        without("3.2")(bundle)
        task(bundle, "3.1")["text"]["en"] = "Other words"

    found = compare(plan_of(), changed(change))
    lines = [("2025", "TD-LD", "3.2", "accepted"), ("2025", "TD-LD", "3.3", "accepted")]
    touches = touched(found, [obligation("TD-LD"), obligation("TD-TP")], lines)
    assert [(t.kind, t.agency, t.task, t.state, t.lost) for t in touches] == [
        ("obligation", "TD-LD", "3.1", "owed", False),
        ("line", "TD-LD", "3.2", "accepted", True),
    ]


def test_a_dropped_task_without_accepted_lines_needs_no_fate() -> None:
    found = compare(plan_of(), changed(without("3.1")))
    assert check_fates(found, [], NO_FATES).followed == {}


def test_accepted_lines_are_not_left_hanging() -> None:
    found = compare(plan_of(), changed(without("3.1", "3.2")))
    with pytest.raises(Orphaned, match=r"3\.1") as refused:
        check_fates(found, ["3.1"], NO_FATES)
    assert refused.value.tasks == ("3.1",)
    with pytest.raises(Orphaned) as refused:
        check_fates(found, ["3.1", "3.2"], Fates({"3.1": "3.3"}, {}))
    assert refused.value.tasks == ("3.2",)
    whole = check_fates(found, ["3.1", "3.2"], Fates({"3.1": "3.3"}, {"3.2": "Quyết định 12/QĐ-TD"}))
    assert (whole.followed, whole.ended) == ({"3.1": "3.3"}, {"3.2": "Quyết định 12/QĐ-TD"})


def test_the_version_itself_may_say_what_follows() -> None:
    found = compare(plan_of(), changed(without("3.1", t3_3="3.1")))
    assert found.followed == {"3.1": "3.3"}
    assert check_fates(found, ["3.1"], NO_FATES).followed == {"3.1": "3.3"}
    ended = check_fates(found, ["3.1"], Fates({}, {"3.1": "Hết hiệu lực"}))
    assert (ended.followed, ended.ended) == ({}, {"3.1": "Hết hiệu lực"}), "what is decided counts before what the version says"


@pytest.mark.parametrize(
    ("fates", "said"),
    [
        (Fates({"3.3": "3.1"}, {}), "is not a task that the new version drops"),
        (Fates({}, {"9.9": "x"}), "is not a task that the new version drops"),
        (Fates({"3.1": "9.9"}, {}), "the new version has no such task"),
        (Fates({"3.1": "3.1"}, {}), "the new version has no such task"),
        (Fates({"3.1": "3.3"}, {"3.1": "x"}), "both to be followed and to have ended"),
        (Fates({}, {"3.1": "  "}), "Say why task 3.1 ended"),
        (Fates({}, {"3.1": "x" * 2_001}), "2,001 characters"),
    ],
)
def test_a_fate_that_cannot_be_is_refused(fates: Fates, said: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_fates(compare(plan_of(), changed(without("3.1"))), [], fates)
    assert said in refused.value.message.say("en")
