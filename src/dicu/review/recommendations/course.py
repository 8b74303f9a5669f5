"""How a recommendation goes: from received to answered, planned, in implementation, assessed, restated or closed. Derived from what
happened to it, never typed. What its document says of the country's position counts until an officer records another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dicu.review.dialogues.course import TypedLink
from dicu.review.recommendations.model import Position, Recommendation
from dicu.review.recommendations.words import STATE
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


class State(StrEnum):
    RECEIVED = "received"
    PENDING = "pending"
    SUPPORTED = "supported"
    IN_PART = "in-part"
    NOTED = "noted"
    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    ASSESSED = "assessed"
    RESTATED = "restated"
    CLOSED = "closed"


S = State
OVER = frozenset({S.RESTATED, S.CLOSED})
ALIVE = frozenset(S) - OVER
ANSWERED = {Position.SUPPORTED: S.SUPPORTED, Position.IN_PART: S.IN_PART, Position.NOTED: S.NOTED, Position.PENDING: S.PENDING}
OWED = frozenset({Position.SUPPORTED, Position.IN_PART})
"""Positions by which the country promises to do something."""
GRADES = ("A", "B", "C", "D", "E")

FROM: Mapping[str, frozenset[State]] = {
    "answer": ALIVE,
    "link": ALIVE,
    "unlink": frozenset(S),
    "start": frozenset({S.PLANNED}),
    "assess": frozenset({S.PLANNED, S.IN_PROGRESS, S.ASSESSED}),
    "restate": ALIVE,
    "close": ALIVE,
    "reopen": OVER,
}
"""Step → the states that it may be taken from."""
STEPS = tuple(FROM)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that officers did. `body` as in the entry."""

    kind: str
    day: date
    body: Mapping[str, Any]
    by: str
    number: int


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one recommendation. `number`: of its last entry; 0 while officers have done nothing. `recorded`: whether an
    officer recorded the position, or the document alone says it."""

    key: str
    position: Position = Position.NONE
    recorded: bool = False
    links: tuple[TypedLink, ...] = ()
    started: bool = False
    grade: str = ""
    restated_by: str = ""
    closed: bool = False
    happenings: tuple[Happening, ...] = ()

    @property
    def number(self) -> int:
        return max((h.number for h in self.happenings), default=0)

    @property
    def tasks(self) -> tuple[TypedLink, ...]:
        return tuple(link for link in self.links if link.task)

    @property
    def state(self) -> State:
        if self.restated_by:
            return S.RESTATED
        if self.closed:
            return S.CLOSED
        answered = ANSWERED.get(self.position, S.RECEIVED)
        if not self.tasks or answered in (S.RECEIVED, S.PENDING):
            return answered
        return S.ASSESSED if self.grade else S.IN_PROGRESS if self.started else S.PLANNED

    @property
    def owed(self) -> bool:
        """Supported, at least in part, not over, and no task serves it."""
        return self.position in OWED and self.state not in OVER and not self.tasks


def course(key: str, position: Position, happenings: Iterable[Happening]) -> Course:
    """`position`: what the document says."""
    now = Course(key, position)
    for happening in happenings:
        now = replace(_after(now, happening), happenings=(*now.happenings, happening))
    return now


def course_of(one: Recommendation, happenings: Iterable[Happening]) -> Course:
    return course(one.key, one.position, happenings)


def _after(now: Course, h: Happening) -> Course:
    return replace(now, **_CHANGES[h.kind](now, h.body))


def _linked(now: Course, body: Mapping[str, Any]) -> dict[str, Any]:
    link = TypedLink(body["link"], body["plan"], body["task"], body["indicator"], body["rationale"])
    return {"links": (*(x for x in now.links if x.name != link.name), link)}


_CHANGES: Mapping[str, Callable[[Course, Mapping[str, Any]], dict[str, Any]]] = {
    "answered": lambda _, body: {"position": Position(body["position"]), "recorded": True},
    "linked": _linked,
    "unlinked": lambda now, body: {"links": tuple(x for x in now.links if x.name != body["removed"])},
    "started": lambda *_: {"started": True},
    "assessed": lambda _, body: {"grade": body["grade"]},
    "restated": lambda _, body: {"restated_by": body["by"]},
    "closed": lambda *_: {"closed": True},
    "reopened": lambda *_: {"closed": False, "restated_by": ""},
}
"""Kind of a happening → what it changes."""


def check_step(now: Course, step: str) -> None:
    """NotAllowed, with the state it is in, where the step does not follow."""
    if now.state not in FROM[step]:
        raise NotAllowed(T("{code} is {state}: this step is not possible now.", code=now.key, state=STATE[now.state]), where="step")
