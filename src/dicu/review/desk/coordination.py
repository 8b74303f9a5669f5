"""The coordinator's side: loading plans, opening rounds, seeing who owes and where tasks stand, accepting and returning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dicu.access.conditions import holds
from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.bundles import Bundle
from dicu.review.closing import check_open
from dicu.review.deadlines import DECISION, Deadline, deadline_of
from dicu.review.desk.gap_grounds import beside
from dicu.review.desk.observations import Figures
from dicu.review.desk.opening import opening
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import NOBODY, Tools
from dicu.review.desk.versions import Versions
from dicu.review.gaps import Gap, found_whole
from dicu.review.gaps.ports import Outside
from dicu.review.leading import leaders
from dicu.review.model import Plan, Round
from dicu.review.obligations import Obligation
from dicu.review.observations.ports import Heads
from dicu.review.opened import round_stream
from dicu.review.progress import SENT, TaskStanding, standings
from dicu.review.questions import proposal
from dicu.review.report import Line, LineState, ReturnReason, stream_name
from dicu.review.rules import NotAllowed, check_acceptable, check_return, check_reviewable
from dicu.review.situation import Situation
from dicu.vocabulary.messages import T


@dataclass(frozen=True, slots=True)
class Overview:
    """A round on a day, as far as the officer may see it."""

    situation: Situation
    gaps: tuple[Gap, ...]
    open: bool


class Coordination:
    def __init__(self, tools: Tools, reporting: Reporting) -> None:
        self.tools = tools
        self.reporting = reporting
        self.outside: list[Outside] = []

    def load_plan(self, asker: Asker, bundle: Bundle, origin: str) -> Plan:
        """Checks a plan whole and makes it the version in force; the same bundle again changes nothing."""
        return Versions(self.tools).load(asker, bundle, origin)

    def open_round(self, asker: Asker, plan_id: str, round_id: str, apply_rule: bool = False) -> Round:
        """Every agency that leads a task owes a report from now on. A round is opened once. `apply_rule`: a rule that does not
        bind by itself sets the last day, by this coordinator's decision."""
        t = self.tools
        plan = t.plan(asker, plan_id)
        round_ = t.round(asker, plan, round_id)
        t.check(asker, "open", "round", plan=plan_id, round=round_id)
        if not leaders(plan, t.today()):
            raise NotAllowed(
                T(
                    "No agency is known to lead a task of {plan}, so there is nobody to report. Load the plan’s annex first.",
                    plan=plan.short,
                )
            )
        if t.ledger.read(round_stream(plan_id, round_id)):
            raise NotAllowed(T("This round is open already."))
        deadline = self.deadline(round_, apply_rule)
        if apply_rule and deadline.by != DECISION:
            raise NotAllowed(T("There is no rule to apply: the last day is set by the plan or by law, or no rule gives one."))
        t.append(asker, round_stream(plan_id, round_id), plan.authority, 0, *opening(plan, round_, deadline, t.today()))
        return round_

    def deadline(self, round_: Round, apply_rule: bool = False) -> Deadline:
        """The last day as it would be recorded if the round were opened now, by the version of the law that holds today."""
        law = self.tools.law().on(round_.rule, self.tools.today()) if round_.rule else None
        return deadline_of(round_, law, self.tools.calendars, apply_rule)

    def overview(
        self, asker: Asker, plan_id: str, round_id: str, day: date | None = None, owners: Mapping[str, str] | None = None
    ) -> Overview:
        """Obligations, progress and gaps, each within the officer's scope. `owners`: gap → the agency that has it by plan."""
        plan, round_, opened = self.tools.as_opened(asker, plan_id, round_id)
        plain = self.situation(asker, plan, round_, day or self.tools.today())
        situation = replace(plain, beside=beside(self.tools, asker, plain))
        gaps = (*found_whole(situation), *(gap for source in self.outside for gap in source(asker, plan, round_id)))
        where, whose = {"plan": plan_id, "round": round_id}, owners or {}

        def seen(gap: Gap) -> bool:
            return self.tools.may(asker, "see", "gap", **where, agency=gap.agency, owner=whose.get(gap.key, ""))

        return Overview(situation, tuple(gap for gap in gaps if seen(gap)), opened)

    def reporting_of(self, asker: Asker, plan_id: str, round_id: str) -> Overview:
        """Who owes and who sent, without what they wrote: all that the first page of a round shows."""
        plan, round_, opened = self.tools.as_opened(asker, plan_id, round_id)
        return Overview(Situation(plan, round_, self.tools.today(), self._obligations(asker, plan, round_)), (), opened)

    def standing_of(self, asker: Asker, plan_id: str, round_id: str) -> Overview:
        """Where tasks stand, without the gaps: what the page of progress shows."""
        plan, round_, opened = self.tools.as_opened(asker, plan_id, round_id)
        lines = self.tools.records.claims(self.tools.scope(asker, "line"), plan_id, round_id)
        whose = {line.task: agency for agency, line in lines}
        owed = self._obligations(asker, plan, round_)
        return Overview(Situation(plan, round_, self.tools.today(), owed, {line.task: line for _, line in lines}, whose), (), opened)

    def situation(self, asker: Asker, plan: Plan, round_: Round, day: date, heads: Heads | None = None) -> Situation:
        """`heads`: where the register of figures stood; without them, what it held on the day."""
        imported, decisions = Figures(self.tools).of_situation(asker, plan.id, by=None if heads is not None else day, heads=heads)
        lines = self.tools.records.lines(self.tools.scope(asker, "line"), plan.id, round_.id)
        return Situation(
            plan,
            round_,
            day,
            self._obligations(asker, plan, round_),
            {line.task: line for _, line in lines},
            {line.task: agency for agency, line in lines},
            imported=imported,
            decisions=decisions,
        )

    def _obligations(self, asker: Asker, plan: Plan, round_: Round) -> tuple[Obligation, ...]:
        return self.tools.records.obligations(self.tools.scope(asker, "obligation"), plan.id, round_.id)

    def progress(self, asker: Asker, view: Overview) -> tuple[TaskStanding, ...]:
        """The tasks whose lines the officer may know: to a reporter, another agency's would look as if nothing was done."""
        return self._known(asker, view, view.situation.standings)

    def ahead(self, asker: Asker, view: Overview) -> tuple[TaskStanding, ...]:
        """The same, if all that waits for the coordinator were accepted as it is: a look ahead, for nobody to publish."""
        s = view.situation
        return self._known(asker, view, standings(s.plan, s.lines, s.day, s.owners, SENT))

    def _known(self, asker: Asker, view: Overview, rows: tuple[TaskStanding, ...]) -> tuple[TaskStanding, ...]:
        s, scope = view.situation, self.tools.scope(asker, "line")
        where = {"plan": s.plan.id, "round": s.round.id, "state": str(LineState.ACCEPTED), "submitted_by": ""}
        return tuple(row for row in rows if holds(scope, where | {"agency": row.agency, "task": row.task.code}))

    def accept(self, asker: Asker, view: ReportView, task: str, number: int) -> None:
        """Not while a question on the line waits for its answer, and never by who sent or wrote it."""
        line = self.reviewable(asker, "accept", view, task)
        check_acceptable(line)
        self.append(asker, view, number, Draft("report.line.accepted", {"task": line.task}))

    def send_back(
        self, asker: Asker, view: ReportView, task: str, reason: str, text: str, due: date | None, number: int, proposed: str = ""
    ) -> None:
        """Returns a line with its reason; the other lines stay as they are. `proposed`: other words for what was done, which
        its agency takes over or not."""
        line = self.reviewable(asker, "return", view, task)
        if reason not in set(ReturnReason):
            raise NotAllowed(T("Choose the reason for which the line goes back."), where="reason")
        check_return(text, due, self.tools.today())
        body = {"task": line.task, "reason": reason, "text": text.strip(), "due": _iso(due)}
        self.append(asker, view, number, Draft("report.line.returned", body), *proposal(line.task, proposed))

    def reviewable(self, asker: Asker, action: str, view: ReportView, task: str) -> Line:
        """Who may judge at all is asked before the line's state is told."""
        _, line = view.line(task)
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency, "task": task}
        facts = {"state": str(LineState.SUBMITTED), "submitted_by": line.submitter}
        self.tools.check_by_another(asker, action, "line", line.sent_authors, **where, **facts)
        check_open(view.history, o.agency, (task,))
        check_reviewable(line)
        return line

    def check_reviewer(self, asker: Asker, view: ReportView) -> None:
        """Raises Forbidden for whoever sees the report and judges nothing of it, whatever its lines are."""
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency, "task": ""}
        facts = {"state": str(LineState.SUBMITTED), "submitted_by": NOBODY, "author": NOBODY}
        self.tools.check(asker, "accept", "line", **where, **facts)

    def reviews(self, asker: Asker, view: ReportView, line: Line) -> bool:
        """Whether the officer may judge this line as it stands now."""
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency, "task": line.task}
        facts = {"state": str(line.state), "submitted_by": line.submitter}
        return not view.frozen(line.task) and self.tools.may_by_another(asker, "accept", "line", line.sent_authors, **where, **facts)

    def append(self, asker: Asker, view: ReportView, number: int, *drafts: Draft) -> None:
        """`number` is the last thing that the agency told; what it has been drafting since makes no answer stale."""
        o = view.obligation
        name, report = stream_name(o.plan, o.round, o.agency), self.tools.report(o.plan, o.round, o.agency)
        if number != report.told:
            raise Conflict(name)
        self.tools.append(asker, name, o.agency, report.number, *drafts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
