"""An agency's duty in a round: how its last day came about, more time, being freed, a nil return, and a successor."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.review.desk import DutyView
from dicu.review.desk.duties import answered
from dicu.review.duty import EXTENSION
from dicu.review.rules import NotAllowed
from dicu.review.words import ANSWERED, DEADLINE_BY, OBLIGATION, SORT
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of, stays
from dicu.web.review.rounds import TONES

FIELDS = ("sort", "day", "reason", "text", "due", "heir", "tasks", "basis", "request", "answer")
Where = tuple[str, str, str]


@require_safe
def duty(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    return _page(request, _view(request, (plan, round_, agency)), Problems(), {}, 200)


@require_POST
def ask(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        sort = typed(request, "sort")
        day = _day(request, "day") if sort == EXTENSION else None
        desk(request).duties.ask(asker(request, agency), view, sort, typed(request, "reason"), day, number_of(request))
        return T("The coordinator has your request now.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def answer(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        said = typed(request, "answer")
        if said not in ("grant", "refuse"):
            raise NotAllowed(T("Choose whether you grant it."), "answer")
        found, due = _number(request, "request"), _day(request, "due")
        desk(request).duties.answer(asker(request, agency), view, found, said == "grant", typed(request, "reason"), due, number_of(request))
        return T("Your answer is recorded, with your name and your reason.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def write_nil(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        desk(request).duties.write_nil(asker(request, agency), view, typed(request, "text"), number_of(request))
        return T("The nil return was saved. It waits for clearance: somebody else of your agency clears and sends it.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def send_nil(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        desk(request).duties.send_nil(asker(request, agency), view, number_of(request))
        return T("The nil return was sent.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def refuse_nil(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        desk(request).duties.refuse_nil(asker(request, agency), view, typed(request, "reason"), number_of(request))
        return T("The nil return is a draft again, with your reason.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def withdraw_nil(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        desk(request).duties.withdraw_nil(asker(request, agency), view, typed(request, "reason"), number_of(request))
        return T("The nil return was withdrawn. The report is owed again.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def review_nil(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        said = typed(request, "answer")
        if said not in ("accept", "return"):
            raise NotAllowed(T("Choose whether you accept the nil return."), "answer")
        desk(request).duties.answer_nil(asker(request, agency), view, said == "accept", typed(request, "reason"), number_of(request))
        return T("Your answer is recorded, with your name and your reason.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def pass_on(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(view: DutyView) -> Message:
        tasks, heir = tuple(request.POST.getlist("tasks")), typed(request, "heir")
        desk(request).duties.pass_on(
            asker(request, agency), view, heir, tasks, typed(request, "reason"), typed(request, "basis"), number_of(request)
        )
        return T("The duty has passed. The agency that took over owes the report from now on.")

    return _step(request, (plan, round_, agency), done)


@require_POST
def withdraw(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    def done(_: DutyView) -> Message:
        who, reporting = asker(request, agency), desk(request).reporting
        view = reporting.view(who, plan, round_, agency)
        reporting.withdraw(who, view, typed(request, "reason"), number_of(request))
        return T("The report was withdrawn. It is owed again.")

    return _step(request, (plan, round_, agency), done)


def _view(request: HttpRequest, where: Where) -> DutyView:
    found: DutyView = desk(request).duties.view(asker(request, where[2]), *where)
    return found


def _step(request: HttpRequest, where: Where, done: Callable[[DutyView], Message]) -> HttpResponse:
    """One step of the page; what it refuses stands on the page again, with what was typed."""
    stays(request, "duty", *where)
    view, problems = _view(request, where), Problems()
    with attempt(problems, *FIELDS):
        said = done(view)
    if problems:
        fields = {name: typed(request, name) for name in FIELDS} | {"at": request.resolver_match.url_name if request.resolver_match else ""}
        return _page(request, _view(request, where), problems, fields, 422)
    notify(request, said)
    return HttpResponseRedirect(reverse("duty", args=where))


def _page(request: HttpRequest, view: DutyView, problems: Problems, fields: dict[str, str], status: int) -> HttpResponse:
    tools, who, o = desk(request).tools, asker(request, view.obligation.agency), view.obligation
    where = {"plan": o.plan, "round": o.round, "agency": o.agency}
    nil, today, frozen = view.duty.nil, tools.today(), view.history.frozen(o.agency)
    waiting = [r for r in view.duty.requests if r.state == "asked"]
    context = {
        "view": view,
        "standing": view.plan.standing,
        "day": today,
        "state": o.state(today),
        "late": tools.working_days_late(o),
        "requests": answered(view.duty.requests),
        "obligation_words": OBLIGATION,
        "tones": TONES,
        "by_words": DEADLINE_BY,
        "sort_words": SORT,
        "answered_words": ANSWERED,
        "fields": {**dict.fromkeys(FIELDS, ""), **fields},
        "at": fields.get("at", ""),
        "problems": problems,
        "may_ask": not frozen
        and o.owed(today)
        and o.submitted_at is None
        and tools.may(who, "ask", "request", **where, state="asked", asked_by=""),
        "closed": frozen,
        "answerable": [
            r for r in waiting if not frozen and tools.may(who, "answer", "request", **where, state="asked", asked_by=r.asked_by)
        ],
        "may_write_nil": _may_write_nil(request, view),
        "may_send_nil": nil.in_clearance
        and not frozen
        and tools.may_by_another(who, "clear", "nil", nil.authors, **where, state="draft", submitted_by=""),
        "may_refuse_nil": view.own and nil.in_clearance and not frozen,
        "own_draft": view.own and nil.state == "draft",
        "may_withdraw_nil": nil.state == "submitted"
        and not frozen
        and tools.may(who, "withdraw", "nil", **where, state="submitted", author="", submitted_by=""),
        "may_review_nil": not frozen
        and tools.may_by_another(who, "accept", "nil", nil.sent_authors, **where, state=nil.state, submitted_by=nil.submitter),
        "may_return_nil": nil.state == "accepted"
        and not frozen
        and tools.may_by_another(who, "return", "nil", nil.sent_authors, **where, state=nil.state, submitted_by=nil.submitter),
        "may_withdraw": not frozen
        and o.report_state == "submitted"
        and tools.may(who, "withdraw", "report", **where, state="submitted", submitted_by=""),
        "passable": _passable(request, view),
        "heirs": desk(request).duties.heirs(view),
    }
    return render(request, "review/duty.jinja", context, status=status)


def _may_write_nil(request: HttpRequest, view: DutyView) -> bool:
    o = view.obligation
    writable = (
        not view.history.frozen(o.agency) and o.submitted_at is None and view.duty.nil.state in ("", "draft", "returned") and bool(o.tasks)
    )
    where: dict[str, Any] = {"plan": o.plan, "round": o.round, "agency": o.agency, "state": "draft", "author": "", "submitted_by": ""}
    return writable and desk(request).tools.may(asker(request, o.agency), "write", "nil", **where)


def _passable(request: HttpRequest, view: DutyView) -> tuple[str, ...]:
    """Tasks whose duty this officer may pass on, where the agency has sent nothing."""
    o = view.obligation
    where = {"plan": o.plan, "round": o.round, "agency": o.agency, "state": o.report_state}
    may = desk(request).tools.may(asker(request, o.agency), "pass", "obligation", **where)
    may = may and not view.history.frozen(o.agency)
    return o.tasks if may and o.submitted_at is None and view.duty.nil.state not in ("submitted", "accepted") else ()


def _day(request: HttpRequest, name: str) -> date | None:
    text = typed(request, name)
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, name) from refused


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
