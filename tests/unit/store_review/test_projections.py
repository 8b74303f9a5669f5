"""Rows are what the ledger says, no more and no less; each list is cut by access and by the database."""

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.unit.review.making import DUE, bundle_of, file, line, plan_of, value
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, PUBLIC, STRANGER, UYEN, World, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.ledger.model import Conflict, Draft
from dicu.review.report import LineState, Return
from dicu.review.rules import NotAllowed
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, PlanRow, RoundRow
from dicu.store.review.packing import packed, unpacked
from dicu.store.review.projecting import projectors
from dicu.vocabulary.messages import Refused

MODELS = (PlanRow, RoundRow, ObligationRow, LineRow, EditionRow)


def test_a_line_is_packed_without_loss() -> None:
    back = Return("other", "Thiếu.", "an", line("3.1").submitted_at, DUE)  # type: ignore[arg-type]
    full = replace(
        line("3.1", "completed", value("workers_departed", "46310.50", qualifier="about"), on=date(2025, 12, 1), evidence=(file(),)),
        returns=(back, replace(back, due=None)),
        sent_author="hoa",
        told=5,
    )
    assert unpacked(packed(full)) == full
    assert unpacked(packed(replace(full, sent=None, submitted_at=None))) == replace(full, sent=None, submitted_at=None)


def test_a_round_gives_every_leading_agency_an_obligation(world: World) -> None:
    owed = world.overview(AN).situation.obligations
    assert [o.agency for o in owed] == sorted(plan_of().leads())
    assert all(o.tasks == tuple(t.code for t in plan_of().tasks_led_by(o.agency)) for o in owed)
    assert {(o.opens, o.due, o.report_state) for o in owed} == {(date(2025, 11, 3), DUE, "draft")}


def test_rows_can_be_made_anew_from_the_ledger(world: World, reaching_all: None) -> None:
    """Damaged and played again, entry by entry, they are the same rows."""
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1")
    world.write(DUNG, "3.1", narrative="Nháp.")
    world.accept(BINH, "3.2")
    with_rows = {model: list(model.objects.values()) for model in MODELS}
    PlanRow.objects.update(version="?", digest="0" * 64)
    RoundRow.objects.update(due=None, plan_digest="0" * 64)
    ObligationRow.objects.update(state="draft", submitted_at=None, lines=[], head="", head_at=None, tasks=[])
    LineRow.objects.update(state="draft", submitted_by="", line={}, task_order=9)
    assert {model: list(model.objects.values()) for model in MODELS} != with_rows
    assert world.house.ledger.project_again() == world.entries()  # type: ignore[attr-defined]
    assert with_rows[LineRow]
    assert {model: list(model.objects.values()) for model in MODELS} == with_rows


def test_playing_an_entry_twice_changes_nothing(world: World, reaching_all: None) -> None:
    world.report(DUNG, "TD-LD")
    before = {model: list(model.objects.values()) for model in MODELS}
    entries, _ = world.house.ledger.latest(1, 0)  # type: ignore[attr-defined]
    projectors(world.desk.tools.ledger.read)[entries[0].kind](entries[0])
    assert {model: list(model.objects.values()) for model in MODELS} == before


@pytest.mark.parametrize(
    ("officer", "agencies"),
    [(DUNG, ["TD-LD"]), (HAI, ["TD-TP"]), (AN, sorted(plan_of().leads())), (UYEN, sorted(plan_of().leads())), (STRANGER, []), (PUBLIC, [])],
    ids=lambda it: it.account or "public" if isinstance(it, Officer) else "",
)
def test_who_sees_which_obligations(world: World, officer: Officer, agencies: list[str]) -> None:
    seen = world.by(officer, usual(officer), world.desk.reporting.obligations)
    assert [o.agency for o in seen] == agencies


def test_the_second_lock_holds_where_the_first_is_forgotten(world: World) -> None:
    """A query that asks for everything gets the own agency's rows; another agency's stream cannot be written to."""
    world.report(DUNG, "TD-LD")
    assert world.by(HAI, "reporting", lambda _: [o.agency for o in ObligationRow.objects.all()]) == ["TD-TP"]
    assert world.by(HAI, "reporting", lambda _: list(LineRow.objects.all())) == []
    assert world.by(HAI, "reporting", lambda _: world.desk.tools.ledger.read("report/demo/2025/TD-LD")) == ()
    assert world.by(PUBLIC, "reading", lambda _: list(RoundRow.objects.all())) == []
    body = {"task": "3.1"}
    with pytest.raises(Exception, match="row-level security|changed this"):
        world.by(
            HAI,
            "reporting",
            lambda who: world.desk.tools.append(who, "report/demo/2025/TD-LD", "TD-LD", 0, Draft("report.line.accepted", body)),
        )


