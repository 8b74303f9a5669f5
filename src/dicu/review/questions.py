"""Questions on a line, and other words for it. A reviewer changes nothing of what an agency wrote: they ask, or propose. Pure."""

from dicu.ledger.model import Draft
from dicu.review.line import Line, LineState, Query
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T

LONGEST = 15_000


def check_text(text: str, where: str = "text") -> str:
    """The words without blanks around them."""
    if not text.strip():
        raise NotAllowed(T("Write the question, or the answer to it: it stays in the record."), where=where)
    return check_length(text, where)


def check_length(text: str, where: str) -> str:
    if len(text) > LONGEST:
        raise NotAllowed(T("The text is too long. Write at most 15,000 characters."), where=where)
    return text.strip()


def check_answerable(line: Line, number: int) -> Query:
    """By its agency, as long as the line has gone out and was not accepted."""
    found = next((query for query in line.queries if query.number == number), None)
    if found is None:
        raise NotAllowed(T("There is no such question on the line of task {task}.", task=line.task))
    if not found.open:
        raise NotAllowed(T("This question was answered already."))
    if line.state is LineState.ACCEPTED:
        raise NotAllowed(T("The line of task {task} was accepted, so the question is closed.", task=line.task))
    return found


def proposal(task: str, proposed: str) -> tuple[Draft, ...]:
    """The entry that keeps the words somebody proposes; none where they propose none."""
    said = check_length(proposed, "proposed")
    return (Draft("report.wording.proposed", {"task": task, "text": said}),) if said else ()
