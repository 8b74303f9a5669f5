"""What the desk of gaps needs of the outside: what was recorded, and gaps that other rooms find."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from dicu.access.model import Asker
from dicu.review.gaps.life import GapCourse, Sighting
from dicu.review.gaps.model import Gap
from dicu.review.model import Plan

Outside = Callable[[Asker, Plan, str], Iterable[Gap]]
"""Gaps that another room finds for a plan and a round: only of what the officer may see there."""


class GapRecords(Protocol):
    """As far as the session's reach goes; the desk asks of each gap whether the officer may see it."""

    def courses(self, plan: str) -> tuple[GapCourse, ...]: ...

    def sightings(self, plan: str) -> Mapping[str, tuple[Sighting, ...]]:
        """By key, of all rounds."""
        ...

    def standing(self, plan: str, round_: str) -> Mapping[str, str]:
        """What the last run of the round found: key → agency."""
        ...

    def gone(self, plan: str, round_: str) -> Mapping[str, str]:
        """What an earlier run of the round found and the last one did not: key → agency."""
        ...


class NoGapRecords:
    """A house in which nothing was recorded of gaps."""

    def courses(self, plan: str) -> tuple[GapCourse, ...]:
        return ()

    def sightings(self, plan: str) -> Mapping[str, tuple[Sighting, ...]]:
        return {}

    def standing(self, plan: str, round_: str) -> Mapping[str, str]:
        return {}

    def gone(self, plan: str, round_: str) -> Mapping[str, str]:
        return {}
