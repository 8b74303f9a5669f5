"""What the review needs of the outside: the projections that lists are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.obligations import Obligation
from dicu.review.report import Line


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan the house knows: its current version."""

    plan: str
    digest: str
    version: str
    synthetic: bool
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedRound:
    plan: str
    round: str
    plan_digest: str
    opens: date | None
    cut_off: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a report's stream: its digest (hex) and its day."""

    digest: str
    day: date


@dataclass(frozen=True, slots=True)
class EditionFile:
    name: str
    language: str
    format: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A built review of one round; `state` is built or published."""

    plan: str
    round: str
    snapshot: str
    state: str
    built_at: datetime
    built_by: str
    published_at: datetime | None
    files: tuple[EditionFile, ...]


class Records(Protocol):
    """Lists read through a scope: what `access` lets the officer have, as a condition on each row."""

    def plans(self, scope: Condition) -> tuple[LoadedPlan, ...]: ...

    def rounds(self, scope: Condition, plan: str = "") -> tuple[OpenedRound, ...]: ...

    def obligations(self, scope: Condition, plan: str = "", round_: str = "", agency: str = "") -> tuple[Obligation, ...]: ...

    def editions(self, scope: Condition, plan: str = "", round_: str = "") -> tuple[Edition, ...]: ...

    def lines(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        """(agency, line as it was last sent) of a round."""
        ...

    def report_heads(self, plan: str, round_: str) -> Mapping[str, Head]:
        """Agency → where its report stands: what a snapshot freezes."""
        ...
