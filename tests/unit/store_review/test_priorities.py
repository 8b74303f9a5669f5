"""Priorities and solutions in a house: proposed by one, agreed by another, planned, carried, done or dropped with a reason."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.unit.store_review.house import AN, BINH, CHI, DUNG, HAI, HOA, PUBLIC, STRANGER, TWO_HATS, UYEN, World, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.ledger.model import Conflict
from dicu.review.desk import Press, PriorityView, Said
from dicu.review.priorities import Links, Priority
from dicu.review.rules import NotAllowed
from dicu.store.review.models import PriorityRow
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused

TITLE = Bilingual("Chấm dứt phí tuyển dụng", "End recruitment fees")


def said(sort: str = "priority", title: Bilingual = TITLE, text: str = "Còn người phải trả phí.", **links: Any) -> Said:
    return Said(sort, title, text, Links(**links))


def propose(world: World, officer: Officer = DUNG, agency: str = "TD-LD", what: Said | None = None, purpose: str = "") -> Priority:
    found = what or said(tasks=("3.2",))
    return world.by(officer, purpose or usual(officer), lambda who: world.desk.priorities.propose(who, "demo", "2025", agency, found))


def view(world: World, officer: Officer, id_: str) -> PriorityView:
    return world.by(officer, usual(officer), lambda who: world.desk.priorities.view(who, "demo", id_))


def step(world: World, officer: Officer, id_: str, name: str, *values: Any, number: int | None = None, purpose: str = "") -> Priority:
    def take(who: Any) -> None:
        part = world.desk.priorities
        found = part.view(who, "demo", id_)
        getattr(part, name)(who, found, *values, found.priority.number if number is None else number)

    world.by(officer, purpose or usual(officer), take)
    return view(world, AN, id_).priority


def planned(world: World) -> str:
    made = propose(world)
    step(world, AN, made.id, "agree", "")
    step(world, AN, made.id, "plan", ["3.2"], "TD-LD", date(2026, 6, 30), "")
    return made.id


def test_from_proposal_to_done(world: World) -> None:
    made = propose(world)
    assert (made.id, made.state, made.proposed_by, made.agency) == ("TD-LD-1", "proposed", "dung", "TD-LD")
    agreed = step(world, AN, made.id, "agree", "Đồng ý.")
    assert (agreed.state, agreed.agreed_by) == ("agreed", "an")
    plan = step(world, BINH, made.id, "plan", ["3.2", "3.2", "3.1"], "TD-LD", date(2026, 6, 30), "")
    assert (plan.state, plan.planned, plan.owner, plan.due) == ("planned", ("3.2", "3.1"), "TD-LD", date(2026, 6, 30))
    carried = step(world, AN, made.id, "carry", "2026", "Chưa có kinh phí.")
    assert (carried.state, carried.round, carried.rounds) == ("carried", "2026", ("2025", "2026"))
    done = step(world, AN, made.id, "finish", "Thông tư đã ban hành.")
    assert [(h.step, h.by, h.text) for h in done.history] == [
        ("proposed", "dung", ""), ("agreed", "an", "Đồng ý."), ("planned", "binh", ""), ("carried", "an", "Chưa có kinh phí."),
        ("done", "an", "Thông tư đã ban hành."),
    ]  # fmt: skip


def test_numbers_run_by_agency(world: World) -> None:
    assert [propose(world).id, propose(world, HOA).id, propose(world, HAI, "TD-TP").id] == ["TD-LD-1", "TD-LD-2", "TD-TP-1"]


def test_who_proposed_does_not_agree(world: World) -> None:
    made = propose(world, AN, "TD-NG")
    with pytest.raises(Forbidden):
        step(world, AN, made.id, "agree", "")
    with pytest.raises(Forbidden):
        step(world, CHI, made.id, "agree", "")
    assert step(world, BINH, made.id, "agree", "").agreed_by == "binh"


def test_a_comma_of_somebody_else_s_makes_nobody_another(world: World) -> None:
    """Khoa, who coordinates too, proposes for the own agency; Chi changes a comma there: it is still Khoa's, and now Chi's."""
    made = propose(world, TWO_HATS, "TD-NG", purpose="reporting")
    step(world, CHI, made.id, "amend", said(text="Còn người, phải trả phí."))
    with pytest.raises(NotAllowed, match="Somebody else has to agree"):
        step(world, TWO_HATS, made.id, "agree", "", purpose="coordination")
    offered = world.by(TWO_HATS, "coordination", lambda who: world.desk.priorities.view(who, "demo", made.id)).steps
    assert "agree" not in offered and "agree" in view(world, AN, made.id).steps
    assert step(world, AN, made.id, "agree", "").agreed_by == "an"


def test_only_what_was_planned_is_done(world: World) -> None:
    """Carried into the next round without having been planned, it is not done; planned there, it is."""
    made = propose(world)
    step(world, AN, made.id, "agree", "")
    step(world, AN, made.id, "carry", "2026", "Chưa làm.")
    with pytest.raises(NotAllowed, match="Only what was planned"):
        step(world, AN, made.id, "finish", "Xong.")
    assert "finish" not in view(world, AN, made.id).steps
    step(world, AN, made.id, "plan", ["3.2"], "TD-LD", None, "")
    assert step(world, AN, made.id, "finish", "Xong.").state == "done"


def test_somebody_with_two_hats_is_one_person(world: World) -> None:
    made = propose(world, TWO_HATS, "TD-NG", purpose="reporting")
    with pytest.raises(Forbidden):
        step(world, TWO_HATS, made.id, "agree", "", purpose="coordination")


ORDER: list[tuple[str, tuple[Any, ...], str]] = [
    ("plan", (["3.2"], "TD-LD", None, ""), "Only what was agreed"),
    ("carry", ("2026", "Vì sao"), "Only what was agreed"),
    ("finish", ("Vì sao",), "Only what was planned"),
]


@pytest.mark.parametrize(("name", "values", "message"), ORDER, ids=[row[0] for row in ORDER])
def test_no_step_is_skipped(world: World, name: str, values: tuple[Any, ...], message: str) -> None:
    made, entries = propose(world), world.entries()
    with pytest.raises(NotAllowed, match=message):
        step(world, AN, made.id, name, *values)
    assert world.entries() == entries


def test_what_is_over_stays_over(world: World) -> None:
    id_ = planned(world)
    step(world, AN, id_, "finish", "Xong.")
    for name, values in (
        ("drop", ("x",)),
        ("carry", ("2026", "x")),
        ("plan", (["3.2"], "TD-LD", None, "")),
        ("finish", ("x",)),
        ("agree", ("",)),
    ):
        with pytest.raises(NotAllowed):
            step(world, AN, id_, name, *values)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 15_001])
@pytest.mark.parametrize("name", ["finish", "drop", "carry"])
def test_an_end_has_a_reason(world: World, name: str, reason: str) -> None:
    id_ = planned(world)
    with pytest.raises(NotAllowed) as refused:
        step(world, AN, id_, name, *(("2026", reason) if name == "carry" else (reason,)))
    assert refused.value.where == "reason"


@pytest.mark.parametrize(
    ("values", "where"),
    [
        (([], "TD-LD", None, ""), "tasks"),
        ((["9.9"], "TD-LD", None, ""), "tasks"),
        ((["3.2"], "TD-QQ", None, ""), "owner"),
        ((["3.2"], "TD-XH", None, ""), "owner"),
        ((["3.2"], "TD-LD", date(2025, 11, 30), ""), "due"),
    ],
)
def test_a_planning_that_cannot_be(world: World, values: tuple[Any, ...], where: str) -> None:
    """No task, none of the plan, an agency that is not there or no longer, a day that has passed."""
    made = propose(world)
    step(world, AN, made.id, "agree", "")
    with pytest.raises(NotAllowed) as refused:
        step(world, AN, made.id, "plan", *values)
    assert refused.value.where == where


@pytest.mark.parametrize("to", ["2025", "2099", ""])
def test_it_is_carried_forward_only(world: World, to: str) -> None:
    with pytest.raises(NotAllowed, match="a later round"):
        step(world, AN, planned(world), "carry", to, "Vì sao")


@pytest.mark.parametrize(
    ("what", "where"),
    [
        (said(title=Bilingual("", "")), "title_vi"),
        (said(title=Bilingual("x" * 301, "")), "title_vi"),
        (said(text="x" * 15_001), "text"),
        (said("wish"), "sort"),
        (said(tasks=("9.9",)), "tasks"),
        (said(objectives=(24,)), "objectives"),
        (said(gaps=("G05/nothing",)), "gaps"),
        (said(answers=("TD-LD-1",)), "answers"),
        (said("solution", answers=("TD-LD-9",)), "answers"),
        (said(recommendations=("x" * 81,)), "recommendations"),
    ],
)
def test_words_and_links_that_cannot_be(world: World, what: Said, where: str) -> None:
    entries = world.entries()
    with pytest.raises(NotAllowed) as refused:
        propose(world, what=what)
    assert (refused.value.where, world.entries()) == (where, entries)


def test_a_solution_answers_a_priority_and_a_gap(world: World) -> None:
    """1.5 has no indicator (G05) and is led by TD-P3; a coordinator sees the gap, so may name it."""
    made = propose(world)
    solution = propose(world, AN, "TD-NG", said("solution", answers=(made.id,), gaps=("G05/1.5",), recommendations=("UPR-114.12",)))
    assert (solution.links.answers, solution.links.gaps, solution.links.recommendations) == ((made.id,), ("G05/1.5",), ("UPR-114.12",))


def test_what_one_does_not_see_cannot_be_named(world: World) -> None:
    made = propose(world)
    with pytest.raises(NotAllowed, match="no priority that you see"):
        propose(world, HAI, "TD-TP", said("solution", answers=(made.id,)))
    with pytest.raises(NotAllowed, match="no gap that you see"):
        propose(world, HAI, "TD-TP", said(gaps=("G05/1.5",)))


def test_words_change_until_it_is_agreed(world: World) -> None:
    made = propose(world)
    changed = step(world, HOA, made.id, "amend", said(title=Bilingual("Khác", ""), tasks=("3.2",)))
    assert (changed.title.vi, changed.proposed_by, changed.agreed) == ("Khác", "hoa", False)
    entries = world.entries()
    step(world, HOA, made.id, "amend", said(title=Bilingual("Khác", ""), tasks=("3.2",)))
    assert world.entries() == entries, "the same words record nothing"
    step(world, AN, made.id, "agree", "")
    with pytest.raises(NotAllowed, match="keeps its words"):
        step(world, DUNG, made.id, "amend", said())


def test_a_form_on_an_old_state_is_a_conflict(world: World) -> None:
    made = propose(world)
    step(world, HOA, made.id, "amend", said(title=Bilingual("Khác", "")))
    with pytest.raises(Conflict):
        step(world, AN, made.id, "agree", "", number=1)


SEEN: list[tuple[Officer, bool, bool]] = [
    (DUNG, True, True), (HAI, False, True), (AN, True, True), (UYEN, True, True), (STRANGER, False, False), (PUBLIC, False, False),
]  # fmt: skip


@pytest.mark.parametrize(("officer", "proposed", "agreed"), SEEN, ids=[row[0].account or "public" for row in SEEN])
def test_a_proposal_is_its_agency_s_until_it_is_agreed(world: World, officer: Officer, proposed: bool, agreed: bool) -> None:
    """By the first lock, and by the database where it is forgotten."""
    made = propose(world)
    for expected, before in ((proposed, lambda: None), (agreed, lambda: step(world, AN, made.id, "agree", ""))):
        before()
        assert sees(world, officer, made.id) is expected
        rows: Callable[[Any], bool] = lambda _: PriorityRow.objects.exists()  # noqa: E731
        assert world.by(officer, usual(officer), rows) is expected


def sees(world: World, officer: Officer, id_: str) -> bool:
    try:
        return view(world, officer, id_).priority.id == id_
    except Absent:
        return False


def test_nobody_proposes_for_another_agency(world: World) -> None:
    for officer, agency in ((DUNG, "TD-TP"), (AN, "TD-LD"), (UYEN, "TD-TP"), (STRANGER, "TD-YT"), (PUBLIC, "TD-LD")):
        with pytest.raises(Refused):
            propose(world, officer, agency)
    assert not world.by(AN, "coordination", lambda _: PriorityRow.objects.exists())


def test_the_second_lock_keeps_another_agency_s_stream(world: World) -> None:
    """An entry past the desk, in another agency's name, does not get into the database."""
    from dicu.ledger.model import Draft  # noqa: PLC0415

    made = propose(world)
    with pytest.raises(Exception, match="row-level security|changed this"):
        world.by(
            HAI,
            "reporting",
            lambda who: world.desk.tools.append(
                who, "priority/demo/TD-LD-1/TD-LD", "TD-LD", 1, Draft("priority.agreed", {"priority": made.id, "reason": ""})
            ),
        )


