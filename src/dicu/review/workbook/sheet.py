"""One table of the form: headings, rows, drop-downs, checks, what may be typed, and how it is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from dicu.intake.report import letters
from dicu.intake.specification import Cell, Kind
from dicu.review.entering import LONGEST
from dicu.review.workbook import checks, styles
from dicu.review.workbook.columns import CHECK, EARLIEST, FIGURES, LINES, ROW, Column, Table
from dicu.review.workbook.form import Form
from dicu.review.workbook.hints import HINTS
from dicu.review.workbook.styles import Styles
from dicu.vocabulary import numbers
from dicu.vocabulary.messages import Message, T

EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
A4 = 9
ROOM = {LINES: 78, FIGURES: 34}
LINE_HEIGHT, TALLEST = 14.5, 400  # points; Excel takes 409
ALLOWED = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "autofilter": True}


@dataclass(frozen=True, slots=True)
class Row:
    """`check` is what its formula will say first; `whole`: its value is a count."""

    fixed: Mapping[str, str]
    cells: Mapping[str, Cell]
    check: Message
    locked: bool
    whole: bool = False


class Sheet:
    def __init__(self, made: Styles, form: Form, table: Table, sheet: Worksheet, lists: Mapping[str, str]) -> None:
        self.styles, self.form, self.table, self.sheet, self.lists = made, form, table, sheet, lists

    def draw(self, rows: Sequence[Row]) -> None:
        self.headings()
        for number, row in enumerate(rows, 1):
            self.row(number, row)
        for column in self.table.typed:
            self.limits(column, len(rows))
        self.colours(len(rows))
        self.page(len(rows))

    def headings(self) -> None:
        self.sheet.set_row(0, 36)
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(0, place, column.spec.titles.say(self.form.language), self.styles.heading(column.typed))

    def row(self, number: int, row: Row) -> None:
        self.sheet.set_row(number, self.height(row))
        for place, column in enumerate(self.table.columns):
            if column.name == CHECK:
                self.check(number, place, row)
            elif column.typed:
                self.typed(number, place, row, column)
            else:
                self.sheet.write_string(number, place, row.fixed[column.name], self.fixed(column))

    def height(self, row: Row) -> float:
        """In points: enough for what stands there, and room to write. LibreOffice grows no row by itself, so it is said here."""
        shown = {**row.fixed, **{name: str(cell) for name, cell in row.cells.items() if isinstance(cell, str)}}
        most = max(_wrapped(shown.get(column.name, ""), column.width) for column in self.table.columns if column.name != ROW)
        return min(TALLEST, max(ROOM[self.table.name], LINE_HEIGHT * most + 4))

    def fixed(self, column: Column) -> Any:
        aside = {"last": {"italic": True, "font_color": styles.ASIDE}, ROW: {"font_size": 8, "font_color": styles.ASIDE}}
        return self.styles.fixed(num_format="@", **aside.get(column.name, {}))

    def typed(self, number: int, place: int, row: Row, column: Column) -> None:
        cell, style = row.cells[column.name], self.styles.typed(_number_format(column, row), row.locked)
        match cell:
            case None:
                self.sheet.write_blank(number, place, None, style)
            case Decimal() if len(cell.normalize().as_tuple().digits) <= EXACT_DIGITS:
                self.sheet.write_number(number, place, float(cell), style)
            case date():
                self.sheet.write_datetime(number, place, cell, style)
            case _:
                self.sheet.write_string(number, place, self.words(column, cell), style)

    def words(self, column: Column, cell: Cell) -> str:
        if isinstance(cell, Decimal):
            return numbers.written(cell, self.form.language)
        return next((c.titles.say(self.form.language) for c in column.spec.allowed if c.code == cell), str(cell))

    def check(self, number: int, place: int, row: Row) -> None:
        said, style = row.check.say(self.form.language), self.styles.fixed(bold=True)
        if row.locked:
            self.sheet.write_string(number, place, said, style)
            return
        at = {column.name: f"${letters(self.table.place(column.name))}{number + 1}" for column in self.table.typed}
        formula = checks.line_formula if self.table.name == LINES else checks.figure_formula
        self.sheet.write_formula(number, place, formula(at, self.form.language), style, said)

    # What may be typed ------------------------------------------------------------------------------------------------

    def limits(self, column: Column, rows: int) -> None:
        """What Excel refuses while it is typed, and what it says beside the cell."""
        place, language = self.table.place(column.name), self.form.language
        hint, wrong = HINTS[column.name]
        said = {"input_title": column.spec.titles.say(language)[:32], "input_message": hint.say(language)[:255]}
        refused = {"error_title": column.spec.titles.say(language)[:32], "error_message": wrong.say(language)[:255]}
        self.sheet.data_validation(1, place, rows, place, self.rule(column) | said | refused)

    def rule(self, column: Column) -> dict[str, Any]:
        if column.name in self.lists:
            return {"validate": "list", "source": self.lists[column.name]}
        match column.spec.kind:
            case Kind.NUMBER:
                return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
            case Kind.DAY:
                return {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": "=TODAY()"}
        return {"validate": "length", "criteria": "<=", "value": LONGEST}

    def colours(self, rows: int) -> None:
        """Green where a row is in order, yellow where something is missing, red where two things exclude each other."""
        good, locked = (word.say(self.form.language) for word in (checks.GOOD, checks.LOCKED))
        place = self.table.place(CHECK)
        at = f"${letters(place)}2"
        self.rule_of(place, rows, f'={at}="{good}"', bg_color=styles.GOOD, font_color=styles.GOOD_INK)
        self.rule_of(place, rows, f'=AND({at}<>"{good}",{at}<>"{locked}")', bg_color=styles.BAD, font_color=styles.BAD_INK)
        if self.table.name != LINES:
            both = [self.table.place(name) for name in ("value", "missing")]
            filled = "=AND(" + ",".join(f'${letters(p)}2<>""' for p in both) + ")"
            for each in both:
                self.rule_of(each, rows, filled, bg_color=styles.WRONG)
            nothing = "=AND(" + ",".join(f'${letters(p)}2=""' for p in both) + ")"
            self.rule_of(self.table.place("source"), rows, nothing, font_color=styles.ASIDE, italic=True)

    def rule_of(self, place: int, rows: int, formula: str, **look: Any) -> None:
        style = self.styles.book.add_format(look)
        self.sheet.conditional_format(1, place, rows, place, {"type": "formula", "criteria": formula, "format": style})

    # The page ---------------------------------------------------------------------------------------------------------

    def page(self, rows: int) -> None:
        s = self.sheet
        s.protect("", ALLOWED)
        s.freeze_panes(1, 2)
        s.autofilter(0, 0, rows, len(self.table.columns) - 1)
        s.set_landscape()
        s.set_paper(A4)
        s.fit_to_pages(1, 0)
        s.repeat_rows(0)
        s.print_area(0, 0, rows, self.table.place(CHECK))
        s.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        s.set_footer(f"&L{self.footer()}&R{T('Page').say(self.form.language)} &P/&N")

    def footer(self) -> str:
        said = f"{self.form.say(self.form.agency)} – {self.form.say(self.form.round.title)}"
        return said.replace("&", "&&")[:180]


def _wrapped(text: str, width: float) -> int:
    """About how many lines the text takes in a column of so many characters."""
    return sum(1 + int(len(line) // (width * 1.05)) for line in text.split("\n"))


def _number_format(column: Column, row: Row) -> str:
    if column.spec.kind is Kind.NUMBER:
        value = row.cells[column.name]
        plain = isinstance(value, Decimal) and value != value.to_integral_value()
        return "#,##0" if row.whole and not plain else "General"
    return "dd/mm/yyyy" if column.spec.kind is Kind.DAY else "@"