def test_a_head_that_a_review_rests_on_moves_only_when_something_was_told(world: World) -> None:
    def heads() -> Any:
        return world.by(AN, "coordination", lambda _: dict(world.desk.tools.records.report_heads("demo", "2025")))

    world.write(DUNG, "3.1")
    assert heads() == {}
    world.report(DUNG, "TD-LD", narrative="Khác.")
    sent = heads()
    assert list(sent) == ["TD-LD"] and sent["TD-LD"].day == date(2025, 12, 1)
    world.on(date(2025, 12, 20)).give_back(AN, "3.1")
    returned = heads()
    world.on(date(2026, 1, 20)).write(DUNG, "3.1", narrative="Nháp.")
    assert returned != sent
    assert heads() == returned


def test_a_round_is_opened_once(world: World) -> None:
    with pytest.raises(NotAllowed, match="open already"):
        world.open()
    assert world.by(AN, "coordination", lambda _: RoundRow.objects.count()) == 1


def test_a_plan_nobody_leads_cannot_be_opened(db: None) -> None:
    """Of Decision 402 no lead is known: nobody can be asked, and the refusal says what would help."""
    world = World()
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle_of("vn-402"), "shipped"))
    with pytest.raises(NotAllowed, match="annex"):
        world.by(AN, "coordination", lambda who: world.desk.coordination.open_round(who, "vn-402", "2025"))


def test_loading_the_same_plan_again_records_nothing(world: World) -> None:
    before = world.entries()
    world.load()
    assert world.entries() == before


def test_a_round_keeps_the_plan_it_was_opened_with(world: World) -> None:
    """A later version of the plan does not change what was asked; a new round would ask by it."""
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"].update(version="2027-01-01", tasks=bundle["plan"]["tasks"][:3])
    bundle["crosswalk"] = []
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle, "workbook.xlsx"))
    assert len(world.overview(AN).situation.plan.tasks) == 24
    assert len(world.by(AN, "coordination", lambda who: world.desk.tools.plan(who, "demo")).tasks) == 3
    view = world.view(DUNG, "TD-LD")
    assert [task.code for task, _ in view.lines] == ["3.1", "3.2", "3.3"]


def test_a_bad_plan_leaves_nothing(world: World) -> None:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"]["tasks"][0]["focal"] = "N9"
    before = world.entries()
    with pytest.raises(Refused, match="N9"):
        world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle, "workbook.xlsx"))
    assert world.entries() == before


@pytest.mark.parametrize("officer", [DUNG, UYEN, STRANGER, PUBLIC], ids=lambda o: o.account or "public")
def test_only_a_coordinator_opens_builds_and_loads(world: World, officer: Officer) -> None:
    before = world.entries()
    for step in (
        lambda who: world.desk.coordination.open_round(who, "demo", "2026"),
        lambda who: world.desk.editions.build(who, "demo", "2025"),
        lambda who: world.desk.coordination.load_plan(who, bundle_of("vn-402"), "shipped"),
    ):
        for purpose in ("coordination", "publication", "reporting", "audit"):
            with pytest.raises((Absent, Forbidden)):
                world.by(officer, purpose, step)
    assert world.entries() == before


def test_a_purpose_is_part_of_the_question(world: World) -> None:
    """A coordinator who came to read judges nothing; one who came to judge publishes nothing."""
    world.report(DUNG, "TD-LD")
    with pytest.raises(Forbidden, match="another purpose"):
        world.accept(AN, "3.1", purpose="reading")
    assert world.line(DUNG, "3.1").state is LineState.SUBMITTED


def test_two_writers_at_once(world: World) -> None:
    """Whoever comes second finds that the stream has moved on."""
    number = world.view(DUNG, "TD-LD").report.number
    world.write(DUNG, "3.1", number)
    with pytest.raises(Conflict):
        world.write(DUNG, "3.2", number)
