"""The gaps of a round: the list, one gap with what it rests on and what happened to it, the steps, and the rules in plain words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.access.policy import absent
from dicu.review.desk import Followed, GapList, GapView
from dicu.review.gaps import Gap
from dicu.review.gaps.catalogue import EXPLAINED, PASSED, STATE, TONES
from dicu.review.gaps.life import ELSEWHERE, GapState
from dicu.review.model import Plan
from dicu.review.rules import NotAllowed
from dicu.review.words import RULE, SEVERITY
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import desk, number_of, overseer, stays

FIELDS = ("reason", "owner", "due")
CHOSEN = ("rule", "severity", "agency", "state")
MOST = 500
"""Rows of one page; the filter leads to the others."""


@require_safe
def listed(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    found = desk(request).gaps.listed(overseer(request), plan, round_)
    chosen = {name: request.GET.get(name, "") for name in CHOSEN}
    shown = [one for one in found.gaps if _fits(one, chosen)]
    gone = found.gone if chosen["state"] in ("", str(GapState.CLOSED)) and not chosen["severity"] else ()
    gone = tuple(g for g in gone if chosen["rule"] in ("", g.rule) and chosen["agency"] in ("", g.agency))
    words = {"found": found, "shown": shown[:MOST], "more": max(0, len(shown) - MOST), "gone": gone, "chosen": chosen}
    words |= {"choices": _choices(found), "active": any(chosen.values()), "count": len(shown)}
    return render(request, "review/gaps.jinja", {**_frame(found), **words})


def _fits(one: Followed, chosen: dict[str, str]) -> bool:
    has = {"rule": one.gap.rule, "severity": one.gap.severity, "agency": one.gap.agency, "state": str(one.state)}
    return all(value in ("", has[name]) for name, value in chosen.items())


def _choices(found: GapList) -> dict[str, list[tuple[str, object]]]:
    """What can be chosen: only what is there."""
    gaps, plan = found.gaps, found.situation.plan
    rules = sorted({one.gap.rule for one in gaps} | {one.rule for one in found.gone})
    states = [s for s in GapState if s in {one.state for one in gaps} or (s is GapState.CLOSED and found.gone)]
    return {
        "rule": [(code, Bilingual(*(f"{code} {RULE[code].say(lang)}" for lang in ("vi", "en")))) for code in rules],
        "severity": [(code, words) for code, words in SEVERITY.items() if code in {one.gap.severity for one in gaps}],
        "agency": [(code, _agency(plan, code)) for code in sorted({one.gap.agency for one in gaps} - {""})],
        "state": [(str(state), STATE[state]) for state in states],
    }


def _agency(plan: Plan, code: str) -> Bilingual:
    return plan.agency_by_code[code].name if code in plan.agency_by_code else Bilingual(code, code)


def _frame(found: GapList) -> dict[str, Any]:
    s = found.situation
    frame = {"plan": s.plan, "round": s.round, "standing": s.plan.standing, "here": "round-gaps", "open": found.open, "wide": True}
    return {**frame, "rule_words": RULE, "severity_words": SEVERITY, "state_words": STATE, "tones": TONES}


@require_safe
def gap(request: HttpRequest, plan: str, round_: str, name: str) -> HttpResponse:
    view = desk(request).gaps.view(overseer(request), plan, round_, name)
    return _shown(request, view, Problems(), {})


def _shown(request: HttpRequest, view: GapView, problems: Problems, fields: dict[str, str], failed: str = "") -> HttpResponse:
    one, plan = view.followed, view.plan
    today = desk(request).tools.today()
    owners = [a for a in plan.agencies if a.exists_on(today) and one.gap.agency in ("", a.code)]
    words = {"plan": plan, "round": view.round, "standing": plan.standing, "view": view, "one": one, "gap": one.gap}
    words |= {"explained": EXPLAINED[one.gap.rule], "rule_words": RULE, "severity_words": SEVERITY, "state_words": STATE, "tones": TONES}
    words |= {"inputs": [_input(plan, one.gap, view.round.id, *pair) for pair in one.gap.inputs[:200]], "history": _history(one)}
    words |= {"elsewhere": one.gap.rule in ELSEWHERE, "owners": owners, "problems": problems, "failed": failed}
    words |= {"fields": {"owner": one.owner or one.gap.agency, "reason": "", "due": "", **fields}, "links": _links(view)}
    return render(request, "review/gap.jinja", words, status=422 if problems else 200)


def _input(plan: Plan, gap: Gap, round_: str, name: str, value: str) -> dict[str, object]:
    """A row that the rule used, with the page where it stands."""
    observed = name.partition("/")[0]
    for code in (observed, gap.subject.partition("/")[0], name):
        if code in plan.indicator_by_code:
            return {"name": name, "value": value, "href": reverse("plan-indicator", args=(plan.id, code))}
    if name in plan.task_by_code:
        return {"name": name, "value": value, "href": reverse("plan-task", args=(plan.id, name))}
    return {"name": name, "value": value, "href": ""}


def _links(view: GapView) -> list[tuple[str, Message]]:
    """From the gap to where it can be closed."""
    gap, plan = view.followed.gap, view.plan
    found: list[tuple[str, Message]] = []
    parts = gap.subject.split("/")
    found += [(reverse("plan-task", args=(plan.id, p)), T("Task {task}", task=p)) for p in parts if p in plan.task_by_code]
    found += [(reverse("plan-indicator", args=(plan.id, p)), T("The indicator")) for p in parts if p in plan.indicator_by_code]
    if gap.rule in ("G01", "G02") and gap.agency:
        found.append((reverse("report", args=(plan.id, view.round.id, gap.agency)), T("The report")))
    if gap.rule in ("G14", "G15") and len(parts) == 2:
        found.append((reverse("commitment", args=tuple(parts)), T("The commitment")))
    return found


def _history(one: Followed) -> list[dict[str, Any]]:
    steps = [
        {"title": PASSED[s.step], "at": s.at, "by": s.by, "text": s.text, "round": s.round, "owner": s.owner, "due": s.due}
        for s in one.course.steps
    ]
    seen = [
        {"title": PASSED["found" if s.found else "gone"], "at": s.at, "by": "", "text": "", "round": s.round, "owner": "", "due": None}
        for s in one.course.sightings
    ]
    return sorted((*steps, *seen), key=lambda row: row["at"], reverse=True)


@require_POST
def step(request: HttpRequest, plan: str, round_: str, name: str, step: str) -> HttpResponse:
    """One step: what it needs stands in the form of that step."""
    stays(request, "round-gap", plan, round_, name)
    if step not in TAKEN:
        raise absent()
    view = desk(request).gaps.view(overseer(request), plan, round_, name)
    problems = Problems()
    take, said = TAKEN[step]
    with attempt(problems, *FIELDS):
        take(request, view)
    if problems:
        return _shown(request, view, problems, {field: typed(request, field) for field in FIELDS}, step)
    notify(request, said)
    return HttpResponseRedirect(reverse("round-gap", args=(plan, round_, name)))


def _acknowledge(request: HttpRequest, view: GapView) -> None:
    desk(request).gaps.acknowledge(overseer(request), view, typed(request, "reason"), number_of(request))


def _plan(request: HttpRequest, view: GapView) -> None:
    owner, remark = typed(request, "owner"), typed(request, "reason")
    desk(request).gaps.plan(overseer(request), view, owner, _due(request), remark, number_of(request))


def _accept(request: HttpRequest, view: GapView) -> None:
    desk(request).gaps.accept(overseer(request), view, typed(request, "reason"), number_of(request))


def _due(request: HttpRequest) -> date | None:
    text = typed(request, "due")
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, "due") from refused


TAKEN: dict[str, tuple[Callable[[HttpRequest, GapView], None], Message]] = {
    "acknowledge": (_acknowledge, T("It is recorded that the gap was noted.")),
    "plan": (_plan, T("The planning is recorded. The gap closes when the data close it.")),
    "accept": (_accept, T("The gap is accepted for this round, with the reason.")),
}


@require_POST
def record(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    stays(request, "round-gaps", plan, round_)
    new, gone = desk(request).gaps.record(overseer(request), plan, round_)
    notify(request, T("The run is recorded: {new} gaps are new, {gone} are closed by data.", new=new, gone=gone))
    return HttpResponseRedirect(reverse("round-gaps", args=(plan, round_)))


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "review/gap_rules.jinja", {"rules": list(EXPLAINED.values())})
