"""The two tables of the workbook: their columns, which of them are typed, and the words to choose from."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from dicu.intake.specification import Choice, ColumnSpec, Kind, TableSpec
from dicu.review.entering import LONGEST
from dicu.review.words import CLAIM, MISSING
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.observation import QUALIFIERS

HIDDEN = "_dicu"
"""The sheet with the identity and the lists to choose from."""
GUIDANCE = Bilingual("Hướng dẫn", "Guidance")
LINES, FIGURES = "lines", "figures"
TASK, INDICATOR, CHECK, ROW = "task", "indicator", "check", "row"
EARLIEST = date(2000, 1, 1)
"""A day before it is a slip: a number that a spreadsheet took for a date."""
OF_LINE = ("claim", "completed_on", "narrative", "difficulties")
OF_FIGURE = ("value", "missing", "qualifier", "period", "source", "locator")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `typed`: the agency fills it in."""

    spec: ColumnSpec
    width: float
    typed: bool = False

    @property
    def name(self) -> str:
        return self.spec.name


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    titles: Bilingual
    columns: tuple[Column, ...]

    def place(self, column: str) -> int:
        return [c.name for c in self.columns].index(column)

    @property
    def typed(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.typed)

    @property
    def spec(self) -> TableSpec:
        return TableSpec(tuple(c.spec for c in self.columns), self.name, self.titles)


@cache
def lines() -> Table:
    claims = tuple(Choice(str(code), words.both()) for code, words in CLAIM.items())
    return Table(
        LINES,
        Bilingual("Nhiệm vụ", "Tasks"),
        (
            _fixed(TASK, "Mã", "Code", 7),
            _fixed("text", "Nhiệm vụ", "Task", 25),
            _fixed("term", "Thời hạn", "Term", 11),
            _fixed("last", "Kỳ trước đã được chấp nhận", "Accepted in the last round", 25),
            _typed("claim", "Tình trạng thực hiện", "How far it is", 13, allowed=claims),
            _typed("completed_on", "Ngày hoàn thành", "Completed on", 11.5, kind=Kind.DAY),
            _typed("narrative", "Kết quả thực hiện", "What was done", 36),
            _typed("difficulties", "Khó khăn, vướng mắc", "Difficulties", 23),
            _fixed("state", "Trạng thái dòng", "State of the line", 11),
            _fixed(CHECK, "Kiểm tra", "Check", 14),
            _fixed(ROW, "Mã dòng", "Row id", 20),
        ),
    )


@cache
def figures() -> Table:
    missing = tuple(Choice(str(code), words.both()) for code, words in MISSING.items())
    qualifiers = tuple(Choice(code, words) for code, words in QUALIFIERS.items())
    return Table(
        FIGURES,
        Bilingual("Số liệu", "Figures"),
        (
            _fixed(TASK, "Mã", "Code", 7),
            _fixed(INDICATOR, "Chỉ số", "Indicator", 29),
            _fixed("unit", "Đơn vị", "Unit", 12),
            _fixed("last", "Kỳ trước đã được chấp nhận", "Accepted in the last round", 18),
            _typed("value", "Số liệu", "Value", 14, kind=Kind.NUMBER),
            _typed("missing", "Lý do không có số liệu", "Why there is no value", 16, allowed=missing),
            _typed("qualifier", "Mức chính xác", "Precision", 11, allowed=qualifiers),
            _typed("period", "Kỳ số liệu", "Period", 9),
            _typed("source", "Nguồn số liệu", "Source", 29),
            _typed("locator", "Trang, mục của nguồn", "Page or item of the source", 14),
            _fixed(CHECK, "Kiểm tra", "Check", 17),
            _fixed(ROW, "Mã dòng", "Row id", 20),
        ),
    )


def _fixed(name: str, vi: str, en: str, width: float) -> Column:
    return Column(ColumnSpec(name, Bilingual(vi, en), longest=32_767), width)


def _typed(name: str, vi: str, en: str, width: float, *, kind: Kind = Kind.TEXT, allowed: tuple[Choice, ...] = ()) -> Column:
    return Column(ColumnSpec(name, Bilingual(vi, en), kind, allowed=allowed, longest=LONGEST), width, typed=True)
