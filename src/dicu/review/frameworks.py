"""What a plan is held against: the objectives' actions and guiding principles of the Global Compact, targets of the
Sustainable Development Goals, and the crosswalks between these and the plan's own tasks.

A crosswalk is somebody's reading, never a fact of nature: each row says whose, how far, and whether a source was read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dicu.vocabulary.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Action:
    """One of the actions under an objective, by its letter. An empty language: no words are known in it."""

    letter: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Principle:
    code: str
    letter: str
    title: Bilingual
    verified: bool
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalTarget:
    """A target of the Sustainable Development Goals, for example 10.7."""

    code: str
    title: Bilingual
    verified: bool
    source: str = ""
    working: tuple[str, ...] = ()


class RefKind(StrEnum):
    """What a crosswalk joins. A task of another plan is written `PLAN/CODE`, an action `OBJECTIVE.LETTER`."""

    TASK = "task"
    FOCAL = "focal"
    OBJECTIVE = "objective"
    ACTION = "action"
    PRINCIPLE = "principle"
    SDG = "sdg"
    OTHER_TASK = "other-task"


@dataclass(frozen=True, slots=True)
class Ref:
    kind: RefKind
    code: str

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """`sdg:10.7`, `action:23.a`. ValueError for anything else."""
        kind, _, code = text.partition(":")
        if not code:
            raise ValueError(f"{text!r} names no kind and code")
        return cls(RefKind(kind), code)


@dataclass(frozen=True, slots=True)
class Crossing:
    """`subject` serves `target`: `full` or `partial`. `author` and `day`: who said so, when; empty where nobody knows."""

    subject: Ref
    target: Ref
    strength: str
    verified: bool
    source: str = ""
    note: Bilingual = Bilingual("", "")
    author: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """Something that a task serves. `through`: the objectives in between; empty where the task itself is mapped to it.
    It is verified only where every step on the way is."""

    target: Ref
    verified: bool
    strength: str
    through: tuple[str, ...] = ()
    note: Bilingual = Bilingual("", "")


def crossed(crossings: Iterable[Crossing], subject: Ref, kind: RefKind) -> tuple[Crossing, ...]:
    """The rows that lead from `subject` to things of one kind."""
    return tuple(c for c in crossings if c.subject == subject and c.target.kind is kind)


def reached(crossings: Iterable[Crossing], subject: Ref, objectives: Iterable[tuple[int, bool]], kind: RefKind) -> tuple[Reached, ...]:
    """What a task or focal task serves, directly and through its objectives (number, whether that link is verified).
    A direct row counts before one through an objective; of several ways the surest."""
    rows = tuple(crossings)
    found = {c.target: Reached(c.target, c.verified, c.strength, note=c.note) for c in crossed(rows, subject, kind)}
    for number, sure in objectives:
        for c in crossed(rows, Ref(RefKind.OBJECTIVE, str(number)), kind):
            found[c.target] = _surer(found.get(c.target), Reached(c.target, c.verified and sure, "partial", (str(number),), c.note))
    return tuple(sorted(found.values(), key=lambda r: sort_key(r.target.code)))


def _surer(known: Reached | None, other: Reached) -> Reached:
    if known is None:
        return other
    if not known.through:
        return known
    best = other if other.verified and not known.verified else known
    through = tuple(dict.fromkeys((*known.through, *other.through)))
    return Reached(best.target, best.verified, best.strength, through, best.note)


def sort_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """10.7 after 3.c, 10.c after 10.7: numbers as numbers, letters after them."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in code.split("."))
