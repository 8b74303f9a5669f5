"""What a brief may hold. The partner's copy holds what is public, or was agreed by both sides and is not restricted, and of it
only what both sides know; positions, owners, links and remarks never get into it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dicu.review.dialogues.course import Course, course
from dicu.review.dialogues.model import Round, Sensitivity, Series
from dicu.review.dialogues.ports import Position
from dicu.review.dialogues.reading import compiled
from dicu.review.gaps import Gap
from dicu.review.policy_watch.standing import Policy
from dicu.vocabulary.bilingual import Bilingual

OURS, THEIRS = "ours", "partner"
KNOWN_TO_BOTH = frozenset({"agreed", "fulfilled", "confirmed", "reported"})
"""Happenings that the partner has taken part in, or was told of."""


@dataclass(frozen=True)
class Brief:
    """`courses`: those that this reader may have, `positions` and `gaps` empty for the partner. `day`: that of the newest thing
    in it, so that no clock takes part. `policies`: changes of law of both
    countries after the day `since`, that of the round before; public facts for either reader."""

    series: Series
    round: Round
    side: str
    courses: tuple[Course, ...]
    positions: tuple[Position, ...]
    gaps: tuple[Gap, ...]
    day: date
    policies: tuple[Policy, ...] = ()
    since: date | None = None

    @property
    def partner(self) -> bool:
        return self.side == THEIRS


def chosen(
    series: Series, round_: Round, side: str, courses: Iterable[Course], positions: Iterable[Position], gaps: Iterable[Gap], day: date
) -> Brief:
    """`courses`: all that the officer who builds it may see."""
    if side == OURS:
        held = tuple(p for p in positions if p.round == round_.id)
        return Brief(series, round_, side, tuple(courses), held, tuple(gaps), day)
    shared = tuple(_as_shared(series, c) for c in courses if _may_be_shared(c))
    return Brief(series, round_, side, shared, (), (), day)


def _may_be_shared(one: Course) -> bool:
    level = one.commitment.sensitivity
    if one.commitment.compiled:
        return True
    return one.is_agreed and level is not Sensitivity.RESTRICTED


def _as_shared(series: Series, one: Course) -> Course:
    """Told anew from what both sides know: public sources, confirmations, and what was reported to the partner."""
    plain = replace(one.commitment, owner_ours="", owner_theirs="", restates=(), replaces=())
    if not plain.compiled:
        plain = replace(plain, basis=replace(plain.basis, note=Bilingual("", "")))
    told = [h for h in one.happenings if h.compiled or h.kind in KNOWN_TO_BOTH]
    known = {id(h.body) for h in compiled(series, one.code)}
    shared = (replace(h, by="") for h in told if h.kind != "recorded" and (not h.compiled or id(h.body) in known))
    return replace(course(plain, shared), links=())
