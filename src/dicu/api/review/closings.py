"""The end of a round: what stays open, closing it; and opening named lines again, which takes two coordinators.

The state to send as `number` is that of `getClosing`.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.review.report_shapes import LONGEST
from dicu.api.review.rounds import ROUND
from dicu.api.shapes import Name, RoundName, Sent, Shape
from dicu.review.desk import ClosingView
from dicu.review.opened import Closing, Reopening

room = Room("closings")
Code = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Number = Annotated[int, Field(ge=0, description="How many entries of the round the caller has seen.")]


class ClosingShape(Shape):
    """`snapshot`: digest of what the reports rested on; `unjudged`: agency → why what it sent stays without an answer."""

    by: str
    at: datetime
    snapshot: str
    unmet: list[str]
    unjudged: dict[str, str]


class ReopeningShape(Shape):
    number: int
    agency: str
    tasks: list[str]
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class EndShape(Shape):
    """`unmet`: agencies that owe a report still; `unanswered`: agencies of which something waits for a coordinator."""

    number: int
    closed: bool
    unmet: list[str]
    unanswered: list[str]
    again: dict[str, list[str]]
    closings: list[ClosingShape]
    reopenings: list[ReopeningShape]


class CloseSent(Sent):
    """`reasons`: agency → why what it sent stays unanswered; each of `unanswered` needs one."""

    number: Number
    reasons: dict[Code, Text] = {}


class ReopenSent(Sent):
    number: Number
    agency: Code
    tasks: Annotated[list[Code], Field(min_length=1, max_length=1000)]
    reason: Text


class DecideSent(Sent):
    number: Number
    grant: bool
    reason: Text


@room.reads(f"{ROUND}/closing", EndShape, "getClosing", errands.round_)
def closing(request: Asked, plan: Name, round_: RoundName) -> EndShape:
    """Whether a round is closed, what stays open, and which lines were asked to be opened again."""
    return _shape(_view(request, plan, round_))


@room.writes("POST", f"{ROUND}/close", EndShape, "closeRound", errands.round_)
def close(request: Asked, plan: Name, round_: RoundName, body: CloseSent) -> EndShape:
    """Close a round: nothing of its reports changes afterwards. What is owed stays a gap."""
    request.desk.closings.close(request.asker, _view(request, plan, round_), body.reasons, body.number)
    return _shape(_view(request, plan, round_))


@room.writes("POST", f"{ROUND}/reopenings", EndShape, "askReopening", errands.round_, status=201)
def ask(request: Asked, plan: Name, round_: RoundName, body: ReopenSent) -> EndShape:
    """Ask another coordinator to open lines of a closed round again."""
    view = _view(request, plan, round_)
    request.desk.closings.ask(request.asker, view, body.agency, tuple(body.tasks), body.reason, body.number)
    return _shape(_view(request, plan, round_))


@room.writes("POST", f"{ROUND}/reopenings/{{request_number}}/answer", EndShape, "answerReopening", errands.round_)
def decide(request: Asked, plan: Name, round_: RoundName, request_number: int, body: DecideSent) -> EndShape:
    """Open the lines again, or refuse it; never by who asked."""
    view = _view(request, plan, round_)
    request.desk.closings.decide(request.asker, view, request_number, body.grant, body.reason, body.number)
    return _shape(_view(request, plan, round_))


def _view(request: Asked, plan: str, round_: str) -> ClosingView:
    found: ClosingView = request.desk.closings.view(request.asker, plan, round_)
    return found


def _shape(view: ClosingView) -> EndShape:
    history = view.history
    return EndShape(
        number=history.number,
        closed=history.closed,
        unmet=list(view.unmet),
        unanswered=list(view.unanswered),
        again={agency: sorted(tasks) for agency, tasks in sorted(history.again.items())},
        closings=[_closing(one) for one in history.closings],
        reopenings=[_reopening(one) for one in history.reopenings],
    )


def _closing(one: Closing) -> ClosingShape:
    return ClosingShape(by=one.by, at=one.at, snapshot=one.snapshot, unmet=list(one.unmet), unjudged=dict(one.unjudged))


def _reopening(one: Reopening) -> ReopeningShape:
    facts = {name: getattr(one, name) for name in ReopeningShape.model_fields if name != "tasks"}
    return ReopeningShape(tasks=list(one.tasks), **facts)
