"""A round as it stands on a day: everything that progress, gaps and the paper are computed from, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from dicu.review.model import Plan, Round, Target
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.priorities import Priority
from dicu.review.progress import TaskStanding, standings
from dicu.review.report import Line, LineState, ReportedValue
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Missing, Observation, Standing
from dicu.vocabulary.period import Period


@dataclass(frozen=True)
class Situation:
    """`lines` holds one line per task (a task has one lead); `agency_of` says whose it is."""

    plan: Plan
    round: Round
    day: date
    obligations: tuple[Obligation, ...] = ()
    lines: Mapping[str, Line] = None  # type: ignore[assignment]
    agency_of: Mapping[str, str] = None  # type: ignore[assignment]
    priorities: tuple[Priority, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", dict(self.lines or {}))
        object.__setattr__(self, "agency_of", dict(self.agency_of or {}))

    @cached_property
    def standings(self) -> tuple[TaskStanding, ...]:
        return standings(self.plan, self.lines, self.day, self.owners)

    @cached_property
    def owners(self) -> dict[str, str]:
        """Task → the agency that owes the report on it: after a succession no longer the one that the plan names."""
        return {task: o.agency for o in self.obligations for task in o.tasks}

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The plan's compiled figures, then what agencies reported in this round and the coordinator accepted."""
        return (*self.plan.observations, *self._accepted())

    @cached_property
    def by_indicator(self) -> dict[str, tuple[Observation, ...]]:
        found: dict[str, list[Observation]] = {}
        for observation in self.observations:
            found.setdefault(observation.indicator, []).append(observation)
        return {code: tuple(rows) for code, rows in found.items()}

    def _accepted(self) -> tuple[Observation, ...]:
        return tuple(
            observed(self.plan, self.round.id, self.agency_of.get(task, ""), line, value)
            for task, line in sorted(self.lines.items())
            if line.state is LineState.ACCEPTED and line.sent
            for value in line.sent.values
        )


def observed(plan: Plan, round_: str, agency: str, line: Line, value: ReportedValue) -> Observation:
    """A value of an accepted line as an observation; its key says where it stands, so it is the same at every rebuild."""
    standing = Standing.SYNTHETIC if plan.synthetic else Standing.ACCEPTED
    return Observation(
        key=f"{value.indicator}/{value.period}/{round_}/{line.task}",
        indicator=value.indicator,
        period=Period.parse(value.period),
        area=agency,
        source=Source(value.source or f"report/{plan.id}/{round_}/{agency}", value.locator),  # as the agency names it: nobody here read it
        standing=standing,
        value=Decimal(value.value) if value.value else None,
        missing=Missing(value.missing) if value.missing else None,
        qualifier=value.qualifier,
        vintage=line.submitted_at.astimezone(LOCAL).date() if line.submitted_at else None,
        line=line.task,
        evidence=tuple(file.digest for file in line.sent_files),
    )


def totals(observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
    return tuple(o for o in observations if not o.dimensions)


def newest(observations: tuple[Observation, ...]) -> Observation | None:
    """The observation of the latest publication; without vintages, the last that was written down."""
    if not observations:
        return None
    return max(enumerate(observations), key=lambda pair: (pair[1].vintage or date.min, pair[0]))[1]


def target_end(target: Target) -> date:
    """The day by which the target is to be reached."""
    return target.due or target.observation.period.end


def against(target: Target, observations: tuple[Observation, ...]) -> Observation | None:
    """The value to hold against a target: that of the target's own period, in its newest vintage. An older value says
    nothing of a newer target."""
    period = target.observation.period
    return newest(tuple(o for o in totals(observations) if o.value is not None and o.period == period))


def reached(target: Target, observation: Observation) -> bool:
    goal, value = target.observation.value, observation.value
    if goal is None or value is None:
        raise ValueError("a target is compared with a value")
    return {"=": value == goal, ">=": value >= goal, "<=": value <= goal}[target.operator]
