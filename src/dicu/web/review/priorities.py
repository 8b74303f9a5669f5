"""Priorities and solutions of a round: the list, proposing one, and each step of its life on its own page."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.policy import absent
from dicu.review.desk import PriorityView, Said
from dicu.review.planning_words import PASSED, SORT, STATE, TONES
from dicu.review.priorities import Links, Priority
from dicu.review.rules import NotAllowed
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import desk, number_of, overseer, stays

FIELDS = ("sort", "agency", "title_vi", "title_en", "text", "tasks", "gaps", "objectives", "answers", "recommendations")
STEP_FIELDS = (*FIELDS, "owner", "due", "reason", "to")


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    part, who = desk(request).priorities, overseer(request)
    found = part.listed(who, plan, round_)
    version = desk(request).tools.plan(who, plan)
    problems = Problems()
    if request.method == "POST":
        with attempt(problems, *FIELDS):
            made = part.propose(who, plan, round_, typed(request, "agency"), _said(request))
            notify(request, T("{priority} was proposed. Somebody else has to agree to it.", priority=made.id))
            return HttpResponseRedirect(reverse("priority", args=(plan, made.id)))
    words = {"plan": version, "round": version.round(round_), "found": found, "standing": version.standing, "wide": True}
    words |= {"here": "round-priorities", "open": False, "agencies": part.agencies(who, version, round_)}
    words |= _form_words(problems, {name: typed(request, name) for name in FIELDS})
    words |= {"gap": request.GET.get("gap", ""), "task": request.GET.get("task", "")}
    return render(request, "review/priorities.jinja", words, status=422 if problems else 200)


@require_safe
def priority(request: HttpRequest, plan: str, id_: str) -> HttpResponse:
    view = desk(request).priorities.view(overseer(request), plan, id_)
    return _shown(request, view, Problems(), _fields_of(view.priority))


@require_POST
def step(request: HttpRequest, plan: str, id_: str, step: str) -> HttpResponse:
    """One step: what it needs stands in the form of that step."""
    stays(request, "priority", plan, id_)
    if step not in STEPS:
        raise absent()
    view = desk(request).priorities.view(overseer(request), plan, id_)
    problems = Problems()
    take, said = STEPS[step]
    with attempt(problems, *STEP_FIELDS):
        take(request, view)
    if problems:
        return _shown(request, view, problems, {name: typed(request, name) for name in STEP_FIELDS}, step)
    notify(request, T(said.sentence, priority=id_))
    return HttpResponseRedirect(reverse("priority", args=(plan, id_)))


def _amend(request: HttpRequest, view: PriorityView) -> None:
    desk(request).priorities.amend(overseer(request), view, _said(request, view.priority.sort), number_of(request))


def _agree(request: HttpRequest, view: PriorityView) -> None:
    desk(request).priorities.agree(overseer(request), view, typed(request, "reason"), number_of(request))


def _plan(request: HttpRequest, view: PriorityView) -> None:
    tasks, owner, remark = _codes(typed(request, "tasks")), typed(request, "owner"), typed(request, "reason")
    desk(request).priorities.plan(overseer(request), view, tasks, owner, _due(request), remark, number_of(request))


def _carry(request: HttpRequest, view: PriorityView) -> None:
    desk(request).priorities.carry(overseer(request), view, typed(request, "to"), typed(request, "reason"), number_of(request))


def _finish(request: HttpRequest, view: PriorityView) -> None:
    desk(request).priorities.finish(overseer(request), view, typed(request, "reason"), number_of(request))


def _drop(request: HttpRequest, view: PriorityView) -> None:
    desk(request).priorities.drop(overseer(request), view, typed(request, "reason"), number_of(request))


STEPS: dict[str, tuple[Callable[[HttpRequest, PriorityView], None], Message]] = {
    "amend": (_amend, T("The words of {priority} were saved.")),
    "agree": (_agree, T("{priority} is agreed.")),
    "plan": (_plan, T("{priority} is planned.")),
    "carry": (_carry, T("{priority} was carried into the other round.")),
    "finish": (_finish, T("{priority} is recorded as done.")),
    "drop": (_drop, T("{priority} was dropped.")),
}


def _said(request: HttpRequest, sort: str = "") -> Said:
    title = Bilingual(typed(request, "title_vi"), typed(request, "title_en"))
    links = Links(
        _codes(typed(request, "tasks")),
        _codes(typed(request, "gaps"), r"[;,\n]+"),
        _numbers(typed(request, "objectives")),
        _codes(typed(request, "answers")),
        _codes(typed(request, "recommendations"), r"[;,\n]+"),
    )
    return Said(sort or typed(request, "sort"), title, typed(request, "text"), links)


def _codes(text: str, between: str = r"[;,\s]+") -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(between, text) if part.strip()))


def _numbers(text: str) -> tuple[int, ...]:
    found = _codes(text)
    wrong = [part for part in found if not (part.isascii() and part.isdecimal() and len(part) < 4)]
    if wrong:
        raise NotAllowed(T("“{name}” is not the number of an objective.", name=wrong[0][:20]), where="objectives")
    return tuple(int(part) for part in found)


def _due(request: HttpRequest) -> date | None:
    text = typed(request, "due")
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, "due") from refused


def _fields_of(p: Priority) -> dict[str, str]:
    links = {name: "; ".join(map(str, getattr(p.links, name))) for name in ("tasks", "gaps", "objectives", "answers", "recommendations")}
    return {"title_vi": p.title.vi, "title_en": p.title.en, "text": p.text, "owner": p.owner or p.agency, **links}


def _form_words(problems: Problems, fields: dict[str, str]) -> dict[str, Any]:
    words = {"sort_words": SORT, "state_words": STATE, "passed_words": PASSED, "tones": TONES}
    return {**words, "problems": problems, "fields": {**dict.fromkeys(STEP_FIELDS, ""), **fields}}


def _shown(request: HttpRequest, view: PriorityView, problems: Problems, fields: dict[str, str], step: str = "") -> HttpResponse:
    p, plan = view.priority, view.plan
    now = plan.round(p.round)
    later = [r for r in plan.rounds if now and r.period.start > now.period.start]
    today = desk(request).tools.today()
    words = {"plan": plan, "p": p, "steps": view.steps, "later": later, "standing": plan.standing, "failed": step}
    words |= {"owners": [a for a in plan.agencies if a.exists_on(today)], **_form_words(problems, fields)}
    return render(request, "review/priority.jinja", words, status=422 if problems else 200)
