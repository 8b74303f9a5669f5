"""Workbooks of Excel as grids: calamine reads the cells, `scanning` says beforehand what it would not tell."""

import io
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook, load_workbook

from dicu.intake.folding import folded
from dicu.intake.grid import Fault, Grid, Line, Raw
from dicu.intake.markup import damaged
from dicu.intake.scanning import Scan, SheetPart, contents, scan, string_lengths
from dicu.intake.sniffing import BadFile
from dicu.intake.specification import Limits, TableSpec
from dicu.intake.workbooks import sheet_name
from dicu.vocabulary.messages import T


class Workbook:
    """A workbook whose archive has been found sound; its sheets are read one at a time."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.content = content
        self.limits = limits
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.contents = contents(self.archive)
        self.lengths = string_lengths(self.archive)

    def grid(self, spec: TableSpec, alone: bool) -> Grid:
        """The sheet of this table. If it is the only table asked for, the only visible sheet is it, whatever its name."""
        return self._grid(self.sheet_of(spec, alone))

    def named(self, name: str) -> Grid | None:
        """The sheet of exactly this name, also one that is hidden."""
        sheet = next((sheet for sheet in self.contents.sheets if sheet.name == name), None)
        return self._grid(sheet) if sheet else None

    def _grid(self, sheet: SheetPart) -> Grid:
        found = scan(self.archive, sheet, self.lengths, self.limits)
        rows, merged = _read(self.content, sheet.name)
        return Grid(_lines(rows, found), sheet.name, merged, self.contents.since_1904, formulas=frozenset(found.formulas))

    def sheet_of(self, spec: TableSpec, alone: bool) -> SheetPart:
        names = {folded(sheet_name(name)) for name in (spec.name, spec.titles.vi, spec.titles.en) if name}
        visible = [sheet for sheet in self.contents.sheets if sheet.visible]
        fitting = [sheet for sheet in visible if folded(sheet.name) in names]
        if not fitting and alone and len(visible) == 1:
            return visible[0]
        if len(fitting) != 1:
            shown = ", ".join(sheet.name for sheet in visible)
            wanted = spec.titles if spec.titles.whole else spec.name
            raise BadFile(T("The workbook has no sheet “{wanted}”. It has: {sheets}.", wanted=wanted, sheets=shown))
        return fitting[0]


def _read(content: bytes, sheet: str) -> tuple[list[list[Any]], tuple[tuple[int, int, int, int], ...]]:
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            return _rows(workbook, sheet)
    except BaseException as error:
        # a panic of the Rust library is no Exception; anything else that is not one goes on its way
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _rows(workbook: CalamineWorkbook, name: str) -> tuple[list[list[Any]], tuple[tuple[int, int, int, int], ...]]:
    sheet = workbook.get_sheet_by_name(name)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return sheet.to_python(skip_empty_area=False), merged


def _lines(rows: list[list[Any]], found: Scan) -> tuple[Line, ...]:
    return tuple(_line(index, rows, found) for index in range(max(len(rows), found.rows)))


def _line(index: int, rows: list[list[Any]], found: Scan) -> Line:
    given: list[Raw | Fault] = list(rows[index]) if index < len(rows) else []
    given += [None] * (found.columns - len(given))
    cells = (found.faults.get((index, column), cell) for column, cell in enumerate(given))
    return Line(index + 1, tuple(None if cell == "" else cell for cell in cells))
