"""What the state of a duty allows: asking for more time or to be freed of the report, answering, a nil return and its
clearance, withdrawing. Pure: each rule says no in words, or nothing at all."""

from datetime import date

from dicu.review.deadlines import Calendars
from dicu.review.duty import EXTENSION, Duty, Request
from dicu.review.obligations import COUNTS, RETURNED, Obligation
from dicu.review.report import LineState, Report
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.vocabulary.workdays import NoCalendar


def check_reason(text: str, where: str = "reason") -> str:
    """The reason without blanks around it."""
    if not text.strip():
        raise NotAllowed(T("Give the reason: it stays in the record beside the decision."), where=where)
    if len(text) > 20_000:
        raise NotAllowed(T("The reason is too long. Write at most 20,000 characters."), where=where)
    return text.strip()


def check_owed(o: Obligation, today: date) -> None:
    """Relief is for what is still owed."""
    if not o.owed(today) or o.submitted_at is not None:
        raise NotAllowed(T("There is nothing to be freed of: this report is not owed any more, or was sent already."))


def check_ask(o: Obligation, duty: Duty, sort: str, day: date | None, today: date, by_last_day: bool, calendars: Calendars) -> None:
    check_owed(o, today)
    if duty.waiting(sort) is not None:
        raise NotAllowed(T("You have asked already, and the coordinator has not answered yet."))
    if sort == EXTENSION:
        if by_last_day and o.due is not None and today > o.due:
            raise NotAllowed(
                T(
                    "The last day, {due}, has passed. More time is asked for on that day at the latest."
                    " Send the report; it counts as late.",
                    due=o.due,
                )
            )
        check_later(o, day, calendars, "day")


def check_later(o: Obligation, day: date | None, calendars: Calendars, where: str) -> date:
    """A new last day: later than the one in force, and a working day."""
    if o.due is None:
        raise NotAllowed(T("No last day is known for this report, so there is nothing to extend."))
    if day is None:
        raise NotAllowed(T("Write the new last day."), where=where)
    if day <= o.due:
        raise NotAllowed(T("The new last day must be later than {due}, the one in force.", due=o.due), where=where)
    check_working(day, calendars, where)
    return day


def check_working(day: date, calendars: Calendars, where: str, code: str = "vn") -> None:
    """Raises NotAllowed for a day on which offices are closed, and for a year of which nobody knows that yet."""
    try:
        why = calendars(code).why_not(day)
    except NoCalendar as missing:
        raise NotAllowed(
            T("{why} Choose a day of a year that is loaded, or add the year first.", why=missing.message), where=where
        ) from missing
    if why is not None:
        raise NotAllowed(T("{day} is no working day ({why}). Choose a working day.", day=day, why=why), where=where)


def check_answerable(request: Request | None) -> Request:
    if request is None:
        raise NotAllowed(T("There is no such request."))
    if request.state != "asked":
        raise NotAllowed(T("This request was answered already."))
    return request


def check_nil_writable(o: Obligation, duty: Duty, report: Report, text: str) -> str:
    if not o.tasks:
        raise NotAllowed(T("This agency has no task to report on in the round."))
    if report.submitted or o.report_state == RETURNED:
        raise NotAllowed(T("A report was sent already. A nil return is for a round in which there is nothing to report."))
    if duty.nil.state in COUNTS:
        raise NotAllowed(T("The nil return was sent and cannot be changed now."))
    if not text.strip():
        raise NotAllowed(
            T("Say what was looked at and that nothing came up: a nil return is a statement, not an empty form."), where="text"
        )
    if len(text) > 20_000:
        raise NotAllowed(T("The text is too long. Write at most 20,000 characters."), where="text")
    return text.strip()


def check_nil_sendable(o: Obligation, duty: Duty, report: Report) -> None:
    if duty.nil.state != "draft":
        raise NotAllowed(T("Write the nil return first."))
    if report.submitted:
        raise NotAllowed(T("A report was sent already. A nil return is for a round in which there is nothing to report."))
    if duty.nil.text == duty.nil.sent_text and duty.nil.answer:
        raise NotAllowed(T("The nil return was not taken and has not been changed since."))
    if duty.nil.refused:
        raise NotAllowed(T("The nil return was given back to the draft. Change it first, then it can be cleared and sent."))


def check_nil_refusable(duty: Duty) -> None:
    if not duty.nil.in_clearance:
        raise NotAllowed(T("There is no nil return that waits for clearance."))


def check_no_nil(duty: Duty) -> None:
    """Before a report is sent: two statements that contradict each other do not stand side by side."""
    if duty.nil.state in COUNTS:
        raise NotAllowed(
            T("A nil return was sent for this round. Withdraw it first; once it was accepted, ask the coordinator to give it back.")
        )


def check_nil_judgeable(duty: Duty) -> None:
    if duty.nil.state != "submitted":
        raise NotAllowed(T("There is no nil return that waits for an answer."))


def check_nil_returnable(duty: Duty) -> None:
    """One that was accepted goes back too: else its agency could never report on what came up later."""
    if duty.nil.state not in COUNTS:
        raise NotAllowed(T("There is no nil return that could be given back."))


def check_withdrawable(report: Report) -> None:
    """Before anything of it was judged; afterwards the coordinator returns lines."""
    states = {line.state for line in report.lines.values()}
    if not report.submitted:
        raise NotAllowed(T("Nothing was sent, so there is nothing to withdraw."))
    if states & {LineState.ACCEPTED, LineState.RETURNED} or any(
        line.returns or line.reviewer or line.queries for line in report.lines.values()
    ):
        raise NotAllowed(T("The coordinator has begun to answer. Ask them to return the lines that must change."))


def check_passable(o: Obligation, report: Report, nil: str, tasks: tuple[str, ...], heir: str) -> None:
    """What was sent by an agency stays its own, as reported."""
    if heir == o.agency:
        raise NotAllowed(T("Choose another agency than the one that owes the report now."), where="heir")
    unknown = [task for task in tasks if task not in o.tasks]
    if unknown or not tasks:
        raise NotAllowed(T("Choose tasks on which this agency owes a report."), where="tasks")
    sent = [task for task in tasks if report.line(task).sent is not None]
    if sent or nil in COUNTS:
        raise NotAllowed(T("What was sent stays with the agency that sent it: {tasks}.", tasks=", ".join(sent or tasks)), where="tasks")


def check_heir(name: Bilingual, duty: Duty) -> None:
    """What the heir was freed of, or said nothing came up in, would take the tasks in: then nobody would owe them."""
    if duty.waived:
        raise NotAllowed(
            T("{agency} was freed of its report in this round, so nobody would owe these tasks. Choose another agency.", agency=name),
            where="heir",
        )
    if duty.nil.state in COUNTS:
        raise NotAllowed(
            T(
                "{agency} sent a nil return for this round, so nobody would owe these tasks."
                " Give the nil return back with your reason first, then pass the duty on.",
                agency=name,
            ),
            where="heir",
        )
