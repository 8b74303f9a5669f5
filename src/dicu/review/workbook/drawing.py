"""The form as a workbook of Excel: cover, tasks, figures, and the hidden sheet by which the house knows it again."""

import io
from collections.abc import Mapping

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

from dicu.intake.workbooks import sheet_name
from dicu.review.workbook import checks, labels
from dicu.review.workbook.cells import figure_cells, line_cells
from dicu.review.workbook.columns import GUIDANCE, HIDDEN, Table, figures, lines
from dicu.review.workbook.cover import drawn as cover
from dicu.review.workbook.form import Form
from dicu.review.workbook.sheet import Row, Sheet
from dicu.review.workbook.styles import Styles

PIECE = 30_000  # characters of the identity in one cell
OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def drawn(form: Form) -> bytes:
    target = io.BytesIO()
    with Workbook(target, OPTIONS) as book:
        _Drawing(book, form).draw()
    return target.getvalue()


class _Drawing:
    def __init__(self, book: Workbook, form: Form) -> None:
        self.book, self.form = book, form
        self.styles = Styles(book)

    def draw(self) -> None:
        tables = {lines(): self.line_rows(), figures(): self.figure_rows()}
        filled = {table: rows for table, rows in tables.items() if rows}
        front = self.book.add_worksheet(self.name(GUIDANCE))
        sheets = {table: self.book.add_worksheet(self.name(table.titles)) for table in filled}
        lists = self.identity()
        for table, rows in filled.items():
            Sheet(self.styles, self.form, table, sheets[table], lists).draw(rows)
        areas = {self.name(table.titles): _checked(table, len(rows)) for table, rows in filled.items()}
        left = sum(1 for rows in filled.values() for row in rows if row.check not in (checks.GOOD, checks.LOCKED))
        cover(front, self.styles, self.form, checks.left_formula(areas, self.form.language), left)
        front.activate()

    def name(self, titles) -> str:  # type: ignore[no-untyped-def]
        return sheet_name(titles.say(self.form.language))

    def identity(self) -> Mapping[str, str]:
        """Writes the hidden sheet; gives for each column with a list where its words stand."""
        sheet = self.book.add_worksheet(HIDDEN)
        sheet.very_hidden()
        sheet.protect()
        text = self.form.identity.text()
        sheet.write_string(0, 1, self.form.seal)
        for row, start in enumerate(range(0, len(text), PIECE)):
            sheet.write_string(row, 0, text[start : start + PIECE])
        choices = [column for table in (lines(), figures()) for column in table.columns if column.spec.allowed]
        found = {}
        for place, column in enumerate(choices, 2):
            words = [choice.titles.say(self.form.language) for choice in column.spec.allowed]
            sheet.write_column(0, place, words)
            letter = chr(ord("A") + place)
            found[column.name] = f"='{HIDDEN}'!${letter}$1:${letter}${len(words)}"
        return found

    def line_rows(self) -> list[Row]:
        f, rows = self.form, []
        for line in f.lines:
            fixed = {
                "task": line.task.code,
                "text": labels.task_text(f, line.task),
                "term": labels.term(f, line.task),
                "last": labels.last_line(f, line),
                "state": labels.state(f, line),
                "row": f.ids[line.task.code, ""],
            }
            cells = line_cells(line.line.content)
            check = checks.LOCKED if line.locked else checks.of_line(cells, f.made_on)
            rows.append(Row(fixed, cells, check, line.locked))
        return rows

    def figure_rows(self) -> list[Row]:
        f, rows = self.form, []
        for line, indicator in f.figures():
            fixed = {
                "task": line.task.code,
                "indicator": labels.indicator_text(f, indicator),
                "unit": f.say(indicator.unit),
                "last": labels.last_figure(f, line, indicator),
                "row": f.ids[line.task.code, indicator.code],
            }
            key = (line.task.code, indicator.code)
            values = {v.indicator: v for v in line.line.content.values} if line.line.content else {}
            cells = figure_cells(values.get(indicator.code), f.round, f.identity.suggestion(key))
            check = checks.LOCKED if line.locked else checks.of_figure(cells)
            rows.append(Row(fixed, cells, check, line.locked, whole=not indicator.decimals))
        return rows


def _checked(table: Table, rows: int) -> str:
    letter = chr(ord("A") + table.place("check"))
    return f"${letter}$2:${letter}${rows + 1}"
