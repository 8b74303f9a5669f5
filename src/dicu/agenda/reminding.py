"""Which reminders are due. Pure, and the same answer for the same question: a worker that was stopped asks again and loses
nothing, one that was started twice asks again and repeats nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from dicu.agenda.terms import Steps, Terms
from dicu.agenda.todo import Todo
from dicu.vocabulary.messages import Message, Refused
from dicu.vocabulary.workdays import Calendar

AT_ONCE = 0
CALENDAR = "calendar"
"""The sort of to-do that says that a calendar is missing: it must not hang on that calendar itself."""

Calendars = Callable[[str], Calendar]
"""The calendar of a code; raises a Refused where there is none, or none that can be read."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person reminded of one thing at one step. `step` is working days from the last day (−3: three before it, 5:
    five after), or from the day it came up where there is no last day."""

    todo: Todo
    account: str
    step: int
    day: date

    @property
    def thread(self) -> tuple[str, str]:
        """What of, and whom."""
        return self.todo.id, self.account

    @property
    def id(self) -> str:
        """Made of what, whom and which step, so that it can be there once only."""
        return sha256("\n".join((*self.thread, str(self.step))).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """To-dos whose working days cannot be counted: on which calendar, why, and how many. Somebody must be told, for
    nobody is reminded of them."""

    calendar: str
    why: Message
    count: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the agenda gives."""

    reminders: tuple[Reminder, ...]
    uncounted: tuple[Uncounted, ...]


def reminders_due(
    pairs: Iterable[tuple[Todo, str]], sent: Mapping[tuple[str, str], int], now: datetime, calendars: Calendars, terms: Terms
) -> Round:
    """`pairs`: each to-do with each account that does it; `sent`: thread → the latest step that was sent.

    Of each thread the newest step that has come is due, if it is later than all that were sent: after a standstill
    nobody gets ten at once, and a clock that was set back sends nothing a second time.
    """
    found, failed = [], _Failed()
    for todo, account in pairs:
        try:
            calendar = Calendar.load(todo.calendar) if todo.what == CALENDAR else calendars(todo.calendar)
            reached = newest(todo, calendar, working_date(now, calendar, terms), terms)
        except Refused as refused:
            failed.note(todo, refused)
            continue
        if reached and reached[0] > sent.get((todo.id, account), reached[0] - 1):
            found.append(Reminder(todo, account, *reached))
    return Round(tuple(sorted(found, key=lambda r: (r.account, r.todo.due or date.max, r.id))), failed.told())


def working_date(now: datetime, calendar: Calendar, terms: Terms) -> date:
    """The reminding day: it begins in the morning, where the calendar holds."""
    return (now.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None) - timedelta(hours=terms.hour)).date()


def newest(todo: Todo, calendar: Calendar, today: date, terms: Terms) -> tuple[int, date] | None:
    """The latest step that has come by `today`, and its day; None if none has."""
    steps = todo.steps or terms.of(todo.what, todo.due is not None)
    if todo.due is not None:
        return _after(todo.due, steps, calendar, today) or _before(todo.due, steps, calendar, today)
    if todo.since is None or not steps.at_once or today < todo.since:
        return None
    return _after(todo.since, steps, calendar, today) or (AT_ONCE, todo.since)


def _before(due: date, steps: Steps, calendar: Calendar, today: date) -> tuple[int, date] | None:
    days = [(-count, _back(due, count, calendar)) for count in steps.before]
    return max((step for step in days if step[1] <= today), default=None)


def _back(due: date, count: int, calendar: Calendar) -> date:
    """So many working days before the last day; none: the day itself, or the last working day before it."""
    if count == 0 and not calendar.is_working(due):
        return calendar.add(due, -1)
    return calendar.add(due, -count) if count else due


def _after(anchor: date, steps: Steps, calendar: Calendar, today: date) -> tuple[int, date] | None:
    if not steps.every or today <= anchor:
        return None
    passed = calendar.between(anchor, today) // steps.every * steps.every
    return (passed, calendar.add(anchor, passed)) if passed else None


class _Failed:
    """What could not be counted, a line for each calendar and reason."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Message, set[str]]] = {}

    def note(self, todo: Todo, refused: Refused) -> None:
        _, names = self._found.setdefault((todo.calendar, str(refused)), (refused.message, set()))
        names.add(todo.id)

    def told(self) -> tuple[Uncounted, ...]:
        return tuple(Uncounted(code, message, len(names)) for (code, _), (message, names) in sorted(self._found.items()))
