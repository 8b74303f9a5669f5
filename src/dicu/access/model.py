"""The words of access: an officer with grants asks, for a purpose, to do an action to a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dicu.access.clearances import OPEN
from dicu.vocabulary.messages import Message, Refused


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in force between two days (`until` is its last day); `agency` limits it to that agency's things, `clearance`
    to things of that level and below."""

    role: str
    agency: str = ""
    since: date | None = None
    until: date | None = None
    clearance: str = OPEN

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Opening:
    """A thing opened in an emergency: until `until` its officer sees it, for as long as they hold `role`.

    `attributes` say which: ("plan", "demo"), ("agency", "TD-LD"). Things of `kinds` that have all of them are open.
    """

    key: str
    role: str
    kinds: frozenset[str]
    attributes: tuple[tuple[str, str], ...]
    until: datetime

    @property
    def agency(self) -> str:
        """Whose thing it is."""
        return dict(self.attributes).get("agency", "")


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is asking. `account` is empty for somebody who has not signed in (the public). `openings`: those that had not
    ended when the officer was looked up."""

    account: str
    name: str
    agency: str = ""
    grants: tuple[Grant, ...] = ()
    openings: tuple[Opening, ...] = ()

    def roles(self, day: date) -> frozenset[str]:
        return frozenset(g.role for g in self.grants if g.in_force(day))


PUBLIC = Officer(account="", name="")


@dataclass(frozen=True, slots=True)
class Asker:
    """An officer, and what they are doing it for. Every door of a desk asks for both."""

    officer: Officer
    purpose: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: a kind ("report") and the attributes that rules may read."""

    kind: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """`concealed`: the refusal must look exactly like the absence of the thing."""

    allowed: bool
    reason: Message
    concealed: bool = False


class Forbidden(Refused):
    """Refused, and the reason may be told."""


class Absent(Refused):
    """There is no such thing, or none that this officer may know of; the two are told apart nowhere."""
