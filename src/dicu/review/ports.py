"""What the review needs of the outside: the projections that lists are read from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.deadlines import Deadline
from dicu.review.obligations import Obligation
from dicu.review.priorities import Priority
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
    """`deadline`: how the last day came about, as it was recorded when the round opened. `closed_at`: None while it is open;
    `snapshot`: what its reports rested on then; `again`: agency → tasks whose lines were opened again since."""

    plan: str
    round: str
    plan_digest: str
    opens: date | None
    cut_off: date | None
    due: date | None
    deadline: Deadline | None = None
    closed_at: datetime | None = None
    snapshot: str = ""
    again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version that was proposed or loaded. `followed`, `ended`: what was decided of the tasks that it dropped."""

    plan: str
    digest: str
    version: str
    state: str  # proposed | loaded
    synthetic: bool
    tasks: int
    origin: str
    proposed_at: datetime | None
    proposed_by: str
    loaded_at: datetime | None
    loaded_by: str
    followed: Mapping[str, str]
    ended: Mapping[str, str]


class Records(Protocol):
    """Lists read through a scope: what `access` lets the officer have, as a condition on each row."""

    def plans(self, scope: Condition) -> tuple[LoadedPlan, ...]: ...

    def versions(self, scope: Condition, plan: str = "") -> tuple[PlanVersion, ...]: ...

    def line_states(self, scope: Condition, plan: str, tasks: Collection[str]) -> tuple[tuple[str, str, str, str], ...]:
        """(round, agency, task, state) of the lines that were sent on these tasks."""
        ...

    def priorities(self, scope: Condition, plan: str, round_: str = "") -> tuple[Priority, ...]:
        """Priorities and solutions of a plan; with a round, those that stand or stood in it."""
        ...

    def priority_heads(self, plan: str, round_: str) -> Mapping[str, tuple[str, datetime]]:
        """Of those that were agreed: id → digest of the last entry, and when it was written."""
        ...

    def rounds(self, scope: Condition, plan: str = "") -> tuple[OpenedRound, ...]: ...

    def obligations(self, scope: Condition, plan: str = "", round_: str = "", agency: str = "") -> tuple[Obligation, ...]: ...

    def editions(self, scope: Condition, plan: str = "", round_: str = "") -> tuple[Edition, ...]: ...

    def lines(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        """(agency, line as it was last sent) of a round."""
        ...

    def claims(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        """The same lines with as much of each as the status of its task takes: its state, what is claimed, the day, and the first
        file. A page that counts 25,000 of them need not read what they say."""
        ...

    def report_heads(self, plan: str, round_: str) -> Mapping[str, Head]:
        """Agency → where its report stands: what a snapshot freezes."""
        ...
