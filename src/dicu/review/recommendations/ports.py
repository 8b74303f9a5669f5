"""What the room of recommendations asks of whatever keeps its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.recommendations.clusters import Judgement
from dicu.review.recommendations.course import Course
from dicu.review.recommendations.likeness import Likeness
from dicu.review.recommendations.model import Recommendation, SetFacts
from dicu.review.recommendations.taking import Place

PAGE = 50
"""Recommendations on one page of a list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; empty: not at all. `query`: words, with or without marks."""

    query: str = ""
    set: str = ""
    state: str = ""
    theme: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class LoadedSet:
    """`known`: how many recommendations of it the house has; `described_at`: when it was first named."""

    facts: SetFacts
    known: int
    described_at: datetime
    head: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list: rows with what became of each, and how many there are in all."""

    rows: tuple[tuple[Recommendation, Course], ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


class RecommendationRecords(Protocol):
    """Lists are read through scopes: `scope` for what documents say, `follows` for what officers did."""

    def sets(self, scope: Condition) -> tuple[LoadedSet, ...]: ...

    def listed(self, scope: Condition, follows: Condition, asked: Asked) -> Listed: ...

    def one(self, scope: Condition, follows: Condition, set_: str, code: str) -> tuple[tuple[Recommendation, ...], Course] | None:
        """All its versions, the newest first."""
        ...

    def owed(self, scope: Condition, follows: Condition, most: int) -> tuple[tuple[Recommendation, Course], ...]:
        """Supported ones that no task serves, at most so many."""
        ...

    def of_task(self, scope: Condition, follows: Condition, plan: str, task: str) -> tuple[tuple[Recommendation, Course], ...]: ...

    def standing(self, set_: str) -> Mapping[Place, Recommendation]:
        """The set as it stands now, whoever asks: what an import is held against."""
        ...

    def elsewhere(self, set_: str, symbols: Iterable[str]) -> Mapping[Place, str]: ...

    def near(self, numbers: Iterable[int], without: Iterable[str]) -> Mapping[str, tuple[Mapping[str, str], tuple[int, ...]]]:
        """key → (texts, bands) of those that share a band."""
        ...

    def add(self, number: int, new: Iterable[tuple[Recommendation, list[str], list[int]]], pairs: Iterable[Likeness]) -> None: ...

    def judgements(self, scope: Condition, *, page: int = 1) -> tuple[Judgement, ...]:
        """Those that nobody has judged yet, the likest first."""
        ...

    def open_judgements(self, scope: Condition) -> int: ...

    def around(self, scope: Condition, keys: Iterable[str]) -> tuple[Judgement, ...]:
        """Every judgement that these, or those that are joined with them, have a part in."""
        ...

    def named(self, scope: Condition, keys: Iterable[str]) -> Mapping[str, Recommendation]: ...
