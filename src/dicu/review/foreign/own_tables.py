"""Tables of observations of our own columns: CSV, Excel or Parquet. Also the very table that an import writes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from dicu.intake.grid import Fault, Grid, Line, Raw
from dicu.intake.naming import ending_of
from dicu.intake.parquet import read_parquet
from dicu.intake.report import letters
from dicu.intake.sheets import Workbook
from dicu.intake.sniffing import sniffed
from dicu.intake.specification import Limits, TableSpec
from dicu.review.foreign.data_files import DataFile, read_records, read_text
from dicu.review.foreign.findings import Book
from dicu.review.foreign.headings import OWN
from dicu.review.foreign.outcome import Outcome
from dicu.review.foreign.rows import Manner
from dicu.review.foreign.separated import Record
from dicu.review.foreign.table import Counts, Writer
from dicu.review.foreign.values import plain_digits
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused, T

LARGEST = 500_000_000  # bytes
LIMITS = Limits(rows=2_000_000, columns=500, cells=60_000_000, signs=500_000_000, bytes=LARGEST)
SHEET = Bilingual("Số liệu", "Observations")


class NoTable(Refused):
    """The file holds no table that could be read."""


def import_table(path: Path, manner: Manner, sheet: str, writer: Writer) -> Outcome:
    """Read the table and write its observations. Raises Refused if it is no table at all."""
    book = Book(manner.file, manner.indicator or path.stem)
    found = DataFile(manner.file, manner.indicator)
    _read(found, _content(path), path.name, sheet, manner, book)
    writer.add(found.entries)
    return Outcome(found.counts, len({entry.indicator for entry in found.entries}), tuple(book.all()))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise NoTable(T("The table is larger than {limit} MB. Send it in parts.", limit=LARGEST // 1_000_000))
        return path.read_bytes()
    except OSError as fault:
        raise NoTable(T("There is no file {name}.", name=path.name)) from fault


def _read(found: DataFile, content: bytes, name: str, sheet: str, manner: Manner, book: Book) -> None:
    ending = ending_of(name)
    if not content:
        raise NoTable(T("The file is empty."))
    if ending == "csv":
        read_text(found, content, manner, OWN, book)
    elif ending in {"xlsx", "parquet"}:
        _read_grid(found, _grid(content, name, ending, sheet), manner, book)
    else:
        raise NoTable(T("Tables are accepted as .csv, .xlsx and .parquet; the name of this file ends otherwise."))


def _grid(content: bytes, name: str, ending: str, sheet: str) -> Grid:
    if ending == "parquet":
        return read_parquet(content, LIMITS)
    sniffed(io.BytesIO(content), name)
    titles = Bilingual(sheet, sheet) if sheet else SHEET
    return Workbook(content, LIMITS).grid(TableSpec((), "observations", titles), alone=not sheet)


def _read_grid(found: DataFile, grid: Grid, manner: Manner, book: Book) -> None:
    lines = [line for line in grid.lines if not line.blank]
    if grid.merged:
        areas = (f"{letters(first)}{top + 1}:{letters(last)}{bottom + 1}" for top, first, bottom, last in grid.merged)
        book.whole("F44", found=", ".join(areas)[:200])
    spoiled = list(_spoiled(lines, book))
    rows = [Record(line.number, [_text(cell) for cell in line.cells]) for line in lines if line.number not in set(spoiled)]
    read_records(found, rows, replace(manner, typed=True), OWN, book)
    c = found.counts
    found.counts = Counts(c.rows_read + len(spoiled), c.observations, c.missing_coded)


def _spoiled(lines: list[Line], book: Book) -> Iterator[int]:
    """Rows with a cell that has no value because something is wrong with it; each is rejected."""
    for line in lines[1:]:
        bad = [(place, cell) for place, cell in enumerate(line.cells) if isinstance(cell, Fault)]
        for nth, (place, cell) in enumerate(bad):
            book.reject("F43", line.number, letters(place), cell.message.say("en"), first=nth == 0)
        if not bad and line.fault is not None:
            book.reject("F43", line.number, "", line.fault.say("en"))
        if bad or line.fault is not None:
            yield line.number


def _text(cell: Raw | Fault) -> str:
    """What a spreadsheet shows: whole numbers without decimals, days as year-month-day."""
    if cell is None or isinstance(cell, Fault):
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float | Decimal):
        return _digits(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _digits(number: int | float | Decimal) -> str:
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return str(exact)
    return plain_digits(exact.to_integral_value() if exact == exact.to_integral_value() else exact)
