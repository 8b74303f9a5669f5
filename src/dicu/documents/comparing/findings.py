"""What is pointed at: its kind, how sure it is, where it stands in both texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dicu.vocabulary.messages import Message, T

Kind = Literal["number", "unit", "date", "time", "code", "name", "term", "duty", "missing"]
Weight = Literal["error", "warning"]

NAMES: Mapping[str, Message] = {"vi": T("Vietnamese"), "en": T("English"), "fr": T("French"), "es": T("Spanish"), "ru": T("Russian")}


@dataclass(frozen=True, slots=True)
class Spot:
    """`line` and `column` count from 1, in the text as it was given."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`first`, `second`: where, None if that text has nothing there. An error: one of the two is wrong; a warning: look."""

    kind: Kind
    weight: Weight
    first: Spot | None
    second: Spot | None
    why: Message


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, whole."""

    text: str
    language: str

    def spot(self, at: int, words: str) -> Spot:
        line_begins = self.text.rfind("\n", 0, at) + 1
        return Spot(self.text.count("\n", 0, at) + 1, at - line_begins + 1, " ".join(words.split())[:160])

    @property
    def name(self) -> Message:
        return NAMES[self.language]


Sides = tuple[Side, Side]
