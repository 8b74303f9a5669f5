"""Versions of a plan: what was and what is proposed, what a new one changes and touches, and putting it in force."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dicu.access.model import Absent, Forbidden
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict
from dicu.review.annex import template as workbook
from dicu.review.archives import LARGEST, offered
from dicu.review.bundles import shipped
from dicu.review.desk import Compared
from dicu.review.model import Plan
from dicu.review.planning_words import HOW, OTHERS, PART, STATE, TOUCHED, WHAT
from dicu.review.validating import BadPlan
from dicu.review.versions import Change, Fates, Orphaned, What
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import desk, overseer

SHOWN = 200  # rows of one part of a comparison
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, plan: str) -> HttpResponse:
    """The versions of a plan, and the form by which a coordinator proposes another."""
    part, who = desk(request).versions, overseer(request)
    listed = part.versions(who, plan)
    found = part.current(who, plan) or part.version(who, plan, listed[0].digest)[1]
    problems, report = Problems(), ""
    if request.method == "POST":
        made, report = _proposed(request, plan, problems)
        if made is not None:
            return HttpResponseRedirect(reverse("plan-version", args=(made.id, made.digest)))
    in_force = part.current(who, plan)
    words = {"plan": found, "versions": listed, "in_force": in_force.digest if in_force else "", "standing": found.standing}
    words |= {"problems": problems, "report": report.splitlines(), "may_propose": _may_propose(request, found)}
    return render(request, "review/versions.jinja", words, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form by which a coordinator proposes a plan that the house does not know yet."""
    tools, who = desk(request).tools, overseer(request)
    tools.check(who, "propose", "version", plan="", synthetic=False, state="proposed")
    problems, report = Problems(), ""
    if request.method == "POST":
        made, report = _proposed(request, "", problems)
        if made is not None:
            return HttpResponseRedirect(reverse("plan-version", args=(made.id, made.digest)))
    words = {"problems": problems, "report": report.splitlines()}
    return render(request, "review/new_plan.jinja", words, status=422 if problems else 200)


def _may_propose(request: HttpRequest, plan: Plan) -> bool:
    facts = {"plan": plan.id, "synthetic": plan.synthetic, "state": "proposed"}
    return desk(request).tools.may(overseer(request), "propose", "version", **facts)


def _proposed(request: HttpRequest, plan: str, problems: Problems) -> tuple[Plan | None, str]:
    """The plan as proposed, or what is wrong with it: the whole report beside the first problem."""
    part, who = desk(request).versions, overseer(request)
    desk(request).tools.check(who, "propose", "version", plan=plan, synthetic=False, state="proposed")
    uploaded = request.FILES.get("file")
    if uploaded is None:
        problems.add("file", T("Choose a file first."))
        return None, ""
    name = str(uploaded.name or "")
    try:
        content = uploaded.read(LARGEST + 1)
        bundle, places = offered(content, name, lambda: part.base(who, plan, shipped), current(), whole=bool(typed(request, "whole")))
        _check_id(plan, str(bundle["plan"].get("id", "")))
        return part.propose(who, bundle, name, places), ""
    except (BadPlan, BadTable) as bad:
        problems.add("file", bad.message)
        return None, bad.report(current())
    except (Absent, Forbidden, Conflict):
        raise
    except Refused as refused:
        problems.add("file", refused.message)
        return None, ""


def _check_id(expected: str, found: str) -> None:
    if expected and found != expected:
        raise Refused(T("The file holds the plan “{found}”, not “{expected}”.", found=found[:80], expected=expected))


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, plan: str, digest: str) -> HttpResponse:
    """What a version changes and touches, before anybody decides; and the decision."""
    part, who = desk(request).versions, overseer(request)
    known, found = part.version(who, plan, digest)
    may_load = desk(request).tools.may(who, "load", "plan", plan=plan, synthetic=found.synthetic)
    compared = part.compared(who, found) if may_load else None
    problems = Problems()
    if request.method == "POST" and _loaded(request, plan, digest, found, problems):
        notify(request, T("Version {version} of {plan} is in force.", version=found.version, plan=found.short))
        return HttpResponseRedirect(reverse("plan", args=(plan,)))
    in_force = part.current(who, plan)
    words = {"plan": found, "known": known, "compared": compared, "problems": problems, "standing": found.standing, "wide": True}
    words |= {
        "in_force": bool(in_force and in_force.digest == digest),
        "fields": _Fields(request),
        **(_shown(compared) if compared else {}),
    }
    return render(request, "review/version.jinja", words, status=422 if problems else 200)


def _loaded(request: HttpRequest, plan: str, digest: str, found: Plan, problems: Problems) -> bool:
    removed = {name.split("-", 1)[1] for name in request.POST if name.startswith(("follow-", "ended-"))}
    followed = {code: to for code in removed if (to := typed(request, f"follow-{code}"))}
    ended = {code: why for code in removed if (why := typed(request, f"ended-{code}"))}
    try:
        with attempt(problems, "fates"):
            desk(request).versions.decide(overseer(request), plan, digest, typed(request, "against"), Fates(followed, ended))
    except Orphaned as hanging:
        problems.add("fates", hanging.message)
    return not problems


def _shown(compared: Compared) -> dict[str, Any]:
    """The comparison by parts, each cut at SHOWN rows with the rest counted."""
    by_part: dict[What, list[Change]] = {}
    for change in compared.comparison.changes:
        by_part.setdefault(change.what, []).append(change)
    parts = [(what, by_part[what][:SHOWN], max(0, len(by_part[what]) - SHOWN)) for what in What if what in by_part]
    removed = compared.comparison.removed_tasks()
    before = compared.comparison.old.task_by_code if compared.comparison.old else {}
    dropped = [before[code] for code in removed]
    touches = sorted(compared.touches, key=lambda t: (not t.lost, t.round, t.agency, t.task))
    return {
        "parts": parts,
        "dropped": dropped,
        "touches": touches[:SHOWN],
        "touches_more": max(0, len(touches) - SHOWN),
        "how_words": HOW,
        "what_words": WHAT,
        "part_words": PART,
        "touched_words": TOUCHED,
        "priority_words": STATE,
        "others": OTHERS,
    }


class _Fields:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __getitem__(self, name: str) -> str:
        return typed(self.request, name) if self.request.method == "POST" else ""


@require_safe
def template(request: HttpRequest, plan: str) -> HttpResponse:
    """The workbook of the plan's tasks as they are in force: sent back untouched it changes nothing."""
    who = overseer(request)
    found = desk(request).tools.plan(who, plan)
    bundle = desk(request).versions.base(who, found.id, shipped)
    response = HttpResponse(workbook(bundle, current()), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.id}-{found.version}.xlsx"'
    return response
