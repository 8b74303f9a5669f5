"""From a file and its mapping to recommendations: every row is read, or the report says what is wrong with it, and where."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dicu.intake.cells import CellReader
from dicu.intake.folding import folded
from dicu.intake.grid import Fault, Grid, Line, is_blank
from dicu.intake.naming import ending_of
from dicu.intake.report import Findings, Problem, letters
from dicu.intake.separated import read_separated
from dicu.intake.sheets import Workbook
from dicu.intake.sniffing import BadFile, sniffed
from dicu.intake.specification import ColumnSpec, Limits, TableSpec
from dicu.review.recommendations.mapping import TEXTS, WHOLE, ColumnMap
from dicu.review.recommendations.model import Position, Recommendation
from dicu.review.recommendations.thematic import parts_of, themes_of
from dicu.review.recommendations.word_tables import word_tables
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused, T

LIMITS = Limits(rows=400_000, cells=10_000_000, signs=400_000_000, bytes=100_000_000)
LONGEST = 15_000
_PLACE = re.compile(r"[\w.()-]{1,40}")
_ONLY = Bilingual("", "")
_MUST = ("paragraph", WHOLE)


@dataclass(frozen=True, slots=True)
class Found:
    """A recommendation with the row that it came from. `sheet`: of a workbook, or the number of a table of a Word document."""

    sheet: str
    row: int
    one: Recommendation


def read_file(content: bytes, name: str, mapping: ColumnMap) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """The rows, and every problem. Raises `Refused` if the file as a whole cannot be read."""
    found: list[Found] = []
    problems: list[Problem] = []
    for grid, head in _tables(content, name, mapping):
        table = _Table(grid, head, mapping, len(found))
        found += table.rows()
        problems += table.findings.all()
    return tuple(found), tuple(problems)


def _tables(content: bytes, name: str, mapping: ColumnMap) -> Iterator[tuple[Grid, Line]]:
    """Each with its row of headings."""
    ending = ending_of(name)
    if len(content) > LIMITS.bytes:
        raise BadFile(T("The table is larger than {limit} MB. Send it in parts.", limit=LIMITS.bytes // 1_000_000))
    if ending == "docx":
        yield from _of_word(word_tables(content, name, LIMITS), mapping)
        return
    if ending not in ("csv", "xlsx"):
        raise BadFile(T("Recommendations are accepted as .csv, .xlsx and .docx; the name of this file ends otherwise."))
    sniffed(io.BytesIO(content), name)
    grid = read_separated(content, LIMITS) if ending == "csv" else _sheet(content, mapping)
    head = next((line for line in grid.lines if not line.blank), None)
    if head is None:
        raise BadFile(T("The table is empty: there is not even a row of headings."))
    yield grid, head


def _sheet(content: bytes, mapping: ColumnMap) -> Grid:
    book = Workbook(content, LIMITS)
    found = book.named(mapping.sheet) if mapping.sheet else book.grid(TableSpec((), name="recommendations"), alone=True)
    if found is None:
        raise BadFile(T("The workbook has no sheet “{sheet}”.", sheet=mapping.sheet))
    return found


def _of_word(grids: tuple[Grid, ...], mapping: ColumnMap) -> Iterator[tuple[Grid, Line]]:
    """Those that the mapping names; else those with all its columns in one of their first rows."""
    wanted = {folded(heading) for heading in mapping.columns.values()}
    heads = {grid.sheet: _head(grid, wanted) for grid in grids}
    chosen = mapping.tables or tuple(int(number) for number, head in heads.items() if head)
    for number in chosen:
        if number > len(grids) or heads[str(number)] is None:
            raise BadFile(
                T("Table {number} of the document is not there, or has not the columns that the mapping names.", number=str(number))
            )
    if not chosen:
        raise BadFile(T("No table of the document has the columns that the mapping names: {columns}.",
                        columns=", ".join(mapping.columns.values())))  # fmt: skip
    yield from ((grids[number - 1], head) for number in chosen if (head := heads[str(number)]))


def _head(grid: Grid, wanted: set[str]) -> Line | None:
    return next((line for line in grid.lines[:5] if wanted <= {folded(str(cell)) for cell in line.cells if cell}), None)


class _Table:
    """One table while it is read."""

    def __init__(self, grid: Grid, head: Line, mapping: ColumnMap, before: int) -> None:
        self.grid, self.head, self.mapping, self.before = grid, head, mapping, before
        self.findings = Findings(LIMITS, grid.sheet)
        self.reader = CellReader(None)
        self.headings = {place: " ".join(str(cell).split()) for place, cell in enumerate(head.cells) if not is_blank(cell)}
        self.joined: dict[int, list[tuple[int, int]]] = {}
        for first_row, first, last_row, last in grid.merged:
            for row in range(first_row + 1, min(last_row + 1, len(grid.lines)) + 1):
                self.joined.setdefault(row, []).append((first, last))
        self.section = ""

    def rows(self) -> list[Found]:
        columns = self.columns()
        body = [line for line in self.grid.lines if line.number > self.head.number and not line.blank]
        if self.findings.count:
            return []
        if not body:
            self.findings.add(T("There are headings, but no rows under them."))
        found = (self.row(line, columns) for line in body)
        return [Found(self.grid.sheet, number, one) for number, one in filter(None, found)]

    def columns(self) -> dict[str, int]:
        """Field → place. Each heading of the mapping stands once; what the mapping does not speak of is not left out in silence."""
        places: dict[str, list[int]] = {}
        for place, heading in self.headings.items():
            places.setdefault(folded(heading), []).append(place)
        known = {folded(heading): name for name, heading in self.mapping.columns.items()}
        ignored = {folded(heading) for heading in self.mapping.ignore}
        for heading, at in places.items():
            if heading not in known and heading not in ignored:
                self.complain(at[0], T("The mapping does not say what this column is. Map it, or list it under “ignore”."))
            elif heading in known and len(at) > 1:
                self.complain(at[1], T("This heading stands twice."))
        for heading, name in known.items():
            if heading not in places:
                self.findings.add(T("The column “{heading}” ({name}) is missing.", heading=self.mapping.columns[name], name=name),
                                  self.head.number)  # fmt: skip
        return {name: places[heading][0] for heading, name in known.items() if heading in places}

    def complain(self, place: int, message: object) -> None:
        self.findings.add(message, self.head.number, letters(place), self.headings[place])  # type: ignore[arg-type]

    def row(self, line: Line, columns: dict[str, int]) -> tuple[int, Recommendation] | None:
        before = self.findings.count
        if line.fault is not None:
            self.findings.add(line.fault, line.number)
        elif self.is_section(line):
            return None
        elif line.number in self.joined:
            first = self.joined[line.number][0][0]
            self.findings.add(T("Cells are joined here. Split them and write the value into each."), line.number, letters(first))
        elif not self.grid.typed and len(line.cells) != len(self.head.cells):
            self.findings.add(T("Cells in this row: {count}; headings: {width}. Put quotation marks around texts that hold a"
                                " separator.", count=len(line.cells), width=len(self.head.cells)), line.number)  # fmt: skip
        if self.findings.count > before:
            return None
        values = {name: self.cell(line, place, name) for name, place in columns.items()}
        one = self.made(line, columns, values) if self.findings.count == before else None
        return (line.number, one) if one and self.findings.count == before else None

    def is_section(self, line: Line) -> bool:
        """One joined cell over the whole width: the theme of the rows below, or what the mapping passes over."""
        if not self.mapping.sections or (0, len(self.head.cells) - 1) not in self.joined.get(line.number, ()):
            return False
        if self.mapping.sections == "themes":
            text = str(line.cells[0] or "")
            self.section = " ".join(text.partition(":")[2].split() or text.split())
        return True

    def cell(self, line: Line, place: int, name: str) -> str:
        raw = line.cells[place] if place < len(line.cells) else None
        column = ColumnSpec(name, _ONLY, required=name in _MUST, longest=LONGEST)
        try:
            if isinstance(raw, Fault) or (line.number - 1, place) in self.grid.formulas:
                raise Refused(raw.message if isinstance(raw, Fault) else T("Here stands a formula. Write its value."))
            return str(self.reader.read(raw, column) or "")
        except Refused as refused:
            self.findings.add(refused.message, line.number, letters(place), self.headings.get(place, ""))
            return ""

    def made(self, line: Line, columns: dict[str, int], values: dict[str, str]) -> Recommendation:
        parts = parts_of(values.get(WHOLE, ""))
        paragraph = values.get("paragraph") or parts.paragraph
        texts = {name[5:]: values[name] for name in TEXTS if values.get(name)}
        if parts.text:
            texts.setdefault(self.mapping.language, parts.text)
        self.check(line, columns, paragraph, values.get("part", ""), texts)
        themes, persons = themes_of(values.get("themes", ""), self.mapping.separator)
        groups, _ = themes_of(values.get("groups", ""), self.mapping.separator)
        return Recommendation(
            set=self.mapping.facts.id,
            symbol=values.get("symbol") or self.mapping.facts.symbol,
            paragraph=paragraph,
            part=values.get("part", ""),
            texts=texts,
            position=self.position(line, columns, values.get("position", "")),
            by=values.get("by") or parts.by,
            themes=tuple(dict.fromkeys((*((self.section,) if self.section else ()), *themes))),
            groups=tuple(dict.fromkeys((*persons, *groups))),
            order=self.before + line.number,
        )

    def check(self, line: Line, columns: dict[str, int], paragraph: str, part: str, texts: dict[str, str]) -> None:
        place = columns.get("paragraph", columns.get(WHOLE, 0))
        if not paragraph:
            self.at(line, place, T("There is no number of a paragraph here."))
        elif not _PLACE.fullmatch(paragraph) or (part and not _PLACE.fullmatch(part)):
            self.at(
                line, place, T("A paragraph is letters, digits, dots, brackets and hyphens, 40 at most: “{text}”.", text=paragraph[:60])
            )
        if not texts:
            self.at(line, place, T("There are no words here in any language."))

    def position(self, line: Line, columns: dict[str, int], text: str) -> Position:
        found = self.mapping.position(text) if text else Position.NONE
        if found is None:
            self.at(line, columns["position"], T("The position “{text}” is not known. Say in the mapping what it means.", text=text[:60]))
        return found or Position.NONE

    def at(self, line: Line, place: int, message: object) -> None:
        self.findings.add(message, line.number, letters(place), self.headings.get(place, ""))  # type: ignore[arg-type]
