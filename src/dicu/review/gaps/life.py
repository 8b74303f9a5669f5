"""The life of a gap: open, acknowledged, planned, then closed by data or accepted with a reason; open again when its rule fires again.

What officers did stands in the gap's own stream. When it was found and when it was gone follows from recorded runs. Nobody says that a
gap is closed: it is closed when its rule no longer fires.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


class GapState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    PLANNED = "planned"
    ACCEPTED = "accepted-with-reason"
    REOPENED = "reopened"
    CLOSED = "closed-by-data"


STEPS = ("acknowledge", "plan", "accept")
ELSEWHERE = frozenset({"G13", "G14", "G15", "G21"})
"""Followed in the rooms that find them, with the steps of those rooms."""
TO = {"acknowledged": GapState.ACKNOWLEDGED, "planned": GapState.PLANNED, "accepted": GapState.ACCEPTED}
LONGEST = 15_000


@dataclass(frozen=True, slots=True)
class GapStep:
    """One thing that an officer did. `text` is the remark or the reason."""

    step: str
    round: str
    by: str
    at: datetime
    text: str = ""
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A recorded run of `round` that first found the gap, or first did not find it any more (`found` False)."""

    round: str
    found: bool
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class GapCourse:
    """What is recorded of one gap. `number`: the last entry of its stream."""

    key: str = ""
    steps: tuple[GapStep, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    number: int = 0

    @property
    def last(self) -> GapStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def first(self) -> Sighting | None:
        """The first run that found it, of whatever round."""
        return min((one for one in self.sightings if one.found), key=lambda one: one.at, default=None)

    def of_round(self, round_: str) -> tuple[Sighting, ...]:
        return tuple(sorted((one for one in self.sightings if one.round == round_), key=lambda one: one.at))

    @property
    def plan(self) -> GapStep | None:
        """The step by which somebody has it: as long as nothing else was decided since."""
        return self.last if self.last and self.last.step == "planned" else None


def state_of(course: GapCourse, round_: str, fires: bool) -> GapState:
    """Where it stands in a round. An acceptance is for the round in which it was given; a plan holds until it is done."""
    if not fires:
        return GapState.CLOSED
    gone = [one.at for one in course.of_round(round_) if not one.found]
    last = course.last
    if last is None:
        return GapState.REOPENED if gone else GapState.OPEN
    if (gone and max(gone) > last.at) or (last.step == "accepted" and last.round != round_):
        return GapState.REOPENED
    return TO[last.step]


def check_step(rule: str, state: GapState, step: str) -> None:
    """Raises NotAllowed with what it is now."""
    if rule in ELSEWHERE:
        raise NotAllowed(T("This gap is followed in the part of the house that found it, with the steps of that part."))
    if state is GapState.CLOSED:
        raise NotAllowed(T("The data have closed this gap. There is nothing to do about it."))
    if step == "acknowledge" and state not in (GapState.OPEN, GapState.REOPENED):
        raise NotAllowed(T("Somebody has taken note of this gap already."))
    if step == "accept" and state is GapState.ACCEPTED:
        raise NotAllowed(T("This gap was accepted already, with a reason."))


def check_text(text: str, needed: bool) -> str:
    said = text.strip()
    if (needed and not said) or "\x00" in said:
        raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
    if len(said) > LONGEST:
        raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(said), most=LONGEST), where="reason")
    return said


def name_of(key: str) -> str:
    """The short name of a gap's key, for addresses and streams: a key may hold any sign."""
    return sha256(key.encode()).hexdigest()[:16]


def stream_name(plan: str, key: str, agency: str) -> str:
    return f"gap/{plan}/{name_of(key)}/{agency}"


def run_stream(plan: str, round_: str) -> str:
    return f"gap-run/{plan}/{round_}"


def set_digest(keys: Iterable[str]) -> str:
    """Of all gaps that a run found, whatever their order."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _stepped(course: GapCourse, e: Entry) -> GapCourse:
    b = e.body
    due = date.fromisoformat(b["due"]) if b.get("due") else None
    step = GapStep(e.kind.removeprefix("gap."), b["round"], e.author.account, e.at, b["reason"], b.get("owner", ""), due)
    return replace(course, key=b["gap"], steps=(*course.steps, step), number=e.number)


GAP: Fold[GapCourse] = Fold(GapCourse(), {"gap.acknowledged": _stepped, "gap.planned": _stepped, "gap.accepted": _stepped})


def merged(courses: Iterable[GapCourse], sightings: Mapping[str, tuple[Sighting, ...]]) -> dict[str, GapCourse]:
    """By key: what officers did, in the order of time (a gap may have passed from one agency to another), and the sightings."""
    found = {key: GapCourse(key, sightings=seen) for key, seen in sightings.items()}
    for one in courses:
        known = found.get(one.key, GapCourse(one.key))
        steps = tuple(sorted((*known.steps, *one.steps), key=lambda step: step.at))
        found[one.key] = replace(known, steps=steps)
    return found
