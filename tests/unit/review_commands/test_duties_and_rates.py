"""`dicu review duties`, `rates` and `check-rates`: what they print of cut-offs and denominators."""

from datetime import date

from tests.unit.review.making import plan_of
from tests.unit.review_commands.conftest import Run, last
from tests.unit.store_review.house import World
from tests.unit.store_review.test_duties import by_law

DUTIES = "review duties --plan demo --round {} --lang en"


def test_a_cut_off_that_nobody_has_read_is_marked(world: World, run: Run) -> None:
    own = run("an", DUTIES.format("2025")).output
    assert "Data up to 14 December 2025; last day to send: 16 December 2025." in own
    by_law(world, rule="annual-government")
    world.on(date(2026, 11, 2)).open("2026")
    assert "Data up to 14 December 2026 (not verified: Hai văn bản dẫn lại" in run("an", DUTIES.format("2026")).output


def test_the_rate_on_tasks_assigned_is_printed(world: World, run: Run) -> None:
    done = run("an", "review rates --plan demo --round 2025 --lang en --json")
    assert f"of {len(plan_of().tasks)} tasks assigned" in done.output
    assert "completed-of-assigned" in {rate["key"] for rate in last(done)["rates"]}
