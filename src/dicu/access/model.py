"""The words of access: an officer with grants asks, for a purpose, to do an action to a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dicu.vocabulary.messages import Message, Refused


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in force between two days (`until` is its last day); `agency` limits it to that agency's things."""

    role: str
    agency: str = ""
    since: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is asking. `account` is empty for somebody who has not signed in (the public)."""

    account: str
    name: str
    agency: str = ""
    grants: tuple[Grant, ...] = ()

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
