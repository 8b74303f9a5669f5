"""Every sequence of steps over one line, up to a depth: two who write, two who coordinate, and one who does both. The same rules and
folds as the desk's, without a database. Whatever they try in whatever order, what must never be is never reached."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from tests.unit.review.making import plan_of

from dicu.access.model import Grant, Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rulebook import COORDINATION, COORDINATOR, REPORTER, REPORTING
from dicu.access.rulebook.review import CONCEALED, KINDS, RULES
from dicu.ledger.model import Author, Draft, Entry, Stream
from dicu.review.clearance import check_ready, check_waiting
from dicu.review.closing import check_closable, check_decidable, check_open, check_reopenable, touched, waiting
from dicu.review.desk.tools import NOBODY, line_standing
from dicu.review.duty import Duty
from dicu.review.opened import ROUND, RoundHistory
from dicu.review.questions import check_answerable, check_text
from dicu.review.relief import check_reason, check_withdrawable
from dicu.review.report import REPORT, LineState, Report
from dicu.review.rules import check_acceptable, check_editable, check_return, check_reviewable
from dicu.vocabulary.messages import Refused

TASK, AGENCY, BEGAN = "3.4", "TD-TP", datetime(2025, 12, 1, tzinfo=UTC)
TODAY = BEGAN.date()
POLICY = Policy(RULES, KINDS, CONCEALED)
HAI = Officer("hai", "", AGENCY, (Grant(REPORTER, AGENCY),))
NGAN = Officer("ngan", "", AGENCY, (Grant(REPORTER, AGENCY),))
AN = Officer("an", "", "TD-NG", (Grant(COORDINATOR),))
BINH = Officer("binh", "", "TD-NG", (Grant(COORDINATOR),))
BOTH = Officer("khoa", "", AGENCY, (Grant(REPORTER, AGENCY), Grant(COORDINATOR)))
OPENED = {"plan": "demo", "round": "2025", "plan_digest": "", "opens": None, "cut_off": None, "due": None, "agencies": {AGENCY: [TASK]}}


@dataclass(frozen=True)
class State:
    """A report and its round, and the entries that led there: (who, what)."""

    report: Report
    round: RoundHistory
    made: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        """What decides what can come next; how often something was done does not."""
        line = self.report.line(TASK)
        queries = tuple((q.by, q.open) for q in line.queries)
        facts = (line.state, line.content and line.content.narrative, line.sent and line.sent.narrative, line.authors, line.sent_authors)
        asked = tuple((r.asked_by, r.state) for r in self.round.reopenings)
        return (
            facts,
            line.submitter,
            line.reviewer,
            queries[-1:],
            len(line.returns) > 0,
            line.reopened,
            self.round.closed,
            asked,
            bool(self.round.again),
        )


def entry(state: State, who: Officer, kind: str, body: dict[str, Any]) -> Entry:
    number = (state.round if kind.startswith("round.") else state.report).number + 1
    at = BEGAN + timedelta(minutes=len(state.made))
    return Entry(len(state.made) + 1, Stream("x", AGENCY, "t"), number, kind, 1, at, Author(who.account, ""), body, b"", b"")


def recorded(state: State, who: Officer, *drafts: Draft) -> State:
    """As the ledger would: nothing of a report's is written while its round is closed, but for lines that were opened again."""
    if drafts[0].kind.startswith("report."):
        check_open(state.round, AGENCY, touched(drafts))
    for draft in drafts:
        made = entry(state, who, draft.kind, dict(draft.body))
        if draft.kind.startswith("round."):
            state = replace(state, round=ROUND.over([made], state.round))
        else:
            state = replace(state, report=REPORT.over([made], state.report))
        state = replace(state, made=(*state.made, (who.account, draft.kind)))
    return state


def allowed(who: Officer, action: str, kind: str, purpose: str, **facts: object) -> None:
    where = {"plan": "demo", "round": "2025", "agency": AGENCY}
    POLICY.check(who, action, Thing(kind, {**where, **facts}), purpose, TODAY)


def by_another(who: Officer, action: str, authors: tuple[str, ...], purpose: str, **facts: object) -> None:
    for author in authors or (NOBODY,):
        allowed(who, action, "line", purpose, task=TASK, author=author, **facts)


def write(state: State, who: Officer, text: str) -> State:
    line = state.report.line(TASK)
    allowed(who, "write", "line", REPORTING, task=TASK, state=line_standing(line), submitted_by=line.submitter)
    check_editable(line)
    values = [{"indicator": code, "period": "2025", "value": "", "missing": "not-collected", "qualifier": "", "source": "", "locator": ""}
              for code in plan_of().task_by_code[TASK].indicators]  # fmt: skip
    body = {"task": TASK, "claim": "in-progress", "narrative": text, "difficulties": "", "completed_on": None, "values": values}
    return recorded(state, who, Draft("report.line.written", body))


