"""An agency's duty in a round: more time, being freed of it, a nil return, and its passing to a successor.

The state to send as If-Match is the `etag` of the duty, which is that of the report too: both stand in one history.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from dicu.api import errands, problems
from dicu.api.operations import Asked, Done, Room
from dicu.api.problems import Problem
from dicu.api.review.guarding import read_state
from dicu.api.review.report_shapes import LONGEST, WithdrawalSent
from dicu.api.review.reports import REPORT
from dicu.api.review.round_shapes import DeadlineShape, ObligationShape, deadline_shape, obligation_shape
from dicu.api.shapes import Day, Name, RoundName, Sent, Shape
from dicu.ledger.model import Conflict
from dicu.review.desk import DutyView
from dicu.review.duty import Request

room = Room("duties")
DUTY = f"{REPORT}/duty"
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class RequestShape(Shape):
    """What an agency asked for, and the answer. `number` names it."""

    number: int
    sort: str
    state: str
    day: date | None
    due: date | None
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class NilShape(Shape):
    """A nil return; to others than its agency only as it was sent. `state` empty: there is none. `in_clearance`: it waits for a
    second person of its agency, none of `authors`; `refused`: why that person gave it back."""

    state: str
    in_clearance: bool
    refused: str
    text: str
    author: str
    authors: list[str]
    submitter: str
    submitted_at: datetime | None
    reviewer: str
    answer: str


class DutyShape(Shape):
    """`round_etag`: the state of the round, for passing the duty on."""

    etag: str
    round_etag: str
    own: bool
    obligation: ObligationShape
    deadline: DeadlineShape | None
    requests: list[RequestShape]
    nil: NilShape
    heirs: list[str]


class AskSent(Sent):
    """`day`: the last day that is asked for; only for an extension."""

    sort: Literal["extension", "waiver"]
    reason: Text
    day: Day | None = None


class AnswerSent(Sent):
    """`due`: another last day than the one that was asked for."""

    grant: bool
    reason: Text
    due: Day | None = None


class NilSent(Sent):
    text: Text


class NilAnswerSent(Sent):
    """`reason`: why it is not taken."""

    accept: bool
    reason: Annotated[str, Field(max_length=LONGEST)] = ""


class PassSent(Sent):
    heir: Annotated[str, Field(min_length=1, max_length=80)]
    tasks: Annotated[list[Annotated[str, Field(min_length=1, max_length=80)]], Field(min_length=1, max_length=1000)]
    reason: Text
    basis: Annotated[str, Field(max_length=500)] = ""


@room.reads(DUTY, DutyShape, "getDuty", errands.report)
def duty(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """How an agency stands in the round and why."""
    return _done(request, plan, round_, agency)


@room.writes("POST", f"{DUTY}/requests", DutyShape, "askForRelief", errands.report, status=201, guarded=True)
def ask(request: Asked, plan: Name, round_: RoundName, agency: Name, body: AskSent) -> Done:
    """Ask for more time, or to be freed of the report."""
    part = request.desk.duties
    return _step(request, (plan, round_, agency), lambda v, n: part.ask(request.asker, v, body.sort, body.reason, body.day, n))


@room.writes("POST", f"{DUTY}/requests/{{number}}/answer", DutyShape, "answerRelief", errands.report, guarded=True)
def answer(request: Asked, plan: Name, round_: RoundName, agency: Name, number: int, body: AnswerSent) -> Done:
    """Grant or refuse what was asked, with the reason. Never by who asked."""
    part = request.desk.duties
    return _step(request, (plan, round_, agency), lambda v, n: part.answer(request.asker, v, number, body.grant, body.reason, body.due, n))


@room.writes("PUT", f"{DUTY}/nil", DutyShape, "writeNil", errands.report, guarded=True)
def write_nil(request: Asked, plan: Name, round_: RoundName, agency: Name, body: NilSent) -> Done:
    """Keep the statement that there is nothing to report, as a draft."""
    return _step(request, (plan, round_, agency), lambda v, n: request.desk.duties.write_nil(request.asker, v, body.text, n))


@room.writes("POST", f"{DUTY}/nil/send", DutyShape, "sendNil", errands.report, guarded=True)
def send_nil(request: Asked, plan: Name, round_: RoundName, agency: Name) -> Done:
    """Clear and send the nil return. Never by who wrote it."""
    return _step(request, (plan, round_, agency), lambda v, n: request.desk.duties.send_nil(request.asker, v, n))


@room.writes("POST", f"{DUTY}/nil/refuse", DutyShape, "refuseNil", errands.report, guarded=True)
def refuse_nil(request: Asked, plan: Name, round_: RoundName, agency: Name, body: WithdrawalSent) -> Done:
    """Give a nil return that waits for clearance back to the draft, with the reason."""
    return _step(request, (plan, round_, agency), lambda v, n: request.desk.duties.refuse_nil(request.asker, v, body.reason, n))


@room.writes("POST", f"{DUTY}/nil/withdraw", DutyShape, "withdrawNil", errands.report, guarded=True)
def withdraw_nil(request: Asked, plan: Name, round_: RoundName, agency: Name, body: WithdrawalSent) -> Done:
    """Take the nil return back before it was answered."""
    return _step(request, (plan, round_, agency), lambda v, n: request.desk.duties.withdraw_nil(request.asker, v, body.reason, n))


@room.writes("POST", f"{DUTY}/nil/answer", DutyShape, "answerNil", errands.report, guarded=True)
def answer_nil(request: Asked, plan: Name, round_: RoundName, agency: Name, body: NilAnswerSent) -> Done:
    """Take the nil return, or give it back with the reason: also one that was taken. Then a report is owed again."""
    part = request.desk.duties
    return _step(request, (plan, round_, agency), lambda v, n: part.answer_nil(request.asker, v, body.accept, body.reason, n))


@room.writes("POST", f"{DUTY}/pass", DutyShape, "passDuty", errands.report, guarded=True)
def pass_on(request: Asked, plan: Name, round_: RoundName, agency: Name, body: PassSent) -> Done:
    """Record that the duty on these tasks is that of another agency. If-Match is the `round_etag`."""
    view, number = _view(request, plan, round_, agency), read_state(request)
    part, tasks = request.desk.duties, tuple(body.tasks)
    try:
        part.pass_on(request.asker, view, body.heir, tasks, body.reason, body.basis, number)
    except Conflict as moved:
        if view.history.number == number:
            raise
        raise Problem(problems.STALE, headers={"ETag": f'"{view.history.number}"'}) from moved
    return _done(request, plan, round_, agency)


def _view(request: Asked, plan: str, round_: str, agency: str) -> DutyView:
    found: DutyView = request.desk.duties.view(request.asker, plan, round_, agency)
    return found


def _step(request: Asked, where: tuple[str, str, str], done: Callable[[DutyView, int], None]) -> Done:
    view, number = _view(request, *where), read_state(request)
    try:
        done(view, number)
    except Conflict as moved:
        if view.number == number:
            raise
        raise Problem(problems.STALE, headers={"ETag": f'"{view.number}"'}) from moved
    return _done(request, *where)


def _done(request: Asked, plan: str, round_: str, agency: str) -> Done:
    view, tools = _view(request, plan, round_, agency), request.desk.tools
    etag, nil = f'"{view.number}"', view.duty.nil
    shape = DutyShape(
        etag=etag,
        round_etag=f'"{view.history.number}"',
        own=view.own,
        obligation=obligation_shape(view.obligation, tools.today(), tools.working_days_late(view.obligation)),
        deadline=deadline_shape(view.deadline) if view.deadline else None,
        requests=[_request(one) for one in view.duty.requests],
        nil=NilShape(
            state=nil.state,
            in_clearance=nil.in_clearance,
            refused=nil.refused,
            text=nil.text,
            author=nil.author,
            authors=list(nil.authors),
            submitter=nil.submitter,
            submitted_at=nil.submitted_at,
            reviewer=nil.reviewer,
            answer=nil.answer,
        ),  # fmt: skip
        heirs=list(request.desk.duties.heirs(view)),
    )
    return Done(shape, headers={"ETag": etag})


def _request(one: Request) -> RequestShape:
    return RequestShape(**{name: getattr(one, name) for name in RequestShape.model_fields})
