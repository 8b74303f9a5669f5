"""Who owes a report, and how they stand: derived from the calendar and from what was sent, never typed. A draft changes
nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

DUE_SOON_DAYS = 7
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Deadlines are days of Viet Nam's clock."""


class ObligationState(StrEnum):
    NOT_OPEN = "not-open"
    OPEN = "open"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    ON_TIME = "satisfied-on-time"
    LATE = "satisfied-late"
    NO_TERM = "satisfied-no-term"  # sent, and no rule is known that sets a last day


@dataclass(frozen=True, slots=True)
class Obligation:
    """One agency's duty to report on its tasks in one round. `due` None: no last day is known."""

    plan: str
    round: str
    agency: str
    tasks: tuple[str, ...]
    opens: date | None
    due: date | None
    submitted_at: datetime | None = None
    report_state: str = "draft"  # draft | submitted | returned | accepted
    lines: tuple[tuple[str, int], ...] = ()  # line state → how many

    def state(self, today: date) -> ObligationState:
        if self.submitted_at is not None:
            return self._sent()
        if self.opens is not None and today < self.opens:
            return ObligationState.NOT_OPEN
        if self.due is None or (self.due - today).days > DUE_SOON_DAYS:
            return ObligationState.OPEN
        return ObligationState.DUE_SOON if today <= self.due else ObligationState.OVERDUE

    def _sent(self) -> ObligationState:
        if self.due is None:
            return ObligationState.NO_TERM
        return ObligationState.ON_TIME if self.sent_on() <= self.due else ObligationState.LATE

    def sent_on(self) -> date:
        if self.submitted_at is None:
            raise ValueError("nothing was sent")
        return self.submitted_at.astimezone(LOCAL).date()

    def days_late(self, today: date) -> int:
        """Days after the last day: until it was sent, or until today while it is owed."""
        if self.due is None:
            return 0
        until = self.sent_on() if self.submitted_at else today
        return max(0, (until - self.due).days)
