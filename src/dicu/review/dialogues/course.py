"""How a commitment goes: from recorded to fulfilled, carried over, restated or lapsed. Derived from what happened, never typed.

Two keys: that something is agreed, and that it is fulfilled, counts only when both sides have confirmed it, each with the document
that shows it. Nobody's silence is a confirmation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dicu.review.dialogues.model import NOTHING, Commitment
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, T


class CommitmentState(StrEnum):
    RECORDED = "recorded"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in-progress"
    REPORTED = "reported"
    CARRIED = "carried"
    FULFILLED = "fulfilled"
    RESTATED = "restated"
    LAPSED = "lapsed"


S = CommitmentState
OVER = frozenset({S.FULFILLED, S.RESTATED, S.LAPSED})
ALIVE = frozenset(S) - OVER
SIDES = ("ours", "theirs")
AGREED, FULFILLED = "agreed", "fulfilled"

FROM: Mapping[str, frozenset[CommitmentState]] = {
    "assign": ALIVE,
    "start": frozenset({S.ASSIGNED, S.CARRIED}),
    "report": frozenset({S.IN_PROGRESS}),
    "confirm": ALIVE,
    "carry": ALIVE,
    "restate": ALIVE,
    "lapse": ALIVE,
    "link": frozenset(S),
    "unlink": frozenset(S),
}
"""Step → the states that it may be taken from."""
STEPS = tuple(FROM)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The document that shows a confirmation. `instrument`: one of the series; else `title` names it. `sources` are keys of the
    bundle, for what was compiled."""

    title: Bilingual
    where: str = ""
    digest: str = ""
    instrument: str = ""
    sources: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """One side's confirmation, on the day that the document gives. `by` recorded it; empty for what was compiled."""

    side: str
    day: date | None
    evidence: Evidence
    by: str = ""


@dataclass(frozen=True, slots=True)
class TypedLink:
    """What of a plan serves it. `kind`: implements, contributes, measures; the last one names an indicator."""

    kind: str
    plan: str
    task: str
    indicator: str
    rationale: str

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.plan}/{self.task or self.indicator}"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a commitment. `body` as in the entry or the bundle; `by` is empty for what was compiled."""

    kind: str
    day: date | None
    body: Mapping[str, Any]
    by: str = ""
    at: str = ""  # the moment of the entry, ISO
    number: int = 0

    @property
    def compiled(self) -> bool:
        return not self.by


@dataclass(frozen=True, slots=True)
class Course:
    """Where a commitment stands. `carried`: the rounds into which it was carried; `number`: the last entry of its stream."""

    commitment: Commitment
    state: CommitmentState = S.RECORDED
    due: date | None = None
    owner_ours: str = ""
    owner_theirs: str = ""
    agreed: tuple[Key, ...] = ()
    fulfilled: tuple[Key, ...] = ()
    carried: tuple[str, ...] = ()
    restated_by: str = ""
    links: tuple[TypedLink, ...] = ()
    happenings: tuple[Happening, ...] = ()
    number: int = 0

    @property
    def code(self) -> str:
        return self.commitment.code

    @property
    def is_agreed(self) -> bool:
        return _both(self.agreed)

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def delivered(self) -> date | None:
        """The day by which both sides' documents say that it was delivered; None while one key is missing or has no day."""
        if not _both(self.fulfilled):
            return None
        days = [key.day for key in self.fulfilled]
        return max(day for day in days if day) if all(days) else None

    @property
    def days(self) -> int | None:
        """Calendar days from promise to delivery: the day of the promise is not counted, the day of delivery is."""
        start, end = self.commitment.promised, self.delivered
        return (end - start).days if start and end else None

    def overdue(self, day: date) -> bool:
        return not self.over and self.due is not None and self.due < day

    def age(self, day: date) -> int | None:
        """Calendar days since the promise, for what is not over."""
        return (day - self.commitment.promised).days if self.commitment.promised and not self.over else None


def course(commitment: Commitment, happenings: Iterable[Happening]) -> Course:
    """What happened, folded in order. Unknown kinds are kept and change nothing."""
    found = Course(commitment, due=commitment.due, owner_ours=commitment.owner_ours, owner_theirs=commitment.owner_theirs)
    for one in happenings:
        told = _TOLD[one.kind](found, one) if one.kind in _TOLD else found
        found = replace(told, happenings=(*found.happenings, one), number=max(found.number, one.number))
    return found


def check_step(found: Course, step: str, side: str = "", what: str = "") -> None:
    """Raises NotAllowed with what it is now."""
    if found.state not in FROM[step]:
        raise NotAllowed(REFUSED[step])
    if step == "start" and not found.is_agreed:
        raise NotAllowed(
            T("It is agreed only when both sides have confirmed it, each with a document. Record the missing confirmation first.")
        )
    if step == "confirm" and what:
        _check_key(found, side, what)


