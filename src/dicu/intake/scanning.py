"""A look through the sheets of a workbook before they are read: how large they are, and which cells are at fault.

The reader of workbooks (calamine) shows a cell with an error, and a formula that was never calculated, as an empty cell,
and takes memory for the whole rectangle that a sheet claims. Here both are found out beforehand.
"""

import re
import zipfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO

from dicu.intake.grid import Fault
from dicu.intake.markup import damaged, walk
from dicu.intake.sniffing import BadFile
from dicu.intake.specification import Limits
from dicu.vocabulary.messages import T

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_STRINGS = "xl/sharedStrings.xml"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the part of the archive that holds it."""

    name: str
    part: str
    visible: bool


@dataclass(slots=True)
class Contents:
    """The sheets in their order, and how the workbook counts its days."""

    sheets: list[SheetPart] = field(default_factory=list)
    since_1904: bool = False


@dataclass(slots=True)
class Scan:
    """Rows and columns that hold something, and by (row, column) from 0 the faults, and where formulas stand."""

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)


def contents(archive: zipfile.ZipFile) -> Contents:
    """What sheets there are; raises `BadFile` if the workbook does not say."""
    targets = _targets(archive)
    found = Contents()

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            found.since_1904 = given.get("date1904", "0") in {"1", "true", "on"}
        if tag == "sheet" and given.get("id") in targets:
            shown = given.get("state", "visible") == "visible"
            found.sheets.append(SheetPart(given.get("name", ""), targets[given["id"]], shown))

    with _part(archive, "xl/workbook.xml") as stream:
        walk(stream, start)
    return found


def string_lengths(archive: zipfile.ZipFile) -> "array[int]":
    """How many signs each shared text of the workbook has."""
    lengths = array("q")
    if _STRINGS not in archive.namelist():
        return lengths

    def start(tag: str, _: Mapping[str, str]) -> None:
        if tag == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    with archive.open(_STRINGS) as stream:
        walk(stream, start, text=text)
    return lengths


def scan(archive: zipfile.ZipFile, sheet: SheetPart, lengths: "array[int]", limits: Limits) -> Scan:
    """Raises `BadFile` when the sheet is larger than the limits."""
    work = _Scanner(lengths, limits)
    with _part(archive, sheet.part) as stream:
        walk(stream, work.start, work.end, work.text)
    return work.found


class _Scanner:
    def __init__(self, lengths: "array[int]", limits: Limits) -> None:
        self.lengths, self.limits, self.found = lengths, limits, Scan()
        self.row, self.column, self.signs = -1, -1, 0
        self.kind, self.inside, self.words = "", "", ""
        self.formula = self.value = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self.inside = tag
        if tag == "row":
            self.row, self.column = int(given.get("r") or self.row + 2) - 1, -1
        elif tag == "c":
            self.begin_cell(given)
        elif tag == "f":
            self.formula = True
        elif tag in {"v", "is"}:
            self.value = True

    def begin_cell(self, given: Mapping[str, str]) -> None:
        self.column += 1
        self.kind, self.words = given.get("t", "n"), ""
        self.formula = self.value = False
        if "r" in given:
            self.row, self.column = _place(given["r"])

    def text(self, piece: str) -> None:
        if self.inside in {"v", "t"}:
            self.signs += len(piece)
            self.words += piece if len(self.words) < 32 else ""

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag == "c" and (self.value or self.formula):
            self.end_cell()

    def end_cell(self) -> None:
        if self.kind == "s":
            self.signs += self.length_of(self.words)
        self.note_size()
        if self.formula:
            self.found.formulas.add((self.row, self.column))
        fault = self.fault()
        if fault and len(self.found.faults) < self.limits.cells:
            self.found.faults[self.row, self.column] = fault

    def length_of(self, index: str) -> int:
        if not index.isdecimal() or int(index) >= len(self.lengths):
            raise damaged()
        return self.lengths[int(index)]

    def note_size(self) -> None:
        self.found.rows = max(self.found.rows, self.row + 1)
        self.found.columns = max(self.found.columns, self.column + 1)
        limits = self.limits
        if self.found.rows > limits.rows + 100:  # some rows of titles may stand above the headings
            raise BadFile(T("The table has more than {limit} rows. Send it in parts.", limit=limits.rows))
        if self.found.columns > limits.columns:
            raise BadFile(T("The table has more than {limit} columns.", limit=limits.columns))
        if self.found.rows * self.found.columns > limits.cells or self.signs > limits.signs:
            raise BadFile(T("The table holds more than can be read at once. Send it in parts."))

    def fault(self) -> Fault | None:
        if self.kind == "e":
            return Fault(T("The formula in this cell gives the error {error}. Correct it, or write the value.",
                           error=self.words))  # fmt: skip
        if self.formula and not self.value:
            return Fault(T("The formula in this cell was never calculated. Open the workbook in Excel or LibreOffice"
                           " and save it, or write the value."))  # fmt: skip
        return None


def _place(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged()
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            target = given.get("Target", "")
            found[given.get("Id", "")] = target[1:] if target.startswith("/") else normpath(join("xl", target))

    with _part(archive, "xl/_rels/workbook.xml.rels") as stream:
        walk(stream, start)
    return found


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(name)
    except KeyError:
        raise damaged() from None
