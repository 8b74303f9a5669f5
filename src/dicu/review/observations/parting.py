"""Breakdowns against their total: what is asked for and not there, and parts that do not make the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dicu.review.observations.choosing import in_force
from dicu.vocabulary.observation import Dimension, Indicator, Observation

Rows = tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Parts of one total under one dimension whose sum is another number."""

    dimension: str
    total: Observation
    parts: Rows
    sum: Decimal

    @property
    def difference(self) -> Decimal:
        return self.sum - (self.total.value or Decimal(0))


def misfits(indicator: Indicator, rows: Iterable[Observation]) -> tuple[Misfit, ...]:
    """Of dimensions that are declared, and not overlapping. Parts may never exceed the total; where the dimension is complete
    they may not fall short either. One missing part leaves a shortfall without a meaning, so only an excess counts."""
    rows = in_force(rows)
    return tuple(m for d in indicator.dimensions if not d.overlapping for m in _of_dimension(d, rows))


def _of_dimension(d: Dimension, rows: Rows) -> Iterator[Misfit]:
    totals = {_but(o, d.name): o for o in rows if d.name not in dict(o.dimensions) and o.value is not None}
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for o in rows:
        if d.name in dict(o.dimensions):
            groups.setdefault(_but(o, d.name), []).append(o)
    for key, parts in groups.items():
        if key in totals and (found := _misfit(d, totals[key], tuple(parts))):
            yield found


def _misfit(d: Dimension, total: Observation, parts: Rows) -> Misfit | None:
    values = [o.value for o in parts if o.value is not None]
    made = sum(values, Decimal(0))
    over = made - (total.value or Decimal(0))
    short = d.complete and len(values) == len(parts) and -over > d.tolerance
    return Misfit(d.name, total, parts, made) if values and (over > d.tolerance or short) else None


def _but(o: Observation, dimension: str) -> tuple[object, ...]:
    """What tells parts of one total from parts of another: everything but their category. Another publication, or another
    agency, has totals of its own."""
    rest = tuple(pair for pair in o.dimensions if pair[0] != dimension)
    return (o.indicator, o.definition, o.period, o.area, rest, o.vintage, o.source.title)


def lacking(indicator: Indicator, rows: Iterable[Observation]) -> tuple[tuple[Observation, str], ...]:
    """Totals for which a required breakdown was not given at all: (total, dimension). A category whose value is missing with
    a reason was given."""
    rows = in_force(rows)
    wanted = [d.name for d in indicator.dimensions if d.required]
    given = {(o.definition, o.period, name) for o in rows for name, _ in o.dimensions}
    totals = {(o.definition, o.period): o for o in rows if not o.dimensions and o.value is not None}
    return tuple((o, name) for (definition, period), o in totals.items() for name in wanted if (definition, period, name) not in given)
