"""Legal clocks: when a term began, which days counted, where it stood still, and when it ends.

What a law says in one sentence — "ten working days from the receipt of a complete dossier; a dossier received after office
hours counts as received on the next working day; the time for completing it does not count" — is a `Term` here, and the
answer names each day that did not count, with its reason. Nothing is read from a wall clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.days_off import DAY
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.workdays import Calendar

Unit = Literal["working-days", "days"]
LONGEST = 5000
"""Days of a term, about twenty years of working days; a longer one is a slip of the pen."""

STOPPED = Bilingual("Thời hạn đang tạm dừng", "The clock stood still")
TOO_LATE = Bilingual(
    "Nhận sau giờ làm việc, tính từ ngày làm việc tiếp theo", "Received after office hours, counted from the next working day"
)


class BadClock(Refused):
    """What is to be counted is no term, or no moment."""


@dataclass(frozen=True, slots=True)
class Term:
    """How a time limit runs. `starts` is the event that starts it ("dossier-complete"); the day of that event is not
    counted. From `closes` on (the end of office hours where the calendar holds), an event belongs to the next working
    day; None: the hour does not matter. `unit` "days" are calendar days, whose last one moves on to a working day if
    `rolls`."""

    length: int
    unit: Unit = "working-days"
    starts: str = "dossier-complete"
    closes: time | None = None
    rolls: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stands still from the day after `since` up to and with `until` (None: it still does)."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: the day from which it counts, the last day (None while it stands still), each skipped day with
    its reason, and whether all of it rests on verified days."""

    begins: date
    due: date | None
    skipped: tuple[tuple[date, Bilingual], ...]
    verified: bool = True


def due(term: Term, start: datetime, calendar: Calendar, stops: Sequence[Stop] = ()) -> Reading:
    """When the term ends that the event at `start` (with a time zone) set going. Raises BadClock, and NoCalendar for a
    year that is not loaded: that is never guessed."""
    _check(term, start, stops)
    begins, late = beginning(term, start, calendar)
    still = [_days(stop, calendar) for stop in sorted(stops, key=lambda stop: stop.since)]
    walked = _walked(term, begins, calendar, still)
    if walked is None:
        return Reading(begins, None, late)
    last, skipped = walked
    return Reading(begins, last, (*late, *skipped), _verified(term, calendar, begins, last, [day for day, _ in (*late, *skipped)]))


def beginning(term: Term, start: datetime, calendar: Calendar) -> tuple[date, tuple[tuple[date, Bilingual], ...]]:
    """The day the event belongs to, and the days it was moved over. Working-day terms begin on a working day."""
    local = start.astimezone(ZoneInfo(calendar.zone))
    day = local.date()
    if term.closes is None and term.unit == "days":
        return day, ()
    if calendar.is_working(day) and (term.closes is None or local.time() < term.closes):
        return day, ()
    moved = calendar.add(day, int(calendar.is_working(day)))
    days = [day + offset * DAY for offset in range((moved - day).days)]
    return moved, tuple((passed, calendar.why_not(passed) or TOO_LATE) for passed in days)


def _walked(
    term: Term, begins: date, calendar: Calendar, still: list[tuple[date, date | None]]
) -> tuple[date, list[tuple[date, Bilingual]]] | None:
    """Day by day; None if the clock stands still before the term is over."""
    day, left, skipped = begins, term.length, []
    while left or _rolling(term, day, calendar):
        day += DAY
        if _still(day, still) is None:
            return None
        reason = STOPPED if _still(day, still) else _why_not(term, day, calendar, over=not left)
        if reason is None:
            left -= bool(left)
        else:
            skipped.append((day, reason))
    return day, skipped


def _rolling(term: Term, day: date, calendar: Calendar) -> bool:
    """Whether a term that is over moves on because its last day is none on which an office works."""
    return term.unit == "days" and term.rolls and not calendar.is_working(day)


def _why_not(term: Term, day: date, calendar: Calendar, over: bool) -> Bilingual | None:
    return calendar.why_not(day) if over or term.unit == "working-days" else None


def _still(day: date, still: list[tuple[date, date | None]]) -> bool | None:
    """Whether the clock stands still that day; None: it does, and nobody knows until when."""
    for since, until in still:
        if day > since and (until is None or day <= until):
            return None if until is None else True
    return False


def _days(stop: Stop, calendar: Calendar) -> tuple[date, date | None]:
    return calendar.day_of(stop.since), calendar.day_of(stop.until) if stop.until else None


def _verified(term: Term, calendar: Calendar, begins: date, last: date, skipped: list[date]) -> bool:
    """Of a term in calendar days only its two ends rest on the calendar."""
    counted = [begins + offset * DAY for offset in range((last - begins).days + 1)] if term.unit == "working-days" else []
    return all(calendar.confirmed(day) for day in (*counted, *skipped, last))


def _check(term: Term, start: datetime, stops: Sequence[Stop]) -> None:
    if not 0 <= term.length <= LONGEST:
        raise BadClock(T("A term has from 0 to {longest} days; {length} is none.", longest=LONGEST, length=term.length), "length")
    moments = [start, *(moment for stop in stops for moment in (stop.since, stop.until) if moment)]
    if any(moment.tzinfo is None for moment in moments):
        said = T("The moment has no time zone. Write it with one, for example {example}.", example="2026-02-13T16:30+07:00")
        raise BadClock(said, "start")
    if any(stop.until and stop.until < stop.since for stop in stops):
        raise BadClock(T("The clock cannot go on before it was stopped."), "stops")


__all__ = ["BadClock", "Reading", "Stop", "Term", "beginning", "due"]
