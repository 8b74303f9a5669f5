"""Reports: a reporter's list and report, the coordinator's queue, and sending."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dicu.access.rulebook import REPORTING
from dicu.review.model import Plan
from dicu.review.obligations import Obligation
from dicu.review.report import LineState
from dicu.review.words import CLAIM, LINE, OBLIGATION
from dicu.vocabulary.messages import T
from dicu.web import home
from dicu.web.forms import Problems, attempt
from dicu.web.home import Tile
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of
from dicu.web.review.rounds import TONES
from dicu.web.signing_in import signed_in

LINE_TONES = {"empty": "neutral", "draft": "info", "submitted": "waiting", "returned": "bad", "accepted": "good"}


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
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    return render(request, "review/report.jinja", words(request, view))


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    """Check the answers, then send them."""
    who = asker(request, agency)
    view = desk(request).reporting.view(who, plan, round_, agency)
    desk(request).reporting.check_sender(who, view)
    problems = Problems()
    if request.method == "POST":
        with attempt(problems):
            sent = desk(request).reporting.submit(who, view, number_of(request))
        if not problems:
            notify(request, T("The report was sent with {count} lines. The coordinator reviews each line.", count=len(sent)))
            return HttpResponseRedirect(reverse("report", args=(plan, round_, agency)))
    context = {**words(request, view), "problems": problems}
    return render(request, "review/send.jinja", context, status=422 if problems else 200)


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