def test_a_list_holds_what_came_into_the_round_and_what_left_it(world: World) -> None:
    id_ = planned(world)
    step(world, AN, id_, "carry", "2026", "Chưa xong.")
    propose(world, HAI, "TD-TP")
    listed = {
        r: [p.id for p in world.by(AN, "coordination", lambda who, r=r: world.desk.priorities.listed(who, "demo", r))]
        for r in ("2025", "2026")
    }
    assert listed == {"2025": ["TD-LD-1", "TD-TP-1"], "2026": ["TD-LD-1"]}


def test_the_steps_that_are_offered_are_those_that_may_be_taken(world: World) -> None:
    made = propose(world)
    assert [view(world, who, made.id).steps for who in (DUNG, AN, UYEN)] == [("amend", "drop"), ("agree", "drop"), ()]
    step(world, AN, made.id, "agree", "")
    assert [view(world, who, made.id).steps for who in (DUNG, HAI, AN)] == [(), (), ("plan", "carry", "drop")]


def test_rows_can_be_made_anew(world: World, reaching_all: None) -> None:
    id_ = planned(world)
    step(world, AN, id_, "carry", "2026", "Chưa xong.")
    before = list(PriorityRow.objects.values())
    PriorityRow.objects.update(state="?", agreed=False, priority={}, rounds=[], head="")
    world.house.ledger.rebuild("review")  # type: ignore[attr-defined]
    assert list(PriorityRow.objects.values()) == before


def test_the_paper_prints_what_was_agreed_and_nothing_that_was_not(world: World) -> None:
    """The snapshot freezes it: another agreement is another paper, a proposal is not."""

    def built() -> Any:
        return world.by(AN, "coordination", lambda who: world.desk.editions.build(who, "demo", "2025"))

    world.desk.editions.press = Press(("html",), lambda document, _: repr(document.blocks).encode())
    planned(world)
    first = built()
    propose(world, HAI, "TD-TP", said(title=Bilingual("Chỉ là đề xuất", "Only a proposal")))
    assert built().snapshot.id == first.snapshot.id
    assert {name: ("End recruitment fees" in data.decode(), "TD-LD-1" in data.decode()) for name, data in first.files.items()} == {
        "review.vi.html": (False, True),
        "review.en.html": (True, True),
    }
    step(world, BINH, "TD-TP-1", "agree", "")
    second = built()
    assert second.snapshot.id != first.snapshot.id
    assert "Only a proposal" in second.files["review.en.html"].decode()
    assert "Only a proposal" not in first.files["review.en.html"].decode()
    step(world, AN, "TD-TP-1", "drop", "Trùng.")
    assert "Only a proposal" not in built().files["review.en.html"].decode()
