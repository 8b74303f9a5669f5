"""Gaps of figures: none for the period, no breakdown, parts that do not fit, too old, against each other, against the target."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dicu.review.gaps.model import Gap
from dicu.review.gaps.saying import named, period_named, valued, values_of
from dicu.review.observations.parting import Misfit, lacking, misfits
from dicu.review.observations.staleness import EVERY, oldest_allowed
from dicu.review.printing import named_dimension
from dicu.review.report import StatusClaim
from dicu.review.situation import Situation, against, national, reached, target_end
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Direction, Indicator, Observation

SHIFT = Decimal("0.10")
"""A denominator that moves by more than this share between two rounds asks for an explanation."""


def no_data(s: Situation) -> Iterator[Gap]:
    """G06: an indicator that a task or a target needs has no value in the round's period or later, or none at all."""
    for code in _needed(s):
        rows = s.by_indicator.get(code, ())
        if not any(o.value is not None and o.period.end >= s.round.period.start for o in rows):
            last = max((o.period for o in rows if o.value is not None), default=None)
            shown = T("its last value is for {period}", period=period_named(last)) if last else T("it has no value at all")
            yield Gap(
                "G06",
                "warning",
                code,
                T(
                    "“{indicator}” has no value for {period}; {last}.",
                    indicator=named(s, code),
                    period=period_named(s.round.period),
                    last=shown,
                ),
                T("A value for the period is reported and accepted, or compiled from a public source."),
                inputs=tuple((o.key, str(o.value)) for o in rows),
            )


def no_breakdown(s: Situation) -> Iterator[Gap]:
    """G07: a total for the round's period has a breakdown that is required and not there."""
    for indicator in s.plan.indicators:
        rows = _of_round(s, indicator)
        for total, dimension in lacking(indicator, national(rows, s.plan.area)):
            yield Gap(
                "G07",
                "warning",
                "/".join(part for part in (indicator.code, total.definition, total.period.label, dimension) if part),
                T(
                    "“{indicator}” for {period} is {value}, without the breakdown by {dimension} that is required.",
                    indicator=indicator.name,
                    period=period_named(total.period),
                    value=valued(s, total),
                    dimension=named_dimension(dimension),
                ),
                T("The breakdown is imported or reported; a category that cannot be given is given with the reason why."),
                inputs=((total.key, str(total.value)),),
            )


def misfitting(s: Situation) -> Iterator[Gap]:
    """G08: the parts of a total add up to something else, under a dimension in which nothing is counted twice."""
    for indicator in s.plan.indicators:
        for misfit in misfits(indicator, s.used(indicator.code)):
            yield _misfit(s, indicator, misfit)


def _misfit(s: Situation, indicator: Indicator, m: Misfit) -> Gap:
    facts = {
        "indicator": indicator.name,
        "period": period_named(m.total.period),
        "dimension": named_dimension(m.dimension),
        "sum": m.sum,
        "total": m.total.value,
        "difference": abs(m.difference),
    }
    over = T(
        "The parts of “{indicator}” for {period} by {dimension} add up to {sum}; the total is {total}. That is {difference} too many.",
        **facts,
    )
    short = T(
        "The parts of “{indicator}” for {period} by {dimension} add up to {sum}; the total is {total}. {difference} are in no part.",
        **facts,
    )
    return Gap(
        "G08",
        "warning",
        f"{m.total.key}/{m.dimension}",
        over if m.difference > 0 else short,
        T("A part or the total is corrected, the part that is missing is given, or the plan says that the categories overlap."),
        inputs=((m.total.key, str(m.total.value)), *((o.key, str(o.value)) for o in m.parts)),
    )


def contradicted(s: Situation) -> Iterator[Gap]:
    """G10: a task is reported as completed, while a target that measures it is not reached."""
    claims = {r.task.code: r for r in s.standings if r.line and r.line.sent and r.line.sent.claim == StatusClaim.COMPLETED}
    for target in s.plan.targets:
        value = against(target, s.used(target.indicator))
        for row in claims.values():
            counts = target_end(target) <= s.round.period.end and target.indicator in row.task.indicators
            if counts and value is not None and not reached(target, value):
                yield _contradiction(s, row.task.code, row.agency, target.operator, target.observation, value)


def _contradiction(s: Situation, task: str, agency: str, operator: str, goal: Observation, value: Observation) -> Gap:
    return Gap(
        "G10",
        "blocking",
        f"{task}/{goal.key}",
        T(
            "Task {task} is reported as completed, but “{indicator}” is {value}, while the target is {operator} {goal}.",
            task=task,
            indicator=named(s, goal.indicator),
            value=valued(s, value),
            operator={">=": T("at least"), "<=": T("at most"), "=": T("exactly")}[operator],
            goal=valued(s, goal),
        ),
        T("The value reaches the target, or the line says what is true."),
        agency,
        inputs=((value.key, str(value.value)), (goal.key, str(goal.value))),
    )


