"""What the state of a report allows. Pure: each rule says no in words, or nothing at all."""

from datetime import date

from dicu.review.report import Content, Line, LineState, Report
from dicu.vocabulary.messages import Refused, T


class NotAllowed(Refused):
    """The state does not allow this step now; the reason says what would."""


def check_editable(line: Line) -> None:
    if line.state is LineState.CLEARANCE:
        raise NotAllowed(
            T(
                "The line of task {task} waits for clearance and cannot be changed now. Give it back to the draft first, with the reason.",
                task=line.task,
            )
        )
    if not line.editable:
        raise NotAllowed(
            T("The line of task {task} was sent and cannot be changed now. The coordinator can return it to you.", task=line.task)
        )


def check_submittable(report: Report, tasks: tuple[str, ...]) -> tuple[str, ...]:
    """The tasks whose lines go out now. Every line of the obligation must be written; returned ones, written again."""
    lines = [report.line(task) for task in tasks]
    unwritten = [line.task for line in lines if line.content is None]
    if unwritten:
        raise NotAllowed(T("Write these lines first: {tasks}.", tasks=", ".join(unwritten)))
    returned = [line.task for line in lines if _as_it_was_returned(line)]
    if returned:
        raise NotAllowed(T("These lines were returned and have not been changed since: {tasks}.", tasks=", ".join(returned)))
    ready = tuple(line.task for line in lines if goes(line))
    if not ready and any(line.state is LineState.CLEARANCE for line in lines):
        raise NotAllowed(T("There is nothing to send: what was not sent already waits for clearance."))
    if not ready:
        raise NotAllowed(T("There is nothing to send: every line was sent already."))
    return ready


def goes(line: Line) -> bool:
    """A line that was opened again may go as it was: then its agency says that it stands."""
    return line.state is LineState.DRAFT or (line.state is LineState.RETURNED and line.reopened)


def _as_it_was_returned(line: Line) -> bool:
    """Whether a returned line says what it said when it was sent; changed and changed back is not changed."""
    if line.reopened:
        return False
    mending = line.state is LineState.RETURNED or (line.state is LineState.DRAFT and bool(line.returns))
    return mending and line.content == line.sent and frozenset(line.files) == frozenset(line.sent_files)


def check_reviewable(line: Line) -> None:
    if line.state is not LineState.SUBMITTED:
        raise NotAllowed(T("The line of task {task} is not waiting for review.", task=line.task))


def check_acceptable(line: Line) -> None:
    """A question that nobody has answered keeps a line from being accepted."""
    check_reviewable(line)
    if line.open_queries:
        raise NotAllowed(
            T("A question on the line of task {task} was not answered yet. Wait for the answer, or return the line.", task=line.task)
        )


def check_return(text: str, due: date | None, today: date) -> None:
    if not text.strip():
        raise NotAllowed(T("Say why the line goes back, so that the agency knows what to mend."), where="text")
    if due is not None and due < today:
        raise NotAllowed(T("The new last day, {due}, has passed already. Choose today or a later day.", due=due), where="due")


def same_content(line: Line, content: Content) -> bool:
    """Whether saving would record nothing new: a returned line saved unchanged is not a mended one."""
    return line.content == content
