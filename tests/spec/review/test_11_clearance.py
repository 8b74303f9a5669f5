"""Two pairs of eyes, and the end of a round.

Nobody sends what they wrote, nobody accepts what they sent or wrote, and nobody opens a closed round alone. A reviewer changes
nothing of what an agency wrote: they ask, propose, return or accept. What is closed stays as it was.
"""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from tests.unit.store_review.house import AN, BINH, DUNG, HOA, TWO_HATS, World, reporter, without_figures
from tests.unit.store_review.test_duties import ask as asked_for
from tests.unit.store_review.test_duties import step, view

from dicu.access.model import Forbidden
from dicu.ledger.model import Conflict
from dicu.review.desk import ClosingView, Press
from dicu.review.evidence.model import Description
from dicu.review.report import LineState
from dicu.review.rules import NotAllowed

SAID = Description("dataset", "Bảng", "", "", "", "not-known", "", "public", "vi")


def closing(world: World, officer: Any = AN) -> ClosingView:
    return world.by(officer, "coordination", lambda who: world.desk.closings.view(who, "demo", "2025"))


def close(world: World, reasons: dict[str, str] | None = None) -> None:
    seen = closing(world)
    world.by(AN, "coordination", lambda who: world.desk.closings.close(who, seen, reasons or {}, seen.history.number))


def reopened(world: World, *tasks: str) -> None:
    seen = closing(world)
    number = seen.history.number
    world.by(AN, "coordination", lambda who: world.desk.closings.ask(who, seen, "TD-LD", tasks, "Đính chính nguồn.", number))
    now = closing(world, BINH)
    request = now.history.reopenings[-1].number
    world.by(BINH, "coordination", lambda who: world.desk.closings.decide(who, now, request, True, "Đồng ý.", now.history.number))


