"""Reports: a reporter's list and report, the coordinator's queue, clearing, sending, and answering several lines."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.rulebook import REPORTING
from dicu.review.clearance import lacking
from dicu.review.desk import Asker, ReportView, Result
from dicu.review.model import Plan
from dicu.review.obligations import Obligation
from dicu.review.report import LineState, ReturnReason
from dicu.review.rules import NotAllowed, goes
from dicu.review.words import CLAIM, LINE, OBLIGATION, REASON
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web import home
from dicu.web.forms import Problems, attempt, typed
from dicu.web.home import Tile
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of, stays
from dicu.web.review.rounds import TONES
from dicu.web.signing_in import signed_in

LINE_TONES = {"empty": "neutral", "draft": "info", "in-clearance": "waiting", "submitted": "waiting", "returned": "bad", "accepted": "good"}


@signed_in
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What the officer is to report on, or to review; newest round first."""
    who, tools = asker(request), desk(request).tools
    rows = sorted(desk(request).reporting.obligations(who), key=lambda o: (o.plan, o.round), reverse=True)
    plans = {o.plan: tools.plan(who, o.plan) for o in rows}
    words = {
        "rows": rows,
        "plans": plans,
        "day": tools.today(),
        "obligation_words": OBLIGATION,
        "tones": TONES,
        "line_words": LINE,
        "own": who.officer.agency if who.purpose == REPORTING else "",
    }
    return render(request, "review/reports.jinja", {**words, "wide": True})


