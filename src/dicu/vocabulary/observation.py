"""A measured or published value, and the indicator it belongs to. There is one of each in the house."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.period import Period


class Missing(StrEnum):
    """Why there is no value. A missing value is never zero, and zero is a value."""

    NOT_COLLECTED = "not-collected"
    NOT_AVAILABLE_YET = "not-available-yet"
    NOT_APPLICABLE = "not-applicable"
    SUPPRESSED = "suppressed"
    REFUSED = "refused"


class Standing(StrEnum):
    """How a value came here: only `accepted` was reported by an agency and accepted by the coordinator."""

    COMPILED = "compiled"  # taken from a public source, never submitted by a ministry
    MEMORY = "memory"  # from memory: no source was read, so nobody may quote it
    REPORTED = "reported"  # submitted, not yet accepted
    ACCEPTED = "accepted"
    SYNTHETIC = "synthetic"  # invented for demonstration


class Nature(StrEnum):
    """Kinds that must never be added to one another."""

    FLOW = "flow"
    STOCK = "stock"
    PERMIT = "permit"
    SURVEY = "survey"
    ADMINISTRATIVE = "administrative"
    RATIO = "ratio"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. `unit` is the word after the number, in both languages."""

    code: str
    name: Bilingual
    unit: Bilingual
    nature: Nature
    definition: Bilingual = Bilingual("", "")
    custodian: str = ""
    direction: Direction = Direction.NONE
    additive: bool = False
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one period, as one source gave it; never edited, only superseded.

    `vintage` is the day of the publication it comes from (a later one may differ). `qualifier` is a code of
    `QUALIFIERS` ("nearly"). `dimensions` are (name, code) pairs; none means the total. Exactly one of `value` and
    `missing` is given.
    """

    key: str
    indicator: str
    period: Period
    area: str
    source: Source
    standing: Standing
    value: Decimal | None = None
    missing: Missing | None = None
    qualifier: str = ""
    vintage: date | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    line: str = ""  # the report line it was reported in
    evidence: tuple[str, ...] = ()  # digests of attached files
    supersedes: str = ""
    note: Bilingual = Bilingual("", "")

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing is None):
            raise ValueError(f"observation {self.key}: give either a value or the code of why it is missing")


QUALIFIERS: dict[str, Bilingual] = {
    "nearly": Bilingual("gần", "nearly"),
    "more-than": Bilingual("hơn", "more than"),
    "about": Bilingual("khoảng", "about"),
    "some": Bilingual("chừng", "some"),
    "estimate-over": Bilingual("ước tính trên", "more than an estimated"),
    "at-least": Bilingual("ít nhất", "at least"),
}