def _check_key(found: Course, side: str, what: str) -> None:
    if what == FULFILLED and not found.is_agreed:
        raise NotAllowed(T("What was not agreed by both sides cannot be fulfilled. Record the missing confirmation first."), where="what")
    if what == FULFILLED and found.state not in (S.IN_PROGRESS, S.REPORTED):
        raise NotAllowed(T("Only what was begun can be confirmed as fulfilled. Record the beginning first."), where="what")
    if any(key.side == side for key in (found.agreed if what == AGREED else found.fulfilled)):
        raise NotAllowed(T("This side has confirmed it already."), where="side")


def check_other_hand(found: Course, what: str, account: str) -> None:
    """Two keys in one hand are one key: who recorded one side's confirmation does not record the other's."""
    keys = found.agreed if what == AGREED else found.fulfilled
    if any(key.by == account for key in keys):
        raise NotAllowed(T("You recorded the other side's confirmation. Somebody else has to record this one."), where="side")


REFUSED: Mapping[str, Message] = {
    "assign": T("It is over, so nobody needs to have it any more."),
    "start": T("Only what somebody has can be begun. Say first who has it and until when."),
    "report": T("Only what was begun can be reported to the partner."),
    "confirm": T("It is over already."),
    "carry": T("It is over already."),
    "restate": T("It is over already."),
    "lapse": T("It is over already."),
    "link": T("It is over already."),
    "unlink": T("It is over already."),
}


# What each happening does -------------------------------------------------------------------------------------------------


def _assigned(c: Course, h: Happening) -> Course:
    b = h.body
    due = date.fromisoformat(b["due"]) if b.get("due") else None
    state = S.ASSIGNED if c.state in (S.RECORDED, S.CARRIED) else c.state
    return replace(c, state=state, owner_ours=b["owner_ours"], owner_theirs=b["owner_theirs"], due=due)


def _moved(state: CommitmentState) -> Any:
    return lambda c, _h: c if c.over else replace(c, state=state)


def _agreed(c: Course, h: Happening) -> Course:
    return replace(c, agreed=_turned(c.agreed, h))


def _fulfilled(c: Course, h: Happening) -> Course:
    keys = _turned(c.fulfilled, h)
    return replace(c, fulfilled=keys, state=S.FULFILLED if _both(keys) else c.state)


def _confirmed(c: Course, h: Happening) -> Course:
    return _agreed(c, h) if h.body["what"] == AGREED else _fulfilled(c, h)


def _carried(c: Course, h: Happening) -> Course:
    if c.over:
        return c
    return replace(c, state=S.CARRIED, carried=tuple(dict.fromkeys((*c.carried, h.body["round"]))))


def _restated(c: Course, h: Happening) -> Course:
    return c if c.over else replace(c, state=S.RESTATED, restated_by=h.body["by"])


def _linked(c: Course, h: Happening) -> Course:
    made = TypedLink(*(h.body[name] for name in ("link", "plan", "task", "indicator", "rationale")))
    return replace(c, links=(*(one for one in c.links if one.name != made.name), made))


def _unlinked(c: Course, h: Happening) -> Course:
    return replace(c, links=tuple(one for one in c.links if one.name != h.body["removed"]))


def _turned(keys: tuple[Key, ...], h: Happening) -> tuple[Key, ...]:
    """A joint document of both sides turns both keys."""
    sides = SIDES if h.body["side"] == "both" else (h.body["side"],)
    added = tuple(Key(side, h.day, evidence_of(h.body), h.by) for side in sides)
    return (*(key for key in keys if key.side not in sides), *added)


def evidence_of(body: Mapping[str, Any]) -> Evidence:
    title = body.get("title") or {"vi": "", "en": ""}
    return Evidence(
        Bilingual(title["vi"], title["en"]) if any(title.values()) else NOTHING,
        body.get("where") or "",
        body.get("digest") or "",
        body.get("document") or "",
        tuple(body.get("sources") or ()),
        bool(body.get("verified", True)),
    )


def _both(keys: tuple[Key, ...]) -> bool:
    return {key.side for key in keys} >= set(SIDES)


_TOLD: Mapping[str, Any] = {
    "assigned": _assigned,
    "started": _moved(S.IN_PROGRESS),
    "reported": _moved(S.REPORTED),
    "agreed": _agreed,
    "fulfilled": _fulfilled,
    "confirmed": _confirmed,
    "carried": _carried,
    "restated": _restated,
    "lapsed": _moved(S.LAPSED),
    "linked": _linked,
    "unlinked": _unlinked,
}
