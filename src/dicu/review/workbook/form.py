"""A form as it is handed out: an agency's report of one round, row by row, beside what was accepted in the last round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dicu.review.model import Plan, Round, Task
from dicu.review.report import Content, Line
from dicu.review.workbook.identity import Identity, RowKey, digest_of
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.observation import Indicator

LONGEST_SUGGESTION = 300  # characters of a source that is filled in from the last round
Last = Mapping[str, tuple[Round, Content]]
"""Task → the latest earlier round in which its line was accepted, and what it said there."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """`locked`: it was sent, waits for clearance or belongs to a closed round, and cannot be changed now."""

    task: Task
    line: Line
    last: tuple[Round, Content] | None
    frozen: bool = False

    @property
    def locked(self) -> bool:
        return self.frozen or not self.line.editable


@dataclass(frozen=True, slots=True)
class Form:
    """`seal`: what proves that the house wrote the identity. `made_on`: the day, and `officer` the name of who made it."""

    identity: Identity
    seal: str
    ids: Mapping[RowKey, str]
    plan: Plan
    round: Round
    agency: Bilingual
    officer: str
    made_on: date
    lines: tuple[FormLine, ...]

    @property
    def language(self) -> Language:
        return self.identity.language

    def say(self, text: Bilingual) -> str:
        """In the form's language, or in the other one where it is not there."""
        return text.say(self.language) or text.vi or text.en

    def figures(self) -> tuple[tuple[FormLine, Indicator], ...]:
        return tuple((line, self.plan.indicator_by_code[code]) for line in self.lines for code in line.task.indicators)


def keys_of(tasks: Sequence[Task]) -> tuple[RowKey, ...]:
    """A row for each task, and one for each of its indicators."""
    return tuple(key for task in tasks for key in ((task.code, ""), *((task.code, code) for code in task.indicators)))


def digests(lines: Sequence[tuple[Task, Line]]) -> dict[str, str]:
    return {task.code: digest_of(line.content) for task, line in lines}


def suggestions(lines: Sequence[tuple[Task, Line]], last: Last) -> dict[str, dict[str, str]]:
    """Sources seldom change from year to year, so those of the last round are filled in where nothing stands yet. Values, texts
    and the status never are: what is copied there passes for an answer."""
    found: dict[str, dict[str, str]] = {}
    for task, line in lines:
        known = {value.indicator for value in line.content.values} if line.content else set()
        before = last[task.code][1].values if task.code in last and line.editable else ()
        own = {v.indicator: v.source for v in before if v.source and v.indicator in task.indicators and v.indicator not in known}
        if kept := {code: source for code, source in own.items() if len(source) <= LONGEST_SUGGESTION}:
            found[task.code] = kept
    return found


def same(text: str, other: str) -> bool:
    """Whether two cells say the same to a reader: line ends and blanks aside."""
    return " ".join(text.split()) == " ".join(other.split())
