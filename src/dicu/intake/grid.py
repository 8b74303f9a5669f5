"""A table before its cells mean anything: rows of raw cells with their numbers, whatever kind of file they came from."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dicu.vocabulary.messages import Message

Raw = str | bool | int | float | Decimal | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that has no value because something is wrong with it."""

    message: Message


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file; `number` counts from 1 and blank rows count too. `fault` is what is wrong with all of it."""

    number: int
    cells: tuple[Raw | Fault, ...]
    fault: Message | None = None

    @property
    def blank(self) -> bool:
        return self.fault is None and all(is_blank(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """`merged` are ranges of joined cells: first row, first column, last row, last column, all from 0. `since_1904` is
    how the workbook counts the days of dates that are kept as plain numbers."""

    lines: tuple[Line, ...]
    sheet: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    since_1904: bool = False
    typed: bool = field(default=True)  # False: every cell is text, as in a CSV file
    formulas: frozenset[tuple[int, int]] = frozenset()  # (row, column) from 0 of cells whose value a formula gives


def is_blank(cell: Raw | Fault) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
