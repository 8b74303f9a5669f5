"""A form that comes back: the same form, row for row, or everything that is wrong with it, each with sheet, row and column."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dicu.intake.cells import BadCell, CellReader, cleaned
from dicu.intake.folding import folded
from dicu.intake.grid import Fault, Grid, Line, Raw, is_blank
from dicu.intake.naming import ending_of
from dicu.intake.report import BadTable, Problem, letters
from dicu.intake.sheets import Workbook
from dicu.intake.sniffing import BadFile, sniffed
from dicu.intake.specification import Cell, Limits
from dicu.review.entering import BadForm, read_line
from dicu.review.model import Plan, Round, Task
from dicu.review.report import Content
from dicu.review.workbook.cells import all_cells, fields, legible
from dicu.review.workbook.columns import EARLIEST, HIDDEN, INDICATOR, OF_FIGURE, ROW, TASK, Column, Table, figures, lines
from dicu.review.workbook.form import keys_of, same
from dicu.review.workbook.identity import Identity, RowKey, Seal, forged, known_ids, opened
from dicu.review.workbook.parts import FIGURE, STATUS, Part, parts_of
from dicu.vocabulary.messages import Message, Refused, T

LIMITS = Limits(rows=5_000, columns=60, cells=200_000, signs=20_000_000, bytes=3_000_000)
Place = tuple[str, int, str, str]
"""Sheet, row, letter of the column, heading."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form says now, in parts; `places`: where each of them stands in it."""

    parts: Mapping[str, Mapping[str, Part]]
    places: Mapping[tuple[str, str], Place]

    def place(self, task: str, part: str) -> Place:
        return self.places.get((task, part)) or self.places[task, STATUS]


def book_of(content: bytes, name: str) -> Workbook:
    """The workbook, if it is one and harmless. Raises BadFile."""
    if len(content) > LIMITS.bytes:
        limit = LIMITS.bytes // 1_000_000
        raise BadFile(T("The form is larger than {limit} MB. No filled-in form is; send the form itself.", limit=limit))
    if ending_of(name) != "xlsx":
        raise BadFile(T("The form is a workbook whose name ends in .xlsx; this file's name ends otherwise."))
    sniffed(io.BytesIO(content), name)
    return Workbook(content, LIMITS)


def identity_of(book: Workbook, seal: Seal) -> Identity:
    """Which form this is. Raises BadFile where nothing proves that the house made it."""
    grid = book.named(HIDDEN)
    if grid is None or not grid.lines:
        raise forged()
    rows = [line.cells for line in grid.lines]
    text = "".join(str(row[0]) for row in rows if row and isinstance(row[0], str))
    given = rows[0][1] if len(rows[0]) > 1 else ""
    identity = opened(text, str(given), seal)
    if book.contents.since_1904:
        raise BadFile(
            T(
                "The workbook counts its days from 1904, so its dates may be four years off. Turn that off in the options of Excel "
                "(1904 date system), check the dates, save and send it anew."
            )
        )
    return identity


def read(
    book: Workbook, identity: Identity, seal: Seal, plan: Plan, round_: Round, base: Mapping[str, Content | None], today: date
) -> Filled:  # fmt: skip
    """`base`: what each line said when the form was made. Raises BadTable with the whole report."""
    tasks = [plan.task_by_code[code] for code in identity.lines]
    work = _Reading(book, identity, known_ids(identity, seal, keys_of(tasks)), plan)
    tables = (lines(), figures()) if any(task.indicators for task in tasks) else (lines(),)
    for table in tables:
        work.table(table)
    work.check_whole(keys_of(tasks))
    found = {task.code: work.line(task, base[task.code], round_, today) for task in tasks if work.whole(task)}
    work.refuse()
    return Filled(found, work.parts_at())


@dataclass(frozen=True, slots=True)
class _At:
    table: Table
    sheet: str
    row: int

    def place(self, column: str, identity: Identity) -> Place:
        index = self.table.place(column)
        return self.sheet, self.row, letters(index), self.table.columns[index].spec.titles.say(identity.language)


