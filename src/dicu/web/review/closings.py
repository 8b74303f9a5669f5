"""The end of a round: what stays open, closing it; and opening named lines again, which takes two coordinators."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dicu.review.desk import ClosingView
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify
from dicu.web.review.asking import desk, number_of, overseer, stays

SURE = "sure"
AGAIN = ("agency", "tasks", "reason", "answer", "request")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    """What stays open, then closing: a second look before anything is frozen."""
    view, problems = _view(request, plan, round_), Problems()
    fields = {f"reason-{agency}": typed(request, f"reason-{agency}") for agency in view.unanswered}
    if request.method == "POST":
        with attempt(problems, SURE, *fields):
            if typed(request, SURE) != "yes":
                raise NotAllowed(T("Confirm that the round is closed: nothing of its reports changes afterwards."), SURE)
            reasons = {agency: fields[f"reason-{agency}"] for agency in view.unanswered}
            desk(request).closings.close(overseer(request), view, reasons, number_of(request))
        if not problems:
            notify(request, T("The round is closed. Nothing of its reports changes any more."))
            return HttpResponseRedirect(reverse("round", args=(plan, round_)))
    context = {**_words(view, problems), "fields": fields}
    return render(request, "review/close.jinja", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    """Asks another coordinator to open lines again; what was asked before, and what became of it."""
    view, problems = _view(request, plan, round_), Problems()
    if request.method == "POST":
        with attempt(problems, *AGAIN):
            tasks = tuple(request.POST.getlist("tasks"))
            desk(request).closings.ask(
                overseer(request), view, typed(request, "agency"), tasks, typed(request, "reason"), number_of(request)
            )
        if not problems:
            notify(request, T("Another coordinator decides whether these lines are opened again."))
            return HttpResponseRedirect(reverse("round-reopen", args=(plan, round_)))
    return _reopening(request, view, problems)


@require_POST
def decide(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    stays(request, "round-reopen", plan, round_)
    view, problems, answer = _view(request, plan, round_), Problems(), typed(request, "answer")
    with attempt(problems, *AGAIN):
        if answer not in ("grant", "refuse"):
            raise NotAllowed(T("Choose whether the lines are opened again."), "answer")
        asked = _number(request.POST.get("request", ""))
        desk(request).closings.decide(overseer(request), view, asked, answer == "grant", typed(request, "reason"), number_of(request))
    if problems:
        return _reopening(request, view, problems)
    notify(request, T("Your answer is recorded, with your name and your reason."))
    return HttpResponseRedirect(reverse("round-reopen", args=(plan, round_)))


def _reopening(request: HttpRequest, view: ClosingView, problems: Problems) -> HttpResponse:
    tools, who = desk(request).tools, overseer(request)
    agency = request.POST.get("agency") or request.GET.get("agency", "")
    where = {"plan": view.plan.id, "round": view.round.id, "state": "asked"}
    context = {
        **_words(view, problems),
        "agency": agency if agency in view.history.tasks else "",
        "fields": {name: typed(request, name) for name in ("reason", "answer")},
        "chosen": request.POST.getlist("tasks"),
        "at": "decide" if request.POST.get("request") else "ask",
        "decidable": [
            one.number for one in view.pending if tools.may(who, "answer", "request", **where, agency=one.agency, asked_by=one.asked_by)
        ],
    }
    return render(request, "review/reopen.jinja", context, status=422 if problems else 200)


def _words(view: ClosingView, problems: Problems) -> dict[str, object]:
    return {
        "view": view,
        "plan": view.plan,
        "round": view.round,
        "standing": view.plan.standing,
        "problems": problems,
        "names": {a.code: a.name for a in view.plan.agencies},
    }


def _view(request: HttpRequest, plan: str, round_: str) -> ClosingView:
    found: ClosingView = desk(request).closings.view(overseer(request), plan, round_)
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
