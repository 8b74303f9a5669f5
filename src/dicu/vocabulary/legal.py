"""Where a rule, a deadline or a figure comes from, and how sure we are of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dicu.vocabulary.bilingual import Bilingual


class Kind(StrEnum):
    """What sort of thing binds."""

    STATUTE = "statute"
    GUIDANCE = "guidance"
    TREATY = "treaty"
    TARGET = "target"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read. `locator` is a page, paragraph or table; empty means it is not known, and shown so."""

    title: str
    locator: str = ""
    published: date | None = None
    verified: bool = False
    address: str = ""  # where a reader can look it up: a public site, and its number for the text there


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal text with the days it holds from and to (`until` is its last day) and its verification."""

    number: str
    title: Bilingual
    kind: Kind
    source: Source
    issued: date | None = None
    since: date | None = None
    until: date | None = None
    article: str = ""

    @property
    def verified(self) -> bool:
        return self.source.verified

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