@require_safe
def report(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    who = asker(request, agency)
    view = desk(request).reporting.view(who, plan, round_, agency)
    return render(request, "review/report.jinja", _page(request, view, Problems(), {}))


def _page(request: HttpRequest, view: ReportView, problems: Problems, fields: dict[str, str]) -> dict[str, object]:
    who, part = asker(request, view.obligation.agency), desk(request)
    entries = part.reporting.entries(who, view)
    said = [(entry, Message(request.house.kinds[entry.kind].sentence.sentence, dict(entry.body))) for entry in entries]  # type: ignore[attr-defined]
    return {
        **words(request, view),
        "entries": said[::-1],
        "reviewable": [task.code for task, line in view.lines if part.coordination.reviews(who, view, line)],
        "reasons": [(str(r), REASON[r]) for r in ReturnReason],
        "problems": problems,
        "fields": {**dict.fromkeys(("answer", "reason", "text", "due"), ""), **fields},
        "chosen": request.POST.getlist("tasks"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    """Check the answers, ask a second person to clear them; clear and send what somebody else wrote, or give it back."""
    who = asker(request, agency)
    view = desk(request).reporting.view(who, plan, round_, agency)
    desk(request).reporting.check_sender(who, view)
    problems = Problems()
    if request.method == "POST":
        with attempt(problems, "tasks", "reason"):
            done = _sent(request, who, view)
        if not problems:
            return _told(request, view, done)
    part = desk(request).reporting
    context = {
        **words(request, view),
        "problems": problems,
        "lacking": {task.code: lacking(task, line) for task, line in view.lines},
        "ready": [task.code for task, line in view.lines if goes(line) and not view.frozen(task.code)],
        "waiting": [task.code for task, line in view.lines if line.state is LineState.CLEARANCE and not view.frozen(task.code)],
        "mine": [task.code for task, line in view.lines if not part.clears(who, view, task.code)],
        "reason": typed(request, "reason") if request.method == "POST" else "",
        "chosen": request.POST.getlist("tasks"),
    }
    return render(request, "review/send.jinja", context, status=422 if problems else 200)


def _sent(request: HttpRequest, who: Asker, view: ReportView) -> tuple[Result, ...] | Message:
    """The step that was pressed: for the lines that were chosen, each by itself, or for all of them together."""
    part, bulk, number = desk(request).reporting, desk(request).bulk, number_of(request)
    step, tasks, reason = typed(request, "step") or "send", request.POST.getlist("tasks"), typed(request, "reason")
    if step == "ask":
        if tasks:
            return bulk.ask_clearance(who, view, tasks, number)
        asked = part.ask_clearance(who, view, number)
        return T("{count} lines wait for a second person of your agency, who clears and sends them.", count=len(asked))
    if step == "refuse":
        if tasks:
            return bulk.refuse_clearance(who, view, tasks, reason, number)
        back = part.refuse_clearance(who, view, reason, number)
        return T("{count} lines are drafts again, with your reason.", count=len(back))
    if tasks:
        return bulk.send(who, view, tasks, number)
    sent = part.submit(who, view, number)
    return T("The report was sent with {count} lines. The coordinator reviews each line.", count=len(sent))


@require_POST
def answer_lines(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    """Several lines accepted or returned: one step after the other, and what became of each."""
    stays(request, "report", plan, round_, agency)
    who, problems = asker(request, agency), Problems()
    view = desk(request).reporting.view(who, plan, round_, agency)
    desk(request).coordination.check_reviewer(who, view)
    with attempt(problems, "tasks", "answer", "reason", "text", "due"):
        done = _answered(request, who, view)
    if problems:
        fields = {name: typed(request, name) for name in ("answer", "reason", "text", "due")}
        return render(request, "review/report.jinja", _page(request, view, problems, fields), status=422)
    return _told(request, view, done)


def _answered(request: HttpRequest, who: Asker, view: ReportView) -> tuple[Result, ...]:
    bulk, tasks, answer, number = desk(request).bulk, request.POST.getlist("tasks"), typed(request, "answer"), number_of(request)
    if answer == "accept":
        return bulk.accept(who, view, tasks, number)
    if answer != "return":
        raise NotAllowed(T("Choose whether you accept the lines or return them."), "answer")
    return bulk.send_back(who, view, tasks, typed(request, "reason"), typed(request, "text"), day_of(request, "due"), number)


def _told(request: HttpRequest, view: ReportView, done: tuple[Result, ...] | Message) -> HttpResponse:
    o = view.obligation
    if isinstance(done, tuple):
        now = desk(request).reporting.view(asker(request, o.agency), o.plan, o.round, o.agency)
        return render(request, "review/results.jinja", {**words(request, now), "results": done})
    notify(request, done)
    return HttpResponseRedirect(reverse("report", args=(o.plan, o.round, o.agency)))


def day_of(request: HttpRequest, name: str) -> date | None:
    text = typed(request, name)
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, name) from refused


def words(request: HttpRequest, view: object) -> dict[str, object]:
    return {
        "view": view,
        "standing": view.plan.standing,  # type: ignore[attr-defined]
        "day": desk(request).tools.today(),
        "obligation_words": OBLIGATION,
        "line_words": LINE,
        "line_tones": LINE_TONES,
        "claim_words": CLAIM,
        "tones": TONES,
    }


@home.work
def tiles(request: HttpRequest) -> list[Tile]:
    who, tools = asker(request), desk(request).tools
    rows = desk(request).reporting.obligations(who) if who.officer.roles(tools.today()) else ()
    mine = [o for o in rows if o.agency == who.officer.agency and who.purpose == "reporting"]
    plans = {id_: tools.plan(who, id_) for id_ in {o.plan for o in mine}}
    found = [_tile(request, o, plans[o.plan]) for o in mine]
    waiting = [o for o in rows if dict(o.lines).get(LineState.SUBMITTED, 0)]
    if who.purpose == "coordination":
        text = T("Lines that agencies sent and nobody has accepted or returned yet.")
        found.append(Tile(T("Waiting for review"), text, reverse("reports"), sum(dict(o.lines)["submitted"] for o in waiting)))
        found += _rounds(request)
    if who.purpose == "audit":
        found.append(Tile(T("Trail"), T("Every entry of the ledger, and whether its chain holds."), reverse("trail")))
    return found


def _tile(request: HttpRequest, o: Obligation, plan: Plan) -> Tile:
    tools = desk(request).tools
    round_ = plan.round(o.round)
    title = round_.title if round_ else plan.title
    return Tile(title, OBLIGATION[o.state(tools.today())], reverse("report", args=(o.plan, o.round, o.agency)), standing=plan.standing)


def _rounds(request: HttpRequest) -> list[Tile]:
    tools, who = desk(request).tools, asker(request)
    found = []
    for opened in tools.records.rounds(tools.scope(who, "round")):
        plan = tools.version(opened.plan_digest)
        round_ = plan.round(opened.round)
        if round_:
            text = T("Who owes, who sent, progress and gaps.")
            found.append(Tile(round_.title, text, reverse("round", args=(opened.plan, opened.round)), standing=plan.standing))
    return found[::-1]
