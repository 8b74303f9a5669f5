"""What every use case of the review works with, and the steps they all share: ask access, read, append."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from dicu.access.conditions import Condition
from dicu.access.model import Asker, Officer, Thing
from dicu.access.policy import Policy, absent
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, READING, REPORTER, REPORTING
from dicu.intake.files import FileVault
from dicu.ledger.model import Author, Draft, Entry, Ledger, Stream
from dicu.review.model import Plan, Round
from dicu.review.obligations import LOCAL
from dicu.review.ports import Records
from dicu.review.reading import read_plan
from dicu.review.report import REPORT, Line, LineState, Report, stream_name

ERRANDS = {REPORTER: REPORTING, COORDINATOR: COORDINATION, AUDITOR: AUDIT}
REPORTER_FIRST = (REPORTER, COORDINATOR, AUDITOR)
OVERSEER_FIRST = (COORDINATOR, AUDITOR, REPORTER)


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

    def today(self) -> date:
        return self.now().astimezone(LOCAL).date()

    def check(self, asker: Asker, action: str, kind: str, **attributes: object) -> None:
        """Raises Forbidden or Absent."""
        self.policy.check(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today())

    def may(self, asker: Asker, action: str, kind: str, **attributes: object) -> bool:
        return self.policy.decide(asker.officer, action, Thing(kind, attributes), asker.purpose, self.today()).allowed

    def scope(self, asker: Asker, kind: str, action: str = "see") -> Condition:
        return self.policy.scope(asker.officer, action, kind, asker.purpose, self.today())

    def append(self, asker: Asker, name: str, authority: str, expected: int, *drafts: Draft) -> tuple[Entry, ...]:
        stream = Stream(name, authority, self.instance)
        author = Author(asker.officer.account, asker.purpose)
        return self.ledger.append(stream, drafts, expected=expected, author=author)

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
        return version, self.round(asker, version, round_id), bool(opened)

    def report(self, plan: str, round_: str, agency: str) -> Report:
        return REPORT.over(self.ledger.read(stream_name(plan, round_, agency)))


def line_standing(line: Line) -> str:
    """The state of a line as others know it: while its agency mends a returned line, it is still a returned one."""
    if line.state in (LineState.EMPTY, LineState.DRAFT):
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
