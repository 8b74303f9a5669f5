"""An agency's duty in a round: more time, being freed of it, a nil return, and its passing to a successor. Asked by the agency,
answered by a named coordinator with a reason."""

from dataclasses import dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.ledger.model import Conflict, Draft
from dicu.review.closing import check_open
from dicu.review.deadlines import Deadline
from dicu.review.desk.tools import NOBODY, Tools
from dicu.review.duty import EXTENSION, SORTS, Duty, Request
from dicu.review.model import Plan, Round
from dicu.review.obligations import Obligation
from dicu.review.opened import RoundHistory, round_stream
from dicu.review.relief import (
    check_answerable,
    check_ask,
    check_heir,
    check_later,
    check_nil_judgeable,
    check_nil_refusable,
    check_nil_returnable,
    check_nil_sendable,
    check_nil_writable,
    check_owed,
    check_passable,
    check_reason,
)
from dicu.review.report import Report, stream_name
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty as one officer may see it. `own`: for its agency, with the nil return that is being written. `number` is what a
    form was filled on; `deadline` how the last day of the round came about; `history` the round's own entries."""

    plan: Plan
    round: Round
    obligation: Obligation
    duty: Duty
    own: bool
    number: int
    deadline: Deadline | None
    history: RoundHistory


class Duties:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def view(self, asker: Asker, plan: str, round_: str, agency: str) -> DutyView:
        """The duty, or Absent: for one that does not exist, and for one the officer may not know of."""
        t = self.tools
        found = t.records.obligations(t.scope(asker, "obligation"), plan, round_, agency)
        if not found:
            raise absent()
        version, asked, _ = t.as_opened(asker, plan, round_)
        report, duty = t.duty(plan, round_, agency)
        own = t.may(asker, "ask", "request", plan=plan, round=round_, agency=agency, state="asked", asked_by="")
        history = t.history(plan, round_)
        shown = duty if own else duty.as_told()
        return DutyView(version, asked, found[0], shown, own, report.number if own else report.told, history.deadline, history)

    # The agency ------------------------------------------------------------------------------------------------------

    def ask(self, asker: Asker, view: DutyView, sort: str, reason: str, day: date | None, number: int) -> None:
        """Asks for more time, until a day, or to be freed of the report."""
        self._check(asker, "ask", "request", view, state="asked", asked_by="")
        if sort not in SORTS:
            raise NotAllowed(T("Choose what you ask for."), where="sort")
        by_last_day = self.tools.law().relief.by_last_day
        check_ask(view.obligation, view.duty, sort, day, self.tools.today(), by_last_day, self.tools.calendars)
        body: dict[str, object] = {"reason": check_reason(reason)}
        if sort == EXTENSION:
            body["day"] = day.isoformat() if day else None
        self._append(asker, view, number, Draft(f"report.{sort}.asked", body))

    def write_nil(self, asker: Asker, view: DutyView, text: str, number: int) -> None:
        """Keeps the statement that there is nothing to report, as a draft: it counts for nothing until it was sent."""
        self._check(asker, "write", "nil", view, state="draft", author="", submitted_by="")
        said = check_nil_writable(view.obligation, view.duty, self._report(view), text)
        if said != view.duty.nil.text or view.duty.nil.state != "draft":
            self._append(asker, view, number, Draft("report.nil.written", {"text": said}))

    def send_nil(self, asker: Asker, view: DutyView, number: int) -> None:
        """Clears and sends the nil return; never by who wrote it."""
        self._check_by_another(asker, "clear", view, view.duty.nil.authors, state="draft", submitted_by="")
        check_nil_sendable(view.obligation, view.duty, self._report(view))
        self._append(asker, view, number, Draft("report.nil.sent", {"tasks": list(view.obligation.tasks)}))

    def refuse_nil(self, asker: Asker, view: DutyView, reason: str, number: int) -> None:
        """Gives the nil return back to the draft instead of clearing it; also by who wrote it."""
        self._check(asker, "write", "nil", view, state="draft", author="", submitted_by="")
        check_nil_refusable(view.duty)
        self._append(asker, view, number, Draft("report.nil.refused", {"reason": check_reason(reason)}))

    def withdraw_nil(self, asker: Asker, view: DutyView, reason: str, number: int) -> None:
        """Takes the nil return back before it was judged; the report is owed again."""
        self._check(asker, "withdraw", "nil", view, state="submitted", author="", submitted_by="")
        check_nil_judgeable(view.duty)
        self._append(asker, view, number, Draft("report.nil.withdrawn", {"reason": check_reason(reason)}))

    # The coordinator -------------------------------------------------------------------------------------------------

    def answer(self, asker: Asker, view: DutyView, request: int, grant: bool, reason: str, due: date | None, number: int) -> None:
        """Grants or refuses what was asked. An extension moves the last day of this one duty, to the day that was asked for
        or to the one given here."""
        found = view.duty.request(request)
        self._check(asker, "answer", "request", view, state="asked", asked_by=found.asked_by if found else NOBODY)
        made = check_answerable(found)
        body: dict[str, object] = {"request": request, "reason": check_reason(reason)}
        if grant:
            check_owed(view.obligation, self.tools.today())
        if grant and made.sort == EXTENSION:
            body["due"] = check_later(view.obligation, due or made.day, self.tools.calendars, "due").isoformat()
        self._append(asker, view, number, Draft(f"report.{made.sort}.{'granted' if grant else 'refused'}", body))

    def answer_nil(self, asker: Asker, view: DutyView, accept: bool, reason: str, number: int) -> None:
        """Takes the nil return, or gives it back with the reason, also one that was taken: then the report is owed again."""
        nil = view.duty.nil
        state = "accepted" if nil.state == "accepted" and not accept else "submitted"
        submitter = nil.submitter or NOBODY
        self._check_by_another(asker, "accept" if accept else "return", view, nil.sent_authors, state=state, submitted_by=submitter)
        (check_nil_judgeable if accept else check_nil_returnable)(view.duty)
        body = {"tasks": list(view.obligation.tasks)} if accept else {"reason": check_reason(reason)}
        self._append(asker, view, number, Draft(f"report.nil.{'accepted' if accept else 'returned'}", body))

    def pass_on(self, asker: Asker, view: DutyView, heir: str, tasks: tuple[str, ...], reason: str, basis: str, number: int) -> None:
        """The duty on these tasks is that of the agency that took over. What was sent already stays where it is.
        `number`: how many entries of the round the form was filled on."""
        t, o = self.tools, view.obligation
        self._check(asker, "pass", "obligation", view, state=o.report_state)
        agency = view.plan.agency_by_code.get(heir)
        if agency is None or not agency.exists_on(t.today()):
            raise NotAllowed(T("Choose an agency of the plan that exists today."), where="heir")
        report, duty = t.duty(o.plan, o.round, o.agency)
        check_passable(o, report, duty.nil.state, tasks, heir)
        check_heir(agency.name, t.duty(o.plan, o.round, heir)[1])
        if number != view.history.number:
            raise Conflict(round_stream(o.plan, o.round))
        said = check_reason(reason)
        name, code = self._known(view, heir)
        body = {"plan": o.plan, "round": o.round, "origin": o.agency, "heir": heir, "tasks": list(tasks), "reason": said,
                "basis": basis.strip()[:500] or name, "since": code, "verified": self._verified(view, heir)}  # fmt: skip
        t.append(asker, round_stream(o.plan, o.round), view.plan.authority, number, Draft("round.duty.passed", body))

    def heirs(self, view: DutyView) -> tuple[str, ...]:
        """Who may take the duty over, the successors that the register names first."""
        today = self.tools.today()
        named = [s.successor for s in self._successions(view)]
        others = [a.code for a in view.plan.agencies if a.exists_on(today) and a.code != view.obligation.agency]
        return tuple(dict.fromkeys((*named, *others)))

    def _successions(self, view: DutyView):  # type: ignore[no-untyped-def]
        agency = view.obligation.agency
        return view.plan.register.successors(agency, self.tools.today()) if agency in view.plan.register.by_code else ()

    def _known(self, view: DutyView, heir: str) -> tuple[str, str | None]:
        """The legal basis and day of the succession, where the register has it."""
        for succession in self._successions(view):
            if succession.successor == heir:
                return succession.acts, succession.since.isoformat()
        return "", None

    def _verified(self, view: DutyView, heir: str) -> bool:
        taken = [s for s in self._successions(view) if s.successor == heir]
        return bool(taken) and all(s.verified for s in taken)

    # Both ------------------------------------------------------------------------------------------------------------

    def _check(self, asker: Asker, action: str, kind: str, view: DutyView, **more: object) -> None:
        """Whether the officer may at all, and then whether the round is still open."""
        o = view.obligation
        self.tools.check(asker, action, kind, plan=o.plan, round=o.round, agency=o.agency, **more)
        check_open(view.history, o.agency)

    def _check_by_another(self, asker: Asker, action: str, view: DutyView, authors: tuple[str, ...], **more: object) -> None:
        o = view.obligation
        self.tools.check_by_another(asker, action, "nil", authors, plan=o.plan, round=o.round, agency=o.agency, **more)
        check_open(view.history, o.agency)

    def _report(self, view: DutyView) -> Report:
        o = view.obligation
        return self.tools.report(o.plan, o.round, o.agency)

    def _append(self, asker: Asker, view: DutyView, number: int, draft: Draft) -> None:
        """What the agency has been drafting makes no answer of the coordinator stale."""
        o = view.obligation
        name, report = stream_name(o.plan, o.round, o.agency), self._report(view)
        if number != (report.number if view.own else report.told):
            raise Conflict(name)
        self.tools.append(asker, name, o.agency, report.number, draft)


def answered(requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Newest first."""
    return tuple(sorted(requests, key=lambda r: r.number, reverse=True))


__all__ = ["Duties", "DutyView", "answered"]
