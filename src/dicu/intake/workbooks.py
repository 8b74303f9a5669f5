"""Workbooks for officers to fill in: a sheet of guidance, and a sheet for each table that reads back without a problem.

The same specification gives the same bytes: nothing in the file depends on the day or the machine.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from dicu.intake.report import letters
from dicu.intake.specification import Cell, Choice, ColumnSpec, Kind, TableSpec
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.text import normalised

FILLABLE = 2_000  # rows that have drop-downs and checks of their values
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, so that equal templates are equal files
_NAME, _CELL = 31, 32_767  # signs that Excel takes in the name of a sheet and in a cell
_EXACT_DIGITS = 15
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LISTS = "_lists"  # the hidden sheet of allowed values: a title may hold a comma, so they cannot stand in the cell's rule
_GUIDANCE = Bilingual("Hướng dẫn", "Guidance")
_TRUTHS = (Choice("true", Bilingual("có", "yes")), Choice("false", Bilingual("không", "no")))
_WIDTHS = {Kind.TEXT: 32, Kind.NUMBER: 16, Kind.WHOLE: 14, Kind.DAY: 13, Kind.TRUTH: 12}
_FORMATS = {Kind.TEXT: "@", Kind.NUMBER: "General", Kind.WHOLE: "#,##0", Kind.DAY: "dd/mm/yyyy", Kind.TRUTH: "@"}
_BLUE, _PALE = "#1F4E79", "#DDEBF7"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A table with rows that stand in the template already; values by the names of the columns, choices as codes."""

    spec: TableSpec
    rows: Sequence[Mapping[str, Cell]] = ()


