"""Who leads a task on a day: what the plan says for that day, and, where that body has ended, who has its function since.

Pure: the plan, the task and the day are the whole question. R1: one lead a task and day. R2: a successor inherits on the
day of the act, and history keeps the old name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dicu.review.model import Lead, Plan, Task, Tenure
from dicu.vocabulary.agency import ALL, Succession
from dicu.vocabulary.messages import Message, T

DAY = timedelta(days=1)


class Ground(StrEnum):
    """Why an agency leads, or why nobody can be named."""

    PLAN = "plan"
    SUCCESSION = "succession"
    UNKNOWN = "unknown"  # the plan names nobody for this day
    ENDED = "ended"  # the body has ended, and no successor has the function
    DIVIDED = "divided"  # its functions went to several, and the plan does not say which one the task belongs to


@dataclass(frozen=True, slots=True)
class Leading:
    """`agency` leads on the day asked for. Where it is ENDED or DIVIDED, `agency` is the one that has ended, and `heirs`
    those between whom nobody has decided. `verified`: the plan and every succession on the way are."""

    agency: str
    ground: Ground
    verified: bool = False
    predecessor: str = ""
    successions: tuple[Succession, ...] = ()

    @property
    def heirs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.successor for s in self.successions))

    @property
    def leads(self) -> bool:
        """Whether somebody leads who exists."""
        return self.ground in (Ground.PLAN, Ground.SUCCESSION)


def named_on(task: Task, day: date) -> Lead | None:
    """Whom the plan's own words name for a day."""
    if not task.leads:
        return task.lead
    held = next((t for t in task.leads if (t.since is None or t.since <= day) and (t.until is None or day <= t.until)), None)
    return Lead(held.agency, held.verified, held.note) if held and held.agency else None


def leader(plan: Plan, task: Task, day: date) -> Leading:
    """Who leads the task on the day. A task whose function is not said passes only to who took over everything."""
    lead = named_on(task, day)
    if lead is None:
        return Leading("", Ground.UNKNOWN)
    agency = plan.agency_by_code.get(lead.agency)
    if agency is None or agency.until is None or day <= agency.until:
        return Leading(lead.agency, Ground.PLAN, lead.verified)
    taken = plan.register.successors(lead.agency, day, task.function or None)
    found = Leading(lead.agency, Ground.DIVIDED if taken else Ground.ENDED, lead.verified, lead.agency, taken)
    if len(found.heirs) != 1 or not (task.function or any(s.function == ALL for s in taken)):
        return found
    return replace(found, agency=found.heirs[0], ground=Ground.SUCCESSION, verified=lead.verified and all(s.verified for s in taken))


def leaders(plan: Plan, day: date) -> tuple[str, ...]:
    """Codes of the agencies that can be asked on a day, in the order of the plan's tasks."""
    return tuple(dict.fromkeys(agency for task in plan.tasks if (agency := leader(plan, task, day).agency)))


@dataclass(frozen=True, slots=True)
class Fault:
    """`first`, `second`: which of the tenures, counted from 0, the fault lies between; equal where only one is meant."""

    first: int
    second: int
    message: Message


def faults(leads: Sequence[Tenure], since: date, until: date) -> Iterator[Fault]:
    """Where the tenures of one task break R1 over the plan's days: two lead on a day, or nobody is named for one."""
    order = sorted(range(len(leads)), key=lambda n: leads[n].since or date.min)
    for n in order:
        start, end = _span(leads[n], since, until)
        if end < start:
            yield Fault(n, n, T("it ends on {until}, before it begins on {since}", since=start, until=end))
            return
    for first, second in zip(order, order[1:], strict=False):
        yield from _between(leads, first, second, since, until)
    yield from _edges(leads, order, since, until)


def _between(leads: Sequence[Tenure], first: int, second: int, since: date, until: date) -> Iterator[Fault]:
    end, start = _span(leads[first], since, until)[1], _span(leads[second], since, until)[0]
    names = {"one": leads[first].agency or "?", "other": leads[second].agency or "?"}
    if start <= end:
        yield Fault(first, second, T("{one} and {other} both lead on {day}; a task has one lead on each day", **names, day=start))
    elif start > end + DAY:
        yield Fault(first, second, _hole(end + DAY, start - DAY))


def _edges(leads: Sequence[Tenure], order: Sequence[int], since: date, until: date) -> Iterator[Fault]:
    if not order:
        return
    first, last = order[0], max(order, key=lambda n: leads[n].until or date.max)
    start, end = _span(leads[first], since, until)[0], _span(leads[last], since, until)[1]
    if start > since:
        yield Fault(first, first, _hole(since, start - DAY))
    if end < until:
        yield Fault(last, last, _hole(end + DAY, until))


def _hole(first: date, last: date) -> Message:
    return T("nobody is named from {first} to {last}; if it is not known who led then, say so with a row without an agency",
             first=first, last=last)  # fmt: skip


def _span(tenure: Tenure, since: date, until: date) -> tuple[date, date]:
    return tenure.since or since, tenure.until or until
