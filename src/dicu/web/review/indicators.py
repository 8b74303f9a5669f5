"""The indicators of a plan: where each stands, and everything that is known of one, with its sources side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.review.desk import IndicatorPage
from dicu.review.model import Plan
from dicu.review.observations.choosing import Choice
from dicu.review.observations.staleness import EVERY
from dicu.review.observations.viewing import IndicatorView, Series
from dicu.review.observations.words import AGGREGATION, MEASURE, STATE, STATUS, TONES
from dicu.review.paper.figure_charts import DESCRIPTION, ENOUGH, specification, yearly
from dicu.review.paper.figure_tables import OPERATORS
from dicu.review.printing import named_dimension, named_dimensions, observed_value
from dicu.review.words import DIRECTION, MISSING, NATURE, STANDING
from dicu.vocabulary import numbers
from dicu.vocabulary.codes import country
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Observation
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import desk, number_of, overseer, stays

FIELDS = ("chosen", "reason")


@require_safe
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    found, views = desk(request).figures.indicators(overseer(request), plan)
    words = {"plan": found, "views": views, "standing": found.standing, "wide": True, **_words(found)}
    words["imports"] = desk(request).figures.imports(overseer(request), plan)
    return render(request, "review/indicators.jinja", words)


@require_safe
def indicator(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    return _shown(request, desk(request).figures.indicator(overseer(request), plan, code), Problems(), {})


@require_POST
def decide(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Which of contradicting figures stands. What was typed stays on the page of a refusal."""
    stays(request, "plan-indicator", plan, code)
    part, who = desk(request).figures, overseer(request)
    page = part.indicator(who, plan, code)
    problems = Problems()
    said = {name: typed(request, name) for name in ("subject", *FIELDS)}
    with attempt(problems, *FIELDS):
        part.decide(who, plan, code, said["subject"], said["chosen"], said["reason"], number_of(request))
    if problems:
        return _shown(request, page, problems, said)
    notify(request, T("The decision is recorded. All figures stay visible."))
    return HttpResponseRedirect(reverse("plan-indicator", args=(plan, code)))


def _shown(request: HttpRequest, page: IndicatorPage, problems: Problems, fields: dict[str, str]) -> HttpResponse:
    view = page.view
    words = {"plan": page.plan, "view": view, "i": view.indicator, "number": page.number, "may_decide": page.may_decide}
    words |= {"standing": page.plan.standing, "wide": True, "problems": problems, "fields": fields, "described": DESCRIPTION}
    words |= {"drawn": [_drawn(view, series) for series in view.series], "together": _together(view), **_words(page.plan)}
    areas = {o.area for o in view.rows if not o.line} - {""}
    alone = next(iter(areas)) if len(areas) == 1 else ""
    words |= {"lost": _lost(view), "elsewhere": len(areas) > 1, "only_area": alone if alone != page.plan.area else ""}
    words |= {"parted": any(o.dimensions for o in view.rows)}
    return render(request, "review/indicator.jinja", words, status=422 if problems else 200)


def _words(plan: Plan) -> dict[str, Any]:
    return {
        "value_of": value_of,
        "dimensions_of": dimensions_of,
        "state_words": STATE,
        "tones": TONES,
        "aggregation_words": AGGREGATION,
        "measure_words": MEASURE,
        "status_words": STATUS,
        "direction_words": DIRECTION,
        "nature_words": NATURE,
        "standing_words": STANDING,
        "every_words": EVERY,
        "missing_words": MISSING,
        "dimension_named": named_dimension,
        "operators": OPERATORS,
        "latest_of": latest_of,
        "written": lambda number: numbers.written(number, current()),
        "area_of": lambda code: _area(plan, code),
    }


def value_of(o: Observation) -> str:
    return MISSING[o.missing].say(current()) if o.missing is not None else observed_value(o, current())


def dimensions_of(o: Observation) -> str:
    return "; ".join(f"{name}: {category}" for name, category in named_dimensions(o, current()).items())


def latest_of(choice: Choice | None) -> str:
    """The figure that stands; of contradicting ones all, so that none looks like the only one."""
    if choice is None:
        return ""
    rows = (choice.standing,) if choice.standing else choice.contenders
    return " ≠ ".join(dict.fromkeys(value_of(o) for o in rows))


def _area(plan: Plan, code: str) -> str:
    agency = plan.agency_by_code.get(code)
    return agency.name.say(current()) if agency else country(code).say(current())


def _drawn(view: IndicatorView, series: Series) -> dict[str, Any] | None:
    code = series.definition.code if series.definition else ""
    lost = _lost(view)
    years = yearly(view.indicator, tuple(o for o in view.rows if o.definition == code and o.key not in lost))
    return specification(view.indicator, years, current()) if len(years) >= ENOUGH else None


def _lost(view: IndicatorView) -> dict[str, str]:
    """Key of a figure that is not used → which other one took its place: replaced by name, or decided against."""
    replaced = {o.supersedes: o.key for o in view.rows if o.supersedes}
    against = {o.key: c.choice.decision.chosen for c in view.conflicts if c.choice.decision
               for o in c.choice.contenders if o.key != c.choice.decision.chosen}  # fmt: skip
    return {**replaced, **against}


def _together(view: IndicatorView) -> list[tuple[Any, list[Observation | None]]]:
    """Period → one figure a definition, for periods that have one under several: the newest that is used."""
    codes, lost = list(view.indicator.by_definition), _lost(view)
    found: dict[Any, dict[str, Observation]] = {}
    for o in view.rows:
        if not o.dimensions and o.key not in lost:
            found.setdefault(o.period, {})[o.definition] = o
    return [(period, [row.get(code) for code in codes]) for period, row in found.items() if len(row) > 1] if len(codes) > 1 else []
