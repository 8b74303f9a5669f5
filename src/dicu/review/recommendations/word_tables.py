"""The tables of a Word document as grids, read as a stream: nothing of the document but its tables is looked at.

The archive was measured before it is opened (`intake.sniffing`), entities are refused (`intake.markup`), and size is limited here.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from dicu.intake.grid import Grid, Line
from dicu.intake.markup import walk
from dicu.intake.sniffing import BadFile, sniffed
from dicu.intake.specification import Limits
from dicu.vocabulary.messages import T

_DOCUMENT = "word/document.xml"


@dataclass(slots=True)
class _Cell:
    text: list[str] = field(default_factory=list)
    span: int = 1
    continued: bool = False


def word_tables(content: bytes, name: str, limits: Limits) -> tuple[Grid, ...]:
    """In the order of the document; rows count from 1 in each. A table inside a cell is text of that cell. Raises `Refused` for
    what is no sound Word document, or larger than the limits."""
    if len(content) > limits.bytes:
        raise BadFile(T("The table is larger than {limit} MB. Send it in parts.", limit=limits.bytes // 1_000_000))
    sniffed(io.BytesIO(content), name)
    found = _Tables(limits)
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_DOCUMENT) as stream:
        try:
            walk(stream, found.start, found.end, found.said)
        except TooMuch as more:
            raise BadFile(T("The tables of the document are too large. Send it in parts.")) from more
        except BadFile as fault:
            raise BadFile(T("The document is damaged. Open it in Word or LibreOffice, save it again and send it anew.")) from fault
    return tuple(_grid(number, rows) for number, rows in enumerate(found.tables, 1))


class TooMuch(Exception):
    """More cells or signs than the limits allow."""


class _Tables:
    """What the stream has told so far. `depth`: how many tables we are in."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables: list[list[list[_Cell]]] = []
        self.depth = self.cells = self.signs = 0
        self.reading = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "tbl":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self.depth == 1 and tag == "tc":
            self.cells += 1
            self.tables[-1][-1].append(_Cell())
        elif cell := self.cell():
            self.inside(cell, tag, given)
        if self.cells > self.limits.cells or self.signs > self.limits.signs:
            raise TooMuch

    def inside(self, cell: _Cell, tag: str, given: Mapping[str, str]) -> None:
        if tag == "gridSpan" and self.depth == 1:
            cell.span = max(1, min(int(given.get("val", "1")), self.limits.columns))
        elif tag == "vMerge" and self.depth == 1:
            cell.continued = given.get("val", "continue") != "restart"
        elif tag == "br":
            cell.text.append("\n")
        elif tag == "tab":
            cell.text.append(" ")
        self.reading = tag == "t"

    def end(self, tag: str) -> None:
        self.reading = False
        if tag == "tbl":
            self.depth -= 1
        elif tag == "p" and (cell := self.cell()):
            cell.text.append("\n")

    def said(self, piece: str) -> None:
        cell = self.cell()
        if self.reading and cell:
            self.signs += len(piece)
            cell.text.append(piece)

    def cell(self) -> _Cell | None:
        rows = self.tables[-1] if self.depth and self.tables else []
        return rows[-1][-1] if rows and rows[-1] else None


def _grid(number: int, rows: list[list[_Cell]]) -> Grid:
    lines, merged = [], []
    for index, cells in enumerate(rows):
        written: list[str | None] = []
        for cell in cells:
            first = len(written)
            written += ["".join(cell.text).strip() or None, *([None] * (cell.span - 1))]
            if cell.span > 1 or cell.continued:
                merged.append((index, first, index, first + cell.span - 1))
        lines.append(Line(index + 1, tuple(written)))
    return Grid(tuple(lines), str(number), tuple(merged))
