"""A round as the coordinator sees it: who owes, who sent, where tasks stand, what is missing. Others see their part."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.access.rulebook import REPORTING
from dicu.review.deadlines import Deadline
from dicu.review.desk import Overview
from dicu.review.leading import leaders
from dicu.review.progress import STATUSES, by_agency, by_focal, by_objective, counted
from dicu.review.rates import assigned, four_way, rates, without_term
from dicu.review.words import DEADLINE_BY, OBLIGATION, RULE, SEVERITY, STATUS
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web.notices import notify
from dicu.web.review.asking import desk, overseer, stays

TONES = {"overdue": "bad", "due-soon": "late", "satisfied-on-time": "good", "satisfied-late": "late", "satisfied-no-term": "good",
         "nil-return": "good"}  # fmt: skip


def _words(request: HttpRequest, view: Overview, here: str) -> dict[str, object]:
    s, tools, who = view.situation, desk(request).tools, overseer(request)
    where = {"plan": s.plan.id, "round": s.round.id}
    return {
        "plan": s.plan,
        "round": s.round,
        "situation": s,
        "gaps": view.gaps,
        "open": view.open,
        "here": here,
        "standing": s.plan.standing,
        "wide": True,
        "obligation_words": OBLIGATION,
        "status_words": STATUS,
        "severity_words": SEVERITY,
        "rule_words": RULE,
        "tones": TONES,
        "own": who.officer.agency if who.purpose == REPORTING else "",
        "may_open": tools.may(who, "open", "round", **where),
        "may_close": view.open and tools.may(who, "close", "round", **where),
        "may_build": tools.may(who, "build", "publication", **where, state="draft"),
    }


@require_safe
def overview(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    view = desk(request).coordination.reporting_of(overseer(request), plan, round_)
    s = view.situation
    states: dict[str, int] = {}
    for obligation in s.obligations:
        state = str(obligation.state(s.day))
        states[state] = states.get(state, 0) + 1
    deadline, uncounted = _deadline(request, view)
    words: dict[str, object] = {
        "states": states,
        "deadline": deadline,
        "uncounted": uncounted,
        "by_words": DEADLINE_BY,
        "late": _late(request, view),
    }
    words["recorded"] = desk(request).tools.opened(overseer(request), s.plan.id, s.round.id) if view.open else None
    words["somebody_leads"] = bool(leaders(s.plan, s.day))
    return render(request, "review/round.jinja", {**_words(request, view, "round"), **words})


def _deadline(request: HttpRequest, view: Overview) -> tuple[Deadline | None, Message | None]:
    """How the last day came about; of a round that is not open, how it would, or why it cannot be counted."""
    s, part = view.situation, desk(request)
    if view.open:
        opened = part.tools.opened(overseer(request), s.plan.id, s.round.id)
        return (opened.deadline if opened else None), None
    try:
        return part.coordination.deadline(s.round), None
    except Refused as refused:
        return None, refused.message


def _late(request: HttpRequest, view: Overview) -> dict[str, int | None]:
    tools, s = desk(request).tools, view.situation
    return {o.agency: tools.working_days_late(o) for o in s.obligations if o.days_late(s.day)}


@require_safe
def progress(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    view = desk(request).coordination.standing_of(overseer(request), plan, round_)
    rows = desk(request).coordination.progress(overseer(request), view)
    shown = [status for status in STATUSES if counted(rows)[status]]
    groups = [
        ("focal", T("By focal task"), {k: counted(v) for k, v in by_focal(rows).items()}),
        ("objective", T("By objective (a task may serve several)"), {k: counted(v) for k, v in sorted(by_objective(rows).items())}),
        ("agency", T("By leading agency"), {k: counted(v) for k, v in by_agency(rows).items()}),
    ]
    labels = {
        "focal": {c.code: c.text for c in view.situation.plan.focal_tasks},
        "objective": {o.number: o.short for o in view.situation.plan.objectives},
        "agency": {a.code: a.name for a in view.situation.plan.agencies} | {"": T("No leading agency known")},
    }
    four = four_way(rows, view.situation.day)
    words = {"shown": shown, "groups": groups, "labels": labels, "totals": counted(rows), "tasks": len(rows)}
    words |= {"four": four, "others": without_term(rows), "rates": rates(four, assigned(rows))}
    words["ahead"] = four_way(desk(request).coordination.ahead(overseer(request), view), view.situation.day)
    return render(request, "review/progress.jinja", {**_words(request, view, "round-progress"), **words})


@require_POST
def open_round(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    stays(request, "round", plan, round_)
    desk(request).coordination.open_round(overseer(request), plan, round_, request.POST.get("apply_rule") == "yes")
    notify(request, T("The round is open. Each leading agency now owes a report."))
    return HttpResponseRedirect(reverse("round", args=(plan, round_)))
