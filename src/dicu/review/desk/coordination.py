"""The coordinator's side: loading plans, opening rounds, seeing who owes and where tasks stand, accepting and returning."""

from dataclasses import dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.bundles import Bundle, packed
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import Tools
from dicu.review.gaps import Gap, found
from dicu.review.model import Plan, Round
from dicu.review.obligations import Obligation
from dicu.review.progress import TaskStanding
from dicu.review.reading import read_plan
from dicu.review.report import Line, LineState, ReturnReason, stream_name
from dicu.review.rules import NotAllowed, check_return, check_reviewable
from dicu.review.situation import Situation
from dicu.review.validating import check_bundle
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

    def load_plan(self, asker: Asker, bundle: Bundle, origin: str) -> Plan:
        """Checks a plan whole and makes it the current version; the same bundle again changes nothing."""
        t = self.tools
        check_bundle(bundle)
        content = packed(bundle)
        plan = read_plan(content)
        t.check(asker, "load", "plan", plan=plan.id, synthetic=plan.synthetic)
        entries = t.ledger.read(f"plan/{plan.id}")
        if not entries or entries[-1].body["digest"] != plan.digest:
            t.vault.keep(content)
            t.append(
                asker,
                f"plan/{plan.id}",
                plan.authority,
                len(entries),
                Draft(
                    "plan.loaded",
                    {
                        "plan": plan.id,
                        "version": plan.version,
                        "digest": plan.digest,
                        "synthetic": plan.synthetic,
                        "tasks": len(plan.tasks),
                        "observations": len(plan.observations),
                        "origin": origin,
                    },
                ),
            )
        return plan

    def open_round(self, asker: Asker, plan_id: str, round_id: str) -> Round:
        """Every agency that leads a task owes a report from now on. A round is opened once."""
        t = self.tools
        plan = t.plan(asker, plan_id)
        round_ = t.round(asker, plan, round_id)
        t.check(asker, "open", "round", plan=plan_id, round=round_id)
        if not plan.leads():
            raise NotAllowed(
                T(
                    "No agency is known to lead a task of {plan}, so there is nobody to report. Load the plan’s annex first.",
                    plan=plan.short,
                )
            )
        if t.ledger.read(f"round/{plan_id}/{round_id}"):
            raise NotAllowed(T("This round is open already."))
        agencies = {code: [task.code for task in plan.tasks_led_by(code)] for code in plan.leads()}
        t.append(
            asker,
            f"round/{plan_id}/{round_id}",
            plan.authority,
            0,
            Draft(
                "round.opened",
                {
                    "plan": plan_id,
                    "round": round_id,
                    "plan_digest": plan.digest,
                    "opens": _iso(round_.opens),
                    "cut_off": _iso(round_.cut_off),
                    "due": _iso(round_.due),
                    "agencies": agencies,
                },
            ),
        )
        return round_

    def overview(self, asker: Asker, plan_id: str, round_id: str, day: date | None = None) -> Overview:
        """Obligations, progress and gaps, each within the officer's scope."""
        plan, round_, opened = self.tools.as_opened(asker, plan_id, round_id)
        situation = self.situation(asker, plan, round_, day or self.tools.today())
        where = {"plan": plan_id, "round": round_id}
        seen = tuple(g for g in found(situation) if self.tools.may(asker, "see", "gap", **where, agency=g.agency))
        return Overview(situation, seen, opened)

    def reporting_of(self, asker: Asker, plan_id: str, round_id: str) -> Overview:
        """Who owes and who sent, without what they wrote: all that the first page of a round shows."""
        plan, round_, opened = self.tools.as_opened(asker, plan_id, round_id)
        return Overview(Situation(plan, round_, self.tools.today(), self._obligations(asker, plan, round_)), (), opened)

    def situation(self, asker: Asker, plan: Plan, round_: Round, day: date) -> Situation:
        lines = self.tools.records.lines(self.tools.scope(asker, "line"), plan.id, round_.id)
        return Situation(
            plan,
            round_,
            day,
            self._obligations(asker, plan, round_),
            {line.task: line for _, line in lines},
            {line.task: agency for agency, line in lines},
        )

    def _obligations(self, asker: Asker, plan: Plan, round_: Round) -> tuple[Obligation, ...]:
        return self.tools.records.obligations(self.tools.scope(asker, "obligation"), plan.id, round_.id)

    def progress(self, asker: Asker, view: Overview) -> tuple[TaskStanding, ...]:
        """The tasks whose lines the officer may know: to a reporter, another agency's would look as if nothing was done."""
        s = view.situation
        where = {"plan": s.plan.id, "round": s.round.id, "state": str(LineState.ACCEPTED), "submitted_by": ""}

        def known(row: TaskStanding) -> bool:
            return self.tools.may(asker, "see", "line", **where, agency=row.task.responsible, task=row.task.code)

        return tuple(row for row in s.standings if known(row))

    def accept(self, asker: Asker, view: ReportView, task: str, number: int) -> None:
        line = self._reviewable(asker, "accept", view, task)
        self._append(asker, view, number, Draft("report.line.accepted", {"task": line.task}))

    def send_back(self, asker: Asker, view: ReportView, task: str, reason: str, text: str, due: date | None, number: int) -> None:
        """Returns a line with its reason; the other lines stay as they are."""
        line = self._reviewable(asker, "return", view, task)
        if reason not in set(ReturnReason):
            raise NotAllowed(T("Choose the reason for which the line goes back."), where="reason")
        check_return(text, due, self.tools.today())
        self._append(
            asker,
            view,
            number,
            Draft(
                "report.line.returned",
                {
                    "task": line.task,
                    "reason": reason,
                    "text": text.strip(),
                    "due": _iso(due),
                },
            ),
        )

    def _reviewable(self, asker: Asker, action: str, view: ReportView, task: str) -> Line:
        """Who may judge at all is asked before the line's state is told."""
        _, line = view.line(task)
        o = view.obligation
        self.tools.check(
            asker,
            action,
            "line",
            plan=o.plan,
            round=o.round,
            agency=o.agency,
            task=task,
            state=str(LineState.SUBMITTED),
            submitted_by=line.submitter,
        )
        check_reviewable(line)
        return line

    def _append(self, asker: Asker, view: ReportView, number: int, draft: Draft) -> None:
        """`number` is the last thing that the agency told; what it has been drafting since makes no answer stale."""
        o = view.obligation
        name, report = stream_name(o.plan, o.round, o.agency), self.tools.report(o.plan, o.round, o.agency)
        if number != report.told:
            raise Conflict(name)
        self.tools.append(asker, name, o.agency, report.number, draft)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
