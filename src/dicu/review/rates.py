"""The four-way status of the Government Office, counted, and rates that carry their denominator in the label. A rate is never
a number alone: "98.62 %" of what is not known says nothing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dicu.review.progress import TaskStanding, TaskStatus
from dicu.vocabulary import numbers
from dicu.vocabulary.bilingual import LANGUAGES, Bilingual
from dicu.vocabulary.messages import Message, T

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class FourWay:
    """Tasks with a term by status. The four exclude each other, so they add up to the tasks with a term."""

    on_time: int
    late: int
    within: int
    overdue: int

    @property
    def completed(self) -> int:
        return self.on_time + self.late

    @property
    def open(self) -> int:
        return self.within + self.overdue

    @property
    def due(self) -> int:
        """Tasks whose turn has come: completed, or overdue."""
        return self.completed + self.overdue

    @property
    def total(self) -> int:
        return self.completed + self.open


def four_way(rows: Iterable[TaskStanding], day: date) -> FourWay:
    """Of the tasks that have a term. One that is only claimed to be complete is still open."""
    counts = {status: 0 for status in TaskStatus}
    for row in rows:
        if row.task.term.limited:
            counts[_as_counted(row, day)] += 1
    return FourWay(
        counts[TaskStatus.COMPLETED_ON_TIME],
        counts[TaskStatus.COMPLETED_LATE],
        counts[TaskStatus.OPEN_WITHIN_TERM],
        counts[TaskStatus.OPEN_OVERDUE],
    )


def without_term(rows: Iterable[TaskStanding]) -> int:
    """Tasks that the four-way status leaves out: regular ones, and those whose term is not known."""
    return sum(not row.task.term.limited for row in rows)


@dataclass(frozen=True, slots=True)
class Assigned:
    """All tasks that were assigned, with a term or without, and how many of them are completed."""

    completed: int
    total: int


DONE = frozenset({TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE, TaskStatus.COMPLETED})


def assigned(rows: Collection[TaskStanding]) -> Assigned:
    return Assigned(sum(row.status in DONE for row in rows), len(rows))


def _as_counted(row: TaskStanding, day: date) -> TaskStatus:
    if row.status is not TaskStatus.CLAIMED:
        return row.status
    due = row.task.term.due
    return TaskStatus.OPEN_OVERDUE if due is not None and day > due else TaskStatus.OPEN_WITHIN_TERM


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole` things; `of` says which. No share where the whole is 0: that cannot be computed."""

    key: str
    what: Message
    of: Message
    part: int
    whole: int

    @property
    def share(self) -> Decimal | None:
        """Per cent, not rounded."""
        return Decimal(100 * self.part) / Decimal(self.whole) if self.whole else None

    @property
    def rounded(self) -> Decimal | None:
        return rounded(self.share) if self.share is not None else None

    def label(self) -> Message:
        """Part, whole and what the whole is, with the percentage behind: as it stands on every page."""
        facts = {"what": self.what, "part": self.part, "whole": self.whole, "of": self.of}
        if self.rounded is None:
            return T("{what}: {part} of {whole} {of} (not computable: there are none)", **facts)
        return T("{what}: {part} of {whole} {of} ({share} %)", share=printed(self.rounded), **facts)


def rounded(share: Decimal) -> Decimal:
    """Half away from zero, as tables of the administration round."""
    return share.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)


def printed(value: Decimal) -> Bilingual:
    return Bilingual(**{language: numbers.written(value, language) for language in LANGUAGES})


TASKS_DUE = T("tasks due (completed, or overdue)")
WITH_TERM = T("tasks with a term")
ASSIGNED = T("tasks assigned")
COMPLETED = T("tasks completed")
Count = Callable[[FourWay], int]

DEFINED: tuple[tuple[str, Message, Message, Count, Count], ...] = (
    ("completed-of-due", T("Completed"), TASKS_DUE, lambda f: f.completed, lambda f: f.due),
    ("overdue-of-due", T("Not completed, overdue"), TASKS_DUE, lambda f: f.overdue, lambda f: f.due),
    ("completed-of-term", T("Completed"), WITH_TERM, lambda f: f.completed, lambda f: f.total),
    ("late-of-term", T("Completed late"), WITH_TERM, lambda f: f.late, lambda f: f.total),
    ("overdue-of-term", T("Not completed, overdue"), WITH_TERM, lambda f: f.overdue, lambda f: f.total),
    ("on-time-of-completed", T("Completed on time"), COMPLETED, lambda f: f.on_time, lambda f: f.completed),
)
"""The rates of tasks with a term: the key, what it counts, of what, and how both are counted."""
OF_TERM, OF_ASSIGNED = "-of-term", "-of-assigned"
"""How the keys of rates end whose whole is all tasks with a term, or all tasks assigned."""


def rates(counts: FourWay, tasks: Assigned) -> tuple[Rate, ...]:
    """Every rate there is: that on tasks assigned stands beside that on tasks due."""
    on_due, *others = (Rate(key, what, of, part(counts), whole(counts)) for key, what, of, part, whole in DEFINED)
    return on_due, Rate(f"completed{OF_ASSIGNED}", T("Completed"), ASSIGNED, tasks.completed, tasks.total), *others
