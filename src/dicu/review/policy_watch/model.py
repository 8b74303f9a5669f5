"""A register of policy as its sources tell it. Frozen. A day that is not known is None, and shown as not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Standing

NOTHING = Bilingual("", "")
DAYS = ("adopted", "published", "in_force", "ends")
JURISDICTIONS = ("VNM", "GBR", "both")
KINDS = ("law", "resolution", "decree", "decision", "circular", "rule-change", "guidance", "agreement", "route-opened", "route-changed",
         "route-closed")  # fmt: skip
TOPICS = ("immigration", "labour", "trafficking", "data-protection", "nationality", "civil-status", "mutual-assistance", "administration")
WHOM = ("workers", "students", "families", "victims", "children", "returnees", "foreigners", "citizens-abroad", "employers", "enterprises",
        "carriers", "agencies")  # fmt: skip
CERTAINTY = ("statute", "guidance", "treaty", "target", "placeholder")
READ = ("text", "excerpt", "secondary", "not-read")
"""What whoever recorded it had before them: the whole text, parts of it, what others say of it, or nothing."""
RELATIONS = ("amends", "replaces", "implements", "builds-on")


@dataclass(frozen=True, slots=True)
class Route:
    """A legal way to go. Empty: not known. `cost` may stand only where the entry has a source for it."""

    name: Bilingual
    conditions: Bilingual
    cost: Bilingual
    apply: Bilingual


@dataclass(frozen=True, slots=True)
class Link:
    """`target`: an entry of the register; empty for a text that is only named, by its `symbol`."""

    relation: str
    symbol: str
    target: str


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    code: str
    jurisdiction: str
    kind: str
    symbol: str
    title: Bilingual
    changes: Bilingual
    adopted: date | None
    published: date | None
    in_force: date | None
    ends: date | None
    whom: tuple[str, ...]
    topics: tuple[str, ...]
    certainty: str
    read: str
    verified: bool
    checked: date | None
    sources: tuple[Source, ...]
    routes: tuple[Route, ...] = ()
    links: tuple[Link, ...] = ()
    note: Bilingual = NOTHING

    def in_force_on(self, day: date) -> bool | None:
        """None where it cannot be said: the day on which it begins is not known."""
        if self.ends is not None and self.ends < day:
            return False
        return None if self.in_force is None else self.in_force <= day

    def days_between(self, after: date, until: date) -> bool:
        """Whether it was adopted, published, begun or ended after the one day and by the other."""
        return any(day is not None and after < day <= until for day in (getattr(self, name) for name in DAYS))


@dataclass(frozen=True, slots=True)
class Unknown:
    code: str
    what: Bilingual
    closes_when: Bilingual


@dataclass(frozen=True)
class Register:
    """`as_of`: of when its facts are, as its sources say it."""

    id: str
    version: str
    digest: str
    standing: Standing
    authority: str
    title: Bilingual
    banner: Bilingual
    as_of: Bilingual
    entries: tuple[PolicyEntry, ...]
    unknowns: tuple[Unknown, ...]
    sources: Mapping[str, Source]

    def entry(self, code: str) -> PolicyEntry | None:
        return next((e for e in self.entries if e.code == code), None)
