"""What is asked and decided about a duty, through the desk and behind the database's second lock."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml
from tests.unit.review.making import DUE, bundle_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, TWO_HATS, UYEN, World, reporter, usual

from dicu.access.model import Absent, Forbidden, Officer
from dicu.ledger.model import Conflict
from dicu.review.desk import DutyView
from dicu.review.law import ReportingLaw
from dicu.review.obligations import ObligationState
from dicu.review.rules import NotAllowed
from dicu.store.review.models import LineRow, ObligationRow, RoundRow

LATER = date(2025, 12, 19)  # a Friday
WHY = "Cần đối chiếu số liệu với tỉnh."


def view(world: World, officer: Officer, agency: str = "TD-LD", purpose: str = "") -> DutyView:
    return world.by(officer, purpose or usual(officer), lambda who: world.desk.duties.view(who, "demo", "2025", agency))


def step(world: World, officer: Officer, name: str, *args: Any, agency: str = "TD-LD", stale: int = 0, purpose: str = "") -> None:
    """One step on the newest form, or on one that is `stale` entries old."""

    def done(who: Any) -> None:
        seen = world.desk.duties.view(who, "demo", "2025", agency)
        getattr(world.desk.duties, name)(who, seen, *args, seen.number - stale)

    world.by(officer, purpose or usual(officer), done)


def state(world: World, agency: str = "TD-LD") -> str:
    return str(view(world, AN, agency).obligation.state(world.desk.tools.today()))


def ask(world: World, sort: str = "extension", day: date | None = LATER, officer: Officer = DUNG, agency: str = "TD-LD") -> int:
    step(world, officer, "ask", sort, WHY, day, agency=agency)
    return view(world, officer, agency).duty.requests[-1].number


def test_an_extension_moves_the_last_day_of_one_agency_only(world: World) -> None:
    number = ask(world)
    assert view(world, AN).obligation.due == DUE
    assert view(world, AN).obligation.asked == ("extension",)
    step(world, AN, "answer", number, True, "Đồng ý.", None)
    after = view(world, DUNG).obligation
    assert (after.due, after.round_due, after.extended) == (LATER, DUE, True)
    assert view(world, AN, "TD-TP").obligation.due == DUE
    world.on(date(2025, 12, 18))
    assert (state(world), state(world, "TD-TP")) == ("due-soon", "overdue")
    request = view(world, AN).duty.requests[0]
    assert (request.asked_by, request.answered_by, request.answer, request.due) == ("dung", "an", "Đồng ý.", LATER)


def test_the_coordinator_may_grant_another_day(world: World) -> None:
    step(world, AN, "answer", ask(world), True, "Sớm hơn.", date(2025, 12, 17))
    assert view(world, AN).obligation.due == date(2025, 12, 17)


@pytest.mark.parametrize(
    ("day", "said"),
    [(None, "Write the new last day"), (DUE, "must be later"), (date(2025, 12, 20), "no working day"), (date(2027, 1, 5), "not loaded")],
    ids=["no day", "not later", "a Saturday", "a year that is not loaded"],
)
def test_a_day_that_cannot_be_one_is_not_asked_for(world: World, day: date | None, said: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        ask(world, day=day)
    assert said in refused.value.message.say("en")
    assert view(world, AN).duty.requests == ()


def test_more_time_is_asked_on_the_last_day_at_the_latest(world: World) -> None:
    ask(world.on(DUE))
    with pytest.raises(NotAllowed, match="has passed"):
        ask(world.on(date(2025, 12, 17)), officer=HAI, agency="TD-TP")


def test_nobody_answers_what_they_asked_and_nobody_answers_twice(world: World) -> None:
    ask(world, officer=TWO_HATS, agency="TD-NG")
    number = view(world, AN, "TD-NG").duty.requests[0].number
    with pytest.raises(Forbidden):
        step(world, TWO_HATS, "answer", number, True, "Tự duyệt.", None, agency="TD-NG", purpose="coordination")
    step(world, AN, "answer", number, False, "Không.", None, agency="TD-NG")
    with pytest.raises(NotAllowed, match="answered already"):
        step(world, BINH, "answer", number, True, "Đồng ý.", None, agency="TD-NG")
    assert view(world, AN, "TD-NG").obligation.due == DUE


def test_an_answer_needs_a_reason_and_the_newest_form(world: World) -> None:
    number = ask(world)
    with pytest.raises(NotAllowed, match="Give the reason"):
        step(world, AN, "answer", number, True, "  ", None)
    with pytest.raises(Conflict):
        step(world, AN, "answer", number, True, "Đồng ý.", None, stale=1)
    with pytest.raises(NotAllowed, match="no such request"):
        step(world, AN, "answer", 999, True, "Đồng ý.", None)


def test_what_the_agency_is_writing_makes_no_answer_stale(world: World) -> None:
    number = ask(world)
    form = view(world, AN)
    world.write(DUNG, "3.1", narrative="Nháp.")
    world.by(AN, "coordination", lambda who: world.desk.duties.answer(who, form, number, True, "Đồng ý.", None, form.number))
    assert view(world, AN).obligation.due == LATER


def test_a_waiver_ends_the_duty_until_a_report_comes_all_the_same(world: World) -> None:
    number = ask(world, "waiver", None)
    assert state(world) == "open"
    step(world, BINH, "answer", number, True, "Nhiệm vụ đã kết thúc.", None)
    world.on(date(2026, 3, 1))
    assert state(world) == "waived"
    assert "TD-LD" not in {gap.agency for gap in world.overview(AN).gaps if gap.rule == "G01"}
    world.report(DUNG, "TD-LD")
    assert state(world) == "satisfied-late"


def test_a_nil_return_is_cleared_by_another_and_counts_only_once_sent(world: World) -> None:
    step(world, DUNG, "write_nil", "Đã rà soát, không phát sinh.")
    assert (view(world, AN).duty.nil.state, view(world, DUNG).duty.nil.state) == ("", "draft")
    assert state(world) == "open"
    with pytest.raises(Forbidden):
        step(world, DUNG, "send_nil")
    step(world, HOA, "send_nil")
    assert state(world) == "nil-return"
    with pytest.raises(NotAllowed, match="nil return was sent"):
        world.report(DUNG, "TD-LD")
    step(world, AN, "answer_nil", True, "")
    nil = view(world, AN).duty.nil
    assert (nil.state, nil.sent_author, nil.submitter, nil.reviewer) == ("accepted", "dung", "hoa", "an")


def test_a_nil_return_that_is_not_taken_is_owed_again(world: World) -> None:
    step(world, DUNG, "write_nil", "Không phát sinh.")
    step(world, HOA, "send_nil")
    with pytest.raises(NotAllowed, match="Give the reason"):
        step(world, AN, "answer_nil", False, " ")
    step(world, AN, "answer_nil", False, "Báo chí đưa tin có phát sinh.")
    assert state(world.on(date(2026, 1, 5))) == "overdue"
    step(world, HOA, "write_nil", "Không phát sinh.")
    with pytest.raises(NotAllowed, match="not been changed"):
        step(world, DUNG, "send_nil")
    world.report(DUNG, "TD-LD")
    assert state(world) == "satisfied-late"


def nil_sent(world: World, writer: Officer = DUNG, sender: Officer = HOA, agency: str = "TD-LD") -> None:
    step(world, writer, "write_nil", "Không phát sinh.", agency=agency)
    step(world, sender, "send_nil", agency=agency)


def test_a_nil_return_that_was_accepted_is_given_back_when_something_came_up(world: World) -> None:
    nil_sent(world)
    step(world, AN, "answer_nil", True, "")
    with pytest.raises(NotAllowed, match="Give the reason"):
        step(world, BINH, "answer_nil", False, " ")
    with pytest.raises(Forbidden):
        step(world, UYEN, "answer_nil", False, "Có phát sinh.")
    with pytest.raises(NotAllowed, match="waits for an answer"):
        step(world, BINH, "answer_nil", True, "")
    step(world, BINH, "answer_nil", False, "Tỉnh vừa báo có phát sinh.")
    nil = view(world, DUNG).duty.nil
    assert (nil.state, nil.reviewer, nil.answer) == ("returned", "binh", "Tỉnh vừa báo có phát sinh.")
    assert (state(world), todos(world, DUNG)) == ("open", ["report"])
    with pytest.raises(NotAllowed, match="could be given back"):
        step(world, BINH, "answer_nil", False, "Lần nữa.", purpose="coordination")
    world.report(DUNG, "TD-LD")
    assert state(world) == "satisfied-on-time"


def test_nobody_gives_back_the_accepted_nil_return_they_sent(world: World) -> None:
    chi = reporter("chi", "TD-NG")
    nil_sent(world, chi, TWO_HATS, "TD-NG")
    step(world, AN, "answer_nil", True, "", agency="TD-NG")
    with pytest.raises(Forbidden):
        step(world, TWO_HATS, "answer_nil", False, "Tự trả lại.", agency="TD-NG", purpose="coordination")
    assert view(world, AN, "TD-NG").duty.nil.state == "accepted"


def test_a_nil_return_is_withdrawn_before_it_is_judged(world: World) -> None:
    step(world, DUNG, "write_nil", "Không phát sinh.")
    step(world, HOA, "send_nil")
    step(world, DUNG, "withdraw_nil", "Có số liệu mới.")
    assert state(world) == "open"
    with pytest.raises(NotAllowed, match="no nil return"):
        step(world, AN, "answer_nil", True, "")


def test_a_report_that_was_withdrawn_satisfies_nothing(world: World, reaching_all: None) -> None:
    world.report(DUNG, "TD-LD")
    assert state(world) == "satisfied-on-time"

    def withdraw(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.reporting.withdraw(who, seen, "Sai kỳ.", seen.report.number)

    world.by(HOA, "reporting", withdraw)
    assert state(world) == "open"
    assert world.sees(AN, "TD-LD") is None
    assert all(row.state == "draft" and row.line["sent"] is None for row in LineRow.objects.filter(agency="TD-LD"))
    world.send(HOA, "TD-LD")
    world.accept(AN, "3.1")
    with pytest.raises(NotAllowed, match="begun to answer"):
        world.by(HOA, "reporting", withdraw)


def test_what_was_returned_is_owed_again_until_its_own_last_day(world: World) -> None:
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1", due=LATER)
    assert state(world) == "open"
    assert state(world.on(LATER)) == "due-soon"
    assert state(world.on(date(2025, 12, 20))) == "overdue"
    world.write(DUNG, "3.1", narrative="Đã bổ sung bảng.")
    world.send(DUNG, "TD-LD")
    after = view(world, AN).obligation
    assert after.state(date(2026, 1, 1)) is ObligationState.LATE
    assert after.mended is not None and after.mended[0] == LATER


def test_others_neither_see_nor_move_a_duty(world: World) -> None:
    number = ask(world)
    with pytest.raises(Absent):
        view(world, HAI)
    mine = view(world, DUNG)
    steps: dict[str, Callable[[Any], None]] = {
        "ask": lambda who: world.desk.duties.ask(who, mine, "waiver", WHY, None, mine.number),
        "answer": lambda who: world.desk.duties.answer(who, mine, number, True, WHY, None, mine.number),
        "nil": lambda who: world.desk.duties.write_nil(who, mine, "Không phát sinh.", mine.number),
        "pass": lambda who: world.desk.duties.pass_on(who, mine, "TD-TP", ("3.1",), WHY, "", 1),
    }
    for officer, refused in ((HAI, Absent), (UYEN, Forbidden), (reporter("moi", "TD-YT"), Absent)):
        for name, attempt in steps.items():
            with pytest.raises(refused):  # noqa: PT011 - one of the two ways to be refused
                world.by(officer, usual(officer), attempt)
            assert view(world, AN).duty.requests[0].state == "asked", name
    for name in ("answer", "pass"):
        with pytest.raises(Forbidden):
            world.by(DUNG, "reporting", steps[name])
    for name in ("ask", "nil"):
        with pytest.raises((Forbidden, Absent)):
            world.by(AN, "coordination", steps[name])


def test_rows_of_duties_are_made_anew_from_the_ledger(world: World, reaching_all: None) -> None:
    step(world, AN, "answer", ask(world), True, "Đồng ý.", None)
    step(world, HAI, "write_nil", "Không phát sinh.", agency="TD-TP")
    seen = view(world, AN, "TD-XH")
    tasks = seen.obligation.tasks
    world.by(AN, "coordination", lambda who: world.desk.duties.pass_on(who, seen, "TD-YT", tasks, "x", "", seen.history.number))
    before = list(ObligationRow.objects.values()), list(RoundRow.objects.values())
    ObligationRow.objects.update(duty={}, due=None, tasks=[], settled=True)
    RoundRow.objects.update(deadline={}, head="", due=None)
    world.house.ledger.project_again()  # type: ignore[attr-defined]
    assert (list(ObligationRow.objects.values()), list(RoundRow.objects.values())) == before


def by_law(world: World, named: str | None = None, **rule: Any) -> None:
    """Loads the plan with a round of 2026 whose days follow a rule of the law, or the plan's own unread rule. `named`: the
    last day that the plan names all the same."""
    bundle = copy.deepcopy(dict(bundle_of()))
    row = next(r for r in bundle["rounds"] if r["id"] == "2026")
    row.update(cut_off=None, due=named, **rule)
    row["due_rule"]["working_days_after_cut_off"] = None
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle, "test"))


def open_2026(world: World, apply: bool = False) -> Any:
    world.on(date(2026, 11, 2))
    world.by(AN, "coordination", lambda who: world.desk.coordination.open_round(who, "demo", "2026", apply))
    return world.by(AN, "coordination", lambda who: world.desk.duties.view(who, "demo", "2026", "TD-LD"))


def test_a_round_keeps_the_version_of_the_law_it_was_opened_under(world: World) -> None:
    by_law(world, rule="annual-government")
    before = open_2026(world)
    assert (before.deadline.due, before.deadline.version, before.deadline.by) == (date(2026, 12, 25), "2019", "law")
    raw = yaml.safe_load((files("dicu") / "law" / "reporting.yaml").read_text("utf-8"))
    raw["rules"][0]["versions"][0].update(version="2026", due={**raw["rules"][0]["versions"][0]["due"], "day_of_month": 18})
    with changed_law(world, ReportingLaw.read(raw)):
        after = world.by(AN, "coordination", lambda who: world.desk.duties.view(who, "demo", "2026", "TD-LD"))
        shown = world.by(AN, "coordination", lambda who: world.desk.coordination.reporting_of(who, "demo", "2026")).situation.round
    assert after.deadline == before.deadline
    assert (after.obligation.due, shown.due, shown.cut_off) == (date(2026, 12, 25), date(2026, 12, 25), date(2026, 12, 14))


@contextmanager
def changed_law(world: World, law: ReportingLaw) -> Iterator[None]:
    before = world.desk.tools.law
    object.__setattr__(world.desk.tools, "law", lambda: law)
    try:
        yield
    finally:
        object.__setattr__(world.desk.tools, "law", before)


def test_a_round_whose_last_day_cannot_be_counted_is_not_opened(world: World) -> None:
    raw = yaml.safe_load((files("dicu") / "law" / "reporting.yaml").read_text("utf-8"))
    raw["rules"][0]["versions"][0]["due"].update(working_days=20, day_of_month=None)
    raw["rules"][0]["versions"][0]["cut_off"]["source"]["verified"] = True  # else working days from it bind nobody
    by_law(world, rule="annual-government")
    before = world.entries()
    with changed_law(world, ReportingLaw.read(raw)), pytest.raises(NotAllowed, match="2027"):
        open_2026(world)
    assert world.entries() == before
    assert not RoundRow.objects.filter(round="2026").exists()


def test_a_rule_that_does_not_bind_is_applied_by_a_named_coordinator(world: World) -> None:
    by_law(world, rule="khanh-hoa-annual")
    opened = open_2026(world, apply=True)
    assert (opened.deadline.by, opened.deadline.due, opened.deadline.verified) == ("decision", date(2026, 12, 16), False)


def test_there_is_nothing_to_apply_where_the_day_is_set(world: World) -> None:
    with pytest.raises(NotAllowed, match="no rule to apply"):
        open_2026(world, apply=True)


def test_without_a_decision_a_rule_that_does_not_bind_moves_nobody(world: World) -> None:
    by_law(world, rule="khanh-hoa-annual")
    opened = open_2026(world)
    assert (opened.deadline.by, opened.deadline.due, opened.deadline.would_be) == ("nobody", None, date(2026, 12, 16))
    assert str(opened.obligation.state(date(2029, 1, 1))) == "open"


def todos(world: World, officer: Officer) -> list[str]:
    """What of this round's duties stands among the to-dos of an officer."""
    lines = world.by(officer, usual(officer), lambda who: world.house.agenda.mine(who.officer))
    return [line.todo.what for line in lines if line.todo.thing[:3] == ("demo", "2025", "TD-LD")]


def test_what_waits_for_an_answer_is_a_to_do_of_the_coordinator_and_what_is_settled_of_nobody(world: World) -> None:
    assert todos(world, DUNG) == ["report"]
    extension, waiver = ask(world), ask(world, "waiver", None)
    assert sorted(todos(world, AN)) == ["answer-extension", "answer-waiver"]
    step(world, AN, "answer", extension, False, "Còn đủ thời gian.", None)
    step(world, AN, "answer", waiver, True, "Cơ quan vừa được sắp xếp lại.", None)
    assert (todos(world, AN), todos(world, DUNG)) == ([], [])


def test_a_nil_return_waits_for_a_coordinator_and_is_owed_no_more(world: World) -> None:
    step(world, DUNG, "write_nil", "Không phát sinh.")
    known = (todos(world, AN), todos(world, DUNG))
    assert known == ([], ["report", "second-clear-nil"]), "a draft is nobody else's business, and counts for nothing"
    step(world, HOA, "send_nil")
    assert (todos(world, AN), todos(world, DUNG)) == (["accept-nil"], [])
    step(world, AN, "answer_nil", False, "Báo chí đưa tin có phát sinh.")
    assert (todos(world, AN), todos(world, DUNG)) == ([], ["report"])
