"""Gaps in a house: who takes note, plans and accepts; what recorded runs know; that only data close a gap."""

from datetime import date
from typing import Any

import pytest
from tests.unit.store_review.house import AN, BINH, CHI, DUNG, HAI, UYEN, World, usual

from dicu.access.model import Absent, Asker, Forbidden, Officer
from dicu.ledger.model import Conflict
from dicu.review.desk import GapList, GapView
from dicu.review.desk.gaps import Followed
from dicu.review.gaps import Gap
from dicu.review.gaps.life import GapState, name_of
from dicu.review.rules import NotAllowed
from dicu.store.review.gap_models import GapRow, GapSightingRow
from dicu.store.review.gap_records import owned
from dicu.vocabulary.messages import Refused, T

LATE = date(2025, 12, 20)
G01 = "G01/TD-LD"


def listed(world: World, officer: Officer) -> GapList:
    return world.by(officer, usual(officer), lambda who: world.desk.gaps.listed(who, "demo", "2025"))


def one(world: World, officer: Officer, key: str = G01) -> Followed | None:
    return next((f for f in listed(world, officer).gaps if f.gap.key == key), None)


def step(world: World, officer: Officer, name: str, *values: Any, key: str = G01, number: int | None = None) -> None:
    def take(who: Asker) -> None:
        part = world.desk.gaps
        view: GapView = part.view(who, "demo", "2025", name_of(key))
        getattr(part, name)(who, view, *values, view.number if number is None else number)

    world.by(officer, usual(officer), take)


def record(world: World, officer: Officer = AN) -> tuple[int, int]:
    return world.by(officer, usual(officer), lambda who: world.desk.gaps.record(who, "demo", "2025"))


def test_from_open_to_closed_by_data(world: World) -> None:
    """Planned for an agency with a last day; its to-do stands until a recorded run no longer finds the gap. Then the gap is closed by
    data, with both days known."""
    world.on(LATE)
    assert one(world, AN).state is GapState.OPEN  # type: ignore[union-attr]
    record(world)
    step(world, DUNG, "acknowledge", "Đã biết.")
    step(world, AN, "plan", "TD-LD", date(2026, 1, 15), "")
    found = one(world, DUNG)
    assert found is not None
    assert (found.state, found.owner, found.due) == (GapState.PLANNED, "TD-LD", date(2026, 1, 15))
    assert [s.step for s in found.course.steps] == ["acknowledged", "planned"]
    todo = world.by(DUNG, usual(DUNG), lambda _: [t for t in owned(LATE) if t.agency == "TD-LD"])
    assert [(t.thing, t.due) for t in todo] == [(("demo", "2025", name_of(G01)), date(2026, 1, 15))]
    world.on(date(2025, 12, 22))
    world.report(DUNG, "TD-LD")
    new, gone = record(world)
    assert gone >= 1
    assert one(world, AN) is None
    closed = next(g for g in listed(world, DUNG).gone if g.key == G01)
    assert [(s.found, s.day) for s in closed.course.sightings] == [(True, LATE), (False, date(2025, 12, 22))]
    assert world.by(DUNG, usual(DUNG), lambda _: list(owned(LATE))) == []


def test_an_accepted_gap_stays_a_gap_and_its_reason_is_needed(world: World) -> None:
    world.on(LATE)
    with pytest.raises(NotAllowed):
        step(world, AN, "accept", "  ")
    step(world, AN, "accept", "Cơ quan đang sáp nhập.")
    found = one(world, AN)
    assert found is not None and found.state is GapState.ACCEPTED
    with pytest.raises(NotAllowed):
        step(world, BINH, "accept", "Nữa.")
    with pytest.raises(Conflict):
        step(world, AN, "plan", "TD-LD", None, "", number=0)


def test_who_may_what(world: World) -> None:
    """A reporter follows the own agency's gaps and accepts none; another agency's gap is absent; an auditor looks on."""
    world.on(LATE)
    assert one(world, HAI) is None and one(world, UYEN) is not None
    for officer, name, values, wrong in (
        (DUNG, "accept", ("Vì thế.",), Forbidden),
        (UYEN, "acknowledge", ("",), Forbidden),
        (HAI, "acknowledge", ("",), Absent),
        (AN, "plan", ("XX", None, ""), NotAllowed),
        (AN, "plan", ("TD-LD", date(2020, 1, 1), ""), NotAllowed),
    ):
        with pytest.raises(Refused) as caught:
            step(world, officer, name, *values)
        assert isinstance(caught.value, wrong), (officer.account, name)
    with pytest.raises(Refused):
        record(world, DUNG)


def test_a_gap_of_the_plan_is_seen_by_the_agency_for_which_it_is_planned(world: World) -> None:
    """Until a run has seen it closed: the agency itself sees less data than the run did. What is in one agency's work is planned for
    that agency and no other."""
    world.on(LATE)
    assert one(world, HAI, "G04/2.3") is None
    step(world, AN, "plan", "TD-TP", None, "", key="G04/2.3")
    assert one(world, HAI, "G04/2.3") is not None
    assert one(world, CHI, "G04/2.3") is None
    with pytest.raises(NotAllowed):
        step(world, AN, "plan", "TD-TP", None, "")


def test_a_run_records_once_a_day_what_did_not_change_and_says_its_digest(world: World) -> None:
    world.on(LATE)
    first = record(world)
    assert first[0] > 10 and record(world) == (0, 0)
    entries = world.by(AN, usual(AN), lambda _: world.house.ledger.read("gap-run/demo/2025"))
    assert len(entries) == 1 and entries[0].body["count"] == len(entries[0].body["opened"])
    world.on(date(2025, 12, 21))
    record(world)
    assert len(world.by(AN, usual(AN), lambda _: world.house.ledger.read("gap-run/demo/2025"))) == 2


def test_the_worker_records_and_a_rebuild_gives_the_same_rows(world: World, reaching_all: None) -> None:
    world.on(LATE)
    world.house.jobs["gaps"].call()
    step(world, AN, "acknowledge", "")

    def rows() -> tuple[list[Any], list[Any]]:
        return list(GapRow.objects.values()), list(GapSightingRow.objects.values())

    before = rows()
    assert all(before)
    world.house.ledger.rebuild("gaps")  # type: ignore[attr-defined]
    assert rows() == before


def test_a_gap_of_another_room_is_shown_and_stepped_there(world: World) -> None:
    world.on(LATE)
    strange = Gap("G14", "warning", "series/c-1", T("{what}", what="x"), T("{when}", when="y"), "TD-LD")
    world.desk.coordination.outside.append(lambda who, plan, round_: (strange,))
    assert one(world, AN, strange.key) is not None
    record(world)
    assert not world.by(AN, usual(AN), lambda _: GapSightingRow.objects.filter(key=strange.key).exists())
    with pytest.raises(NotAllowed):
        step(world, AN, "acknowledge", "", key=strange.key)
