"""Parts of a plan: one task with all that it is linked to, the objectives and crosswalks, and its provinces."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dicu.access.policy import absent
from dicu.review.frameworks import Ref, RefKind, crossed, reached
from dicu.review.leading import leader
from dicu.review.localities import Implementation, coverage
from dicu.review.model import Plan, Task
from dicu.review.planning_words import GROUND, KIND, LOCAL, SORT, STATE, STRENGTH, TONES
from dicu.web.review.asking import desk, overseer


@require_safe
def task(request: HttpRequest, plan: str, task: str) -> HttpResponse:
    """What a plan says of a task, who leads it today and led it before, what it serves, and what is planned on it."""
    tools, who = desk(request).tools, overseer(request)
    found = tools.plan(who, plan)
    one = found.task_by_code.get(task)
    if one is None:
        raise absent()
    day = tools.today()
    locals_ = desk(request).versions.implementing(who, plan)
    words = {"plan": found, "task": one, "day": day, "leading": leader(found, one, day), "standing": found.standing}
    words |= {"served": _served(found, one), "implementations": _implementations(locals_, one)}
    words |= {"parent": _parent(request, found), "priorities": desk(request).priorities.about(who, plan, task)}
    words |= {"ground_words": GROUND, "local_words": LOCAL, "strength_words": STRENGTH}
    words |= {"sort_words": SORT, "state_words": STATE, "tones": TONES}
    return render(request, "review/task.jinja", words)


def _served(plan: Plan, task: Task) -> dict[str, Any]:
    links = [(link.number, link.verified) for link in task.objectives]
    ref = Ref(RefKind.TASK, task.code)
    return {
        "sdg": reached(plan.crosswalk, ref, links, RefKind.SDG),
        "principle": reached(plan.crosswalk, ref, (), RefKind.PRINCIPLE),
        "action": crossed(plan.crosswalk, ref, RefKind.ACTION),
        "other": crossed(plan.crosswalk, ref, RefKind.OTHER_TASK),
        "sdg_titles": {t.code: t for t in plan.goal_targets},
        "principle_titles": {p.code: p for p in plan.principles},
        "action_titles": {f"{o.number}.{a.letter}": a for o in plan.objectives for a in o.actions},
    }


def _implementations(locals_: tuple[Plan, ...], task: Task) -> tuple[Implementation, ...]:
    return tuple(Implementation("", local, own) for local in locals_ for own in local.tasks if task.code in own.implements)


def _parent(request: HttpRequest, plan: Plan) -> Plan | None:
    return desk(request).versions.current(overseer(request), plan.parent.plan) if plan.parent else None


@require_safe
def crosswalk(request: HttpRequest, plan: str) -> HttpResponse:
    """The framework's objectives, each with its actions, the plan's tasks that serve it, and the SDG targets it leads to."""
    found = desk(request).tools.plan(overseer(request), plan)
    tasks = {o.number: [t for t in found.tasks if any(link.number == o.number for link in t.objectives)] for o in found.objectives}
    focal = {o.number: [f for f in found.focal_tasks if any(link.number == o.number for link in f.objectives)] for o in found.objectives}
    targets = {o.number: crossed(found.crosswalk, Ref(RefKind.OBJECTIVE, str(o.number)), RefKind.SDG) for o in found.objectives}
    own = [c for c in found.crosswalk if c.subject.kind is not RefKind.OBJECTIVE]
    words = {"plan": found, "tasks": tasks, "focal": focal, "targets": targets, "own": own, "standing": found.standing, "wide": True}
    words |= {"titles": {t.code: t for t in found.goal_targets}, "strength_words": STRENGTH, "kind_words": KIND}
    words |= {"principles": {p.code: p for p in found.principles}}
    return render(request, "review/crosswalk.jinja", words)


@require_safe
def localities(request: HttpRequest, plan: str) -> HttpResponse:
    """Which province carries out which national task, and where one that must is not."""
    tools, who = desk(request).tools, overseer(request)
    found, day = tools.plan(who, plan), _day(request) or tools.today()
    covered = coverage(found, desk(request).versions.implementing(who, plan), day)
    words = {"plan": found, "coverage": covered, "day": day, "local_words": LOCAL, "standing": found.standing, "wide": True}
    words |= {"names": {one.code: one.name for one in covered.expected}}
    return render(request, "review/localities.jinja", words)


def _day(request: HttpRequest) -> date | None:
    text = request.GET.get("day", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
