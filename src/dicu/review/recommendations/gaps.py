"""Gaps of recommendations: what the country said yes to, and nobody does."""

from collections.abc import Iterable, Iterator

from dicu.review.gaps import Gap
from dicu.review.recommendations.course import Course
from dicu.review.recommendations.model import Recommendation
from dicu.review.recommendations.words import POSITION
from dicu.vocabulary.messages import T


def found(followed: Iterable[tuple[Recommendation, Course]]) -> Iterator[Gap]:
    """G13: a recommendation that is supported, at least in part, and that no task serves. Which ones are asked about is the
    caller's: only what the officer may see."""
    for one, course in followed:
        if course.owed:
            said = T("Recommendation {code} of {set} is {position}, and no task of a plan serves it.", code=one.code,
                     set=one.symbol or one.set,
                     position=POSITION[course.position])  # fmt: skip
            closes = T("A task of a plan is linked with it, with the reason why it serves; or the position is another one.")
            yield Gap("G13", "warning", one.key, said, closes, inputs=(("position", str(course.position)), ("tasks", "0")))
