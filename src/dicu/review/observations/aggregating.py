"""From parts to the whole: areas, categories or periods of one indicator, by the indicator's own rule.

What may not be added is not added. A part without a value is named, never left out in silence and never taken as zero. A
ratio is worked out again from numerators and denominators; an average of percentages is nobody's percentage. Nothing is
rounded here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dicu.review.observations.ratios import ratio_of
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Aggregation, Indicator, Missing, Nature, Observation

Parts = Mapping[str, Observation | None]


class Axis(StrEnum):
    AREAS = "areas"
    CATEGORIES = "categories"
    PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class Rollup:
    """`value` is exact, or None with the reason `why`. `given` of `expected` parts had a value; `absent` names the others,
    each with the code of why (`not-available-yet` where nothing at all was said)."""

    value: Fraction | None
    expected: int
    given: int
    absent: tuple[tuple[str, str], ...] = ()
    why: Message | None = None
    inputs: tuple[str, ...] = ()
    numerator: Fraction | None = None
    denominator: Fraction | None = None

    @property
    def whole(self) -> bool:
        return self.given == self.expected

    @property
    def coverage(self) -> Message:
        """ "29 of 34": it belongs beside the value, wherever that is shown."""
        return T("{given} of {expected}", given=self.given, expected=self.expected)


def rule_on(indicator: Indicator, axis: Axis) -> Aggregation:
    """The rule along an axis. People present at the end of each quarter are not added up over the year; "the last" of several
    provinces is nothing at all."""
    rule = indicator.aggregation
    if axis is Axis.PERIODS and rule is Aggregation.SUM and indicator.nature is Nature.STOCK:
        return Aggregation.LAST
    if axis is Axis.CATEGORIES and rule is Aggregation.SUM and _overlapping(indicator):
        return Aggregation.DISTINCT
    if axis is not Axis.PERIODS and rule is Aggregation.LAST:
        return Aggregation.NONE
    return rule


def rolled_up(indicator: Indicator, parts: Parts, axis: Axis, dimension: str = "") -> Rollup:
    """`parts`: every part that is expected, with its observation or None. For categories, `dimension` names the breakdown.
    Periods are given in order, and must not overlap: the same people would be counted twice."""
    rows = {name: o for name, o in parts.items() if o is not None and o.value is not None}
    absent = tuple((name, str(o.missing or Missing.NOT_AVAILABLE_YET) if o else str(Missing.NOT_AVAILABLE_YET))
                   for name, o in parts.items() if name not in rows)  # fmt: skip
    made = Rollup(None, len(parts), len(rows), absent, inputs=tuple(o.key for o in rows.values()))
    refusal = _refusal(indicator, tuple(rows.values()), axis, dimension)
    if refusal is not None or not rows:
        return _without(made, refusal or T("no part has a value"))
    return _RULES[_rule(indicator, axis, dimension)](made, indicator, tuple(rows.values()), parts)


def _rule(indicator: Indicator, axis: Axis, dimension: str) -> Aggregation:
    one = indicator.by_dimension.get(dimension)
    if axis is Axis.CATEGORIES and one is not None and not one.overlapping and indicator.aggregation is Aggregation.SUM:
        return Aggregation.SUM
    return rule_on(indicator, axis)


def _overlapping(indicator: Indicator) -> bool:
    return any(dimension.overlapping for dimension in indicator.dimensions)


def _refusal(indicator: Indicator, rows: tuple[Observation, ...], axis: Axis, dimension: str) -> Message | None:
    if len({o.definition for o in rows}) > 1:
        return T("the parts are counted under different definitions")
    if axis is Axis.PERIODS and _touch(rows):
        return T("the periods overlap")
    rule = _rule(indicator, axis, dimension)
    if rule is Aggregation.DISTINCT:
        return T("one person or thing may stand in several parts, so their sum is not the number of persons or things")
    if rule is Aggregation.NONE:
        return T("the values of this indicator are not added up")
    return None


def _touch(rows: Iterable[Observation]) -> bool:
    spans = sorted((o.period.start, o.period.end) for o in rows)
    return any(after[0] <= before[1] for before, after in zip(spans, spans[1:], strict=False))


def _without(made: Rollup, why: Message) -> Rollup:
    return Rollup(None, made.expected, made.given, made.absent, why, made.inputs)


def _with(made: Rollup, value: Fraction) -> Rollup:
    return Rollup(value, made.expected, made.given, made.absent, None, made.inputs)


Rule = Callable[[Rollup, Indicator, tuple[Observation, ...], Parts], Rollup]


def _sum(made: Rollup, _: Indicator, rows: tuple[Observation, ...], __: Parts) -> Rollup:
    return _with(made, sum((_exact(o) for o in rows), Fraction(0)))


def _max(made: Rollup, _: Indicator, rows: tuple[Observation, ...], __: Parts) -> Rollup:
    return _with(made, max(_exact(o) for o in rows))


def _last(made: Rollup, _: Indicator, __: tuple[Observation, ...], parts: Parts) -> Rollup:
    """Of the last period that was asked for; an earlier one would say less than it seems to."""
    last = list(parts.values())[-1]
    return _with(made, _exact(last)) if last is not None and last.value is not None else _without(made, T("the last part has no value"))


def _weighted(made: Rollup, indicator: Indicator, rows: tuple[Observation, ...], _: Parts) -> Rollup:
    """A part without its numerator and denominator cannot be weighed, so it is not among those that were taken."""
    known = [o for o in rows if o.numerator is not None and o.denominator is not None]
    if len(known) < len(rows):
        return _without(made, T("the numerator or denominator of a part is not known"))
    numerator = sum((Fraction(o.numerator or 0) for o in known), Fraction(0))
    denominator = sum((Fraction(o.denominator or 0) for o in known), Fraction(0))
    value = ratio_of(numerator, denominator, indicator.per)
    if isinstance(value, Missing):
        return _without(made, T("the denominator is zero or missing"))
    return Rollup(value, made.expected, made.given, made.absent, None, made.inputs, numerator, denominator)


def _exact(o: Observation) -> Fraction:
    if o.value is None:
        raise ValueError("only values are rolled up")
    return Fraction(o.value)


_RULES: dict[Aggregation, Rule] = {
    Aggregation.SUM: _sum,
    Aggregation.MAX: _max,
    Aggregation.LAST: _last,
    Aggregation.WEIGHTED: _weighted,
}