@dataclass
class _Reading:
    book: Workbook
    identity: Identity
    ids: Mapping[str, RowKey]
    plan: Plan
    cells: dict[RowKey, dict[str, Cell]] = field(default_factory=dict)
    at: dict[RowKey, _At] = field(default_factory=dict)
    bad: set[RowKey] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def whole(self, task: Task) -> bool:
        """Whether every cell of a task was read, so that the rules of a line can be asked."""
        return all(key in self.cells and key not in self.bad for key in keys_of([task]))

    def refuse(self) -> None:
        if self.problems:
            first = lines().titles.say(self.identity.language)
            ordered = sorted(self.problems, key=lambda p: (p.sheet != first, p.row, len(p.column), p.column))
            raise BadTable(tuple(ordered[: LIMITS.problems]))

    def wrong(self, place: Place, message: Message) -> None:
        sheet, row, column, heading = place
        self.problems.append(Problem(sheet, row, column, message, heading))

    def table(self, table: Table) -> None:
        grid = self.book.grid(table.spec, alone=False)
        rows = [line for line in grid.lines if not line.blank]
        if self.headings(table, grid, rows) and self.unmerged(grid):
            for line in rows[1:]:
                self.row(table, grid, line)

    def headings(self, table: Table, grid: Grid, rows: list[Line]) -> bool:
        """Every heading stands where the form had it: a column that was moved or renamed would be read as another."""
        given = rows[0].cells if rows and rows[0].number == 1 else ()
        before = len(self.problems)
        for place, column in enumerate(table.columns):
            title = column.spec.titles.say(self.identity.language)
            found = _text(given[place]) if place < len(given) else ""
            if folded(found) != folded(title):
                said = T("The heading “{title}” is expected here, but “{found}” stands here. Put it back.", title=title, found=found[:60])
                self.wrong((grid.sheet, 1, letters(place), title), said)
        return len(self.problems) == before

    def unmerged(self, grid: Grid) -> bool:
        for first_row, first, last_row, last in grid.merged:
            area = f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
            said = T("The cells {area} are joined. Split them and write the value into each.", area=area)
            self.wrong((grid.sheet, first_row + 1, letters(first), ""), said)
        return not grid.merged

    # Rows ------------------------------------------------------------------------------------------------------------

    def row(self, table: Table, grid: Grid, line: Line) -> None:
        at = _At(table, grid.sheet, line.number)
        key = self.key(at, line)
        if key is None:
            return
        if self.labelled(at, line, key):
            self.at[key] = at
            before = len(self.problems)
            self.cells[key] = {c.name: self.cell(at, grid, line, c) for c in table.typed}
            self.bad |= {key} if len(self.problems) > before else set()
        self.beyond(at, line)

    def key(self, at: _At, line: Line) -> RowKey | None:
        given = _text(_cell(line, at.table.place(ROW))).strip()
        key, place = self.ids.get(given), at.place(ROW, self.identity)
        if key is None or bool(key[1]) != (at.table is figures()):
            if given or any(not is_blank(_cell(line, at.table.place(c.name))) for c in at.table.typed):
                self.wrong(place, _strange(given))
            return None
        if key in self.at:
            self.wrong(place, T("The same row stands already in row {row}. Remove one of them.", row=str(self.at[key].row)))
            return None
        return key

    def labelled(self, at: _At, line: Line, key: RowKey) -> bool:
        """The row says what its id says: ids that changed places would put a figure under another name."""
        said = _text(_cell(line, at.table.place(TASK))).strip()
        expected, found, column = key[0], said, TASK
        if key[1] and said == key[0]:
            name = self.plan.indicator_by_code[key[1]].name
            expected, column = legible(name.say(self.identity.language) or name.vi or name.en), INDICATOR
            found = _text(_cell(line, at.table.place(INDICATOR)))
        if not same(legible(found), expected):
            message = T(
                "By its id this row is of “{expected}”, but it says “{found}”. Its id or its label was changed; put both back.",
                expected=expected[:80],
                found=found[:80],
            )
            self.wrong(at.place(column, self.identity), message)
            return False
        return True

    def cell(self, at: _At, grid: Grid, line: Line, column: Column) -> Cell:
        index, place = at.table.place(column.name), at.place(column.name, self.identity)
        if (line.number - 1, index) in grid.formulas:
            self.wrong(place, T("Here stands a formula. The form takes values only: write the value, or paste it as a value."))
            return None
        try:
            return _plausible(CellReader(self.identity.language).read(_cell(line, index), column.spec))
        except Refused as refused:
            self.wrong(place, refused.message)
            return None

    def beyond(self, at: _At, line: Line) -> None:
        width = len(at.table.columns)
        for place, cell in enumerate(line.cells[width:], width):
            if not is_blank(cell):
                said = T("There are values here, but the form has no such column. Nobody would read them; move or remove them.")
                self.wrong((at.sheet, at.row, letters(place), ""), said)

    def check_whole(self, keys: tuple[RowKey, ...]) -> None:
        """A row that is not there is no decision to leave it as it is."""
        if self.problems:
            return
        for task, indicator in keys:
            if (task, indicator) not in self.at:
                table = figures() if indicator else lines()
                what = f"{task} – {self.plan.indicator_by_code[indicator].name.say(self.identity.language)}" if indicator else task
                message = T(
                    "The row of “{what}” is missing. Rows are not removed; put it back from the form as it was handed out.", what=what
                )
                self.problems.append(Problem(table.titles.say(self.identity.language), 0, "", message))

    # Lines -----------------------------------------------------------------------------------------------------------

    def line(self, task: Task, base: Content | None, round_: Round, today: date) -> dict[str, Part]:
        """The parts of a line as the form has them. Where no cell differs from what was drawn, they are what the house had."""
        drawn = all_cells(task, base, round_, self.identity)
        if all(self.cells[key] == drawn[key] for key in drawn):
            return parts_of(base)
        try:
            content = read_line(self.plan, round_, task, fields(task, self.cells, self.identity), self.identity.language, today)
        except BadForm as bad:
            self.misfits(task, bad)
            return {}
        return self.restored(task, base, parts_of(content), drawn)

    def restored(
        self, task: Task, base: Content | None, now: dict[str, Part], drawn: Mapping[RowKey, Mapping[str, Cell]]
    ) -> dict[str, Part]:  # fmt: skip
        before = parts_of(base)
        for part in {**before, **now}:
            columns, key = _columns(task.code, part)
            if part in before and (key not in drawn or all(self.cells[key][c] == drawn[key][c] for c in columns)):
                now[part] = before[part]
        return now

    def misfits(self, task: Task, bad: BadForm) -> None:
        for problem in bad.problems:
            key, column = _column_of(task, problem.field)
            self.wrong(self.at[key].place(column, self.identity), problem.message)

    def parts_at(self) -> dict[tuple[str, str], Place]:
        found = {}
        for (task, indicator), at in self.at.items():
            if indicator:
                found[task, f"{FIGURE}{indicator}"] = at.place("value", self.identity)
                continue
            for part, column in ((STATUS, "claim"), ("narrative", "narrative"), ("difficulties", "difficulties")):
                found[task, part] = at.place(column, self.identity)
        return found


