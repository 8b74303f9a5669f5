"""Where a task stands.

The status of a task is computed from its accepted line and the calendar; what an agency claims is one input and not the
answer. The four statuses of the Government Office (completed on time, completed late, within term, overdue) are counted
apart from what is only claimed and from tasks that have no term.
"""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.review.making import file, line, plan_of, situation

from dicu.review.model import Task, Term, TermKind
from dicu.review.progress import STATUSES, TaskStatus, by_agency, by_focal, by_objective, counted, standing
from dicu.review.report import Line, LineState

TERM = date(2025, 11, 30)
BEFORE, AFTER = date(2025, 11, 30), date(2025, 12, 1)
EVIDENCE = (file(),)


def task(kind: TermKind = TermKind.FIXED, due: date | None = TERM) -> Task:
    return replace(plan_of().task_by_code["1.1"], term=Term(kind, due))


def begins(day: date) -> Task:
    return replace(task(), term=Term(TermKind.REGULAR, None, since=day, every="year"))


def done(on: date | None, evidence: tuple = EVIDENCE, **more: object) -> Line:  # type: ignore[type-arg]
    return line("1.1", "completed", on=on, evidence=evidence, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "found", "status"),
    [
        ("completed on the last day of its term, with evidence", standing(task(), done(TERM), AFTER), TaskStatus.COMPLETED_ON_TIME),
        ("completed a day later, with evidence", standing(task(), done(AFTER), AFTER), TaskStatus.COMPLETED_LATE),
        ("completed, but no file shows it", standing(task(), done(TERM, ()), AFTER), TaskStatus.CLAIMED),
        ("completed, but on no day", standing(task(), done(None), AFTER), TaskStatus.CLAIMED),
        ("under way, on the last day of its term", standing(task(), line("1.1"), BEFORE), TaskStatus.OPEN_WITHIN_TERM),
        ("under way, the day after", standing(task(), line("1.1"), AFTER), TaskStatus.OPEN_OVERDUE),
        ("never reported, on the last day of its term", standing(task(), None, BEFORE), TaskStatus.OPEN_WITHIN_TERM),
        ("never reported, the day after", standing(task(), None, AFTER), TaskStatus.OPEN_OVERDUE),
        ("a regular task with an accepted line", standing(task(TermKind.REGULAR, None), line("1.1"), AFTER), TaskStatus.REPORTED),
        ("a regular task without one", standing(task(TermKind.REGULAR, None), None, AFTER), TaskStatus.UNREPORTED),
        ("a task whose term is not known", standing(task(TermKind.UNKNOWN, None), None, AFTER), TaskStatus.UNREPORTED),
        ("a fixed term whose day is not known", standing(task(TermKind.FIXED, None), None, AFTER), TaskStatus.UNREPORTED),
        ("a task of a period is overdue like one of a day", standing(task(TermKind.PERIOD), line("1.1"), AFTER), TaskStatus.OPEN_OVERDUE),
        (
            "a task without a term is completed, and neither on time nor late",
            standing(task(TermKind.REGULAR, None), done(AFTER), AFTER),
            TaskStatus.COMPLETED,
        ),
        ("a task whose term has not begun", standing(begins(AFTER), None, BEFORE), TaskStatus.NOT_BEGUN),
        ("the day it begins", standing(begins(AFTER), None, AFTER), TaskStatus.UNREPORTED),
    ],
    ids=lambda it: it.replace(" ", "-") if isinstance(it, str) and " " in it else "",
)
def test_the_status_of_a_task(what: str, found: object, status: TaskStatus) -> None:
    """Each case in words, with what comes of it."""
    assert found.status is status, what  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", [LineState.EMPTY, LineState.DRAFT, LineState.SUBMITTED, LineState.RETURNED])
def test_only_an_accepted_line_counts(state: LineState) -> None:
    """Drafts, lines under review and returned lines count for nothing, whatever they say."""
    found = standing(task(), done(TERM, state=state), AFTER)
    assert (found.status, found.line) == (TaskStatus.OPEN_OVERDUE, None)


def test_every_task_is_counted_once() -> None:
    """The counts add up to the number of tasks; a status that no task has is 0, not absent."""
    rows = situation(line("3.1"), line("4.1", "completed", on=TERM, evidence=EVIDENCE)).standings
    counts = counted(rows)
    assert tuple(counts) == STATUSES
    assert sum(counts.values()) == len(plan_of().tasks) == 24
    assert counts[TaskStatus.COMPLETED] == 1  # task 4.1 is a regular one
    assert counts[TaskStatus.CLAIMED] == 0


def test_by_focal_task_and_by_agency_nothing_is_lost() -> None:
    """Grouped by focal task or by leading agency, every task stands in one group; without a lead, in the group without a
    name."""
    rows = situation().standings
    for groups in (by_focal(rows), by_agency(rows)):
        assert sorted(r.task.code for group in groups.values() for r in group) == sorted(t.code for t in plan_of().tasks)
    assert [r.task.code for r in by_agency(rows)[""]] == ["2.3"]


def test_a_task_that_serves_two_objectives_counts_under_both() -> None:
    """So the groups by objective do not add up to the number of tasks, and the page says so."""
    groups = by_objective(situation().standings)
    assert all("4.1" in [r.task.code for r in groups[number]] for number in (1, 2))
    assert sum(len(group) for group in groups.values()) == sum(len(t.objectives) for t in plan_of().tasks) > 24
