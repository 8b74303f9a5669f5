"""Closing a round, and opening lines of it again. One coordinator closes, having seen what stays open; nobody opens anything
again alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft, Entry
from dicu.review.closing import check_closable, check_decidable, check_reopenable, snapshot_of, waiting
from dicu.review.desk.tools import NOBODY, Tools
from dicu.review.duty import DUTY
from dicu.review.model import Plan, Round
from dicu.review.opened import Reopening, RoundHistory, round_stream
from dicu.review.relief import check_reason
from dicu.review.report import REPORT, TOLD, stream_name


@dataclass(frozen=True, slots=True)
class ClosingView:
    """`unmet`: agencies that owe a report still, which closing does not change; `unanswered`: agencies of which something waits
    for a coordinator."""

    plan: Plan
    round: Round
    history: RoundHistory
    unmet: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def pending(self) -> tuple[Reopening, ...]:
        return tuple(one for one in self.history.reopenings if one.state == "asked")


class Closings:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def view(self, asker: Asker, plan_id: str, round_id: str) -> ClosingView:
        """What there is to know before a round is closed, and what was asked since. Absent for a round that is not there."""
        t = self.tools
        plan, round_, _ = t.as_opened(asker, plan_id, round_id)
        t.check(asker, "close", "round", plan=plan_id, round=round_id)
        history, today = t.history(plan_id, round_id), t.today()
        owed = t.records.obligations(t.scope(asker, "obligation"), plan_id, round_id)
        unmet = tuple(o.agency for o in owed if o.owed(today))
        unanswered = tuple(agency for agency, tasks in history.tasks.items() if waiting(*t.duty(plan_id, round_id, agency), tasks))
        return ClosingView(plan, round_, history, unmet, unanswered)

    def close(self, asker: Asker, view: ClosingView, reasons: Mapping[str, str], number: int) -> None:
        """Freezes the reports of the round. `reasons`: agency → why what it sent stays without an answer; each agency of which
        something waits needs one. What is owed stays owed: it is a gap."""
        reasons = check_closable(view.history, view.unanswered, reasons)
        where = {"plan": view.plan.id, "round": view.round.id}
        if number != view.history.number:
            raise Conflict(round_stream(**_named(where)))
        read = {agency: self._read(view, agency) for agency in view.history.tasks}
        heads = {agency: head for agency, entries in read.items() if (head := _head(entries))}
        body = {**where, "snapshot": snapshot_of(heads), "heads": heads, "unmet": list(view.unmet), "unjudged": reasons}
        held = [(stream_name(**_named(where), agency=agency), agency, len(entries), ()) for agency, entries in read.items()]
        self.tools.append_together(asker, *held, self._step(view, number, Draft("round.closed", body)))

    def ask(self, asker: Asker, view: ClosingView, agency: str, tasks: tuple[str, ...], reason: str, number: int) -> None:
        """Asks another coordinator to open lines of an agency again."""
        self.tools.check(asker, "reopen", "round", plan=view.plan.id, round=view.round.id)
        report = self.tools.report(view.plan.id, view.round.id, agency)
        check_reopenable(view.history, report, agency, tasks)
        where = {"plan": view.plan.id, "round": view.round.id}
        body = {**where, "agency": agency, "tasks": list(tasks), "reason": check_reason(reason)}
        self._append(asker, view, number, Draft("round.reopening.asked", body))

    def decide(self, asker: Asker, view: ClosingView, request: int, grant: bool, reason: str, number: int) -> None:
        """By another coordinator than the one who asked. Granted, the lines are their agency's again; the snapshot of the
        closing, and the editions built on it, stay what they were."""
        found = view.history.reopening(request)
        where = {"plan": view.plan.id, "round": view.round.id}
        agency, by = (found.agency, found.asked_by) if found else ("", NOBODY)
        self.tools.check(asker, "answer", "request", **where, agency=agency, state="asked", asked_by=by)
        asked, said = check_decidable(found, view.history), check_reason(reason)
        if not grant:
            self._append(asker, view, number, Draft("round.reopening.refused", {**where, "request": request, "reason": said}))
            return
        if number != view.history.number:
            raise Conflict(round_stream(**_named(where)))
        body = {**where, "request": request, "agency": asked.agency, "tasks": list(asked.tasks), "reason": said}
        self.tools.append_together(asker, self._step(view, number, Draft("round.reopened", body)), self._again(view, asked))

    def _again(self, view: ClosingView, asked: Reopening) -> tuple[str, str, int, tuple[Draft, ...]]:
        """The lines themselves, in their report's own history, with the reason for which they were opened."""
        report = self.tools.report(view.plan.id, view.round.id, asked.agency)
        bodies = [{"task": task, "request": asked.number, "reason": asked.reason} for task in asked.tasks]
        drafts = tuple(Draft("report.line.reopened", body) for body in bodies)
        return stream_name(view.plan.id, view.round.id, asked.agency), asked.agency, report.number, drafts

    def _read(self, view: ClosingView, agency: str) -> tuple[Entry, ...]:
        """A report, which must stand where it was looked at: it is held there while the round is closed."""
        name = stream_name(view.plan.id, view.round.id, agency)
        entries = self.tools.ledger.read(name)
        if (agency in view.unanswered) != waiting(REPORT.over(entries), DUTY.over(entries), view.history.tasks[agency]):
            raise Conflict(name)
        return entries

    def _step(self, view: ClosingView, number: int, draft: Draft) -> tuple[str, str, int, tuple[Draft, ...]]:
        return round_stream(view.plan.id, view.round.id), view.plan.authority, number, (draft,)

    def _append(self, asker: Asker, view: ClosingView, number: int, draft: Draft) -> None:
        name, whose, at, drafts = self._step(view, number, draft)
        self.tools.append(asker, name, whose, at, *drafts)


def _named(where: Mapping[str, str]) -> dict[str, str]:
    return {"plan": where["plan"], "round_": where["round"]}


def _head(entries: tuple[Entry, ...]) -> str:
    """Digest of the last entry that left the agency or came to it; a draft changes no snapshot."""
    told = [entry for entry in entries if entry.kind in TOLD]
    return told[-1].digest.hex() if told else ""
