"""How old a newest value may be: twice the time in which a new one is due."""

from calendar import monthrange
from datetime import date

from dicu.vocabulary.messages import Message, T

MONTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
EVERY: dict[str, Message] = {"year": T("year"), "half-year": T("half-year"), "quarter": T("quarter"), "month": T("month")}


def oldest_allowed(frequency: str, day: date) -> date | None:
    """A value whose period ends before this day is too old on `day`. None where no frequency is known."""
    months = MONTHS.get(frequency)
    if months is None:
        return None
    count = day.year * 12 + day.month - 1 - 2 * months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