def ask(state: State, who: Officer) -> State:
    allowed(who, "submit", "report", REPORTING, state="draft", submitted_by="")
    ready = check_ready([plan_of().task_by_code[TASK]], state.report)
    return recorded(state, who, Draft("report.clearance.asked", {"tasks": list(ready)}))


def refuse(state: State, who: Officer) -> State:
    allowed(who, "submit", "report", REPORTING, state="draft", submitted_by="")
    found = check_waiting([plan_of().task_by_code[TASK]], state.report)
    return recorded(state, who, Draft("report.clearance.refused", {"tasks": list(found), "reason": check_reason("Chưa rõ.")}))


def send(state: State, who: Officer) -> State:
    allowed(who, "submit", "report", REPORTING, state="draft", submitted_by="")
    found = check_waiting([plan_of().task_by_code[TASK]], state.report)
    by_another(who, "clear", state.report.line(TASK).writers, REPORTING, state="draft", submitted_by="")
    return recorded(state, who, Draft("report.submitted", {"tasks": list(found)}))


def withdraw(state: State, who: Officer) -> State:
    allowed(who, "withdraw", "report", REPORTING, state="submitted", submitted_by="")
    check_withdrawable(state.report)
    return recorded(state, who, Draft("report.withdrawn", {"reason": "Nhầm."}))


def judging(state: State, who: Officer, action: str) -> None:
    line = state.report.line(TASK)
    by_another(who, action, line.sent_authors, COORDINATION, state="submitted", submitted_by=line.submitter or NOBODY)
    check_reviewable(line)


def accept(state: State, who: Officer) -> State:
    judging(state, who, "accept")
    check_acceptable(state.report.line(TASK))
    return recorded(state, who, Draft("report.line.accepted", {"task": TASK}))


def give_back(state: State, who: Officer, text: str) -> State:
    judging(state, who, "return")
    check_return(text, None, TODAY)
    return recorded(state, who, Draft("report.line.returned", {"task": TASK, "reason": "other", "text": text, "due": None}))


def query(state: State, who: Officer) -> State:
    judging(state, who, "query")
    return recorded(state, who, Draft("report.query.asked", {"task": TASK, "text": check_text("Theo người?")}))


def answer(state: State, who: Officer) -> State:
    allowed(who, "answer", "line", REPORTING, task=TASK, state="submitted", author="", submitted_by="")
    asked = state.report.line(TASK).queries
    found = check_answerable(state.report.line(TASK), asked[-1].number if asked else 0)
    return recorded(state, who, Draft("report.query.answered", {"task": TASK, "query": found.number, "text": "Theo người."}))


def close(state: State, who: Officer, reason: str) -> State:
    allowed(who, "close", "round", COORDINATION)
    bare = [AGENCY] if waiting(state.report, Duty(), (TASK,)) else []
    reasons = check_closable(state.round, bare, {AGENCY: reason} if bare else {})
    body = {"plan": "demo", "round": "2025", "snapshot": "", "heads": {}, "unmet": [], "unjudged": reasons}
    return recorded(state, who, Draft("round.closed", body))


def reopen(state: State, who: Officer) -> State:
    allowed(who, "reopen", "round", COORDINATION)
    check_reopenable(state.round, state.report, AGENCY, (TASK,))
    body = {"plan": "demo", "round": "2025", "agency": AGENCY, "tasks": [TASK], "reason": "Đính chính."}
    return recorded(state, who, Draft("round.reopening.asked", body))


def confirm(state: State, who: Officer) -> State:
    last = state.round.reopenings[-1] if state.round.reopenings else None
    allowed(who, "answer", "request", COORDINATION, state="asked", asked_by=last.asked_by if last else NOBODY)
    asked = check_decidable(last, state.round)
    body = {"plan": "demo", "round": "2025", "request": asked.number, "agency": AGENCY, "tasks": [TASK], "reason": "Đồng ý."}
    line = {"task": TASK, "request": asked.number, "reason": asked.reason}
    return recorded(recorded(state, who, Draft("round.reopened", body)), who, Draft("report.line.reopened", line))


Move = Callable[[State], State]
EVERYBODY = (HAI, NGAN, AN, BINH, BOTH)


AGENCY_S = ("ask", "refuse", "send", "withdraw", "answer", "write")


