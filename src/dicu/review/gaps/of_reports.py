"""Gaps of reporting: what is owed, late, overdue, or claimed without evidence."""

from collections.abc import Iterator

from dicu.review.gaps.model import Gap, agency_named
from dicu.review.obligations import ObligationState
from dicu.review.progress import TaskStatus
from dicu.review.situation import Situation
from dicu.vocabulary.messages import T


def not_reported(s: Situation) -> Iterator[Gap]:
    """G01: a report that is due was not sent."""
    for o in s.obligations:
        if o.state(s.day) is ObligationState.OVERDUE:
            ended = (agency := s.plan.agency_by_code.get(o.agency)) is not None and agency.until is not None and agency.until < s.day
            closes = T("The plan names who took over from the agency that has ended.") if ended else T("The agency submits its report.")
            facts = {"agency": agency_named(s, o.agency), "due": o.last_day}
            back = T("{agency} had to mend what was returned by {due} and has not sent it again.", **facts)
            said = back if o.submitted_at else T("{agency} had to report by {due} and has sent nothing.", **facts)
            inputs = (("due", str(o.last_day)), ("tasks", ", ".join(o.tasks)))
            yield Gap("G01", "blocking", o.agency, said, closes, o.agency, inputs=inputs)


def late(s: Situation) -> Iterator[Gap]:
    """G02: a report was sent after its last day."""
    for o in s.obligations:
        found = o.lateness(s.day) if o.state(s.day) is ObligationState.LATE else None
        if found is not None:
            yield Gap(
                "G02",
                "info",
                o.agency,
                T(
                    "{agency} sent its report on {sent}, {days} days after the last day, {due}.",
                    agency=agency_named(s, o.agency),
                    sent=found[1],
                    days=o.days_late(s.day),
                    due=found[0],
                ),
                T("Nothing closes it in this round; the next report is sent on time."),
                o.agency,
                inputs=(("due", str(found[0])), ("sent", str(found[1]))),
            )


def overdue(s: Situation) -> Iterator[Gap]:
    """G03: a task's term has run out and nothing accepted says that it is done."""
    for row in s.standings:
        if row.status is TaskStatus.OPEN_OVERDUE:
            yield Gap(
                "G03",
                "warning",
                row.task.code,
                T(
                    "Task {task} had to be completed by {due}; no accepted report says that it is.",
                    task=row.task.code,
                    due=row.task.term.due,
                ),
                T("A line that says “completed”, with its date and evidence, is accepted."),
                row.agency,
                inputs=(("due", str(row.task.term.due)),),
            )


def unevidenced(s: Situation) -> Iterator[Gap]:
    """G09: a task is reported as completed, without a date or without evidence."""
    for row in s.standings:
        if row.status is TaskStatus.CLAIMED:
            yield Gap(
                "G09",
                "warning",
                row.task.code,
                T("Task {task} is reported as completed, but without a date of completion or without evidence.", task=row.task.code),
                T("The line is returned, and comes back with the date and a file that shows it."),
                row.agency,
            )
