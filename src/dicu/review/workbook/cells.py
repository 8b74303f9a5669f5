"""What a line says as the cells of the form, and the other way round as the fields of the house's own form.

The cells that are drawn are compared with those that come back: only what differs was typed.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dicu.intake.folding import UNSEEN
from dicu.intake.specification import Cell
from dicu.review.entering import value_field
from dicu.review.model import Round, Task
from dicu.review.report import Content, ReportedValue
from dicu.review.workbook.columns import OF_FIGURE, OF_LINE
from dicu.review.workbook.identity import Identity, RowKey
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.text import normalised

Cells = Mapping[str, Cell]
DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co"}


def line_cells(content: Content | None) -> dict[str, Cell]:
    """The typed cells of a task's row; None is an empty cell."""
    if content is None:
        return dict.fromkeys(OF_LINE)
    texts = {name: legible(getattr(content, name)) or None for name in ("claim", "narrative", "difficulties")}
    return {**texts, "completed_on": content.completed_on}


def figure_cells(value: ReportedValue | None, round_: Round, suggested: str) -> dict[str, Cell]:
    """The typed cells of an indicator's row. An empty one has the round's period and, in grey, the source of the last round."""
    if value is None:
        return {**dict.fromkeys(OF_FIGURE), "period": round_.period.label, "source": suggested or None}
    texts = {name: legible(getattr(value, name)) or None for name in OF_FIGURE if name != "value"}
    return {**texts, "value": Decimal(value.value) if value.value else None}


def all_cells(task: Task, content: Content | None, round_: Round, identity: Identity) -> dict[RowKey, dict[str, Cell]]:
    """Every typed cell of a task, as the form was drawn."""
    values = {value.indicator: value for value in content.values} if content else {}
    figures = {
        (task.code, code): figure_cells(values.get(code), round_, identity.suggestion((task.code, code))) for code in task.indicators
    }
    return {(task.code, ""): line_cells(content), **figures}


def fields(task: Task, cells: Mapping[RowKey, Cells], identity: Identity) -> dict[str, str]:
    """The cells as they would be typed into the page of the line: the rules that read them there hold for them here."""
    typed = {name: _typed(cell, identity.language) for name, cell in cells[task.code, ""].items()}
    for code in task.indicators:
        own = dict(cells[task.code, code])
        if own["value"] is None and own["missing"] is None and own["source"] == (identity.suggestion((task.code, code)) or None):
            own["source"] = None
        typed |= {value_field(code, name): _typed(cell, identity.language) for name, cell in own.items()}
    return typed


def legible(text: str) -> str:
    """The text without signs that a spreadsheet cannot keep, or that nobody sees."""
    plain = normalised(text).replace("\r\n", "\n").replace("\r", "\n").translate(UNSEEN)
    return normalised("".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in DROPPED)).strip()


def _typed(cell: Cell, language: Language) -> str:
    if isinstance(cell, Decimal):
        return numbers.written(cell, language)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell) if cell is not None else ""
