"""What the room of dialogues needs of the outside: the projections that its pages are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from dicu.access.conditions import Condition
from dicu.review.dialogues.course import Happening
from dicu.vocabulary.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class LoadedSeries:
    series: str
    digest: str
    version: str
    synthetic: bool
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """What officers did with one commitment. `recorded`: the entry that it began with here; None for a compiled one."""

    commitment: str
    sensitivity: str
    recorded: Mapping[str, Any] | None
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What one's own side holds on a pillar; never for the partner's eyes."""

    round: str
    pillar: str
    text: Bilingual
    sensitivity: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BriefFile:
    name: str
    language: str
    format: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class BuiltBrief:
    series: str
    round: str
    side: str
    day: date
    built_at: datetime
    built_by: str
    files: tuple[BriefFile, ...]


class DialogueRecords(Protocol):
    """Lists read through a scope: what `access` lets the officer have, as a condition on each row."""

    def series(self, scope: Condition) -> tuple[LoadedSeries, ...]: ...

    def followed(self, scope: Condition, series: str) -> tuple[Followed, ...]: ...

    def positions(self, scope: Condition, series: str) -> tuple[Position, ...]: ...

    def briefs(self, scope: Condition, series: str) -> tuple[BuiltBrief, ...]: ...
