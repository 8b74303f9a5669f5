"""Targets against values, and every figure that the plan compiles, with its source beside it."""

from collections.abc import Iterator

from dicu.documents.model import Block, Chart, Cited, Figure, Heading, Inlines, Paragraph, Table, Text
from dicu.review.model import Target
from dicu.review.paper.drafting import Drafting
from dicu.review.paper.figure_charts import drawn
from dicu.review.printing import definition_named, named_dimensions, observed_value
from dicu.review.situation import against, reached, target_end
from dicu.review.words import MISSING, NATURE
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Indicator, Observation, Standing

NEVER_ADDED = T("Flows, stocks, permits and surveys measure different things and are never added.")
SIDE_BY_SIDE = T("Where sources or vintages differ, they stand side by side.")
OPERATORS = {">=": "≥\u00a0", "<=": "≤\u00a0", "=": "=\u00a0"}


def sections(d: Drafting) -> Iterator[Block]:
    plan = d.situation.plan
    if plan.targets:
        yield Heading(1, d.text(T("Targets")), "targets")
        yield _targets(d)
    if plan.observations:
        yield Heading(1, d.text(T("Figures and their sources")), "figures")
        yield Paragraph((*d.text(NEVER_ADDED), Text(" "), *d.text(SIDE_BY_SIDE)))
        yield from (_figures(d, indicator) for indicator in plan.indicators if _rows(d, indicator))


def _targets(d: Drafting) -> Table:
    columns = d.columns(T("Indicator"), T("Target"), T("By"), T("Value"), T("Standing"), shares=(2.4, 1.1, 1, 1.3, 1.2))
    return Table(d.say(T("Targets, and where they stand")), columns, tuple(_target(d, t) for t in d.situation.plan.targets))


def _target(d: Drafting, target: Target) -> tuple[Inlines, ...]:
    indicator = d.situation.plan.indicator_by_code[target.indicator]
    value = against(target, d.situation.used(target.indicator))
    goal = _with_unit(d, f"target.{target.key}", target.observation, indicator, OPERATORS[target.operator])
    by = (
        _date(target.due, target.observation, d)
        if target.due
        else (Cited(target.observation.period.say(d.language), target.observation.source.title),)
    )
    if value is None:
        return (_name(d, indicator, target.observation), goal, by, (), d.text(T("no data yet")))
    standing = _standing(d, target, value)
    shown = (
        *_with_unit(d, f"against.{target.key}", value, indicator),
        Text(" ("),
        Cited(value.period.say(d.language), value.source.title),
        Text(")"),
    )
    return (_name(d, indicator, target.observation), goal, by, shown, d.text(standing))


def _with_unit(d: Drafting, claim: str, o: Observation, indicator: Indicator, before: str = "") -> Inlines:
    """The value with its unit, and whether it is verified: outside its own table a bare number says too little."""
    text = before + observed_value(o, d.language, indicator.unit)
    d.traces.of_observation(claim, text, o)
    return (Figure(text, claim), *(d.text(T(" — unverified")) if _unsure(o) else ()))


def _unsure(o: Observation) -> bool:
    """Compiled from something that nobody verified; what an agency reported is as sure as its acceptance."""
    return o.standing in (Standing.COMPILED, Standing.MEMORY) and not o.source.verified


def _standing(d: Drafting, target: Target, value: Observation) -> Message:
    verdict = _verdict(d, target, value)
    return T("{verdict}, by unverified figures", verdict=verdict) if _unsure(value) or _unsure(target.observation) else verdict


def _verdict(d: Drafting, target: Target, value: Observation) -> Message:
    if reached(target, value):
        return T("reached")
    return T("not reached") if target_end(target) <= d.situation.round.period.end else T("not reached yet; not due")


def _rows(d: Drafting, indicator: Indicator) -> tuple[Observation, ...]:
    return tuple(o for o in d.situation.plan.observations if o.indicator == indicator.code)


def _figures(d: Drafting, indicator: Indicator) -> Table | Chart:
    columns = d.columns(T("Period"), T("Value"), T("Breakdown"), T("Vintage"), T("Source"), shares=(1.3, 1.2, 1, 1, 2.6))
    caption = f"{d.say(indicator.name)} ({d.say(indicator.unit)}; {d.say(NATURE[indicator.nature]).lower()})"
    rows = tuple(_row(d, o, indicator) for o in _rows(d, indicator))
    definition = d.say(indicator.definition)
    table = Table(caption, columns, rows, (Cited(definition, d.plan_name()),) if definition else ())
    return drawn(d, indicator, _rows(d, indicator), table)


def _row(d: Drafting, o: Observation, indicator: Indicator) -> tuple[Inlines, ...]:
    source = o.source.title
    dimensions = "; ".join((*definition_named(o, indicator, d.language), *named_dimensions(o, d.language).values()))
    return (
        (Cited(o.period.say(d.language), source),),
        _figure(d, f"figure.{o.key}", o, indicator),
        (Cited(dimensions, source),) if dimensions else (),
        _date(o.vintage, o, d) if o.vintage else d.text(T("not known")),
        (Cited(source, source), *_certainty(d, o)),
    )


def _certainty(d: Drafting, o: Observation) -> Inlines:
    """What is not verified says so; a page that is not known says so."""
    place = f", {o.source.locator}" if o.source.locator else d.say(T(" (page not known)"))
    unverified = d.say(T(" — unverified")) if not o.source.verified else ""
    return (Cited(place + unverified, o.source.title),)


def _figure(d: Drafting, claim: str, o: Observation, indicator: Indicator, before: str = "") -> Inlines:
    if o.missing is not None:
        return d.text(MISSING[o.missing])
    text = before + observed_value(o, d.language)
    d.traces.of_observation(claim, text, o)
    return (Figure(text, claim),)


def _name(d: Drafting, indicator: Indicator, o: Observation) -> Inlines:
    return (Cited(d.say(indicator.name), o.source.title),)


def _date(day: object, o: Observation, d: Drafting) -> Inlines:
    return (Cited(dates.short(day, d.language), o.source.title),)  # type: ignore[arg-type]
