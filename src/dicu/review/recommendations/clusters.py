"""What people said of recommendations that look alike: which say the same, and which do not although they look so.

A cluster is what "the same" joins. "Not the same" between two keeps their clusters apart for ever, or until somebody says of that
very pair that it is the same after all: a cluster that was split stays split, whatever is taken in later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`verdict`: same, different, or empty while nobody has said."""

    first: str
    second: str
    score: float
    verdict: str = ""
    by: str = ""
    at: datetime | None = None
    reason: str = ""

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.first, self.second))


def clusters(judgements: Iterable[Judgement]) -> Mapping[str, frozenset[str]]:
    """Member → all members of its cluster; who is in none is not named."""
    found: dict[str, frozenset[str]] = {}
    for j in judgements:
        if j.verdict == SAME:
            joined = found.get(j.first, frozenset((j.first,))) | found.get(j.second, frozenset((j.second,)))
            found.update(dict.fromkeys(joined, joined))
    return found


def check_judgement(judgements: Iterable[Judgement], first: str, second: str, verdict: str) -> None:
    """NotAllowed where it would join what was held apart, or hold apart what stays joined by others."""
    others = tuple(j for j in judgements if j.pair != {first, second})
    now = clusters(others)
    one, other = now.get(first, frozenset((first,))), now.get(second, frozenset((second,)))
    if verdict == DIFFERENT:
        if second in one:
            raise NotAllowed(
                T("Others of their group hold {first} and {second} together. Split one of them off the group instead.",
                  first=first, second=second),
                where="verdict",
            )  # fmt: skip
        return
    apart = next((j for j in others if j.verdict == DIFFERENT and _between(j, one, other)), None)
    if apart is not None:
        raise NotAllowed(
            T("This would join {first} and {second}, of which {by} said that they are not the same: {reason} Decide on that pair first.",
              first=apart.first, second=apart.second, by=apart.by, reason=apart.reason),
            where="verdict",
        )  # fmt: skip


def split(judgements: Iterable[Judgement], member: str) -> tuple[frozenset[str], ...]:
    """The pairs that have to be called different so that the member stands alone. NotAllowed where it is in no cluster."""
    rest = clusters(judgements).get(member, frozenset()) - {member}
    if not rest:
        raise NotAllowed(T("{code} is in no group.", code=member), where="member")
    return tuple(frozenset((member, other)) for other in sorted(rest))


def _between(j: Judgement, one: frozenset[str], other: frozenset[str]) -> bool:
    return (j.first in one and j.second in other) or (j.first in other and j.second in one)
