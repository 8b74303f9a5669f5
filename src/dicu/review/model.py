"""A plan and its parts, as they were loaded: never changed, only replaced by another version."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from dicu.vocabulary.agency import Agency
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import LegalBasis, Source
from dicu.vocabulary.observation import Indicator, Observation, Standing
from dicu.vocabulary.period import Period


class TermKind(StrEnum):
    """How a task's time runs; `UNKNOWN` where the text that would say so could not be had."""

    FIXED = "fixed"
    PERIOD = "period"
    REGULAR = "regular"
    ON_EVENT = "on-event"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Term:
    kind: TermKind
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """The body that leads a task. `verified`: the plan itself says so; else it is implied or inferred."""

    agency: str
    verified: bool
    note: Bilingual = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class ObjectiveLink:
    number: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A purpose, requirement or focal task: a coded passage of the plan's text."""

    code: str
    text: Bilingual
    source: str  # a key of Plan.sources
    verified: bool
    working: tuple[str, ...] = ()  # languages in which the text is our working translation
    objectives: tuple[ObjectiveLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    code: str
    focal: str
    text: Bilingual
    source: str
    verified: bool
    term: Term
    lead: Lead | None
    inferred_lead: Lead | None = None
    coordinating: tuple[str, ...] = ()
    objectives: tuple[ObjectiveLink, ...] = ()
    indicators: tuple[str, ...] = ()
    output: Bilingual = Bilingual("", "")
    working: tuple[str, ...] = ()

    @property
    def responsible(self) -> str:
        """Code of the leading agency; empty where the plan's text does not say or is not known."""
        return self.lead.agency if self.lead else ""


@dataclass(frozen=True, slots=True)
class Objective:
    """One of the framework's objectives (the Global Compact has 23)."""

    number: int
    title: Bilingual
    short: Bilingual
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something about the plan that could not be had; shown as a gap, never made up."""

    code: str
    what: Bilingual
    closes_when: Bilingual
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator should reach: `operator` is one of =, <=, >=. Zero is a target like any other."""

    key: str
    indicator: str
    operator: str
    observation: Observation  # value, unit, period and source of the target itself
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting round. `due` is the last day to send; None: no rule is known that sets it."""

    id: str
    title: Bilingual
    period: Period
    cut_off: date | None
    due: date | None
    basis: LegalBasis | None = None
    note: Bilingual = Bilingual("", "")
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A conference or another dated fact of the plan's life; `day` is None where the year is not known."""

    day: date | None
    place: Bilingual
    what: Bilingual
    source: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Coordinator:
    agency: str
    unit: Bilingual
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A slot of a statement: an expression over the plan's figures, and how its value is printed."""

    expression: str
    shape: str = "number"  # number | percent | points | date | days
    decimals: int | None = None
    with_unit: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a review in both languages, with `{slots}` for claims, `[[words|SOURCE]]` and `((counter))`."""

    code: str
    text: Bilingual
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: Bilingual
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Plan:
    """One version of a plan. `digest` is the SHA-256 of the bundle it was read from, and names the version for ever."""

    id: str
    version: str
    digest: str
    standing: Standing
    authority: str
    title: Bilingual
    short: Bilingual
    banner: Bilingual
    bases: tuple[LegalBasis, ...]
    period: Period
    coordinator: Coordinator
    objectives: tuple[Objective, ...]
    focal_tasks: tuple[Clause, ...]
    tasks: tuple[Task, ...]
    expected_tasks: int | None
    purposes: tuple[Clause, ...] = ()
    requirements: tuple[Clause, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    observations: tuple[Observation, ...] = ()
    targets: tuple[Target, ...] = ()
    rounds: tuple[Round, ...] = ()
    sections: dict[str, tuple[Section, ...]] = field(default_factory=dict)  # by round
    sources: dict[str, Source] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def synthetic(self) -> bool:
        return self.standing is Standing.SYNTHETIC

    @cached_property
    def task_by_code(self) -> dict[str, Task]:
        return {task.code: task for task in self.tasks}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def agency_by_code(self) -> dict[str, Agency]:
        return {agency.code: agency for agency in self.agencies}

    @cached_property
    def objective_by_number(self) -> dict[int, Objective]:
        return {objective.number: objective for objective in self.objectives}

    def round(self, id_: str) -> Round | None:
        return next((r for r in self.rounds if r.id == id_), None)

    def tasks_led_by(self, agency: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.responsible == agency)

    def leads(self) -> tuple[str, ...]:
        """Codes of agencies that lead a task, in the plan's order."""
        return tuple(dict.fromkeys(task.responsible for task in self.tasks if task.responsible))
