"""An indicator as a reader sees it: under each definition what stands, what it is held against, what contradicts, what was
revised, and what its parts make."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dicu.review.localities import localities
from dicu.review.model import Plan, Target
from dicu.review.observations.aggregating import Axis, Rollup, rolled_up
from dicu.review.observations.choosing import Choice, Decisions, Rows, chain, choice_of, grouped, newest
from dicu.review.observations.parting import Misfit, misfits
from dicu.review.situation import against, national, reached, target_end, totals
from dicu.vocabulary.observation import Definition, Direction, Indicator, Observation
from dicu.vocabulary.period import Period


class State(StrEnum):
    """How an indicator stands towards its target."""

    REACHED = "reached"
    MISSED = "missed"
    AHEAD = "ahead"  # not reached yet, and not due
    NO_DATA = "no-data"
    NOT_YET = "not-yet"  # there are values, but none of a target's period
    CONFLICT = "conflict"
    NO_TARGET = "no-target"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Held:
    """A target and what is held against it."""

    target: Target
    value: Observation | None
    state: State


@dataclass(frozen=True, slots=True)
class Series:
    """The values under one definition. `latest` is the newest period's; `choices` by subject, totals of the whole first."""

    definition: Definition | None
    latest: Choice | None
    held: tuple[Held, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Conflict:
    subject: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Revision:
    was: Observation
    became: Observation


@dataclass(frozen=True, slots=True)
class ByArea:
    """What the plan's areas make together, for one period and definition."""

    period: Period
    definition: str
    rollup: Rollup


@dataclass(frozen=True, slots=True)
class IndicatorView:
    indicator: Indicator
    series: tuple[Series, ...]
    rows: Rows
    conflicts: tuple[Conflict, ...]
    revisions: tuple[Revision, ...]
    misfits: tuple[Misfit, ...]
    areas: tuple[ByArea, ...]


def viewed(plan: Plan, indicator: Indicator, rows: Iterable[Observation], decisions: Decisions, day: date) -> IndicatorView:
    """`rows`: all that the reader may see of this indicator."""
    rows = tuple(rows)
    groups = grouped(rows, plan.area)
    choices = {subject: choice_of(group, decisions, subject) for subject, group in groups.items()}
    return IndicatorView(
        indicator,
        tuple(_series(plan, indicator, definition, rows, choices, day) for definition in indicator.definitions or (None,)),
        tuple(sorted(rows, key=_order(indicator))),
        tuple(Conflict(subject, choice) for subject, choice in choices.items() if choice.conflict),
        tuple(Revision(*pair) for group in groups.values() for pair in chain(group)),
        misfits(indicator, _used(rows, choices)),
        _areas(plan, indicator, rows, day),
    )


def _order(indicator: Indicator) -> Callable[[Observation], tuple[object, ...]]:
    places = {code: place for place, code in enumerate(indicator.by_definition)}
    return lambda o: (-o.period.end.toordinal(), -o.period.start.toordinal(), bool(o.dimensions), o.dimensions,
                      places.get(o.definition, -1), o.area, o.vintage or date.min)  # fmt: skip


def _series(
    plan: Plan, indicator: Indicator, definition: Definition | None, rows: Rows, choices: Mapping[str, Choice], day: date
) -> Series:
    code = definition.code if definition else ""
    ours = tuple(o for o in rows if o.definition == code)
    latest = _latest(plan, ours, choices)
    goals = [t for t in plan.targets if t.indicator == indicator.code and t.observation.definition in ("", code)]
    used = _used(ours, choices)
    held = tuple(_held(goal, used, day) for goal in sorted(goals, key=target_end))
    return Series(definition, latest, held, _state(indicator, latest, held, day))


def _latest(plan: Plan, rows: Rows, choices: Mapping[str, Choice]) -> Choice | None:
    """Of the newest period for which the whole has a value; a long span that ends later is no newer value of a year."""
    whole = [o for o in national(totals(rows), plan.area) if o.value is not None]
    if not whole:
        return None
    period = max((o.period for o in whole), key=lambda p: (p.end, p.start))
    subjects = grouped((o for o in whole if o.period == period), plan.area)
    return next(iter(choices[subject] for subject in subjects))


def _held(target: Target, used: Rows, day: date) -> Held:
    value = against(target, used)
    due = target_end(target) <= day
    if value is None:
        return Held(target, None, State.NO_DATA)
    if reached(target, value):
        return Held(target, value, State.REACHED)
    return Held(target, value, State.MISSED if due else State.AHEAD)


def _state(indicator: Indicator, latest: Choice | None, held: tuple[Held, ...], day: date) -> State:
    """Towards the newest target that has a value; without any, towards the next one."""
    if latest is not None and latest.open:
        return State.CONFLICT
    if held:
        none = State.NO_DATA if latest is None else State.NOT_YET
        return next((h.state for h in reversed(held) if h.value is not None), none)
    if latest is None:
        return State.NO_DATA
    return State.WATCHED if indicator.direction is Direction.NONE else State.NO_TARGET


def _used(rows: Rows, choices: Mapping[str, Choice]) -> Rows:
    lost = {o.key for c in choices.values() if c.decision for o in c.contenders if o.key != c.decision.chosen}
    replaced = {o.supersedes for o in rows if o.supersedes}
    return tuple(o for o in rows if o.key not in lost | replaced)


def _areas(plan: Plan, indicator: Indicator, rows: Rows, day: date) -> tuple[ByArea, ...]:
    """Per period in which any area of the plan has a figure. All areas are expected; none is dropped in silence."""
    expected = {place.code for place in localities(plan, day)}
    local = [o for o in totals(rows) if not o.line and o.area in expected]
    spans = dict.fromkeys((o.period, o.definition) for o in sorted(local, key=lambda o: o.period, reverse=True))
    of_span = {span: [o for o in local if (o.period, o.definition) == span] for span in spans}
    return tuple(ByArea(*span, _rollup(indicator, sorted(expected), found)) for span, found in of_span.items())


def _rollup(indicator: Indicator, expected: list[str], rows: list[Observation]) -> Rollup:
    parts = {code: newest(tuple(o for o in rows if o.area == code)) for code in expected}
    return rolled_up(indicator, parts, Axis.AREAS)
