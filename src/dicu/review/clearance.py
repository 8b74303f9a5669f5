"""Two pairs of eyes before a report leaves its agency: whoever wrote a line does not send it. What a line lacks before a second
person can be asked, and what the second person can do with it. Pure: each rule says no in words, or nothing at all."""

from collections.abc import Iterable, Sequence

from dicu.review.line import Content, Line, LineState
from dicu.review.model import Task
from dicu.review.report import Report
from dicu.review.rules import NotAllowed, check_submittable
from dicu.vocabulary.messages import Message, T


def uncovered(task: Task, content: Content) -> tuple[str, ...]:
    """The task's indicators for which the line gives neither a value nor the reason why there is none."""
    given = {value.indicator for value in content.values}
    return tuple(code for code in task.indicators if code not in given)


def lacking(task: Task, line: Line) -> Message | None:
    """What keeps this line from being cleared and sent; None: nothing does, or it has gone already."""
    if line.state in (LineState.SUBMITTED, LineState.ACCEPTED):
        return None
    if line.content is None:
        return T("Nothing has been written here yet.")
    if missing := uncovered(task, line.content):
        return T("Give a value, or the reason why there is none: {indicators}.", indicators=", ".join(missing))
    return None


def check_ready(tasks: Sequence[Task], report: Report, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """The tasks whose lines a second person is asked to clear: all that have not gone yet, each of them complete. With
    `chosen`, those alone, and what the others lack does not matter."""
    codes = tuple(dict.fromkeys(chosen))
    asked = [task for task in tasks if task.code in codes] if codes else list(tasks)
    if unknown := set(codes) - {task.code for task in asked}:
        raise NotAllowed(T("This agency owes no line on these tasks: {tasks}.", tasks=", ".join(sorted(unknown))), where="tasks")
    ready = check_submittable(report, tuple(task.code for task in asked))
    bare = [task for task in asked if lacking(task, report.line(task.code))]
    if bare:
        raise NotAllowed(
            T(
                "Each figure needs a value, or the reason why there is none. Complete these lines first: {tasks}.",
                tasks=", ".join(task.code for task in bare),
            )
        )
    return ready


def check_waiting(tasks: Sequence[Task], report: Report, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """The tasks whose lines wait for clearance; with `chosen`, those, all of which must wait."""
    waiting = tuple(task.code for task in tasks if report.line(task.code).state is LineState.CLEARANCE)
    codes = tuple(dict.fromkeys(chosen))
    others = [code for code in codes if code not in waiting]
    if others:
        raise NotAllowed(T("These lines do not wait for clearance: {tasks}.", tasks=", ".join(others)), where="tasks")
    if not waiting:
        raise NotAllowed(T("Nothing waits for clearance. Complete the lines, then ask a second person of your agency to clear them."))
    return codes or waiting
