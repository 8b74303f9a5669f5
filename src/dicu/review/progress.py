"""Where the plan's tasks stand, by what was accepted: counted by the four-way status of the Government Office, with what
is only claimed kept apart from what has evidence."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dicu.review.leading import leader
from dicu.review.model import Plan, Task
from dicu.review.report import Line, LineState, StatusClaim

Key = TypeVar("Key")


class TaskStatus(StrEnum):
    COMPLETED_ON_TIME = "completed-on-time"
    COMPLETED_LATE = "completed-late"
    OPEN_WITHIN_TERM = "open-within-term"
    OPEN_OVERDUE = "open-overdue"
    COMPLETED = "completed-no-term"  # with a date and evidence; no term is known by which it could be late
    CLAIMED = "claimed-without-evidence"  # an accepted "completed" without a date or a file
    REPORTED = "reported"  # a regular task, or one without a known term, with an accepted line
    UNREPORTED = "unreported"  # nothing accepted, and no term that would make it overdue
    NOT_BEGUN = "not-begun"  # its term has not begun


STATUSES = tuple(TaskStatus)


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """`line` is the accepted line, if there is one; `agency` who answers for the task in the round."""

    task: Task
    status: TaskStatus
    line: Line | None
    agency: str = ""


ACCEPTED = frozenset({LineState.ACCEPTED})
SENT = frozenset({LineState.ACCEPTED, LineState.SUBMITTED})
"""Also what still waits for the coordinator: for a look ahead, never for what is published."""


def standing(task: Task, line: Line | None, day: date, counted_states: frozenset[LineState] = ACCEPTED, agency: str = "") -> TaskStanding:
    """The task's status on a day, from its line; one in another state than those that count, counts for nothing."""
    counts = line if line is not None and line.state in counted_states else None
    return TaskStanding(task, _status(task, counts, day), counts, agency)


def standings(
    plan: Plan, lines: Mapping[str, Line], day: date, owners: Mapping[str, str] | None = None,
    counted_states: frozenset[LineState] = ACCEPTED,
) -> tuple[TaskStanding, ...]:  # fmt: skip
    """`owners`: task → the agency that owes the report on it in the round; where nobody does yet, it is who leads on the day."""
    known = owners or {}
    answers = {task.code: known.get(task.code) or leader(plan, task, day).agency for task in plan.tasks}
    return tuple(standing(task, lines.get(task.code), day, counted_states, answers[task.code]) for task in plan.tasks)


def counted(rows: Iterable[TaskStanding]) -> dict[TaskStatus, int]:
    """How many tasks have each status; every status is there, also with 0."""
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in STATUSES}


def by_focal(rows: Iterable[TaskStanding]) -> dict[str, list[TaskStanding]]:
    return _grouped(rows, lambda task: (task.focal,))


def by_agency(rows: Iterable[TaskStanding]) -> dict[str, list[TaskStanding]]:
    groups: dict[str, list[TaskStanding]] = {}
    for row in rows:
        groups.setdefault(row.agency, []).append(row)
    return groups


def by_objective(rows: Iterable[TaskStanding]) -> dict[int, list[TaskStanding]]:
    """A task that serves two objectives counts under both, so these groups do not add up to the number of tasks."""
    return _grouped(rows, lambda task: tuple(link.number for link in task.objectives))


def _grouped(rows: Iterable[TaskStanding], keys: Callable[[Task], tuple[Key, ...]]) -> dict[Key, list[TaskStanding]]:
    groups: dict[Key, list[TaskStanding]] = {}
    for row in rows:
        for key in keys(row.task):
            groups.setdefault(key, []).append(row)
    return groups


def _status(task: Task, line: Line | None, day: date) -> TaskStatus:
    content = line.sent if line else None
    if content and content.claim == StatusClaim.COMPLETED:
        return _completed(task, line, content.completed_on)
    if task.term.limited and task.term.due:
        return TaskStatus.OPEN_WITHIN_TERM if day <= task.term.due else TaskStatus.OPEN_OVERDUE
    if line:
        return TaskStatus.REPORTED
    return TaskStatus.NOT_BEGUN if task.term.since is not None and day < task.term.since else TaskStatus.UNREPORTED


def _completed(task: Task, line: Line | None, on: date | None) -> TaskStatus:
    if on is None or line is None or not line.sent_files:
        return TaskStatus.CLAIMED
    if not task.term.limited or task.term.due is None:
        return TaskStatus.COMPLETED
    return TaskStatus.COMPLETED_LATE if on > task.term.due else TaskStatus.COMPLETED_ON_TIME
