"""What was read from a table, and everything that was wrong with it: one problem for each cell, not only the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dicu.intake.specification import Cell, Limits
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts from 1 as spreadsheets do, 0 if no row is meant; `column` is the letter of a spreadsheet, or empty."""

    sheet: str
    row: int
    column: str
    message: Message
    heading: str = ""

    def place(self) -> Message:
        """Where it is, in words, as far as it can be said."""
        if self.row and self.column and self.heading:
            return T("row {row}, column {column} ({heading})", row=str(self.row), column=self.column,
                     heading=self.heading)  # fmt: skip
        if self.row and self.column:
            return T("row {row}, column {column}", row=str(self.row), column=self.column)
        if self.row:
            return T("row {row}", row=str(self.row))
        return T("the whole table")

    def say(self, language: Language) -> str:
        """The problem in one line, its place first."""
        sheet = f"{self.sheet}, " if self.sheet else ""
        return f"{sheet}{self.place().say(language)}: {self.message.say(language)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read. Every column of the specification has its entry; None means that the cell was empty."""

    number: int
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows without a problem, and the problems. Only a reading without problems is a whole table."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


class BadTable(Refused):
    """A table that is not taken in. `problems` is the whole report."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        message = T(
            "Nothing was taken in. Problems found: {count}. The first: {place}: {problem}",
            count=len(problems),
            place=first.place(),
            problem=first.message,
        )
        super().__init__(message, where=first.sheet)
        self.problems = problems

    def report(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(problem.say(language) for problem in self.problems)


@dataclass(slots=True)
class Findings:
    """Problems as they are found. Beyond the limit they are counted, and the last entry says so."""

    limits: Limits
    sheet: str = ""
    found: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, message: Message, row: int = 0, column: str = "", heading: str = "") -> None:
        self.count += 1
        if len(self.found) < self.limits.problems:
            self.found.append(Problem(self.sheet, row, column, message, heading))

    def all(self) -> tuple[Problem, ...]:
        rest = self.count - len(self.found)
        if not rest:
            return tuple(self.found)
        more = T("More problems that are not listed: {count}.", count=rest)
        return (*self.found, Problem(self.sheet, 0, "", more))


def letters(index: int) -> str:
    """The letters of a spreadsheet's column, counted from 0: A, B, … Z, AA."""
    place, name = index + 1, ""
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
