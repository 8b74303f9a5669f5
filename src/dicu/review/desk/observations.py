"""Figures: importing a file of them, reading an indicator with all that is known of it, and deciding which one stands where
sources contradict each other."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import BinaryIO

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict as Stale
from dicu.ledger.model import Draft
from dicu.review.desk.tools import Tools
from dicu.review.model import Plan
from dicu.review.observations.deciding import BadDecision, Decision, plainly
from dicu.review.observations.importing import Intake, Terms, taken_in
from dicu.review.observations.kinds import DECIDED, IMPORTED, decision_stream, import_stream
from dicu.review.observations.ports import Heads, Import
from dicu.review.observations.table import read_table
from dicu.review.observations.viewing import Conflict, IndicatorView, viewed
from dicu.review.report import LineState
from dicu.review.situation import observed
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Observation

MOST = 100_000_000  # bytes of a file of figures


@dataclass(frozen=True, slots=True)
class Taken:
    """`made`: the import as the register has it; None where the file changed nothing."""

    intake: Intake
    made: Import | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """`number`: of decisions on this plan until now; it goes back with a decision, so that nobody decides over another."""

    plan: Plan
    view: IndicatorView
    number: int
    may_decide: bool


class Figures:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    # For a round -----------------------------------------------------------------------------------------------------

    def of_situation(
        self, asker: Asker, plan: str, *, by: date | None = None, heads: Heads | None = None
    ) -> tuple[tuple[Observation, ...], dict[str, Decision]]:
        """What the register held on a day, or when it stood at `heads`, without what its source did not free: a round ends in
        a paper that everybody reads."""
        register, scope = self.tools.figures, self.tools.scope(asker, "figure")
        rows = register.figures(scope, plan, by=by, heads=heads)
        decided = register.decisions(self.tools.scope(asker, "register"), plan, by=by, heads=heads)
        return tuple(o for o in rows if not o.restricted), {d.subject: d for d in decided}

    # Reading ---------------------------------------------------------------------------------------------------------

    def indicators(self, asker: Asker, plan_id: str) -> tuple[Plan, tuple[IndicatorView, ...]]:
        """Every indicator of the plan in force, each with what the officer may see of it."""
        plan = self.tools.plan(asker, plan_id)
        rows = self._rows(asker, plan)
        decisions = self._decisions(asker, plan_id)
        return plan, tuple(viewed(plan, i, rows.get(i.code, ()), decisions, self.tools.today()) for i in plan.indicators)

    def indicator(self, asker: Asker, plan_id: str, code: str) -> IndicatorPage:
        plan = self.tools.plan(asker, plan_id)
        if code not in plan.indicator_by_code:
            raise absent()
        rows = self._rows(asker, plan, code).get(code, ())
        view = viewed(plan, plan.indicator_by_code[code], rows, self._decisions(asker, plan_id), self.tools.today())
        may = self.tools.may(asker, "decide", "register", plan=plan_id)
        return IndicatorPage(plan, view, len(self._decided(asker, plan_id)), may)

    def imports(self, asker: Asker, plan_id: str) -> tuple[Import, ...]:
        self.tools.plan(asker, plan_id)
        return self.tools.figures.imports(self.tools.scope(asker, "register"), plan_id)

    def _rows(self, asker: Asker, plan: Plan, indicator: str = "") -> dict[str, tuple[Observation, ...]]:
        imported = self.tools.figures.figures(self.tools.scope(asker, "figure"), plan.id, indicator)
        found: dict[str, list[Observation]] = {}
        for o in (*plan.observations, *imported, *self._accepted(asker, plan)):
            if not indicator or o.indicator == indicator:
                found.setdefault(o.indicator, []).append(o)
        return {code: tuple(rows) for code, rows in found.items()}

    def _accepted(self, asker: Asker, plan: Plan) -> tuple[Observation, ...]:
        """Of every round: what an agency reported and the coordinator accepted, as far as the officer may see the lines."""
        t, scope = self.tools, self.tools.scope(asker, "line")
        rounds = t.records.rounds(t.scope(asker, "round"), plan.id)
        lines = [(r.round, agency, line) for r in rounds for agency, line in t.records.lines(scope, plan.id, r.round)]
        accepted = [(round_, agency, line) for round_, agency, line in lines if line.state is LineState.ACCEPTED and line.sent]
        return tuple(observed(plan, r, agency, line, value) for r, agency, line in accepted if line.sent for value in line.sent.values)

    def _decided(self, asker: Asker, plan: str) -> tuple[Decision, ...]:
        return self.tools.figures.decisions(self.tools.scope(asker, "register"), plan)

    def _decisions(self, asker: Asker, plan: str) -> dict[str, Decision]:
        return {decision.subject: decision for decision in self._decided(asker, plan)}

    # Importing -------------------------------------------------------------------------------------------------------

    def take_in(self, asker: Asker, plan_id: str, stream: BinaryIO, name: str, terms: Terms) -> Taken:
        """A whole table, or nothing of it: BadTable names every row that cannot be taken. What the register says already is
        no change, so the same file twice is one import."""
        plan = self.tools.plan(asker, plan_id)
        self.tools.check(asker, "import", "register", plan=plan_id)
        content = stream.read(MOST + 1)
        rows, problems = read_table(BytesIO(content), name)
        if problems:
            raise BadTable(problems)
        intake = taken_in(plan, terms, rows, self.tools.figures.of_register(plan_id, terms.source))
        return Taken(intake, self._kept(asker, plan, terms, intake, content, name) if intake.new else None)

    def _kept(self, asker: Asker, plan: Plan, terms: Terms, intake: Intake, content: bytes, name: str) -> Import:
        t, stream = self.tools, import_stream(plan.id, terms.source)
        before = len(t.ledger.read(stream))
        body = {
            "plan": plan.id,
            "source": terms.source,
            "title": terms.cited.title,
            "file": {"digest": t.vault.keep(content), "name": name[-200:], "size": len(content)},
            "rows": len(intake.outcomes),
            **{what.replace("-", "_"): intake.count(what) for what in ("replaced", "unchanged", "left-out")},
            "added": len(intake.new),
            "digest": intake.digest,
            "synthetic": plan.synthetic,
        }
        entry = t.append(asker, stream, plan.authority, before, Draft(IMPORTED, body))[0]
        t.figures.add(plan.id, terms.source, entry.number, intake.new, t.today(), asker.officer.account)
        return next(i for i in self.imports(asker, plan.id) if i.head == entry.digest.hex())

    # Deciding --------------------------------------------------------------------------------------------------------

    def decide(self, asker: Asker, plan_id: str, code: str, subject: str, chosen: str, reason: str, number: int) -> Decision:
        """Which of the contradicting figures is used from now on, and why. Both stay visible; a further value that
        contradicts opens the conflict again."""
        page = self.indicator(asker, plan_id, code)
        self.tools.check(asker, "decide", "register", plan=plan_id)
        conflict = self._conflict(page, subject)
        if chosen not in {o.key for o in conflict.choice.contenders}:
            raise BadDecision(T("Choose one of the figures that contradict each other."), where="chosen")
        if not reason.strip():
            raise BadDecision(T("Say why this figure stands and the others do not: everybody will read it."), where="reason")
        if number != page.number:
            raise Stale(decision_stream(plan_id))
        among = [{"key": o.key, "value": plainly(o)} for o in conflict.choice.contenders]
        body = {"plan": plan_id, "subject": subject, "among": among, "chosen": chosen, "reason": reason.strip()}
        self.tools.append(asker, decision_stream(plan_id), page.plan.authority, number, Draft(DECIDED, body))
        return self._decisions(asker, plan_id)[subject]

    @staticmethod
    def _conflict(page: IndicatorPage, subject: str) -> Conflict:
        for conflict in page.view.conflicts:
            if conflict.subject == subject:
                return conflict
        raise BadDecision(T("These figures do not contradict each other any more; there is nothing to decide."), where="chosen")
