"""A round as it stands on a day: everything that progress, gaps and the paper are computed from, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from dicu.review.beside import NOTHING, Beside
from dicu.review.model import Plan, Round, Target
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.observations.choosing import Choice, choice_of, grouped, in_force, newest
from dicu.review.observations.deciding import Decision
from dicu.review.priorities import Priority
from dicu.review.progress import TaskStanding, standings
from dicu.review.report import Line, LineState, ReportedValue
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Missing, Observation, Standing
from dicu.vocabulary.period import Period


@dataclass(frozen=True)
class Situation:
    """`lines` holds one line per task (a task has one lead); `agency_of` says whose it is. `imported`: what the register of
    figures held on the day; `decisions`: by subject, which of contradicting figures stands; `claims`: task → the public sentence that
    stands for its restricted evidence."""

    plan: Plan
    round: Round
    day: date
    obligations: tuple[Obligation, ...] = ()
    lines: Mapping[str, Line] = None  # type: ignore[assignment]
    agency_of: Mapping[str, str] = None  # type: ignore[assignment]
    priorities: tuple[Priority, ...] = ()
    imported: tuple[Observation, ...] = ()
    decisions: Mapping[str, Decision] = None  # type: ignore[assignment]
    beside: Beside = NOTHING
    claims: Mapping[str, Bilingual] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", dict(self.claims or {}))
        object.__setattr__(self, "decisions", dict(self.decisions or {}))
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
        """The plan's compiled figures, those that were imported, then what agencies reported in this round and the coordinator
        accepted."""
        known = self.plan.indicator_by_code
        return (*self.plan.observations, *(o for o in self.imported if o.indicator in known), *self._accepted())

    @cached_property
    def by_indicator(self) -> dict[str, tuple[Observation, ...]]:
        found: dict[str, list[Observation]] = {}
        for observation in self.observations:
            found.setdefault(observation.indicator, []).append(observation)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """By subject: which figure stands, and which contradict each other."""
        groups = grouped(self.observations, self.plan.area)
        return {subject: choice_of(rows, self.decisions, subject) for subject, rows in groups.items()}

    def used(self, indicator: str) -> tuple[Observation, ...]:
        """Without what was replaced, and what a person decided against; revisions stay, and the newest one counts."""
        against = {o.key for c in self.choices.values() if c.decision for o in c.contenders if o.key != c.decision.chosen}
        return tuple(o for o in in_force(self.by_indicator.get(indicator, ())) if o.key not in against)

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


def target_end(target: Target) -> date:
    """The day by which the target is to be reached."""
    return target.due or target.observation.period.end


def against(target: Target, observations: tuple[Observation, ...]) -> Observation | None:
    """The value to hold against a target: that of the target's own period, under its definition, in its newest vintage. An
    older value says nothing of a newer target, and a province's nothing of the country's."""
    goal = target.observation
    rows = tuple(o for o in totals(in_force(observations)) if o.value is not None and o.period == goal.period)
    return newest(national(tuple(o for o in rows if o.definition == goal.definition), goal.area))


def national(observations: tuple[Observation, ...], area: str) -> tuple[Observation, ...]:
    """Those of the plan's whole area, and what agencies reported. Where all are of one other area, that is what is meant; of
    several none is."""
    whole = tuple(o for o in observations if o.line or o.area in ("", area))
    return whole or (observations if len({o.area for o in observations}) == 1 else ())


def reached(target: Target, observation: Observation) -> bool:
    goal, value = target.observation.value, observation.value
    if goal is None or value is None:
        raise ValueError("a target is compared with a value")
    return {"=": value == goal, ">=": value >= goal, "<=": value <= goal}[target.operator]
