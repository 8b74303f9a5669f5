"""What the expressions of a review can ask: published figures by indicator and period, and counts of the round."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dicu.expression import Answer, Kind, Lookup, NotComputable, Signature, WorldTypes
from dicu.review.gaps import Gap
from dicu.review.obligations import Obligation
from dicu.review.observations.choosing import choice_of, grouped, newest
from dicu.review.progress import TaskStanding
from dicu.review.situation import Situation, national
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Missing, Observation
from dicu.vocabulary.period import Period


@dataclass(frozen=True, slots=True)
class Counted:
    """The origin of a count: what was counted, by name."""

    what: Message
    things: tuple[str, ...]


Origin = Observation | Counted


class RoundWorld:
    """`indicator["2022"]`, with `vintage: @…`, `area: "…"`, `definition: "…"` or a dimension; the newest vintage where none is
    named. An indicator with several definitions is asked under one of them, or the paper is refused; figures that
    contradict each other have no value until somebody decides. `tasks["STATUS"]`, `reports["STATE"]`, `gaps["G01"]`
    count; without an argument they count all."""

    def __init__(self, situation: Situation, gaps: tuple[Gap, ...]) -> None:
        self.situation = situation
        self.counts: dict[str, Callable[[str], Counted]] = {
            "tasks": lambda status: _tasks(situation.standings, status),
            "reports": lambda state: _reports(situation.obligations, state, situation.day),
            "gaps": lambda rule: _gaps(gaps, rule),
        }

    @cached_property
    def types(self) -> WorldTypes:
        counts = {name: Signature(Kind.NUMBER, (Kind.TEXT,), least=0) for name in self.counts}
        return counts | {code: self._signature(code) for code in self.situation.plan.indicator_by_code}

    def _signature(self, code: str) -> Signature:
        rows = self.situation.by_indicator.get(code, ())
        dimensions = {name: Kind.TEXT for o in rows for name, _ in o.dimensions}
        named = {**dimensions, "vintage": Kind.DAY, "area": Kind.TEXT, "definition": Kind.TEXT}
        several = len(self.situation.plan.indicator_by_code[code].definitions) > 1
        return Signature(Kind.NUMBER, (Kind.TEXT,), named, least=0, asked=frozenset({"definition"} if several else ()))

    def lookup(self, lookup: Lookup) -> Answer:
        if lookup.name in self.counts:
            counted = self.counts[lookup.name](str(lookup.values[0]) if lookup.values else "")
            return Answer(value=len(counted.things), origin=counted)
        return _answer(self._found(lookup))

    def _found(self, lookup: Lookup) -> Observation | NotComputable | None:
        rows = self.situation.by_indicator.get(lookup.name, ())
        if lookup.values:
            period = Period.parse(str(lookup.values[0]))
            rows = tuple(o for o in rows if o.period == period)
        named = dict(lookup.named_values)
        vintage, area, definition = (named.pop(name, None) for name in ("vintage", "area", "definition"))
        rows = tuple(o for o in rows if dict(o.dimensions) == {k: str(v) for k, v in named.items()})
        rows = tuple(o for o in rows if vintage in (None, o.vintage) and area in (None, o.area) and definition in (None, o.definition))
        return self._one(rows, area is None)

    def _one(self, rows: tuple[Observation, ...], anywhere: bool) -> Observation | NotComputable | None:
        """Of what fits the question: the one figure that stands. Nothing is picked in silence."""
        here = national(rows, self.situation.plan.area) if anywhere else rows
        if (rows and not here) or len({o.definition for o in here}) > 1:
            return NotComputable.AMBIGUOUS
        groups = grouped(here, self.situation.plan.area)
        choices = [choice_of(group, self.situation.decisions, subject) for subject, group in groups.items()]
        if any(choice.open for choice in choices):
            return NotComputable.UNDECIDED
        return newest(tuple(c.standing for c in choices if c.standing))


def _answer(observation: Observation | NotComputable | None) -> Answer:
    if isinstance(observation, NotComputable):
        return Answer(missing=observation)
    if observation is None:
        return Answer(missing=Missing.NOT_AVAILABLE_YET)
    if observation.missing is not None:
        return Answer(missing=observation.missing, origin=observation)
    return Answer(value=observation.value, origin=observation)


def _tasks(rows: tuple[TaskStanding, ...], status: str) -> Counted:
    return Counted(T("tasks of the plan"), tuple(r.task.code for r in rows if not status or r.status == status))


def _reports(rows: tuple[Obligation, ...], state: str, day: date) -> Counted:
    return Counted(T("reports that agencies owe in the round"), tuple(o.agency for o in rows if not state or o.state(day) == state))


def _gaps(rows: tuple[Gap, ...], rule: str) -> Counted:
    return Counted(T("gaps that the rules find"), tuple(g.key for g in rows if not rule or g.rule == rule))
