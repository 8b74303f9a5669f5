"""What the worker records: who is reminded of what, once, by the rules that decide on pages."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from tests.unit.review.making import DUE
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, UYEN, World

from dicu.access.model import Asker
from dicu.access.rulebook import READING
from dicu.store.agenda.models import ReminderRow
from dicu.store.security.session import maintaining, speaking_as

EXPECTED = {"dung", "hoa", "hai", "khoa"}  # who reports for the three agencies that have accounts


def tick(world: World) -> None:
    world.house.agenda.tick()


def rows(**wanted: Any) -> list[ReminderRow]:
    with transaction.atomic(), maintaining():
        return list(ReminderRow.objects.filter(**wanted))


def entries(world: World) -> list[tuple[str, str]]:
    with transaction.atomic(), maintaining():
        found = [e for stream in world.house.ledger.streams("agenda/") for e in world.house.ledger.read(stream.name)]
    return [(entry.kind, entry.body.get("account", "")) for entry in found]


def test_a_report_is_reminded_of_to_those_who_write_it_and_nobody_else(world: World) -> None:
    world.on(date(2025, 12, 2))
    tick(world)
    assert {row.account for row in rows(what="report")} == EXPECTED
    assert {row.step for row in rows()} == {-10}
    assert {row.what for row in rows()} == {"report"}


def test_another_look_records_nothing_more(world: World) -> None:
    world.on(DUE)
    tick(world)
    before = entries(world)
    tick(world)
    assert entries(world) == before and len(before) > 3


def test_what_is_done_is_not_reminded_of(world: World) -> None:
    world.report(HAI, "TD-TP")
    world.on(DUE)
    tick(world)
    assert {row.account for row in rows(what="report")} == EXPECTED - {"hai"}


def test_a_returned_line_goes_to_its_agency_with_its_own_last_day(world: World) -> None:
    world.report(HAI, "TD-TP")
    line = next(o.task for o in _lines(world, "TD-TP"))
    world.give_back(AN, line, due=date(2025, 12, 12))
    world.on(date(2025, 12, 11))
    tick(world)
    assert [(row.account, row.due, row.step) for row in rows(what="returned")] == [("hai", date(2025, 12, 12), -1)]


def _lines(world: World, agency: str) -> Any:
    return [line for _, line in world.view(HAI, agency).lines]


def test_what_was_sent_goes_to_coordinators(world: World) -> None:
    world.report(HAI, "TD-TP")
    tick(world)
    assert {row.account for row in rows(what="accept")} == {"an", "binh", "khoa"}


def test_nobody_is_asked_to_judge_what_they_sent_themselves(world: World) -> None:
    from tests.unit.store_review.house import TWO_HATS  # noqa: PLC0415

    world.report(TWO_HATS, "TD-NG")
    tick(world)
    assert {row.account for row in rows(what="accept")} == {"an", "binh"}


def test_a_built_review_goes_to_every_coordinator_but_its_builder(world: World) -> None:
    world.by(AN, "coordination", lambda who: world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")))
    tick(world)
    assert {row.account for row in rows(what="publish")} == {"binh", "khoa"}
    [edition] = world.by(AN, "coordination", world.desk.editions.editions)
    world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", edition.snapshot))
    assert not any(line.todo.what == "publish" for line in mine(world, BINH))


def test_who_cannot_sign_in_and_programs_are_not_reminded(world: World) -> None:
    get_user_model().objects.filter(username="dung").update(is_active=False)
    get_user_model().objects.filter(username="khoa").update(service=True)
    world.on(DUE)
    tick(world)
    assert {row.account for row in rows()} == EXPECTED - {"dung", "khoa"}


def test_a_missing_calendar_is_told_to_coordinators_and_nobody_is_reminded_of_what_hangs_on_it(world: World, tmp_path: Path) -> None:
    world.report(HAI, "TD-TP")
    line = _lines(world, "TD-TP")[0].task
    world.give_back(AN, line, due=date(2027, 1, 8))
    tick(world)
    assert rows(what="returned") == []
    assert {row.account for row in rows(what="calendar")} == {"an", "binh", "khoa"}
    tick(world)
    assert len(rows(what="calendar")) == 3
    said = [line.todo.why.say("en") for line in mine(world, AN) if line.todo.what == "calendar"]
    assert len(said) == 1 and "2027" in said[0] and "1 things" in said[0]


def test_a_broken_overlay_stops_no_page_and_is_told(world: World, tmp_path: Path) -> None:
    from dicu.vocabulary.overlays import Calendars  # noqa: PLC0415

    (tmp_path / "bad.yaml").write_text("calendar: vn\nyears: {}\n", "utf-8")
    broken = _with(world, Calendars(tmp_path).calendar)
    broken.tick()
    assert {row.what for row in rows()} == {"calendar"}


def _with(world: World, calendars: Any) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    desk = world.house.agenda
    return replace(desk, calendars=calendars, reminding=replace(desk.reminding, calendars=calendars))


def test_a_room_that_fails_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def fails(today: date) -> Any:
        raise RuntimeError("Nguyễn Văn A")

    world.house.agenda.sources.register("broken", fails)
    world.on(DUE)
    with pytest.raises(RuntimeError, match="broken"):
        tick(world)
    assert {row.account for row in rows(what="report")} == EXPECTED


def test_a_clock_that_was_set_back_records_nothing(world: World) -> None:
    world.on(DUE)
    tick(world)
    before = entries(world)
    world.on(date(2025, 12, 3))
    tick(world)
    assert entries(world) == before


def test_after_a_month_of_standstill_each_thing_is_said_once(world: World) -> None:
    world.on(date(2026, 1, 23))
    tick(world)
    assert {(row.account, row.step) for row in rows(what="report")} == {(name, 25) for name in EXPECTED}


def test_the_rows_can_be_made_anew(world: World) -> None:
    world.on(DUE)
    tick(world)

    def told() -> list[tuple[str, str, int, datetime]]:
        return sorted((row.id, row.account, row.step, row.at) for row in rows())

    before = told()
    with transaction.atomic(), maintaining():
        assert world.house.ledger.rebuild("agenda") >= len(before)
    assert told() == before and before


def mine(world: World, officer: Any) -> Any:
    with transaction.atomic(), speaking_as(officer):
        return world.house.agenda.mine(officer)


def test_each_officer_has_the_to_dos_they_are_reminded_of(world: World) -> None:
    """The page and the letters come from one answer."""
    world.report(HAI, "TD-TP")
    world.on(DUE)
    tick(world)
    for officer in (DUNG, HOA, HAI, AN, BINH, UYEN):
        on_page = {line.todo.id for line in mine(world, officer)}
        assert {row.todo for row in rows(account=officer.account)} == on_page


def test_an_auditor_sees_all_of_it_and_has_nothing_to_do(world: World) -> None:
    world.on(DUE)
    assert mine(world, UYEN) == ()
    with transaction.atomic(), speaking_as(UYEN):
        assert len(world.house.agenda.seen(Asker(UYEN, "audit"))) > 3
        assert world.house.agenda.seen(Asker(UYEN, READING)) == ()
