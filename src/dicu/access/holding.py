"""Which grants count: those in force, without those that may not be in one hand.

Two roles are incompatible where one would watch over the other. An officer who holds both has neither: whichever were
left standing, the house would have chosen for them, and the safe choice is not to open anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from dicu.access.model import Grant, Officer
from dicu.vocabulary.messages import Message

ALL = ""


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Two roles that one officer may not hold on the same day, and why.

    `meeting`: only where both reach the same agency. Then `one` without an agency reaches every agency, and `other`
    without an agency the officer's own.
    """

    one: str
    other: str
    why: Message
    meeting: bool = False

    def parts(self, first: Grant, second: Grant, home: str) -> bool:
        """Whether these two grants of an officer of the agency `home` are kept apart, their days aside."""
        if {first.role, second.role} != {self.one, self.other}:
            return False
        watching, watched = (first, second) if first.role == self.one else (second, first)
        return not self.meeting or watching.agency in (ALL, watched.agency or home)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two grants of one officer that are in force on the same day and may not be."""

    first: Grant
    second: Grant
    pair: Incompatible


def clashes(grants: Sequence[Grant], home: str, pairs: Iterable[Incompatible]) -> Iterator[Clash]:
    """Every two of the grants that share a day and may not."""
    for first, second in combinations(grants, 2):
        for pair in pairs:
            if pair.parts(first, second, home) and share_a_day(first, second):
                yield Clash(first, second, pair)


def held(officer: Officer, day: date, pairs: Sequence[Incompatible] = ()) -> tuple[Grant, ...]:
    """The grants that count on a day. Without an account nobody holds any."""
    grants = tuple(grant for grant in officer.grants if grant.in_force(day)) if officer.account else ()
    if len(grants) < 2:
        return grants
    void = [grant for clash in clashes(grants, officer.agency, pairs) for grant in (clash.first, clash.second)]
    return tuple(grant for grant in grants if grant not in void)


def clashing(officer: Officer, day: date, pairs: Sequence[Incompatible]) -> Incompatible | None:
    """Why some of the officer's grants do not count on this day."""
    grants = [grant for grant in officer.grants if grant.in_force(day)] if officer.account else []
    return next((clash.pair for clash in clashes(grants, officer.agency, pairs)), None)


def ending(officer: Officer, day: date, within: int = 14) -> tuple[Grant, ...]:
    """The grants in force on `day` whose last day is at most `within` days away, the first to end first. A grant that
    another one of the same kind carries on is not ending."""
    last = day + timedelta(days=within)
    soon = [grant for grant in officer.grants if grant.in_force(day) and grant.until is not None and grant.until <= last]
    return tuple(sorted((grant for grant in soon if not _carried_on(grant, officer)), key=lambda grant: grant.until or day))


def share_a_day(first: Grant, second: Grant) -> bool:
    """Whether there is a day on which both are in force. A grant that ends before it begins has no day at all."""
    begins = max(first.since or date.min, second.since or date.min)
    ends = min(first.until or date.max, second.until or date.max)
    return begins <= ends


def _carried_on(grant: Grant, officer: Officer) -> bool:
    after = (grant.until or date.max) + timedelta(days=1)
    same = [other for other in officer.grants if (other.role, other.agency, other.clearance) == (grant.role, grant.agency, grant.clearance)]
    return any(other.in_force(after) for other in same)
