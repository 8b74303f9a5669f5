"""Priorities and solutions: proposed, agreed by somebody else, planned, carried, done or dropped."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.shapes import Both, Day, Name, RoundName, Sent, Shape, both
from dicu.review.desk import PriorityView, Said
from dicu.review.priorities import Links, Priority
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.text import normalised

room = Room("priorities")
ROUND = "/plans/{plan}/rounds/{round}/priorities"
ONE = "/plans/{plan}/priorities/{priority}"
TEXT = 15_000


class PassageShape(Shape):
    step: str
    by: str
    at: datetime
    text: str
    round: str


class PriorityShape(Shape):
    """`number`: which state of it this is; send it with the next step. `steps`: those that this caller may take now."""

    priority: str
    plan: str
    round: str
    rounds: list[str]
    sort: str
    title: Both
    text: str
    agency: str
    state: str
    tasks: list[str]
    gaps: list[str]
    objectives: list[int]
    answers: list[str]
    recommendations: list[str]
    proposed_by: str
    agreed_by: str
    owner: str
    due: date | None
    planned: list[str]
    history: list[PassageShape]
    number: int
    steps: list[str]


class PriorityList(Shape):
    items: list[PriorityShape]


class WordsSent(Sent):
    """`gaps`: as the list of gaps names them, RULE/SUBJECT. `answers`: of a solution, the priorities that it answers."""

    title_vi: str = Field("", max_length=300)
    title_en: str = Field("", max_length=300)
    text: str = Field("", max_length=TEXT)
    tasks: list[str] = Field(default_factory=list, max_length=200)
    gaps: list[str] = Field(default_factory=list, max_length=200)
    objectives: list[int] = Field(default_factory=list, max_length=23)
    answers: list[str] = Field(default_factory=list, max_length=200)
    recommendations: list[str] = Field(default_factory=list, max_length=200)


class ProposalSent(WordsSent):
    sort: str = Field(description="priority or solution")
    agency: str = Field(max_length=40)


class PriorityWordsSent(WordsSent):
    number: int


class PriorityRemarkSent(Sent):
    number: int
    reason: str = Field("", max_length=TEXT)


class PriorityPlanSent(Sent):
    number: int
    tasks: list[str] = Field(max_length=200)
    owner: str = Field(max_length=40)
    due: Day | None = None
    reason: str = Field("", max_length=TEXT)


class PriorityCarrySent(Sent):
    number: int
    to: str = Field(max_length=40, description="A later round of the plan.")
    reason: str = Field(max_length=TEXT)


class PriorityEndSent(Sent):
    number: int
    reason: str = Field(max_length=TEXT)


@room.reads(ROUND, PriorityList, "listPriorities", errands.round_)
def listed(request: Asked, plan: Name, round_: RoundName) -> PriorityList:
    """What stands or stood in a round, as far as the caller may see it."""
    found = request.desk.priorities.listed(request.asker, plan, round_)
    return PriorityList(items=[_shape(p, ()) for p in found])


@room.writes("POST", ROUND, PriorityShape, "proposePriority", errands.round_, status=201)
def propose(request: Asked, plan: Name, round_: RoundName, body: ProposalSent) -> Done:
    """Propose a priority or solution for an agency. Somebody else has to agree to it."""
    made = request.desk.priorities.propose(request.asker, plan, round_, body.agency, _said(body, body.sort))
    where = f"{request.http.path.partition('/rounds/')[0]}/priorities/{made.id}"
    return Done(_view(request, plan, made.id), {"Location": where})


@room.reads(ONE, PriorityShape, "getPriority", errands.round_)
def one(request: Asked, plan: Name, priority: Name) -> PriorityShape:
    """A priority or solution with all that happened to it."""
    return _view(request, plan, priority)


@room.writes("PUT", ONE, PriorityShape, "amendPriority", errands.round_)
def amend(request: Asked, plan: Name, priority: Name, body: PriorityWordsSent) -> PriorityShape:
    """Change the words of what was not agreed yet."""
    view = _found(request, plan, priority)
    request.desk.priorities.amend(request.asker, view, _said(body, view.priority.sort), body.number)
    return _view(request, plan, priority)


@room.writes("POST", f"{ONE}/agree", PriorityShape, "agreePriority", errands.round_)
def agree(request: Asked, plan: Name, priority: Name, body: PriorityRemarkSent) -> PriorityShape:
    """Agree to what somebody else has proposed."""
    request.desk.priorities.agree(request.asker, _found(request, plan, priority), normalised(body.reason), body.number)
    return _view(request, plan, priority)


@room.writes("POST", f"{ONE}/plan", PriorityShape, "planPriority", errands.round_)
def plan_(request: Asked, plan: Name, priority: Name, body: PriorityPlanSent) -> PriorityShape:
    """Say through which tasks it is done, by whom and until when."""
    view = _found(request, plan, priority)
    request.desk.priorities.plan(request.asker, view, body.tasks, body.owner, body.due, normalised(body.reason), body.number)
    return _view(request, plan, priority)


@room.writes("POST", f"{ONE}/carry", PriorityShape, "carryPriority", errands.round_)
def carry(request: Asked, plan: Name, priority: Name, body: PriorityCarrySent) -> PriorityShape:
    """Carry it into a later round, with the reason."""
    request.desk.priorities.carry(request.asker, _found(request, plan, priority), body.to, normalised(body.reason), body.number)
    return _view(request, plan, priority)


@room.writes("POST", f"{ONE}/finish", PriorityShape, "finishPriority", errands.round_)
def finish(request: Asked, plan: Name, priority: Name, body: PriorityEndSent) -> PriorityShape:
    """Record that it is done, and what shows it."""
    request.desk.priorities.finish(request.asker, _found(request, plan, priority), normalised(body.reason), body.number)
    return _view(request, plan, priority)


@room.writes("POST", f"{ONE}/drop", PriorityShape, "dropPriority", errands.round_)
def drop(request: Asked, plan: Name, priority: Name, body: PriorityEndSent) -> PriorityShape:
    """Drop it, with the reason."""
    request.desk.priorities.drop(request.asker, _found(request, plan, priority), normalised(body.reason), body.number)
    return _view(request, plan, priority)


def _found(request: Asked, plan: str, id_: str) -> PriorityView:
    found: PriorityView = request.desk.priorities.view(request.asker, plan, id_)
    return found


def _view(request: Asked, plan: str, id_: str) -> PriorityShape:
    view = _found(request, plan, id_)
    return _shape(view.priority, view.steps)


def _said(body: WordsSent, sort: str) -> Said:
    title = Bilingual(normalised(body.title_vi).strip(), normalised(body.title_en).strip())
    lists = (body.tasks, body.gaps, body.objectives, body.answers, body.recommendations)
    links: Any = (tuple(dict.fromkeys(each)) for each in lists)
    return Said(sort, title, normalised(body.text).strip(), Links(*links))


def _shape(p: Priority, steps: tuple[str, ...]) -> PriorityShape:
    return PriorityShape(
        priority=p.id,
        plan=p.plan,
        round=p.round,
        rounds=list(p.rounds),
        sort=p.sort,
        title=both(p.title),
        text=p.text,
        agency=p.agency,
        state=str(p.state),
        tasks=list(p.links.tasks),
        gaps=list(p.links.gaps),
        objectives=list(p.links.objectives),
        answers=list(p.links.answers),
        recommendations=list(p.links.recommendations),
        proposed_by=p.proposed_by,
        agreed_by=p.agreed_by,
        owner=p.owner,
        due=p.due,
        planned=list(p.planned),
        history=[PassageShape(step=h.step, by=h.by, at=h.at, text=h.text, round=h.round) for h in p.history],
        number=p.number,
        steps=list(steps),
    )
