"""Tables at the entrance: CSV, Excel or Parquet by ending and content, read against a specification.

`read` gives the rows and every problem; `read_all` takes a table whole or not at all.
"""

import io
from collections.abc import Sequence
from typing import BinaryIO, Protocol

from dicu.intake.cells import CellReader
from dicu.intake.grid import Grid, Line, is_blank
from dicu.intake.headings import Headings, read_headings
from dicu.intake.naming import ending_of
from dicu.intake.parquet import read_parquet
from dicu.intake.report import BadTable, Findings, Problem, Reading, Row, letters
from dicu.intake.separated import read_separated
from dicu.intake.sheets import Workbook
from dicu.intake.sniffing import BadFile, sniffed
from dicu.intake.specification import Cell, Choice, ColumnSpec, Kind, Limits, TableSpec
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Refused, T

TABLE_ENDINGS = ("csv", "xlsx", "parquet")


def read(stream: BinaryIO, name: str, spec: TableSpec, language: Language | None = None, limits: Limits | None = None) -> Reading:
    """The rows and problems of one table. `name` is the file's name. Numbers and dates that are typed as text are read
    in the `language`, or else in that of the headings. Raises `Refused` if the file as a whole cannot be read."""
    bounds = limits or Limits()
    return _Table(spec, _opened(stream, name, bounds).grid(spec, alone=True), language, bounds).reading()


def read_all(
    stream: BinaryIO, name: str, specs: Sequence[TableSpec], language: Language | None = None, limits: Limits | None = None
) -> dict[str, tuple[Row, ...]]:
    """The rows of all tables of a file by the tables' names; raises `BadTable` with the whole report if anything is
    wrong anywhere."""
    bounds = limits or Limits()
    source = _opened(stream, name, bounds)
    alone = len(specs) == 1
    readings = {spec.name: _Table(spec, source.grid(spec, alone), language, bounds).reading() for spec in specs}
    problems = tuple(problem for reading in readings.values() for problem in reading.problems)
    if problems:
        raise BadTable(problems)
    return {table: reading.rows for table, reading in readings.items()}


class _Source(Protocol):
    def grid(self, spec: TableSpec, alone: bool) -> Grid: ...


class _OneTable:
    """A file that holds a single table."""

    def __init__(self, grid: Grid) -> None:
        self.only = grid

    def grid(self, spec: TableSpec, alone: bool) -> Grid:
        if not alone:
            raise BadFile(T("This file holds one table, but several are needed. Send a workbook of Excel."))
        return self.only


def _opened(stream: BinaryIO, name: str, limits: Limits) -> _Source:
    content = stream.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        raise BadFile(T("The table is larger than {limit} MB. Send it in parts.", limit=limits.bytes // 1_000_000))
    ending = ending_of(name)
    if ending not in TABLE_ENDINGS:
        raise BadFile(T("Tables are accepted as .csv, .xlsx and .parquet; the name of this file ends otherwise."))
    if ending == "parquet":
        return _OneTable(read_parquet(content, limits))
    sniffed(io.BytesIO(content), name)
    return Workbook(content, limits) if ending == "xlsx" else _OneTable(read_separated(content, limits))


class _Table:
    """One table while it is read."""

    def __init__(self, spec: TableSpec, grid: Grid, language: Language | None, limits: Limits) -> None:
        self.spec, self.grid, self.language, self.limits = spec, grid, language, limits
        self.findings = Findings(limits, grid.sheet)
        self.seen: dict[tuple[Cell, ...], int] = {}
        self.unnamed: set[int] = set()

    def reading(self) -> Reading:
        lines = [line for line in self.grid.lines if not line.blank]
        if not lines:
            self.findings.add(T("The table is empty: there is not even a row of headings."))
            return Reading((), self.findings.all())
        rows = self.read_rows(lines[0], lines[1:])
        return Reading(rows, self.findings.all())

    def read_rows(self, head: Line, body: list[Line]) -> tuple[Row, ...]:
        if head.fault is not None:
            self.findings.add(head.fault, head.number)
            return ()
        headings = read_headings(head, self.spec, self.findings)
        self.check_merged(head)
        self.check_count(body)
        reader = CellReader(self.language or headings.language, self.grid.since_1904)
        rows = [self.read_row(line, headings, reader) for line in body[: self.limits.rows]]
        return tuple(row for row in rows if row is not None)

    def check_count(self, body: list[Line]) -> None:
        if not body and not self.spec.may_be_empty:
            self.findings.add(T("There are headings, but no rows under them."))
        if len(body) > self.limits.rows:
            self.findings.add(T("The table has more than {limit} rows. Send it in parts.", limit=self.limits.rows))

    def check_merged(self, head: Line) -> None:
        for first_row, first, last_row, last in self.grid.merged:
            if last_row + 1 >= head.number:
                area = f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
                self.findings.add(
                    T("The cells {area} are joined. Split them and write the value into each.", area=area),
                    first_row + 1,
                    letters(first),
                )

    def read_row(self, line: Line, headings: Headings, reader: CellReader) -> Row | None:
        before = self.findings.count
        if line.fault is not None:
            self.findings.add(line.fault, line.number)
            return None
        if not self.fits(line, headings):
            return None
        values: dict[str, Cell] = dict.fromkeys(column.name for column in self.spec.columns)
        for place, column in headings.columns.items():
            values[column.name] = self.read_cell(line, place, column, headings, reader)
        row = Row(line.number, values)
        self.check_unique(row)
        return row if self.findings.count == before else None

    def read_cell(self, line: Line, place: int, column: ColumnSpec, headings: Headings, reader: CellReader) -> Cell:
        try:
            return reader.read(line.cells[place] if place < len(line.cells) else None, column)
        except Refused as refused:
            self.findings.add(refused.message, line.number, letters(place), headings.written[place])
            return None

    def fits(self, line: Line, headings: Headings) -> bool:
        """In a CSV file a wrong number of cells means that values have moved; elsewhere, that a heading is missing."""
        filled = max((place + 1 for place, cell in enumerate(line.cells) if not is_blank(cell)), default=0)
        if not self.grid.typed and (len(line.cells) < headings.width or filled > headings.width):
            self.findings.add(
                T("Cells in this row: {count}; headings: {width}. Put quotation marks around texts that hold a"
                  " separator.", count=len(line.cells), width=headings.width),
                line.number,
            )  # fmt: skip
            return False
        for place, cell in enumerate(line.cells):
            if not is_blank(cell) and place not in headings.written and place not in self.unnamed:
                self.unnamed.add(place)
                self.findings.add(T("There are values here, but the column has no heading."), line.number, letters(place))
        return True

    def check_unique(self, row: Row) -> None:
        key = tuple(row.values[name] for name in self.spec.unique)
        if not key or all(value is None for value in key):
            return
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            self.findings.add(T("The same entry stands already in row {row}.", row=str(first)), row.number)


__all__ = [
    "BadTable",
    "Choice",
    "ColumnSpec",
    "Kind",
    "Limits",
    "Problem",
    "Reading",
    "Row",
    "TableSpec",
    "read",
    "read_all",
]
