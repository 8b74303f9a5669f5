"""A plan and its parts, as they were loaded: never changed, only replaced by another version."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from dicu.review.frameworks import Action, Crossing, GoalTarget, Principle
from dicu.review.law import DueRule
from dicu.vocabulary.agency import Agencies, Agency, Succession
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
    """`due` is the last day; `since` the day before which nothing is asked. `every`: how often a regular task recurs (year,
    half-year, quarter, month). `words` are the plan's own; `verified`: somebody has read them there."""

    kind: TermKind
    due: date | None = None
    since: date | None = None
    every: str = ""
    words: Bilingual = Bilingual("", "")
    verified: bool = False

    @property
    def limited(self) -> bool:
        """Whether there is a last day by which the task can be late."""
        return self.kind in (TermKind.FIXED, TermKind.PERIOD) and self.due is not None


@dataclass(frozen=True, slots=True)
class Lead:
    """The body that leads a task. `verified`: the plan itself says so; else it is implied or inferred."""

    agency: str
    verified: bool
    note: Bilingual = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who leads a task from a day to a day, both included; None: from the plan's first day, to its last. An empty
    `agency` says that nobody knows who led it then."""

    agency: str
    since: date | None
    until: date | None
    verified: bool
    note: Bilingual = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class ObjectiveLink:
    """`actions`: letters of the objective's actions that the task serves, where that is known."""

    number: int
    verified: bool
    actions: tuple[str, ...] = ()
    note: Bilingual = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Clause:
    """A purpose, requirement or focal task: a coded passage of the plan's text."""

    code: str
    text: Bilingual
    source: str  # a key of Plan.sources
    verified: bool
    working: tuple[str, ...] = ()  # languages in which the text is our working translation
    objectives: tuple[ObjectiveLink, ...] = ()


class LocalDuty(StrEnum):
    """Whether each province must carry out a national task through a plan of its own; `UNKNOWN` where the text that
    would say so could not be had."""

    REQUIRED = "required"
    OPEN = "open"
    NONE = "none"
    UNKNOWN = "unknown"


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
    function: str = ""  # what passes to a successor by its name; see `Succession.function`
    leads: tuple[Tenure, ...] = ()  # where the plan says who leads when; `lead` is then the last of them
    phases: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()  # codes of the parent plan's tasks
    local: LocalDuty = LocalDuty.UNKNOWN
    replaces: tuple[str, ...] = ()  # codes that this task had, or followed, in earlier versions
    locator: str = ""

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
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the plan's road map."""

    code: str
    title: Bilingual
    since: date
    until: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Parent:
    """The plan that a provincial plan implements. `locality`: the province's code, as the parent's list of localities has
    it on `day`; it may have been merged since."""

    plan: str
    locality: str
    day: date | None
    verified: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """A local plan that is known of from a public source, whether or not it is in the house. `level`: province or district."""

    place: Bilingual
    level: str
    number: str
    day: date | None
    succession: Bilingual
    source: str
    verified: bool


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
    rule: str = ""  # the rule of the reporting law that the round follows
    due_rule: DueRule | None = None  # the plan's own rule


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
    phases: tuple[Phase, ...] = ()
    principles: tuple[Principle, ...] = ()
    goal_targets: tuple[GoalTarget, ...] = ()
    crosswalk: tuple[Crossing, ...] = ()
    successions: tuple[Succession, ...] = ()
    parent: Parent | None = None
    local_plans: tuple[LocalPlan, ...] = ()
    area: str = ""  # the country or province that the plan is of; figures of this area need not name it
    localities: str = ""  # "agencies": the plan's own provinces; "places": the country's; empty: not said

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

    @cached_property
    def register(self) -> Agencies:
        """The plan's agencies in time, with who took over what."""
        return Agencies(self.agency_by_code, self.successions)

    def phase_on(self, day: date) -> Phase | None:
        return next((p for p in self.phases if p.since <= day <= p.until), None)

    def round(self, id_: str) -> Round | None:
        return next((r for r in self.rounds if r.id == id_), None)

    def tasks_led_by(self, agency: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.responsible == agency)

    def leads(self) -> tuple[str, ...]:
        """Codes of agencies that lead a task, in the plan's order."""
        return tuple(dict.fromkeys(task.responsible for task in self.tasks if task.responsible))
