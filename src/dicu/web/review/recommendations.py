"""Recommendations: the list that is searched and filtered, one with its steps, which say the same, and taking a file in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.model import Absent, Forbidden
from dicu.access.policy import absent
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict
from dicu.review.desk.recommendation_steps import FIELDS, LINKS, RecommendationSteps
from dicu.review.desk.recommendations import Recommendations, RecommendationView
from dicu.review.recommendations import words
from dicu.review.recommendations.course import State
from dicu.review.recommendations.mapping import LARGEST as LARGEST_MAPPING
from dicu.review.recommendations.ports import PAGE, Asked
from dicu.review.recommendations.reading import LIMITS
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify
from dicu.web.review.asking import number_of, overseer, stays

STEP_FIELDS = tuple(dict.fromkeys(name for fields in FIELDS.values() for name in fields))
GIVEN = ("set", "reason")
MOST_PAGES = 10_000


def _steps(request: HttpRequest) -> RecommendationSteps:
    return request.house.recommendations  # type: ignore[attr-defined,no-any-return]


def _desk(request: HttpRequest) -> Recommendations:
    return _steps(request).looking


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    part, who = _desk(request), overseer(request)
    chosen = {name: request.GET.get(name, "")[:200].replace("\x00", "") for name in ("query", "set", "state", "theme")}
    found = part.listed(who, Asked(**chosen, page=_page(request)))
    shown = {"found": found, "chosen": chosen, "sets": part.sets(who), "words": words, "states": [str(s) for s in State]}
    shown |= {"may_import": part.may_import(who), "may_judge": part.tools.may(who, "see", "likeness", first="", second=""), "wide": True}
    return render(request, "review/recommendations.jinja", shown)


@require_safe
def recommendation(request: HttpRequest, set_: str, code: str) -> HttpResponse:
    return _one(request, _desk(request).view(overseer(request), set_, code), Problems(), "")


@require_POST
def step(request: HttpRequest, set_: str, code: str, step: str) -> HttpResponse:
    stays(request, "recommendation", set_, code)
    if step not in FIELDS:
        raise absent()
    who, problems = overseer(request), Problems()
    view = _desk(request).view(who, set_, code)
    with attempt(problems, *FIELDS[step]):
        _steps(request).take(who, view, step, {name: typed(request, name) for name in FIELDS[step]}, number_of(request))
    if problems:
        return _one(request, view, problems, step)
    notify(request, T("The step on {code} was recorded.", code=code))
    return HttpResponseRedirect(reverse("recommendation", args=(set_, code)))


@require_http_methods(["GET", "HEAD", "POST"])
def likenesses(request: HttpRequest) -> HttpResponse:
    """Pairs that nobody has judged, and the form by which somebody does."""
    part, who, problems = _desk(request), overseer(request), Problems()
    if request.method == "POST":
        with attempt(problems, "verdict", "second", "member", "reason"):
            _judged(request, part)
        if not problems:
            notify(request, T("Your decision was recorded."))
            return HttpResponseRedirect(reverse("recommendation-likenesses"))
    found, total, named = part.likenesses(who, _page(request))
    shown = {"found": found, "total": total, "pages": max(1, -(-total // PAGE)), "page": _page(request), "named": named, "words": words}
    shown |= {"problems": problems, "failed": f"{typed(request, 'first')}|{typed(request, 'second')}", "reason": typed(request, "reason")}
    shown |= {"may_judge": part.tools.may(who, "judge", "likeness", first="", second="")}
    return render(request, "review/likenesses.jinja", shown, status=422 if problems else 200)


def _judged(request: HttpRequest, part: Recommendations) -> None:
    who, reason = overseer(request), typed(request, "reason")
    if member := typed(request, "member"):
        part.split(who, member, reason)
    else:
        part.judge(who, typed(request, "first"), typed(request, "second"), typed(request, "verdict"), reason)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """The form for a file and its mapping; what they change, or everything that is wrong with them."""
    part, who, problems = _desk(request), overseer(request), Problems()
    part.check_may_import(who)
    shown: dict[str, Any] = {"problems": problems, "findings": (), "taken": None, "words": words}
    if request.method == "POST":
        shown["taken"] = _offered(request, part, problems, shown)
    shown["fields"] = {name: typed(request, name) for name in GIVEN}
    return render(request, "review/recommendations_import.jinja", shown, status=422 if problems else 200)


def _offered(request: HttpRequest, part: Recommendations, problems: Problems, shown: dict[str, Any]) -> Any:
    file, mapping = request.FILES.get("file"), request.FILES.get("mapping")
    for name, given in (("file", file), ("mapping", mapping)):
        if given is None:
            problems.add(name, T("Choose a file first."))
    if file is None or mapping is None:
        return None
    content, columns = file.read(LIMITS.bytes + 1), mapping.read(LARGEST_MAPPING + 1)
    facts = {"set_": typed(request, "set"), "reason": typed(request, "reason"), "only_show": typed(request, "act") != "take"}
    try:
        return part.take_in(overseer(request), content, str(file.name or ""), columns, **facts)
    except (Absent, Forbidden, Conflict):
        raise
    except Refused as refused:
        shown["findings"] = refused.problems if isinstance(refused, BadTable) else ()
        problems.add("mapping" if refused.where and "." in refused.where else "file", refused.message)
        return None


def _one(request: HttpRequest, view: RecommendationView, problems: Problems, failed: str) -> HttpResponse:
    tools = _desk(request).tools
    shown = {"view": view, "one": view.one, "c": view.course, "s": view.set.facts, "words": words, "problems": problems, "failed": failed}
    shown |= {"links": LINKS, "plans": tools.records.plans(tools.scope(overseer(request), "plan"))}
    shown |= {"fields": {name: typed(request, name) if failed else "" for name in STEP_FIELDS}}
    shown |= {"judged": [j for j in view.alike if j.verdict], "open": [j for j in view.alike if not j.verdict]}
    return render(request, "review/recommendation.jinja", shown, status=422 if problems else 200)
