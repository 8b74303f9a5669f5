"""A dialogue series as its sources tell it. Frozen: a newer bundle makes a new one. What is not known is empty, and shown so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Standing

NOTHING = Bilingual("", "")
Side = Literal["ours", "theirs", "both"]


class Sensitivity(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class RoundState(StrEnum):
    PROPOSED = "proposed"
    DATE_AGREED = "date-agreed"
    AGENDA_EXCHANGED = "agenda-exchanged"
    HELD = "held"
    MINUTES_DRAFT = "minutes-draft"
    MINUTES_AGREED = "minutes-agreed"
    PUBLISHED = "published"
    RESTRICTED = "restricted"
    REVIEWED = "reviewed"


BEFORE = frozenset({RoundState.PROPOSED, RoundState.DATE_AGREED, RoundState.AGENDA_EXCHANGED})
"""States of a round that was not held yet."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a fact was read. `verified` is false for what was inferred or written down from memory."""

    sources: tuple[str, ...] = ()
    verified: bool = False
    note: Bilingual = NOTHING


@dataclass(frozen=True, slots=True)
class Participant:
    """A person as they stood on that day: rank, title and office in both languages. `title_verified` is a mark of its own,
    because papers often have the name right and the title wrong. `working`: languages of our own translation."""

    side: Side
    name: str
    rank: Bilingual
    title: Bilingual
    office: Bilingual
    basis: Basis
    title_verified: bool = True
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pillar:
    code: str
    title: Bilingual
    basis: Basis
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PillarMapping:
    """How a pillar of an earlier round answers one of a later. `before` or `after` is empty for what is new or dropped."""

    code: str
    before: str
    after: str
    relation: str  # same | wider | narrower | merged | split | new | dropped
    rationale: Bilingual
    basis: Basis


@dataclass(frozen=True, slots=True)
class SideMeeting:
    code: str
    with_: Bilingual
    day: date | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class VisitItem:
    code: str
    day: date | None
    until: date | None
    what: Bilingual
    place: Bilingual
    basis: Basis


@dataclass(frozen=True, slots=True)
class Unknown:
    code: str
    what: Bilingual
    closes_when: Bilingual


@dataclass(frozen=True, slots=True)
class Round:
    id: str
    number: int
    state: RoundState
    day: date | None
    place: Bilingual
    title: Bilingual
    basis: Basis
    until: date | None = None
    co_chairs: tuple[Participant, ...] = ()
    delegates: tuple[Participant, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    side_meetings: tuple[SideMeeting, ...] = ()
    visit: tuple[VisitItem, ...] = ()
    outcomes: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthenticText:
    """One language version. `had`: whether the official text is at hand; then `words` or `digest` hold it. `authentic` is
    None where it is not known which versions bind."""

    language: str
    authentic: bool | None
    had: bool
    words: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    relation: str  # builds-on | replaces | implements | names
    target: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence quoted from a source."""

    code: str
    text: Bilingual
    basis: Basis


@dataclass(frozen=True, slots=True)
class Instrument:
    id: str
    type: str  # mou | joint-statement | communique | action-plan | agreement | minutes
    title: Bilingual
    day: date | None
    status: str  # signed | announced | in-force | draft
    basis: Basis
    day_note: Bilingual = NOTHING
    signatories: tuple[Participant, ...] = ()
    texts: tuple[AuthenticText, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    facts: tuple[Fact, ...] = ()
    working: tuple[str, ...] = ()

    @property
    def had(self) -> bool:
        """Whether at least one official text is at hand."""
        return any(text.had for text in self.texts)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one side or both promised. `promised` is the day from which delivery is counted. `wording`: how the languages
    differ, where a source says so. `compiled`: from public sources, not recorded by an officer."""

    code: str
    round: str
    instrument: str
    pillars: tuple[str, ...]
    party: Side
    type: str
    text: Bilingual
    promised: date | None
    basis: Basis
    due: date | None = None
    due_note: Bilingual = NOTHING
    wording: Bilingual = NOTHING
    working: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    owner_ours: str = ""
    owner_theirs: str = ""
    restates: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    compiled: bool = True


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened between rounds. `when` stands in place of a day that is not known to the day."""

    code: str
    day: date | None
    until: date | None
    when: Bilingual
    order: date
    what: Bilingual
    basis: Basis


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    code: str
    name: Bilingual
    state: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    name: Bilingual


@dataclass(frozen=True)
class Series:
    id: str
    version: str
    digest: str
    standing: Standing
    authority: str
    title: Bilingual
    short: Bilingual
    banner: Bilingual
    ours: Party
    theirs: Party
    rounds: tuple[Round, ...]
    instruments: tuple[Instrument, ...]
    mappings: tuple[PillarMapping, ...]
    commitments: tuple[Commitment, ...]
    courses: Mapping[str, tuple[Mapping[str, object], ...]]  # code → what the sources tell of its course, as the bundle has it
    working_groups: tuple[WorkingGroup, ...]
    milestones: tuple[Milestone, ...]
    unknowns: tuple[Unknown, ...]
    sources: Mapping[str, Source]

    def round(self, id_: str) -> Round | None:
        return next((r for r in self.rounds if r.id == id_), None)

    def instrument(self, id_: str) -> Instrument | None:
        return next((i for i in self.instruments if i.id == id_), None)

    def pillar(self, code: str) -> Pillar | None:
        return next((p for r in self.rounds for p in r.pillars if p.code == code), None)

    def number(self, round_: str) -> int:
        """The round's place in the series; 0 for what was promised outside a round."""
        found = self.round(round_)
        return found.number if found else 0

    def party(self, side: str) -> Bilingual:
        both = Bilingual(f"{self.ours.name.vi}, {self.theirs.name.vi}", f"{self.ours.name.en}, {self.theirs.name.en}")
        return {"ours": self.ours.name, "theirs": self.theirs.name}.get(side, both)

    @property
    def lasting(self) -> tuple[Round, ...]:
        """In the order in which they were or will be held."""
        return tuple(sorted(self.rounds, key=lambda r: r.number))
