"""The words of the log of reading: a request, the things it asked about, and how it came out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from dicu.access.model import Officer

Outcome = Literal["shown", "refused", "absent", "failed"]
Means = Literal["page", "form", "file", "command", "api"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MEANS: tuple[Means, ...] = get_args(Means)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as far as it may be noted. `route` is the name of the address or the command's words, never the address
    itself; `kept`: whether what it did stands (a form that was sent back with its faults has shown things, and kept nothing)."""

    officer: Officer
    route: str
    method: str
    means: Means
    outcome: Outcome
    id: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing of a reading. `name` is its codes, or a mark made of them where they were never shown to exist; `whole` is
    the same of the thing it is a part of; `agency` is whose it is, `domain` the domain of people's
    records that it lies in; `did` are the actions; `seen`: whether they were allowed."""

    kind: str
    name: str
    whole: str
    agency: str
    domain: str
    did: tuple[str, ...]
    seen: bool

    @property
    def marked(self) -> bool:
        """Whether only a mark is known of it."""
        return self.name.startswith(MARK)


MARK = "#"
"""Begins a name that is no name but a keyed digest of one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A request that was noted, with those of its things that the one who asks may know of. `position` is the entry's;
    `name` is the reader's name today, empty where the account is not known any more; `listed`: how many things in lists."""

    position: int
    at: datetime
    account: str
    name: str
    agency: str
    roles: tuple[str, ...]
    purpose: str
    route: str
    method: str
    means: Means
    outcome: Outcome
    listed: int
    criteria: str
    request: str
    things: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an auditor looks for; what is empty is not asked. `agency` is the reader's or that of the thing."""

    account: str = ""
    agency: str = ""
    kind: str = ""
    key: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Readings, newest first. `older`: the position before which the next page begins, None on the last one."""

    readings: tuple[Reading, ...]
    older: int | None = None
