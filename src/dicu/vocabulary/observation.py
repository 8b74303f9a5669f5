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
    NOT_COMPUTABLE = "not-computable"  # a ratio whose denominator is zero or missing; never printed as 0


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


class Measure(StrEnum):
    """What form a value has, and so what may be done with it."""

    COUNT = "count"
    RATIO = "ratio"  # part of a whole
    RATE = "rate"  # events by people at risk, or any other base
    MONEY = "money"
    BINARY = "binary"  # yes or no, written 1 and 0
    ORDINAL = "ordinal"
    QUALITATIVE = "qualitative"


class Aggregation(StrEnum):
    """How values of parts (areas, categories, periods) become one of the whole."""

    SUM = "sum"
    WEIGHTED = "weighted-by-denominator"  # numerators together, by denominators together
    LAST = "last"  # over periods only: the value at the end is that of the whole period
    MAX = "max"
    NONE = "none"
    DISTINCT = "distinct-not-additive"  # people counted once within a part may stand in several parts


@dataclass(frozen=True, slots=True)
class Item:
    """A numerator or denominator: what is counted in it, and the indicator that holds it, if one does."""

    name: Bilingual
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One of several ways in which sources count the same matter. Values under two of them never conflict, and never mix."""

    code: str
    label: Bilingual
    text: Bilingual = Bilingual("", "")
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown of an indicator. `overlapping`: one thing may stand in several categories, so they do not make a total.
    `complete`: the categories that are published make up the whole; by at most `tolerance` (in the indicator's unit)
    their sum may differ from the total."""

    name: str
    required: bool = False
    overlapping: bool = False
    complete: bool = False
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. `unit` is the word after the number, in both languages. `frequency` is year, half-year, quarter or
    month; `since` the first period for which there is a value; `method` how it is measured; `institution` who publishes it."""

    code: str
    name: Bilingual
    unit: Bilingual
    nature: Nature
    definition: Bilingual = Bilingual("", "")
    custodian: str = ""
    direction: Direction = Direction.NONE
    aggregation: Aggregation = Aggregation.NONE
    decimals: int = 0
    measure: Measure | None = None
    numerator: Item | None = None
    denominator: Item | None = None
    dimensions: tuple[Dimension, ...] = ()
    definitions: tuple[Definition, ...] = ()
    frequency: str = ""
    since: Period | None = None
    method: Bilingual = Bilingual("", "")
    institution: str = ""
    per: Decimal = Decimal(1)  # a ratio is numerator ÷ denominator × per: 100 for per cent

    @property
    def by_definition(self) -> dict[str, Definition]:
        return {definition.code: definition for definition in self.definitions}

    @property
    def by_dimension(self) -> dict[str, Dimension]:
        return {dimension.name: dimension for dimension in self.dimensions}


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one period, as one source gave it; never edited, only superseded.

    `vintage` is the day of the publication it comes from (a later one may differ). `qualifier` is a code of
    `QUALIFIERS` ("nearly"). `definition` is one of the indicator's; empty where it has only one. `dimensions` are
    (name, code) pairs; none means the total. `numerator` and `denominator` stand beside the value of a ratio, where they are
    known. `since` is the day on which the house learned of it, for what was imported. Exactly one of `value` and `missing`
    is given.
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
    definition: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    since: date | None = None
    imported_by: str = ""  # the account; empty for what came with the plan or in a report
    status: str = ""  # as the source marks it, by the codes of SDMX: P provisional, E estimated …
    restricted: bool = False  # the source did not free it for publication

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing is None):
            raise ValueError(f"observation {self.key}: give either a value or the code of why it is missing")

    @property
    def what(self) -> "What":
        """What it is a value of: two observations with the same answer here say something about one thing."""
        return (self.indicator, self.definition, self.period, self.area, self.dimensions)


What = tuple[str, str, Period, str, tuple[tuple[str, str], ...]]

QUALIFIERS: dict[str, Bilingual] = {
    "nearly": Bilingual("gần", "nearly"),
    "more-than": Bilingual("hơn", "more than"),
    "about": Bilingual("khoảng", "about"),
    "some": Bilingual("chừng", "some"),
    "estimate-over": Bilingual("ước tính trên", "more than an estimated"),
    "at-least": Bilingual("ít nhất", "at least"),
}
