"""Which figure stands, where several say something about one thing.

A value that was replaced by name, or published anew by the same kind of source, gives way to the later one and stays
visible. What is left are contenders. Contenders that agree are one figure. Contenders that differ are a conflict: both stand
until a person decides. Values under different definitions are never contenders of one another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dicu.review.observations.deciding import Decision
from dicu.vocabulary.observation import Observation, Standing

Rows = tuple[Observation, ...]
Decisions = Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Choice:
    """`standing` is the figure to use; None where nothing is there, or where `contenders` differ and nobody has decided."""

    standing: Observation | None
    contenders: Rows = ()
    decision: Decision | None = None

    @property
    def conflict(self) -> bool:
        """Contenders differ. A decision does not make them agree; it says which one is used."""
        return len({o.value for o in self.contenders}) > 1

    @property
    def open(self) -> bool:
        return self.conflict and self.decision is None


def subject_of(o: Observation) -> str:
    """What an observation is a value of, as one key. What agencies report is about the plan's whole area."""
    parts = [o.indicator, *([o.definition] if o.definition else []), o.period.label, *(f"{name}={code}" for name, code in o.dimensions)]
    return "/".join([*parts, *([o.area] if o.area and not o.line else [])])


def grouped(rows: Iterable[Observation], area: str = "") -> dict[str, Rows]:
    """By subject, in the order of the rows. The plan's own `area` is left out of the key, as it is for what agencies report."""
    found: dict[str, list[Observation]] = {}
    for o in rows:
        key = subject_of(o)
        found.setdefault(key.removesuffix(f"/{area}") if area else key, []).append(o)
    return {key: tuple(group) for key, group in found.items()}


def in_force(rows: Iterable[Observation]) -> Rows:
    """Without those that another one replaces by name."""
    rows = tuple(rows)
    replaced = {o.supersedes for o in rows if o.supersedes}
    return tuple(o for o in rows if o.key not in replaced)


def contenders(rows: Iterable[Observation]) -> Rows:
    """What says something of one thing and has no later word against it. From memory counts only where nothing else does."""
    values = tuple(o for o in in_force(rows) if o.value is not None)
    read = tuple(o for o in values if o.standing is not Standing.MEMORY) or values
    return tuple(o for o in read if not any(revises(other, o) for other in read))


def revises(later: Observation, earlier: Observation) -> bool:
    """Whether `later` is a later word of the same kind of source. Two agencies, or an agency and a publication, are two
    voices: neither revises the other, whatever their dates."""
    if bool(later.line) != bool(earlier.line) or (later.line and later.area != earlier.area):
        return False
    if later.vintage and earlier.vintage:
        return later.vintage > earlier.vintage
    return bool(later.vintage and not earlier.vintage and later.source.title == earlier.source.title)


def choice_of(rows: Iterable[Observation], decisions: Decisions, subject: str = "") -> Choice:
    """Of rows with one subject. `subject`: the key as `grouped` gives it, under which decisions stand."""
    rows = tuple(rows)
    left = contenders(rows)
    if len({o.value for o in left}) <= 1:
        return Choice(newest(left) or newest(in_force(rows)), left)
    decision = decisions.get(subject or subject_of(left[0]))
    if decision is not None and decision.covers(left):
        return Choice(next(o for o in left if o.key == decision.chosen), left, decision)
    return Choice(None, left)


def newest(rows: Iterable[Observation]) -> Observation | None:
    """The observation of the latest publication; without vintages, the last that was written down."""
    listed = tuple(enumerate(rows))
    return max(listed, key=lambda pair: (pair[1].vintage or date.min, pair[0]))[1] if listed else None


def chain(rows: Iterable[Observation]) -> tuple[tuple[Observation, Observation], ...]:
    """Revisions of one subject, oldest first: (what it was, what it became), where the value changed. Each voice has a chain of
    its own."""
    rows = tuple(rows)
    named = {o.key: o for o in rows}
    told = [(named[o.supersedes], o) for o in rows if o.supersedes in named]
    dated = [pair for voice in _voices(rows).values() for pair in zip(voice, voice[1:], strict=False)]
    pairs = dict.fromkeys((*told, *(p for p in dated if p not in told)))
    return tuple((a, b) for a, b in pairs if (a.value, a.missing) != (b.value, b.missing))


def _voices(rows: Rows) -> dict[str, Rows]:
    """Agency by agency, and all publications together, each dated and in order. One that replaces by name stands in no dated chain."""
    found: dict[str, list[Observation]] = {}
    for o in rows:
        if o.vintage and not o.supersedes:
            found.setdefault(o.area if o.line else "", []).append(o)
    return {voice: tuple(sorted(group, key=lambda o: o.vintage or date.min)) for voice, group in found.items()}