def template(sheets: Sequence[TableSpec | Prefilled], guidance: Bilingual, language: Language) -> bytes:
    """The workbook in one language. ValueError: a prefilled value does not fit into a cell."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        book.set_properties({"created": _CREATED})
        tables = [sheet if isinstance(sheet, Prefilled) else Prefilled(sheet) for sheet in sheets]
        _Writer(book, language).write(tables, guidance)
    return target.getvalue()


def sheet_name(title: str) -> str:
    """The title as far as Excel takes it for the name of a sheet."""
    return " ".join(normalised(title).translate(_FORBIDDEN).split())[:_NAME].strip("' ")


class _Writer:
    def __init__(self, book: Workbook, language: Language) -> None:
        self.book, self.language = book, language
        self.formats: dict[str, Format] = {}
        self.listed = 0

    def write(self, tables: Sequence[Prefilled], guidance: Bilingual) -> None:
        intro = self.book.add_worksheet(sheet_name(_GUIDANCE.say(self.language)))
        sheets = [self.book.add_worksheet(sheet_name(self.title(table.spec))) for table in tables]
        self.lists = self.book.add_worksheet(_LISTS)
        self.lists.hide()
        self.guide(intro, guidance, [table.spec for table in tables])
        for sheet, table in zip(sheets, tables, strict=True):
            self.table(sheet, table)
        if sheets:
            sheets[0].activate()

    def title(self, thing: TableSpec | ColumnSpec) -> str:
        return thing.titles.say(self.language) or thing.name

    def format(self, **properties: Any) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": "Arial", "valign": "top"} | properties)
        return self.formats[key]

    # -- guidance ----------------------------------------------------------------------------------------------------

    def guide(self, sheet: Worksheet, guidance: Bilingual, specs: Sequence[TableSpec]) -> None:
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 30)
        row = 0
        for paragraph in guidance.say(self.language).splitlines():
            sheet.merge_range(row, 0, row, 3, "")
            sheet.write_string(row, 0, paragraph, self.format(text_wrap=True))
            sheet.set_row(row, 15 * (1 + len(paragraph) // 110))
            row += 1
        for spec in specs:
            row = self.guide_table(sheet, row + 1, spec)

    def guide_table(self, sheet: Worksheet, row: int, spec: TableSpec) -> int:
        sheet.write_string(row, 0, self.title(spec), self.format(bold=True, font_size=13))
        head = (T("Column"), T("What stands in it"), T("Required"), T("Allowed values"))
        lines = [head, *(self.about(column) for column in spec.columns)]
        for offset, line in enumerate(lines, 1):
            style = self.format(bold=True, bg_color=_PALE) if offset == 1 else self.format(text_wrap=True)
            for place, word in enumerate(line):
                sheet.write_string(row + offset, place, self.say(word)[:_CELL], style)
        return row + len(lines) + 1

    def about(self, column: ColumnSpec) -> tuple[str | Message, ...]:
        allowed = "; ".join(self.shown(choice) for choice in _choices(column))
        return self.title(column), _kind_words(column.kind), T("yes") if column.required else T("no"), allowed

    def say(self, word: str | Message) -> str:
        return word if isinstance(word, str) else word.say(self.language)

    def shown(self, choice: Choice) -> str:
        return choice.titles.say(self.language) or choice.code

    # -- tables ------------------------------------------------------------------------------------------------------

    def table(self, sheet: Worksheet, table: Prefilled) -> None:
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.spec.columns):
            style = {"bold": True, "text_wrap": True, "font_color": "white" if column.required else "black"}
            sheet.set_column(place, place, _WIDTHS[column.kind], self.style(column))
            sheet.write_string(0, place, self.title(column), self.format(bg_color=_BLUE if column.required else _PALE, **style))
            sheet.data_validation(1, place, max(FILLABLE, len(table.rows)), place, self.rule(column))
        for number, values in enumerate(table.rows, 1):
            for place, column in enumerate(table.spec.columns):
                self.cell(sheet, number, place, column, values.get(column.name))

    def style(self, column: ColumnSpec) -> Format:
        return self.format(num_format=_FORMATS[column.kind], text_wrap=column.kind is Kind.TEXT)

    def rule(self, column: ColumnSpec) -> dict[str, Any]:
        choices = _choices(column)
        message = T("Write {kind}.", kind=_kind_words(column.kind)).say(self.language)
        if choices:
            message = T("Choose one of the values of the list.").say(self.language)
        return _limits(column, self.listing(choices) if choices else "") | {
            "error_title": self.title(column)[:32],
            "error_message": message[:255],
        }

    def listing(self, choices: Sequence[Choice]) -> str:
        """The allowed values in a column of the hidden sheet, and the reference to them."""
        for row, choice in enumerate(choices):
            self.lists.write_string(row, self.listed, self.shown(choice))
        letter = letters(self.listed)
        self.listed += 1
        return f"='{_LISTS}'!${letter}$1:${letter}${len(choices)}"

    def cell(self, sheet: Worksheet, row: int, place: int, column: ColumnSpec, value: Cell) -> None:
        style = self.style(column)
        match value:
            case None:
                return
            case Decimal() if len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS:
                sheet.write_number(row, place, float(value), style)
            case date():
                sheet.write_datetime(row, place, value, style)
            case _:
                sheet.write_string(row, place, _fitting(self.words(column, value)), style)

    def words(self, column: ColumnSpec, value: Cell) -> str:
        if isinstance(value, Decimal):
            return numbers.written(value, self.language)
        code = str(value).lower() if isinstance(value, bool) else str(value)
        chosen = (self.shown(choice) for choice in _choices(column) if choice.code == code)
        return next(chosen, code)


def _choices(column: ColumnSpec) -> Sequence[Choice]:
    return _TRUTHS if column.kind is Kind.TRUTH else column.allowed


def _limits(column: ColumnSpec, listing: str) -> dict[str, Any]:
    """What Excel checks by itself when a value is typed; the house checks everything again when the file comes in."""
    if listing:
        return {"validate": "list", "source": listing}
    match column.kind:
        case Kind.NUMBER:
            return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
        case Kind.WHOLE:
            return {"validate": "integer", "criteria": "between", "minimum": -(10**15), "maximum": 10**15}
        case Kind.DAY:
            return {"validate": "date", "criteria": "between", "minimum": date(1900, 3, 1), "maximum": date(2199, 12, 31)}
    return {"validate": "length", "criteria": "<=", "value": min(column.longest, _CELL)}


def _kind_words(kind: Kind) -> Message:
    return {
        Kind.TEXT: T("a text"),
        Kind.NUMBER: T("a number"),
        Kind.WHOLE: T("a whole number"),
        Kind.DAY: T("a date"),
        Kind.TRUTH: T("yes or no"),
    }[kind]


def _fitting(text: str) -> str:
    if len(text) > _CELL:
        raise ValueError(f"a cell of a workbook holds at most {_CELL} signs, this text has {len(text)}")
    return text
