"""A recommendation as its document has it. Frozen: what officers do with one stands in its course, never here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dicu.vocabulary.bilingual import Bilingual

LANGUAGES = ("vi", "en", "fr", "es", "ru", "zh", "ar")
"""Languages in which a text may be given: ours, and those in which bodies of the United Nations write."""


class Position(StrEnum):
    """What the country said to a recommendation. NONE: nothing is known to have been said."""

    NONE = ""
    PENDING = "pending"
    SUPPORTED = "supported"
    IN_PART = "in-part"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What a set of recommendations comes from. `announced`: how many a source says there are; the texts may not be public, and
    are then not known. `published` None: the day is not known. `verified` false: nobody here read the source itself."""

    id: str
    body: Bilingual
    title: Bilingual
    symbol: str
    cycle: str
    published: date | None
    address: str
    licence: str
    verified: bool = False
    synthetic: bool = False
    announced: int | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation. `paragraph` and `part` are those of the document `symbol`; `by`: who made it, where the body names a
    State. `texts`: language → words."""

    set: str
    symbol: str
    paragraph: str
    part: str
    texts: Mapping[str, str]
    position: Position = Position.NONE
    by: str = ""
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    order: int = 0
    version: int = 1
    reason: str = field(default="")  # why these words replace earlier ones

    @property
    def code(self) -> str:
        """Its name within the set: paragraph and part of the document."""
        return f"{self.paragraph}-{self.part}" if self.part else self.paragraph

    @property
    def key(self) -> str:
        return f"{self.set}/{self.code}"

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands: two of one place are the same recommendation."""
        return (self.symbol, self.paragraph, self.part)

    def text(self, language: str) -> str:
        """In the language, else in the first one there is, in the order of LANGUAGES."""
        return self.texts.get(language) or next((self.texts[one] for one in LANGUAGES if self.texts.get(one)), "")

    @property
    def said(self) -> Bilingual:
        return Bilingual(self.text("vi"), self.text("en"))

    @property
    def content(self) -> dict[str, object]:
        """What it says; where in the file it stood is no part of it."""
        return {
            "texts": dict(self.texts),
            "position": str(self.position),
            "by": self.by,
            "themes": list(self.themes),
            "groups": list(self.groups),
        }
