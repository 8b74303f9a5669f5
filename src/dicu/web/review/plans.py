"""The plans: what each says, as far as it is known, and the figures it compiles."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dicu.review.paper.figure_charts import DESCRIPTION, ENOUGH, specification, yearly
from dicu.review.printing import definition_named, named_dimensions, observed_value
from dicu.review.words import MISSING
from dicu.vocabulary.observation import Indicator, Observation
from dicu.web import home
from dicu.web.home import Tile
from dicu.web.language import current
from dicu.web.review.asking import asker, desk, overseer


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    tools, who = desk(request).tools, asker(request)
    loaded = [tools.version(p.digest) for p in tools.records.plans(tools.scope(who, "plan"))]
    may_propose = tools.may(overseer(request), "propose", "version", plan="", synthetic=False, state="proposed")
    return render(request, "review/plans.jinja", {"plans": loaded, "may_propose": may_propose})


@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    tools, who = desk(request).tools, asker(request)
    found = tools.plan(who, plan)
    tasks = {focal.code: [t for t in found.tasks if t.focal == focal.code] for focal in found.focal_tasks}
    words = {"plan": found, "tasks": tasks, "standing": found.standing, "rounds": _rounds(request, plan)}
    words |= {
        "now": found.phase_on(tools.today()),
        "parent": desk(request).versions.current(who, found.parent.plan) if found.parent else None,
    }
    return render(request, "review/plan.jinja", words)


@require_safe
def figures(request: HttpRequest, plan: str) -> HttpResponse:
    found = desk(request).tools.plan(asker(request), plan)
    rows = {i.code: [o for o in found.observations if o.indicator == i.code] for i in found.indicators}
    series = {i.code: _drawn(i, tuple(rows[i.code])) for i in found.indicators}
    words = {"plan": found, "rows": rows, "series": series, "described": DESCRIPTION, "standing": found.standing, "wide": True}
    words |= {"value_of": value_of, "dimensions_of": dimensions_of}
    return render(request, "review/figures.jinja", words)


def _drawn(indicator: Indicator, rows: tuple[Observation, ...]) -> dict[str, Any] | None:
    years = yearly(indicator, rows)
    return specification(indicator, years, current()) if len(years) >= ENOUGH else None


def value_of(observation: Observation) -> str:
    if observation.missing is not None:
        return MISSING[observation.missing].say(current())
    return observed_value(observation, current())


def dimensions_of(observation: Observation, indicator: Indicator) -> str:
    """The definition that a value follows, where there are several, and its breakdown."""
    parts = (f"{name}: {category}" for name, category in named_dimensions(observation, current()).items())
    return "; ".join((*definition_named(observation, indicator, current()), *parts))


def _rounds(request: HttpRequest, plan: str) -> set[str]:
    """The rounds that the officer may look into."""
    tools, who = desk(request).tools, asker(request)
    found = tools.plan(who, plan)
    return {r.id for r in found.rounds if tools.may(who, "see", "round", plan=plan, round=r.id)}


@home.published
def tiles(request: HttpRequest) -> list[Tile]:
    tools, who = desk(request).tools, asker(request)
    editions = {e.plan: e for e in reversed(desk(request).editions.editions(who)) if e.state == "published"}
    found = []
    for edition in editions.values():
        plan = tools.plan(who, edition.plan)
        round_ = plan.round(edition.round)
        if round_:
            href = reverse("edition", args=(edition.plan, edition.round, edition.snapshot))
            found.append(Tile(round_.title, plan.title, href, standing=plan.standing))
    return found