def question(world: World, officer: Any = AN, task: str = "3.1", text: str = "Theo người hay theo lượt?", proposed: str = "") -> None:
    def put(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.questions.put(who, seen, task, text, seen.report.number, proposed)

    world.by(officer, "coordination", put)


def answer(world: World, officer: Any = DUNG, task: str = "3.1") -> None:
    def told(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        number = seen.line(task)[1].open_queries[0].number
        world.desk.questions.answer(who, seen, task, number, "Theo người.", seen.report.number)

    world.by(officer, "reporting", told)


def written(world: World, officer: Any = DUNG) -> None:
    for task in ("3.1", "3.2", "3.3"):
        world.write(officer, task)


def test_one_writes_and_another_clears_and_sends(world: World) -> None:
    """Whoever wrote a line asks; somebody else of the agency looks through it and sends it. Meanwhile nobody changes it."""
    written(world)
    world.ask(DUNG, "TD-LD")
    with pytest.raises(Forbidden, match="cleared by another"):
        world.clear(DUNG, "TD-LD")
    with pytest.raises(NotAllowed, match="waits for clearance and cannot be changed"):
        world.write(HOA, "3.1", narrative="Khác.")
    assert world.clear(HOA, "TD-LD") == ("3.1", "3.2", "3.3")
    line = world.line(DUNG, "3.1")
    assert (line.state, line.author, line.submitter) == (LineState.SUBMITTED, "dung", "hoa")


def test_what_waits_inside_its_agency_is_a_draft_to_everybody_else(world: World) -> None:
    """The coordinator sees no difference: nothing was sent."""
    before = world.overview(AN)
    written(world)
    world.ask(DUNG, "TD-LD")
    assert world.overview(AN) == before
    assert world.sees(AN, "TD-LD") is None


def test_the_second_person_gives_back_with_a_reason(world: World) -> None:
    """Then the lines are drafts again. Who wrote them takes them back the same way."""
    written(world)
    world.ask(DUNG, "TD-LD")

    def refuse(who: Any, reason: str) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.reporting.refuse_clearance(who, seen, reason, seen.report.number)

    with pytest.raises(NotAllowed, match="Give the reason"):
        world.by(HOA, "reporting", lambda who: refuse(who, " "))
    world.by(HOA, "reporting", lambda who: refuse(who, "Thiếu số liệu tháng 11."))
    line = world.line(DUNG, "3.1")
    assert (line.state, line.refusals[-1].by, line.refusals[-1].text) == (LineState.DRAFT, "hoa", "Thiếu số liệu tháng 11.")


def test_where_everybody_wrote_nobody_sends(world: World) -> None:
    """A comma is a change, too. A third person clears, or the change is taken back."""
    written(world)
    world.write(HOA, "3.1", narrative="Đã làm ,")
    world.ask(DUNG, "TD-LD")
    for officer in (DUNG, HOA):
        with pytest.raises(Forbidden):
            world.clear(officer, "TD-LD")
    assert world.clear(reporter("thu", "TD-LD"), "TD-LD")


def test_a_complete_line_can_go_before_the_others(world: World) -> None:
    """The report is owed until the others have followed."""
    world.write(DUNG, "3.1")
    assert world.ask(DUNG, "TD-LD", None, "3.1") == ("3.1",)
    world.clear(HOA, "TD-LD")
    assert view(world, AN).obligation.owed(date(2025, 12, 1))
    for task in ("3.2", "3.3"):
        world.write(DUNG, task)
    world.send(DUNG, "TD-LD")
    assert not view(world, AN).obligation.owed(date(2025, 12, 1))


def test_no_line_is_accepted_while_a_question_waits(world: World) -> None:
    """The agency answers without getting the line back; both stay in the record."""
    world.report(DUNG, "TD-LD")
    question(world)
    with pytest.raises(NotAllowed, match="was not answered yet"):
        world.accept(BINH, "3.1")
    answer(world, HOA)
    world.accept(BINH, "3.1")
    query = world.line(AN, "3.1").queries[0]
    assert (query.by, query.answered_by, query.answer) == ("an", "hoa", "Theo người.")


def test_a_reviewer_proposes_words_and_changes_none(world: World) -> None:
    """What the agency wrote stays what it wrote, until its own reporter takes the words over."""
    world.report(DUNG, "TD-LD")
    question(world, proposed="Đã tổ chức hai khóa.")
    answer(world)
    assert world.line(AN, "3.1").content.narrative == "Đã làm."  # type: ignore[union-attr]
    world.give_back(AN, "3.1")

    def take(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.reporting.take_over(who, seen, "3.1", seen.report.number)

    world.by(HOA, "reporting", take)
    line = world.line(DUNG, "3.1")
    assert (line.content.narrative, line.author) == ("Đã tổ chức hai khóa.", "hoa")  # type: ignore[union-attr]


def test_who_wrote_a_line_does_not_judge_it_whoever_sent_it(world: World) -> None:
    """Somebody who reports and coordinates accepts neither what they sent nor what they wrote."""
    world.report(TWO_HATS, "TD-NG")
    assert world.line(AN, "1.2").submitter != TWO_HATS.account
    with pytest.raises(Forbidden, match="never what the same person sent or wrote"):
        world.accept(TWO_HATS, "1.2")


def test_a_round_closes_only_over_what_was_answered(world: World) -> None:
    """Or the reason stands for each agency. What is owed stays owed: it is a gap, and the closing says so."""
    world.report(DUNG, "TD-LD")
    with pytest.raises(NotAllowed, match="was not answered yet: TD-LD"):
        close(world)
    close(world, {"TD-LD": "Bộ đang sáp nhập."})
    made = closing(world).history.closings[-1]
    assert (made.by, dict(made.unjudged)) == ("an", {"TD-LD": "Bộ đang sáp nhập."})
    assert "TD-TP" in made.unmet
    assert "overdue" in {str(o.state(date(2026, 1, 5))) for o in world.overview(AN).situation.obligations}


STEPS: dict[str, Callable[[World], object]] = {
    "a line": lambda w: w.write(DUNG, "3.1", narrative="Khác."),
    "a file": lambda w: w.attach(DUNG, "3.1"),
    "clearance": lambda w: w.ask(DUNG, "TD-LD"),
    "sending": lambda w: w.clear(HOA, "TD-LD"),
    "a nil return": lambda w: step(w, DUNG, "write_nil", "Không phát sinh."),
    "more time": asked_for,
    "a waiver": lambda w: asked_for(w, "waiver", None),
    "accepting": lambda w: w.accept(AN, "3.2"),
    "returning": lambda w: w.give_back(AN, "3.2"),
    "a question": lambda w: question(w, task="3.2"),
    "passing a duty": lambda w: step(w, AN, "pass_on", "TD-LD", ("3.4",), "x", "", agency="TD-TP"),
}


def test_after_closing_nothing_changes_by_any_way(world: World) -> None:
    """Each refusal is a sentence that says what would help; not one entry is added."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    close(world, {"TD-LD": "Hết thời gian."})
    before = world.entries()
    for name, attempt in STEPS.items():
        with pytest.raises(NotAllowed, match="This round is closed"):
            attempt(world)
        assert world.entries() == before, name

    def withdraw(who: Any) -> None:
        seen = world.desk.reporting.view(who, "demo", "2025", "TD-LD")
        world.desk.reporting.withdraw(who, seen, "Nhầm.", seen.report.number)

    with pytest.raises(NotAllowed, match="This round is closed"):
        world.by(DUNG, "reporting", withdraw)


def test_a_step_that_began_before_the_closing_leaves_nothing(world: World) -> None:
    """The page was read while the round was open, so the rules let it pass; the ledger's own look at the round does not."""
    written(world)
    early = world.view(DUNG, "TD-LD")
    close(world)
    before = world.entries()
    fields = {**without_figures("3.1"), "claim": "in-progress", "narrative": "Muộn."}
    with pytest.raises(Conflict):
        world.by(DUNG, "reporting", lambda who: world.desk.reporting.write(who, early, "3.1", fields, "vi", early.report.number))
    with pytest.raises(Conflict):
        file = BytesIO(b"a,1\n")
        world.by(DUNG, "reporting", lambda who: world.desk.reporting.attach(who, early, "3.1", "a.csv", file, SAID, early.report.number))
    assert world.entries() == before


def test_it_takes_two_to_open_lines_again(world: World) -> None:
    """One asks with the reason, another one confirms. Only the named lines change; closing again freezes them, too."""
    world.report(DUNG, "TD-LD")
    for task in ("3.1", "3.2", "3.3"):
        world.accept(AN, task)
    close(world)
    seen = closing(world)
    world.by(AN, "coordination", lambda who: world.desk.closings.ask(who, seen, "TD-LD", ("3.1",), "Đính chính.", seen.history.number))
    now = closing(world)
    request = now.history.reopenings[-1].number
    with pytest.raises(Forbidden, match="never what the same person asked for"):
        world.by(AN, "coordination", lambda who: world.desk.closings.decide(who, now, request, True, "Tự.", now.history.number))
    world.by(BINH, "coordination", lambda who: world.desk.closings.decide(who, now, request, True, "Đồng ý.", now.history.number))
    world.write(DUNG, "3.1", narrative="Đã đính chính.")
    with pytest.raises(NotAllowed, match="This round is closed"):
        world.write(DUNG, "3.2", narrative="Khác.")
    world.send(DUNG, "TD-LD")
    world.accept(BINH, "3.1")
    close(world)
    with pytest.raises(NotAllowed, match="This round is closed"):
        world.write(DUNG, "3.1", narrative="Lần nữa.")
    assert [line.sendings for line in (world.line(AN, "3.1"), world.line(AN, "3.2"))] == [2, 1]


def test_what_was_built_keeps_what_it_was_built_on(world: World) -> None:
    """The closing names the reports' heads as the edition does. Opened again and changed, the round gives another snapshot; the
    edition of before stays, with its bytes."""
    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    world.report(DUNG, "TD-LD")
    for task in ("3.1", "3.2", "3.3"):
        world.accept(AN, task)
    close(world)
    editions = world.desk.editions

    def keep(who: Any) -> Any:
        built = editions.build(who, "demo", "2025")
        return editions.keep(who, built), built.snapshot

    old, snapshot = world.by(AN, "coordination", keep)
    entries = world.by(AN, "coordination", lambda _: world.desk.tools.ledger.read("round/demo/2025"))
    heads = next(entry.body["heads"] for entry in entries if entry.kind == "round.closed")
    assert heads == {agency: head for agency, head in snapshot.reports.items() if agency != "round"}
    reopened(world, "3.1")
    world.write(DUNG, "3.1", narrative="Đã đính chính.")
    world.send(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    new, _ = world.by(AN, "coordination", keep)
    assert new.snapshot != old.snapshot
    _, content = world.by(AN, "coordination", lambda who: editions.file(who, "demo", "2025", old.snapshot, "review.vi.html"))
    assert content.read() == old.snapshot.encode()
