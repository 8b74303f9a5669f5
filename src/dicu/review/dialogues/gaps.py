"""Gaps of a dialogue series: promises that nobody has, and promises that are carried from round to round."""

from collections.abc import Iterable, Iterator

from dicu.review.dialogues.course import Course
from dicu.review.dialogues.model import NOTHING, Series
from dicu.review.gaps import Gap
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T

CARRIED = 2
"""Rounds into which a promise is carried before it is a gap."""


def found(series: Series, courses: Iterable[Course]) -> Iterator[Gap]:
    """All gaps of what is not over. Which courses are asked about is the caller's: only what the officer may see."""
    for course in courses:
        if not course.over:
            yield from unowned(series, course)
            yield from carried_on(series, course)


def unowned(series: Series, course: Course) -> Iterator[Gap]:
    """G14: a commitment without an owner on a side that promised it, or without a due date."""
    missing = [what for what, lacks in _lacking(course) if lacks]
    if missing:
        inputs = (("owner_ours", course.owner_ours), ("owner_theirs", course.owner_theirs), ("due", str(course.due or "")))
        said = T("Commitment {code} of {series} has {missing}.", code=course.code, series=series.short, missing=_listed(missing))
        closes = T("Somebody says who has it on each side that promised it, and until when.")
        yield Gap("G14", "warning", f"{series.id}/{course.code}", said, closes, course.owner_ours, inputs=inputs)


def carried_on(series: Series, course: Course) -> Iterator[Gap]:
    """G15: a commitment that was carried over into two rounds or more."""
    if len(course.carried) >= CARRIED:
        rounds = ", ".join(course.carried)
        said = T(
            "Commitment {code} of {series} was carried over into {count} rounds: {rounds}.",
            code=course.code,
            series=series.short,
            count=len(course.carried),
            rounds=rounds,
        )
        closes = T("It is fulfilled, restated in other words, or recorded as lapsed with the reason.")
        yield Gap("G15", "warning", f"{series.id}/{course.code}", said, closes, course.owner_ours, inputs=(("rounds", rounds),))


def _lacking(course: Course) -> tuple[tuple[Bilingual, bool], ...]:
    party = course.commitment.party
    return (
        (T("no owner on our side").both(), party in ("ours", "both") and not course.owner_ours),
        (T("no owner on the partner's side").both(), party in ("theirs", "both") and not course.owner_theirs),
        (T("no due date").both(), course.due is None),
    )


def _listed(parts: list[Bilingual]) -> Bilingual:
    return Bilingual("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts)) if parts else NOTHING
