"""A last day in words: how much time is left, in working days, or how late it is."""

from datetime import date

from dicu.agenda.reminding import Calendars
from dicu.vocabulary.messages import Message, Refused, T


def left(due: date, code: str, today: date, calendars: Calendars) -> Message:
    """In working days; if those cannot be counted, it says so and counts no days at all."""
    if due == today:
        return T("today is the last day")
    try:
        calendar = calendars(code)
        count = calendar.between(today, due) if today < due else calendar.between(due, today)
    except Refused:
        late = T("the last day has passed; working days are not counted, because a calendar is missing")
        return late if due < today else T("working days are not counted: the calendar of that time is missing")
    if today < due:
        return T("{count} working days left", count=count) if count != 1 else T("one working day left")
    return T("{count} working days late", count=count) if count != 1 else T("one working day late")
