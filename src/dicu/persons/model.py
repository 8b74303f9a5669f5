"""What is known of a person's record, and how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from dicu.ledger.model import Entry
from dicu.vocabulary.messages import Refused

State = Literal["open", "proposed", "erased"]


class NotAllowed(Refused):
    """The step does not fit the record or the law; `where` is the field that does not."""


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What an officer writes. `birth_date`: YYYY-MM-DD, YYYY-MM or YYYY, as much as is known. Codes as in the register: sex F,
    M, X; citizenship ISO 3166-1 alpha-3; province two digits. Empty where not known.

    It has no repr of its own: that would stand in tracebacks, and tracebacks in logs.
    """

    names: tuple[str, ...]
    birth_date: str = ""
    document: str = ""
    contact: str = ""
    sex: str = ""
    citizenship: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody is erased, and by which rule. `verified`: somebody has read the rule's source."""

    reason: str
    rule: str
    binding: str
    verified: bool

    def body(self) -> dict[str, Any]:
        return {"reason": self.reason, "rule": self.rule, "binding": self.binding, "verified": self.verified}


@dataclass(frozen=True, slots=True)
class Person:
    """A record as its entries tell it. `number` is the last entry; `record` the last that says who the person is.
    `closed`: the day the case ended."""

    id: str = ""
    domain: str = ""
    agency: str = ""
    number: int = 0
    recorded: datetime | None = None
    changed: datetime | None = None
    closed: date | None = None
    state: State = "open"
    proposed_by: str = ""
    ground: Ground | None = None
    record: Entry | None = None

    def attributes(self) -> dict[str, Any]:
        """What access asks about."""
        return {"id": self.id, "domain": self.domain, "agency": self.agency, "state": self.state, "proposed_by": self.proposed_by}


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list: everything of `Person` that needs no key. Moments are days of the house's calendar."""

    id: str
    domain: str
    agency: str
    recorded: date
    changed: date
    closed: date | None
    state: State
    proposed_by: str
    rule: str


@dataclass(frozen=True, slots=True, repr=False)
class PersonView:
    """A record as the one who asks may see it: a personal value is plain, or a `Marker` in its place."""

    person: Person
    values: Mapping[str, Any]
