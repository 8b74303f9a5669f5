"""What every use case of the review works with, and the steps they all share: ask access, read, append."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dicu.access.conditions import Condition
from dicu.access.model import Asker, Officer, Thing
from dicu.access.policy import Policy, absent
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, READING, REPORTER, REPORTING
from dicu.intake.files import FileVault
from dicu.ledger.model import Author, Draft, Entry, Ledger, Step, Stream
from dicu.review.closing import ClosedMeanwhile, check_open, touched
from dicu.review.deadlines import Calendars
from dicu.review.duty import DUTY, Duty
from dicu.review.evidence.ports import EvidenceRegister, NoEvidence
from dicu.review.law import ReportingLaw
from dicu.review.model import Plan, Round
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.observations.ports import FigureRegister, NoRegister
from dicu.review.opened import ROUND, RoundHistory, round_stream
from dicu.review.ports import OpenedRound, Records
from dicu.review.reading import read_plan
from dicu.review.report import REPORT, Line, LineState, Report, stream_name
from dicu.review.rules import NotAllowed
from dicu.vocabulary.workdays import Calendar, NoCalendar

ERRANDS = {REPORTER: REPORTING, COORDINATOR: COORDINATION, AUDITOR: AUDIT}
REPORTER_FIRST = (REPORTER, COORDINATOR, AUDITOR)
OVERSEER_FIRST = (COORDINATOR, AUDITOR, REPORTER)
NOBODY = "-"
"""No account has this name: who may act at all is told before whether there is anything to act on."""


def usual_purpose(officer: Officer, day: date, order: tuple[str, ...] = REPORTER_FIRST) -> str:
    """The errand of a page, where the officer names none: that of the first role in `order` which they hold."""
    roles = officer.roles(day)
    return next((ERRANDS[role] for role in order if role in roles), READING)


@dataclass(frozen=True)
class Tools:
    ledger: Ledger
    records: Records
    vault: FileVault
    limit: int  # bytes of one attached file
    policy: Policy
    instance: str
    now: Callable[[], datetime]
    plans: dict[str, Plan] = field(default_factory=dict)  # by digest: a version never changes
    calendars: Calendars = Calendar.load
    law: Callable[[], ReportingLaw] = ReportingLaw.load
    figures: FigureRegister = field(default_factory=NoRegister)
    evidence: EvidenceRegister = field(default_factory=NoEvidence)

    def today(self) -> date:
        return self.now().astimezone(LOCAL).date()

    def check(self, asker: Asker, action: str, kind: str, **attributes: object) -> None:
        """Raises Forbidden or Absent."""
        self.policy.check(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today())

    def may(self, asker: Asker, action: str, kind: str, **attributes: object) -> bool:
        return self.policy.decide(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today()).allowed

    def check_by_another(self, asker: Asker, action: str, kind: str, authors: Iterable[str], **attributes: object) -> None:
        """The same of something that several wrote: refused if the officer is one of them."""
        for author in tuple(authors) or (NOBODY,):
            self.check(asker, action, kind, **attributes, author=author)

    def may_by_another(self, asker: Asker, action: str, kind: str, authors: Iterable[str], **attributes: object) -> bool:
        return all(self.may(asker, action, kind, **attributes, author=author) for author in tuple(authors) or (NOBODY,))

    def scope(self, asker: Asker, kind: str, action: str = "see") -> Condition:
        return self.policy.scope(asker.officer, action, kind, asker.purpose, self.today())

    def append(self, asker: Asker, name: str, authority: str, expected: int, *drafts: Draft) -> tuple[Entry, ...]:
        stream = Stream(name, authority, self.instance)
        author = Author(asker.officer.account, asker.purpose)
        entries = self.ledger.append(stream, drafts, expected=expected, author=author)
        self._check_still_open(name, drafts)
        return entries

    def append_together(self, asker: Asker, *steps: tuple[str, str, int, tuple[Draft, ...]]) -> None:
        """One step over several streams: (name, authority, expected, drafts) each; all of it or nothing."""
        made: tuple[Step, ...] = tuple((Stream(name, whose, self.instance), drafts, at) for name, whose, at, drafts in steps)
        self.ledger.append_together(made, Author(asker.officer.account, asker.purpose))

    def _check_still_open(self, name: str, drafts: tuple[Draft, ...]) -> None:
        """Whoever closes a round holds all its reports meanwhile. So now, with this report held, the round says for certain
        whether it is open; raising undoes the entry with everything else of the step."""
        kind, *where = name.split("/")
        if kind != "report":
            return
        try:
            check_open(self.history(where[0], where[1]), where[2], touched(drafts))
        except NotAllowed as closed:
            raise ClosedMeanwhile(round_stream(where[0], where[1])) from closed

    def history(self, plan: str, round_: str) -> RoundHistory:
        """The round's own entries, folded."""
        return ROUND.over(self.ledger.read(round_stream(plan, round_)))

    def plan(self, asker: Asker, id_: str) -> Plan:
        """The current version of a plan. Absent if the house does not know it."""
        for loaded in self.records.plans(self.scope(asker, "plan")):
            if loaded.plan == id_:
                return self.version(loaded.digest)
        raise absent()

    def version(self, digest: str) -> Plan:
        plan = self.plans.get(digest)
        if plan is None:
            with self.vault.open(digest) as content:
                plan = self.plans[digest] = read_plan(content.read())
        return plan

    def round(self, asker: Asker, plan: Plan, id_: str) -> Round:
        round_ = plan.round(id_)
        if round_ is None:
            raise absent()
        self.check(asker, "see", "round", plan=plan.id, round=id_)
        return round_

    def as_opened(self, asker: Asker, plan_id: str, round_id: str) -> tuple[Plan, Round, bool]:
        """The plan in the version that the round was opened with: a later version does not change what was asked."""
        plan = self.plan(asker, plan_id)
        opened = [r for r in self.records.rounds(self.scope(asker, "round"), plan_id) if r.round == round_id]
        version = self.version(opened[0].plan_digest) if opened else plan
        asked = self.round(asker, version, round_id)
        return version, as_recorded(asked, opened[0]) if opened else asked, bool(opened)

    def opened(self, asker: Asker, plan_id: str, round_id: str) -> OpenedRound | None:
        """The round as it was opened, with how its last day came about; None while it is not."""
        return next((r for r in self.records.rounds(self.scope(asker, "round"), plan_id) if r.round == round_id), None)

    def working_days_late(self, o: Obligation, calendar: str = "vn") -> int | None:
        """Of today; None where a year of the calendar is not loaded."""
        try:
            return o.working_days_late(self.today(), self.calendars(calendar))
        except NoCalendar:
            return None

    def report(self, plan: str, round_: str, agency: str) -> Report:
        return REPORT.over(self.ledger.read(stream_name(plan, round_, agency)))

    def duty(self, plan: str, round_: str, agency: str) -> tuple[Report, Duty]:
        """The report and what was asked and decided besides, from one reading of the stream."""
        entries = self.ledger.read(stream_name(plan, round_, agency))
        return REPORT.over(entries), DUTY.over(entries)


def as_recorded(round_: Round, opened: OpenedRound) -> Round:
    """The round with the days that were recorded when it opened: a later law or calendar moves none of them."""
    return replace(round_, opens=opened.opens, cut_off=opened.cut_off, due=opened.due)


def line_standing(line: Line) -> str:
    """The state of a line as others know it: while its agency mends a returned line, it is still a returned one, and what waits
    for the agency's own clearance is a draft."""
    if line.state in (LineState.EMPTY, LineState.DRAFT, LineState.CLEARANCE):
        return str(LineState.RETURNED if line.sent else LineState.DRAFT)
    return str(line.state)


def report_standing(report: Report, tasks: tuple[str, ...]) -> str:
    """draft until something was sent; then returned, submitted or accepted, by its lines."""
    if not report.submitted:
        return "draft"
    states = {line_standing(report.line(task)) for task in tasks}
    if LineState.RETURNED in states or LineState.DRAFT in states:
        return "returned"
    return "accepted" if states == {str(LineState.ACCEPTED)} else "submitted"
