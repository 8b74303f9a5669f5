"""What a table must look like to be read: its columns, their kinds, and the codes that are allowed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dicu.intake.folding import folded
from dicu.vocabulary.bilingual import Bilingual

Cell = Decimal | str | bool | date | None


class Kind(StrEnum):
    """What stands in a column. A cell that is read is a str, Decimal, Decimal without decimals, date or bool."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a column allows. People may write the code or either title; the code is what is read."""

    code: str
    titles: Bilingual


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column. Its heading is its name or one of its titles. A required column stands in the table and has a value in
    each row; any other may be empty or left out. `longest` counts the signs of a text."""

    name: str
    titles: Bilingual
    kind: Kind = Kind.TEXT
    required: bool = False
    allowed: tuple[Choice, ...] = ()
    longest: int = 5_000

    def __post_init__(self) -> None:
        if self.allowed and self.kind is not Kind.TEXT:
            raise ValueError(f"column {self.name}: only a column of texts can have a list of allowed values")
        words = [{folded(word) for word in (c.code, c.titles.vi, c.titles.en) if word} for c in self.allowed]
        if len(set().union(*words)) < sum(map(len, words)):
            raise ValueError(f"column {self.name}: two of its allowed values share a code or a title")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table. `titles` are the names of its sheet in a workbook; the values of the `unique` columns together occur in
    one row only. A table without rows is a problem unless it `may_be_empty`."""

    columns: tuple[ColumnSpec, ...]
    name: str = "table"
    titles: Bilingual = Bilingual("", "")
    unique: tuple[str, ...] = ()
    may_be_empty: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names) or not set(self.unique) <= set(names):
            raise ValueError(f"table {self.name}: a column is named twice, or one that is to be unique does not exist")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be. `signs` are all its texts together, `problems` those that a report lists."""

    rows: int = 100_000
    columns: int = 200
    cells: int = 2_000_000
    signs: int = 50_000_000
    bytes: int = 50_000_000
    problems: int = 200
