"""A duty that passes to another agency: to whom it may, what becomes of what was sent, and when what came later is late."""

from datetime import date
from typing import Any

import pytest
from tests.unit.review.making import DUE, plan_of
from tests.unit.store_review.house import AN, DUNG, UYEN, World, reporter, without_figures
from tests.unit.store_review.test_duties import WHY, ask, nil_sent, state, step, view

from dicu.access.model import Absent
from dicu.ledger.model import Conflict
from dicu.review.rules import NotAllowed
from dicu.store.review.models import RoundRow


def pass_on(world: World, heir: str, origin: str = "TD-XH", tasks: tuple[str, ...] = ()) -> None:
    seen = view(world, AN, origin)
    passing = tasks or seen.obligation.tasks
    world.by(AN, "coordination", lambda who: world.desk.duties.pass_on(who, seen, heir, passing, "x", "", seen.history.number))


def test_no_duty_passes_to_who_was_freed_of_it(world: World) -> None:
    step(world, AN, "answer", ask(world, "waiver", None), True, "Đang sắp xếp lại.", None)
    with pytest.raises(NotAllowed, match="freed of its report") as refused:
        pass_on(world, "TD-LD")
    assert refused.value.where == "heir"
    assert view(world, AN, "TD-XH").obligation.tasks


def test_no_duty_passes_to_who_has_nothing_to_report_until_the_nil_return_is_back(world: World) -> None:
    nil_sent(world)
    with pytest.raises(NotAllowed, match="Give the nil return back"):
        pass_on(world, "TD-LD")
    step(world, AN, "answer_nil", True, "")
    with pytest.raises(NotAllowed, match="Give the nil return back"):
        pass_on(world, "TD-LD")
    step(world, AN, "answer_nil", False, "Nhận thêm nhiệm vụ.")
    pass_on(world, "TD-LD")
    assert (state(world, "TD-XH"), state(world)) == ("not-required", "open")
    assert view(world, AN).obligation.taken_from == ("TD-XH",)


def test_before_a_round_opens_nobody_can_be_freed_of_it(db: Any, files: None) -> None:
    """So what passes by itself at the opening meets no waiver and no nil return."""
    world = World().load()
    for name, more in (("ask", ("waiver", WHY, None)), ("write_nil", ("Không phát sinh.",))):
        with pytest.raises(Absent):
            step(world, DUNG, name, *more)


def test_a_duty_passes_to_the_agency_that_took_over(world: World, reaching_all: None) -> None:
    tasks = tuple(t.code for t in plan_of().tasks_led_by("TD-XH"))
    seen = view(world, AN, "TD-XH")

    def passed(who: Any, number: int) -> None:
        world.desk.duties.pass_on(who, seen, "TD-LD", tasks, "Chuyển chức năng.", "", number)

    with pytest.raises(Conflict):
        world.by(AN, "coordination", lambda who: passed(who, seen.history.number - 1))
    world.by(AN, "coordination", lambda who: passed(who, seen.history.number))
    assert state(world, "TD-XH") == "not-required"
    after = view(world, DUNG).obligation
    assert set(tasks) <= set(after.tasks)
    assert after.taken_from == ("TD-XH",)
    for task in after.tasks:
        world.by(DUNG, "reporting", lambda who, task=task: _write(world, who, task))
    world.send(DUNG, "TD-LD")
    rows = world.by(AN, "coordination", lambda who: world.desk.coordination.progress(who, world.overview(AN)))
    assert {row.agency for row in rows if row.task.code in tasks} == {"TD-LD"}
    assert RoundRow.objects.get(round="2025").head != ""


def _write(world: World, who: Any, task: str) -> None:
    seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
    world.desk.reporting.write(
        who, seen, task, {**without_figures(task), "claim": "in-progress", "narrative": "Đã làm."}, "vi", seen.report.number
    )


def test_who_had_reported_owes_what_came_to_it_by_the_same_last_day(world: World) -> None:
    world.report(DUNG, "TD-LD")
    seen = view(world, AN, "TD-XH")
    world.by(AN, "coordination", lambda who: world.desk.duties.pass_on(who, seen, "TD-LD", seen.obligation.tasks, "x", "", 2))
    assert (state(world), view(world, AN).obligation.last_day) == ("open", DUE)
    assert state(world.on(date(2025, 12, 17))) == "overdue"


def test_what_came_to_who_had_reported_and_was_sent_late_is_late(world: World) -> None:
    world.report(DUNG, "TD-LD")
    world.on(date(2026, 1, 5))
    pass_on(world, "TD-LD")
    assert state(world) == "overdue"
    world.on(date(2026, 2, 26))
    for task in plan_of().tasks_led_by("TD-XH"):
        world.by(DUNG, "reporting", lambda who, code=task.code: _write(world, who, code))
    world.send(DUNG, "TD-LD")
    after = view(world, AN).obligation
    assert state(world) == "satisfied-late"
    assert after.days_late(date(2026, 2, 27)) == (date(2026, 2, 26) - DUE).days


def test_the_empty_line_of_who_withdrew_does_not_hide_that_of_the_heir(world: World) -> None:
    """TD-XH sends, takes it back, and its tasks pass to TD-LD, whose lines are accepted: everybody sees those."""
    sender, tasks = reporter("tam", "TD-XH"), tuple(task.code for task in plan_of().tasks_led_by("TD-XH"))
    world.report(sender, "TD-XH")

    def withdraw(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-XH")
        world.desk.reporting.withdraw(who, seen, "Sai kỳ.", seen.report.number)

    world.by(sender, "reporting", withdraw)
    pass_on(world, "TD-LD")
    for code in (*tasks, "3.1", "3.2", "3.3"):
        world.by(DUNG, "reporting", lambda who, code=code: _write(world, who, code))
    world.send(DUNG, "TD-LD")

    def accept(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.coordination.accept(who, seen, tasks[0], seen.report.told)

    world.by(AN, "coordination", accept)
    for officer in (UYEN, AN):
        found = world.overview(officer).situation
        assert (str(found.lines[tasks[0]].state), found.agency_of[tasks[0]]) == ("accepted", "TD-LD"), officer.account


def test_what_was_sent_stays_with_who_sent_it(world: World) -> None:
    world.report(DUNG, "TD-LD")
    seen = view(world, AN)
    with pytest.raises(NotAllowed, match="stays with the agency"):
        world.by(AN, "coordination", lambda who: world.desk.duties.pass_on(who, seen, "TD-TP", ("3.1",), "x", "", seen.history.number))
    for heir, said in (("TD-LD", "another agency"), ("TD-XH", "exists today"), ("NHAM", "exists today")):
        with pytest.raises(NotAllowed, match=said):
            world.by(
                AN, "coordination", lambda who, h=heir: world.desk.duties.pass_on(who, seen, h, ("3.1",), "x", "", seen.history.number)
            )