def foreign(name: str) -> bool:
    """Whether it is tried by somebody whose role it is not: always refused, so it is tried in the first states only."""
    who, step = name.split()[:2]
    return who != "khoa" and (step in AGENCY_S) is (who in ("an", "binh"))


def moves() -> Iterator[tuple[str, Move]]:
    """What everybody tries, whether it is theirs to do or not."""
    for who in EVERYBODY:
        for step in (ask, refuse, send, withdraw, accept, query, answer, reopen, confirm):
            yield f"{who.account} {step.__name__}", lambda s, step=step, who=who: step(s, who)
        for step, more in ((write, "Một."), (write, "Hai."), (give_back, "Thiếu."), (give_back, " "), (close, ""), (close, "Hết hạn.")):
            yield f"{who.account} {step.__name__} {more}", lambda s, step=step, who=who, more=more: step(s, who, more)


def check(before: State, after: State, name: str) -> None:
    """What must never be, of each step that was done."""
    line, was = after.report.line(TASK), before.report.line(TASK)
    new = after.made[len(before.made) :]
    kinds = {kind for _, kind in new}
    who = new[0][0]
    if line.state is LineState.ACCEPTED and was.state is not LineState.ACCEPTED:
        assert not line.open_queries, "accepted with a question that nobody answered"
        assert line.reviewer not in (line.submitter, *line.sent_authors), "accepted by who sent or wrote it"
    if "report.line.returned" in kinds:
        assert line.returns[-1].text.strip(), "returned without a reason"
    if "report.submitted" in kinds:
        assert was.writers and line.submitter not in was.writers, "sent by who wrote it"
        assert was.state is LineState.CLEARANCE, "sent without anybody having asked"
        assert all(value.missing or value.value for value in (line.sent.values if line.sent else ()))
    if "round.reopened" in kinds:
        asked = after.round.reopenings[-1]
        assert {asked.asked_by, asked.answered_by} == {asked.asked_by, who} and asked.asked_by != who, "reopened by one person alone"
    if before.round.closed and not before.round.again and "round.reopened" not in kinds:
        assert after.report == before.report, "something changed after the lock"
    if was.state is LineState.CLEARANCE and line.content != was.content:
        raise AssertionError("changed while it waited for clearance")
    assert (line.sent is None) or line.submitter, name


@cache
def explored(depth: int) -> tuple[dict[Any, State], dict[str, int]]:
    """Every state that can be reached, breadth first, a state each for what decides what comes next; and how often each step was done."""
    first = State(Report(), ROUND.over([entry(State(Report(), RoundHistory()), AN, "round.opened", OPENED)]))
    seen, edge, done = {first.key: first}, [first], dict.fromkeys((name for name, _ in moves()), 0)
    steps = tuple(moves())
    own = tuple((name, move) for name, move in steps if not foreign(name))
    for _ in range(depth):
        reached = []
        for state in edge:
            for name, move in steps if len(seen) < 60 else own:
                try:
                    after = move(state)
                except Refused:
                    continue
                check(state, after, name)
                done[name] += 1
                if after.key not in seen:
                    seen[after.key] = after
                    reached.append(after)
        edge = reached
    return seen, done


DEPTH = 7


def test_no_sequence_of_steps_reaches_what_must_never_be() -> None:
    """The checks stand in `check`; here it is seen that enough was reached for them to mean something."""
    seen, _ = explored(DEPTH)
    states = {state.report.line(TASK).state for state in seen.values()}
    assert states == set(LineState)
    assert any(state.round.again for state in seen.values()), "lines were opened again"
    assert any(state.round.closed and state.report.line(TASK).open_queries for state in seen.values())
    assert len(seen) > 500


@pytest.mark.parametrize("who", ["an", "binh", "khoa"])
def test_what_is_nobodys_is_never_done(who: str) -> None:
    _, done = explored(DEPTH)
    assert done[f"{who} give_back  "] == 0, "a return without a word"
    if who != "khoa":
        assert all(done[f"{who} {step}"] == 0 for step in ("ask", "refuse", "send", "withdraw", "answer", "write Một."))
    assert done[f"{who} accept"] > 0


def test_whoever_writes_everything_alone_sends_nothing() -> None:
    """However the three reporters share the writing, a line that one of them wrote never goes out by that one."""
    seen, done = explored(DEPTH)
    assert done["hai send"] and done["ngan send"]
    assert all(s.report.line(TASK).submitter not in s.report.line(TASK).sent_authors or len(s.report.line(TASK).sent_authors) > 1
               for s in seen.values() if s.report.line(TASK).sendings == 1)  # fmt: skip
