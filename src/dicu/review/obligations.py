"""Who owes a report, and how they stand: derived from the calendar and from what was sent and decided, never typed. A draft
changes nothing; what was returned or withdrawn is owed again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dicu.vocabulary.workdays import Calendar, NoCalendar

DUE_SOON_DAYS = 7
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Deadlines are days of Viet Nam's clock."""
RETURNED = "returned"
COUNTS = frozenset({"submitted", "accepted"})
"""Standings of a report, or of a nil return, that satisfy an obligation."""


class ObligationState(StrEnum):
    NOT_OPEN = "not-open"
    OPEN = "open"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    ON_TIME = "satisfied-on-time"
    LATE = "satisfied-late"
    NO_TERM = "satisfied-no-term"  # sent, and no rule is known that sets a last day
    NIL = "nil-return"  # sent: there is nothing to report
    WAIVED = "waived"
    NOT_REQUIRED = "not-required"  # its tasks passed to a successor


SATISFIED = frozenset({ObligationState.ON_TIME, ObligationState.LATE, ObligationState.NO_TERM, ObligationState.NIL})
OWED = frozenset({ObligationState.OPEN, ObligationState.DUE_SOON, ObligationState.OVERDUE})


@dataclass(frozen=True, slots=True)
class Obligation:
    """One agency's duty to report on its tasks in one round. `due` is the last day in force, None: none is known; `round_due`
    the one that all agencies had, before an extension. `again_due` is the last day for what was returned, `mended` the latest
    of what was sent after the first time, answers to returns and lines that came later: (its last day, when it was sent).
    `nil` is the standing of a nil return that was sent."""

    plan: str
    round: str
    agency: str
    tasks: tuple[str, ...]
    opens: date | None
    due: date | None
    submitted_at: datetime | None = None
    report_state: str = "draft"  # draft | submitted | returned | accepted
    lines: tuple[tuple[str, int], ...] = ()  # line state → how many
    round_due: date | None = None
    again_due: date | None = None
    mended: tuple[date, datetime] | None = None
    nil: str = ""  # submitted | returned | accepted
    nil_at: datetime | None = None
    waived: bool = False
    passed_to: tuple[str, ...] = ()
    taken_from: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # what the agency has asked for and nobody has answered: extension, waiver

    def state(self, today: date) -> ObligationState:
        if self.passed_to and not self.tasks:
            return ObligationState.NOT_REQUIRED
        if self.sent:
            return self._sent()
        if self.nil in COUNTS:
            return ObligationState.NIL
        if self.waived:
            return ObligationState.WAIVED
        return self._owed(today)

    @property
    def sent(self) -> bool:
        """Whether a report stands: one that went out, of which nothing was returned."""
        return self.submitted_at is not None and self.report_state != RETURNED

    @property
    def extended(self) -> bool:
        return self.round_due is not None and self.due is not None and self.due > self.round_due

    @property
    def last_day(self) -> date | None:
        """The day that counts now: that of the return while something is returned, else the last day in force."""
        if self.submitted_at is not None and self.report_state == RETURNED:
            return self.again_due
        return self.due

    def owed(self, today: date) -> bool:
        return self.state(today) in OWED

    def _owed(self, today: date) -> ObligationState:
        if self.opens is not None and today < self.opens:
            return ObligationState.NOT_OPEN
        last = self.last_day
        if last is None or (last - today).days > DUE_SOON_DAYS:
            return ObligationState.OPEN
        return ObligationState.DUE_SOON if today <= last else ObligationState.OVERDUE

    def _sent(self) -> ObligationState:
        if self.due is None and self.mended is None:
            return ObligationState.NO_TERM
        return ObligationState.LATE if self._latest() else ObligationState.ON_TIME

    def sent_on(self) -> date:
        if self.submitted_at is None:
            raise ValueError("nothing was sent")
        return _day(self.submitted_at)

    def days_late(self, today: date) -> int:
        """Calendar days after the last day: until it was sent, or until today while it is owed."""
        late = self.lateness(today)
        return (late[1] - late[0]).days if late else 0

    def working_days_late(self, today: date, calendar: Calendar) -> int | None:
        """The same in working days; None where a year of the calendar is not loaded: that is never guessed."""
        late = self.lateness(today)
        if late is None:
            return 0
        try:
            return calendar.between(*late)
        except NoCalendar:
            return None

    def lateness(self, today: date) -> tuple[date, date] | None:
        """(last day, day until which it is counted) if that is later; None: not late, or no longer owed."""
        if self.sent:
            return self._latest()
        if self.nil in COUNTS and self.nil_at is not None:
            return _late(self.due, _day(self.nil_at))
        return _late(self.last_day, today) if self.owed(today) else None

    def _latest(self) -> tuple[date, date] | None:
        """Of the first sending and of what was sent afterwards, the one that was later for its last day."""
        first = _late(self.due, self.sent_on())
        again = _late(self.mended[0], _day(self.mended[1])) if self.mended else None
        return max((late for late in (first, again) if late), key=lambda late: late[1] - late[0], default=None)


def _late(due: date | None, day: date) -> tuple[date, date] | None:
    return (due, day) if due is not None and day > due else None


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
