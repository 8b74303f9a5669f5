"""Two versions of a plan: what differs, what rests on it, and what becomes of dropped tasks with accepted lines."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.review.making import changed, obligation, plan_of

from dicu.review.planning_words import PART, TOUCHED
from dicu.review.priorities import Links, Priority, PriorityState
from dicu.review.rules import NotAllowed
from dicu.review.versions import (
    NO_FATES,
    Fates,
    How,
    Orphaned,
    What,
    check_fates,
    compare,
    hung,
    inherited,
    touched,
    touched_priorities,
)
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Aggregation, Direction, Missing, Nature
from dicu.vocabulary.period import Period


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
        (lambda b: task(b, "3.1").update(lead={"agency": "TD-LD", "verified": True}), "lead", "TD-LD", "TD-LD – verified"),
        (lambda b: task(b, "3.1")["term"].update(since="2025-03-01"), "term_since", "", "2025-03-01"),
        (lambda b: task(b, "3.1")["term"].update(every="quarter"), "term_every", "", "quarter"),
        (lambda b: task(b, "3.1")["term"].update(words={"vi": "Hằng quý", "en": "Every quarter"}), "term_words", "", "Every quarter"),
        (lambda b: task(b, "3.1")["term"].update(verified=True), "term_certainty", "unverified", "verified"),
        (lambda b: task(b, "3.1").update(output={"vi": "Báo cáo", "en": "A report"}), "output", "", "A report"),
        (lambda b: task(b, "3.1").update(locator="p. 7"), "locator", "", "p. 7"),
        (lambda b: task(b, "3.1").update(replaces=["9.1"]), "replaces", "", "9.1"),
    ],
)
def test_each_part_of_a_task_that_differs_is_said_with_both_sides(change: Any, part: str, before: str, after: str) -> None:
    found = compare(plan_of(), changed(change)).changes
    assert [(c.what, c.code, c.how, c.part, c.before.en, c.after.en) for c in found] == [
        (What.TASK, "3.1", How.CHANGED, part, before, after)
    ]
    assert part in PART, "a page has a word for it"


@pytest.mark.parametrize(
    ("fields", "part", "before", "after"),
    [
        ({"missing": Missing.REFUSED, "value": None}, "missing", "", "refused"),
        ({"period": Period.parse("2019")}, "period", "{period}", "2019"),
        ({"source": Source("Another book")}, "source", "{source}", "Another book"),
        ({"qualifier": "nearly"}, "qualifier", "", "nearly"),
    ],
)
def test_a_figure_that_keeps_its_value_is_another_figure(fields: dict[str, Any], part: str, before: str, after: str) -> None:
    plan = plan_of()
    figure = next(o for o in plan.observations if o.value is not None and not o.qualifier)
    other = replace(plan, digest="x", observations=tuple(replace(o, **fields) if o is figure else o for o in plan.observations))
    shown = before.format(period=figure.period.label, source=figure.source.title)
    found = [(c.what, c.code, c.before.en, c.after.en) for c in compare(plan, other).changes if c.part == part]
    assert found == [(What.FIGURE, figure.key, shown, after)]


@pytest.mark.parametrize(("part", "value"), [("nature", Nature.SURVEY), ("aggregation", Aggregation.SUM), ("direction", Direction.DOWN)])
def test_an_indicator_that_is_read_another_way_differs(part: str, value: object) -> None:
    plan = plan_of()
    one = next(i for i in plan.indicators if getattr(i, part) != value)
    other = replace(plan, digest="x", indicators=tuple(replace(i, **{part: value}) if i is one else i for i in plan.indicators))
    found = compare(plan, other).changes
    assert [(c.what, c.code, c.part, c.after.en) for c in found] == [(What.INDICATOR, one.code, part, str(value))]


def test_what_has_no_name_of_its_own_is_still_a_change() -> None:
    """A note of a lead is in no part; the task is not told to be the same."""
    note = {"vi": "Theo công văn", "en": "By a letter"}
    found = compare(plan_of(), changed(lambda b: task(b, "3.1")["lead"].update(note=note)))
    assert [(c.code, c.part) for c in found.changes] == [("3.1", "other")]
    assert (found.touched_tasks(), found.others) == ({"3.1"}, False)


def test_what_is_not_compared_is_not_said_to_be_the_same() -> None:
    """Sources and banner are in no row of the comparison: one sentence says that such parts differ, with and without rows."""
    banner = {"vi": "Dữ liệu khác", "en": "Other data"}
    alone = compare(plan_of(), changed(lambda b: b["plan"].update(banner=banner)))
    assert (alone.changes, alone.others) == ((), True)

    def both(b: dict[str, Any]) -> None:
        b["plan"].update(banner=banner)
        task(b, "3.1")["text"]["en"] = "Other words"

    assert [len(compare(plan_of(), changed(both)).changes), compare(plan_of(), changed(both)).others] == [1, True]
    assert not compare(plan_of(), plan_of()).others and not compare(None, plan_of()).others


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


@pytest.mark.parametrize(("state", "lost"), [("submitted", True), ("returned", True), ("accepted", True), ("draft", False)])
def test_every_line_that_was_sent_would_be_left_hanging(state: str, lost: bool) -> None:
    """One that waits is accepted in its round after the version was loaded, so it counts now."""
    touches = touched(compare(plan_of(), changed(without("3.2"))), [obligation("TD-LD")], [("2025", "TD-LD", "3.2", state)])
    assert [t.lost for t in touches] == [lost]
    assert hung([("2025", "TD-LD", "3.2", state)], {}) == (("3.2",) if lost else ())


def test_what_is_settled_without_a_line_is_not_told_as_owed() -> None:
    comparison = compare(plan_of(), changed(without("3.2")))
    owed = [replace(obligation("TD-LD"), **facts) for facts in ({}, {"waived": True}, {"nil": "submitted"}, {"nil": "returned"})]  # type: ignore[arg-type]
    assert [t.state for o in owed for t in touched(comparison, [o], [])] == ["owed", "waived", "nil-return", "owed"]
    assert {("obligation", state) for state in ("owed", "waived", "nil-return")} <= TOUCHED.keys()


def test_work_that_was_passed_on_hangs_on_the_task_that_has_it_now() -> None:
    """3.1 was followed by 3.2, which a third version drops: the line on 3.1 is lost with it, and asks for a fate."""
    comparison = compare(plan_of(), changed(without("3.2")))
    lines, heirs = [("2024", "TD-LD", "3.1", "accepted")], inherited([Fates({"3.1": "3.2"}, {})], ["3.3"])
    assert heirs == {"3.1": "3.2"}
    assert [(t.task, t.by, t.state, t.lost) for t in touched(comparison, [], lines, heirs)] == [("3.1", "3.2", "accepted", True)]
    with pytest.raises(Orphaned) as refused:
        check_fates(comparison, hung(lines, heirs), NO_FATES)
    assert refused.value.tasks == ("3.2",)


@pytest.mark.parametrize(
    ("decided", "there", "heirs"),
    [
        ([{"a": "b"}, {"b": "c"}], ["c"], {"a": "c", "b": "c"}),
        ([{"a": "c", "b": "c"}, {"c": "d"}], ["d"], {"a": "d", "b": "d", "c": "d"}),
        ([{"a": "b"}, {"b": "a"}], ["a"], {"b": "a"}),
        ([{"a": "b"}], ["a", "b"], {}),
        ([{"a": "b"}, {"b": None}], ["c"], {}),
        ([{"a": "b"}, {"c": None}], ["b"], {"a": "b"}),
        ([], ["a"], {}),
    ],
    ids=["a chain", "two into one", "there and back", "its own work again", "ended", "another ended", "nothing decided"],
)
def test_who_has_the_work_of_an_earlier_task(decided: list[dict[str, str | None]], there: list[str], heirs: dict[str, str]) -> None:
    """`None`: it ended."""
    fates = [Fates({o: n for o, n in one.items() if n}, {o: "x" for o, n in one.items() if not n}) for one in decided]
    assert inherited(fates, there) == heirs


def test_priorities_rest_on_tasks_until_they_are_over() -> None:
    def change(bundle: dict[str, Any]) -> None:
        without("3.2")(bundle)
        task(bundle, "3.1")["text"]["en"] = "Other words"

    states = (PriorityState.PROPOSED, PriorityState.CARRIED, PriorityState.DONE, PriorityState.DROPPED)
    made = [Priority(str(n), "demo", "2025", agency="TD-LD", state=s, links=Links(tasks=("3.2", "3.3"))) for n, s in enumerate(states)]
    made.append(replace(made[1], id="planned", links=Links(), planned=("3.1",)))
    found = touched_priorities(compare(plan_of(), changed(change)), made)
    assert [(t.kind, t.name, t.task, t.state, t.lost) for t in found] == [
        ("priority", "0", "3.2", "proposed", True),
        ("priority", "1", "3.2", "carried", True),
        ("priority", "planned", "3.1", "carried", False),
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
