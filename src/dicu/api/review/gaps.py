"""The gaps of a round: the list, one gap with what happened to it, its steps, recorded runs, and the rules in words."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query
from pydantic import Field

from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.review.round_shapes import GapShape, gap_shape
from dicu.api.shapes import Both, Day, Name, RoundName, Sent, Shape, both
from dicu.review.desk import Followed, GapView
from dicu.review.desk.gaps import Gone
from dicu.review.gaps.catalogue import EXPLAINED
from dicu.vocabulary.text import normalised

room = Room("gaps")
ROUND = "/plans/{plan}/rounds/{round}/gaps"
ONE = f"{ROUND}/{{gap}}"
TEXT = 15_000
Rule = Annotated[str, Query(max_length=20, description="Only gaps that this rule found.")]
Severity = Annotated[str, Query(max_length=20, description="blocking, warning or info.")]
Agency = Annotated[str, Query(max_length=80, description="Only gaps of this agency.")]
State = Annotated[str, Query(max_length=30, description="open, acknowledged, planned, accepted-with-reason or reopened.")]


class GapStepShape(Shape):
    step: str
    round: str
    by: str
    at: datetime
    text: str
    owner: str
    due: date | None


class SightingShape(Shape):
    """A recorded run of `round` that found the gap, or did not find it any more, for the first time in a row."""

    round: str
    found: bool
    day: date


class FollowedShape(GapShape):
    """A gap with its life. `gap` names it in addresses; `first_round`, `first_day`: of the run that found it first, if one did."""

    gap: str
    state: str
    owner: str
    due: date | None
    first_round: str
    first_day: date | None


class GapViewShape(FollowedShape):
    """`number`: which state of it this is; send it with the next step. `steps`: those that this caller may take now."""

    number: int
    steps: list[str]
    history: list[GapStepShape]
    sightings: list[SightingShape]


class ClosedGapShape(Shape):
    """A gap that a recorded run found and its rule no longer finds. `since`: null until a run has recorded that."""

    rule: str
    key: str
    agency: str
    since: date | None


class FollowedList(Shape):
    items: list[FollowedShape]
    closed: list[ClosedGapShape]


class RunShape(Shape):
    """How many gaps are new, and how many closed, since the last recorded run."""

    opened: int
    closed: int


class RuleShape(Shape):
    rule: str
    version: int
    title: Both
    expects: Both
    looks_at: Both


class RuleList(Shape):
    items: list[RuleShape]


class GapRemarkSent(Sent):
    number: int
    reason: str = Field("", max_length=TEXT)


class GapPlanSent(Sent):
    number: int
    owner: str = Field(max_length=80, description="The agency that has it.")
    due: Day | None = None
    reason: str = Field("", max_length=TEXT)


class GapAcceptSent(Sent):
    number: int
    reason: str = Field(max_length=TEXT)


@room.reads("/gap-rules", RuleList, "listGapRules", errands.round_)
def rules(request: Asked) -> RuleList:
    """What each rule of gaps expects, in plain words."""
    rows = [
        RuleShape(rule=r.code, version=r.version, title=both(r.title), expects=both(r.expects), looks_at=both(r.looks_at))
        for r in EXPLAINED.values()
    ]
    return RuleList(items=rows)


@room.reads(ROUND, FollowedList, "listGaps", errands.round_)
def listed(
    request: Asked, plan: Name, round_: RoundName, rule: Rule = "", severity: Severity = "", agency: Agency = "", state: State = ""
) -> FollowedList:
    """What was promised and the data do not show, each with its rule and what would close it."""
    found = request.desk.gaps.listed(request.asker, plan, round_)
    wanted = (rule, severity, agency, state)

    def fits(one: Followed) -> bool:
        has = (one.gap.rule, one.gap.severity, one.gap.agency, str(one.state))
        return all(wish in ("", value) for wish, value in zip(wanted, has, strict=True))

    closed = [_closed(one, round_) for one in found.gone if rule in ("", one.rule) and agency in ("", one.agency)]
    return FollowedList(items=[_shape(one) for one in found.gaps if fits(one)], closed=closed)


@room.writes("POST", f"{ROUND}/record", RunShape, "recordGaps", errands.round_)
def record(request: Asked, plan: Name, round_: RoundName) -> RunShape:
    """Record which gaps there are now: what is new, and what the data have closed since the last run."""
    opened, closed = request.desk.gaps.record(request.asker, plan, round_)
    return RunShape(opened=opened, closed=closed)


@room.reads(ONE, GapViewShape, "getGap", errands.round_)
def one(request: Asked, plan: Name, round_: RoundName, gap: Name) -> GapViewShape:
    """A gap with what it rests on and all that happened to it."""
    return _view(request, plan, round_, gap)


@room.writes("POST", f"{ONE}/acknowledge", GapViewShape, "acknowledgeGap", errands.round_)
def acknowledge(request: Asked, plan: Name, round_: RoundName, gap: Name, body: GapRemarkSent) -> GapViewShape:
    """Take note of a gap."""
    request.desk.gaps.acknowledge(request.asker, _found(request, plan, round_, gap), normalised(body.reason), body.number)
    return _view(request, plan, round_, gap)


@room.writes("POST", f"{ONE}/plan", GapViewShape, "planGap", errands.round_)
def plan_(request: Asked, plan: Name, round_: RoundName, gap: Name, body: GapPlanSent) -> GapViewShape:
    """Say which agency has it and until when. The gap closes when the data close it."""
    view = _found(request, plan, round_, gap)
    request.desk.gaps.plan(request.asker, view, body.owner, body.due, normalised(body.reason), body.number)
    return _view(request, plan, round_, gap)


@room.writes("POST", f"{ONE}/accept", GapViewShape, "acceptGap", errands.round_)
def accept(request: Asked, plan: Name, round_: RoundName, gap: Name, body: GapAcceptSent) -> GapViewShape:
    """Leave it as it is in this round, with the reason."""
    request.desk.gaps.accept(request.asker, _found(request, plan, round_, gap), normalised(body.reason), body.number)
    return _view(request, plan, round_, gap)


def _found(request: Asked, plan: str, round_: str, gap: str) -> GapView:
    found: GapView = request.desk.gaps.view(request.asker, plan, round_, gap)
    return found


def _life(one: Followed) -> dict[str, object]:
    first = one.course.first
    facts = {"gap": one.name, "state": str(one.state), "owner": one.owner, "due": one.due}
    return {
        **gap_shape(one.gap).model_dump(),
        **facts,
        "first_round": first.round if first else "",
        "first_day": first.day if first else None,
    }


def _shape(one: Followed) -> FollowedShape:
    return FollowedShape.model_validate(_life(one))


def _view(request: Asked, plan: str, round_: str, gap: str) -> GapViewShape:
    view = _found(request, plan, round_, gap)
    course = view.followed.course
    history = [
        {"step": s.step, "round": s.round, "by": s.by, "at": s.at, "text": s.text, "owner": s.owner, "due": s.due} for s in course.steps
    ]
    seen = [{"round": s.round, "found": s.found, "day": s.day} for s in sorted(course.sightings, key=lambda s: s.at)]
    more = {"number": view.number, "steps": list(view.steps), "history": history, "sightings": seen}
    return GapViewShape.model_validate({**_life(view.followed), **more})


def _closed(one: Gone, round_: str) -> ClosedGapShape:
    seen = one.course.of_round(round_)
    since = seen[-1].day if seen and not seen[-1].found else None
    return ClosedGapShape(rule=one.rule, key=one.key, agency=one.agency, since=since)
