"""Forms without a database: the demonstration plan, lines as they are wanted, a key, and a day."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256

from tests.unit.review.making import plan_of

from dicu.review.model import Plan, Round, Task
from dicu.review.report import Content, Line, LineState
from dicu.review.workbook.columns import Table, figures, lines
from dicu.review.workbook.drawing import drawn
from dicu.review.workbook.form import Form, FormLine, Last, digests, keys_of, suggestions
from dicu.review.workbook.identity import Identity, row_ids, sealed
from dicu.review.workbook.parts import Part
from dicu.review.workbook.reading import Filled, book_of, identity_of, read
from dicu.vocabulary.bilingual import Language

TODAY = date(2025, 12, 1)
LABOUR = "TD-LD"


def seal(text: str, key: bytes = b"k" * 32) -> list[bytes]:
    return [hmac.digest(key, text.encode(), sha256)]


@dataclass
class Made:
    """A form of an agency's tasks; `contents`: what the lines said when it was made."""

    contents: Mapping[str, Content] = field(default_factory=dict)
    language: Language = "vi"
    agency: str = LABOUR
    last: Last = field(default_factory=dict)
    state: Mapping[str, LineState] = field(default_factory=dict)
    plan: Plan = field(default_factory=plan_of)
    tasks: tuple[Task, ...] = ()
    number: int = 7

    def __post_init__(self) -> None:
        self.tasks = self.tasks or self.plan.tasks_led_by(self.agency)

    @property
    def round(self) -> Round:
        found = self.plan.round("2025")
        assert found is not None
        return found

    @cached_property
    def lines(self) -> list[tuple[Task, Line]]:
        return [(task, self.line(task.code)) for task in self.tasks]

    def line(self, task: str) -> Line:
        content = self.contents.get(task)
        return Line(task, self.state.get(task, LineState.DRAFT if content else LineState.EMPTY), content)

    @cached_property
    def form(self) -> Form:
        own = (digests(self.lines), suggestions(self.lines, self.last))
        identity = Identity(
            "demo", "2025", self.agency, self.plan.digest, self.number, self.language, "2025-12-01T09:00:00+07:00", "dung", *own
        )
        ids = row_ids(identity, seal, keys_of(self.tasks))
        shown = tuple(FormLine(task, line, self.last.get(task.code)) for task, line in self.lines)
        name = self.plan.agency_by_code[self.agency].name
        return Form(identity, sealed(identity, seal), ids, self.plan, self.round, name, "Nguyễn Văn Dũng", TODAY, shown)

    @cached_property
    def content(self) -> bytes:
        return drawn(self.form)

    def read(self, content: bytes | None = None) -> Filled:
        """The form as the house reads it back."""
        book = book_of(content if content is not None else self.content, "bieu-mau.xlsx")
        identity = identity_of(book, seal)
        base = {task.code: self.contents.get(task.code) for task in self.tasks}
        return read(book, identity, seal, self.plan, self.round, base, TODAY)

    def at(self, column: str, task: str, indicator: str = "") -> tuple[str, str]:
        """Sheet and cell of a column in the row of a task, or of one of its indicators."""
        table = figures() if indicator else lines()
        rows = [(line.task.code, i.code) for line, i in self.form.figures()] if indicator else [(t.code, "") for t in self.tasks]
        return self.sheet(table), f"{chr(65 + table.place(column))}{rows.index((task, indicator)) + 2}"

    def sheet(self, table: Table) -> str:
        return table.titles.say(self.language)


def content(claim: str = "in-progress", narrative: str = "Đã làm.", **more: object) -> Content:
    facts = {"difficulties": "", "completed_on": None, "values": (), **more}
    return Content(claim, narrative, **facts)  # type: ignore[arg-type]


def nothing(part: str) -> Part:
    return {"status": ("", None), "narrative": "", "difficulties": ""}.get(part)