def _columns(task: str, part: str) -> tuple[tuple[str, ...], RowKey]:
    if part.startswith(FIGURE):
        return OF_FIGURE, (task, part.removeprefix(FIGURE))
    return (("claim", "completed_on") if part == STATUS else (part,)), (task, "")


def _column_of(task: Task, name: str) -> tuple[RowKey, str]:
    """The row and column of a field of the line's page (`claim`, `value-CODE-source`)."""
    for code in task.indicators:
        if name.startswith(f"value-{code}-") and (column := name.removeprefix(f"value-{code}-")) in OF_FIGURE:
            return (task.code, code), column
    return (task.code, ""), name


def _cell(line: Line, place: int) -> Raw | Fault:
    return line.cells[place] if place < len(line.cells) else None


def _plausible(cell: Cell) -> Cell:
    if isinstance(cell, date) and cell < EARLIEST:
        raise BadCell(T("{day} cannot be meant. Write day, month and year, as in 22/11/2026.", day=cell))
    return cell


def _text(raw: Raw | Fault) -> str:
    """A cell as words; a code like 3.1 that the spreadsheet took for a number is still that code."""
    if isinstance(raw, Fault) or raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    try:
        return cleaned(str(raw))
    except Refused:
        return ""


def _strange(given: str) -> Message:
    if not given:
        return T("This row has no id, so nobody knows what it is about. Rows are not added; use those of the form.")
    return T(
        "The row id “{id}” is not of this form: it was changed, or comes from the form of another agency, round or day. Put it back.",
        id=given[:40],
    )
