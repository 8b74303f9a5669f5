"""What was opened in an emergency: by oneself, and by others of what belongs to the own agency."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from dicu.access.model import Asker
from dicu.access.rulebook import AUDIT, COORDINATION, READING, REPORTING
from dicu.access.rulebook.opening import LONGEST
from dicu.administration.model import OpeningView
from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.shapes import Name, Sent, Shape, Step

room = Room("openings")
ERRANDS = (REPORTING, COORDINATION, AUDIT, READING)
Code = Annotated[str, Field(min_length=1, max_length=80)]


class OpeningShape(Shape):
    """`key` is account and number; `running`: its officer sees the thing now."""

    key: str
    account: str
    role: str
    what: str
    agency: str
    attributes: dict[str, str]
    reason: str
    since: datetime
    until: datetime
    ended: datetime | None
    ended_by: str
    running: bool


class OpeningList(Shape):
    items: list[OpeningShape]


class OpeningSent(Sent):
    """What is named is opened, whether it is there or not: the answer does not tell."""

    what: Literal["report"] = "report"
    plan: Code
    round: Code
    agency: Code
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    hours: Annotated[int, Field(ge=1, le=LONGEST)]


@room.reads("/openings", OpeningList, "listOpenings", errands.round_)
def openings(request: Asked) -> OpeningList:
    """Openings that this caller may know of, the newest first."""
    rows = request.house.administration.openings.listed(*_askers(request))
    return OpeningList(items=[_shape(request, row) for row in rows])


@room.writes("POST", "/openings", OpeningShape, "openInEmergency", errands.round_, status=201)
def make(request: Asked, body: OpeningSent) -> Any:
    """Open what one may not see, for a reason and for a few hours. The agency whose thing it is reads about it."""
    named = body.model_dump(include={"plan", "round", "agency"})
    return _shape(request, request.house.administration.openings.make(request.asker, body.what, named, body.reason, body.hours))


@room.writes("POST", "/openings/{account}/{number}/end", Step, "endOpening", errands.round_)
def end(request: Asked, account: Name, number: Name) -> Step:
    """End an opening before its time: by who made it, or by the agency whose thing it is."""
    desk, key = request.house.administration, f"openings/{account}/{number}"
    found = [row for row in desk.openings.listed(*_askers(request)) if row.key == key]
    facts = {"what": found[0].what, "agency": found[0].agency, "account": found[0].account} if found else {}
    fitting = [asker for asker in _askers(request) if desk.tools.may(asker, "end", "opening", **facts)]
    desk.openings.end(fitting[0] if fitting else request.asker, key)
    return Step()


def _askers(request: Asked) -> tuple[Asker, ...]:
    """On the errand that was named; where none was, on any, for what one may know of whatever one is on about."""
    if request.named:
        return (request.asker,)
    return tuple(Asker(request.asker.officer, purpose) for purpose in ERRANDS)


def _shape(request: Asked, row: OpeningView) -> OpeningShape:
    names = ("account", "role", "what", "agency", "reason", "since", "until", "ended", "ended_by")
    facts = {name: getattr(row, name) for name in names}
    running = row.running(request.house.administration.tools.now())
    return OpeningShape(key=row.key.partition("/")[2], **facts, attributes=dict(row.attributes), running=running)