def stale(s: Situation) -> Iterator[Gap]:
    """G12: the newest value of an indicator is older than twice the time in which a new one is due. Held against the round's
    cut-off, or the day itself before it: an old round does not grow gaps because time passes."""
    for code in _needed(s):
        indicator = s.plan.indicator_by_code[code]
        limit = oldest_allowed(indicator.frequency, _held_at(s))
        ends = [o.period for o in s.by_indicator.get(code, ()) if o.value is not None]
        if limit is not None and ends and max(p.end for p in ends) < limit:
            newest = max(ends, key=lambda p: p.end)
            yield Gap(
                "G12",
                "info",
                code,
                T(
                    "The newest value of “{indicator}” is for {period}. A new one is due each {every}, so it is too old.",
                    indicator=indicator.name,
                    period=period_named(newest),
                    every=EVERY[indicator.frequency],
                ),
                T("A newer value is reported and accepted, or imported."),
                inputs=(("newest", newest.label), ("oldest allowed", limit.isoformat())),
            )


def conflicting(s: Situation) -> Iterator[Gap]:
    """G22: sources give different values for one thing under one definition, none is a later word of another, and nobody has
    decided which one stands."""
    for subject, choice in s.choices.items():
        if choice.open:
            rows = choice.contenders
            yield Gap(
                "G22",
                "warning",
                subject,
                T(
                    "Sources give different values of “{indicator}” for {period}: {values}.",
                    indicator=named(s, rows[0].indicator),
                    period=period_named(rows[0].period),
                    values=values_of(rows),
                ),
                T("A person decides which stands, with reasons; both stay visible."),
                inputs=tuple((o.source.title, str(o.value)) for o in rows),
                version=2,
            )


def no_target(s: Situation) -> Iterator[Gap]:
    """G23: an indicator that measures a task has no target. Zero would be one; an indicator without a direction, such as
    victims identified, is watched and not aimed."""
    with_target = {target.indicator for target in s.plan.targets}
    for code in dict.fromkeys(c for task in s.plan.tasks for c in task.indicators):
        if code not in with_target and s.plan.indicator_by_code[code].direction is not Direction.NONE:
            yield Gap(
                "G23",
                "info",
                code,
                T("“{indicator}” measures a task, and has no target.", indicator=named(s, code)),
                T("A target is set and loaded with the plan."),
            )


def other_base(s: Situation) -> Iterator[Gap]:
    """G24: the denominator of a ratio moved by more than a tenth since the period before, and no note says why. The share may
    then have changed because its base did."""
    for indicator in s.plan.indicators:
        rows = [o for o in s.used(indicator.code) if o.denominator is not None and not o.dimensions]
        for new in (o for o in rows if o.period == s.round.period and not o.note.en):
            old = _before(new, rows)
            if old is not None and _moved(old, new):
                yield _base(indicator, old, new)


def _before(new: Observation, rows: list[Observation]) -> Observation | None:
    """The same of the newest earlier period of the same length: a year is held against a year (one may have a day more)."""
    alike = [o for o in rows if (o.definition, o.area) == (new.definition, new.area) and abs(o.period.days - new.period.days) <= 1]
    return max((o for o in alike if o.period.end < new.period.start), key=lambda o: o.period.end, default=None)


def _moved(old: Observation, new: Observation) -> bool:
    if not old.denominator or new.denominator is None:
        return False
    return abs(new.denominator - old.denominator) > SHIFT * abs(old.denominator)


def _base(indicator: Indicator, old: Observation, new: Observation) -> Gap:
    return Gap(
        "G24",
        "warning",
        "/".join(part for part in (indicator.code, new.definition, new.period.label, new.key) if part),
        T(
            "The denominator of “{indicator}” went from {old} ({before}) to {new} ({now}), and no note says why.",
            indicator=indicator.name,
            old=old.denominator,
            before=period_named(old.period),
            new=new.denominator,
            now=period_named(new.period),
        ),
        T("A note at the newer value says why, or one of the two is restated on the base of the other."),
        inputs=((old.key, str(old.denominator)), (new.key, str(new.denominator))),
    )


def _needed(s: Situation) -> tuple[str, ...]:
    wanted = [code for task in s.plan.tasks for code in task.indicators] + [t.indicator for t in s.plan.targets]
    return tuple(dict.fromkeys(code for code in wanted if code in s.plan.indicator_by_code))


def _of_round(s: Situation, indicator: Indicator) -> tuple[Observation, ...]:
    return tuple(o for o in s.used(indicator.code) if s.round.period.contains(o.period))


def _held_at(s: Situation) -> date:
    return min(s.day, s.round.cut_off or s.round.period.end)
