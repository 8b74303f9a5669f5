"""Who has seen this, what I have looked at, and an auditor's search over all of it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dicu.access.model import Asker
from dicu.access.rulebook import AUDIT
from dicu.access.rulebook.persons import CASEWORKERS
from dicu.readings import telling, words
from dicu.readings.desk import AN_EXPORT, ReadingsDesk
from dicu.readings.model import Page, Wanted
from dicu.readings.naming import CODE, PEOPLE
from dicu.review.desk import errands
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems
from dicu.web.language import current
from dicu.web.middleware import asking
from dicu.web.signing_in import signed_in


def desk(request: HttpRequest) -> ReadingsDesk:
    return request.house.readings  # type: ignore[attr-defined,no-any-return]


def asker(request: HttpRequest, kind: str = "") -> Asker:
    """On the usual errand; about people, on that of the domain that the officer works in."""
    officer, day = asking(request), desk(request).today()
    domains = [domain for role, domain in CASEWORKERS.items() if role in officer.roles(day)] if kind in PEOPLE else []
    return Asker(officer, next(iter(domains), errands.on_report(officer, day, "")))


@signed_in
@require_safe
def of(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Who has seen a thing, under its codes."""
    who = asker(request, kind)
    found = desk(request).of(who, kind, key, _before(request))
    whole = desk(request).may_trace(who, kind, key, found)
    what = {"kind": words.KIND.get(kind, kind), "key": key, "whole": whole, "back": _back(kind, key)}
    return render(request, "readings/of.jinja", {**_listed(found), **what, "file": reverse("readings-of-file", args=(kind, key))})


@signed_in
@require_safe
def of_file(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The same as a table for a program or a spreadsheet."""
    found = desk(request).of(asker(request, kind), kind, key, _before(request), AN_EXPORT)
    response = HttpResponse(telling.separated(found.readings), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="readings-{kind}.csv"'
    return response


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found = desk(request).mine(asker(request), _before(request))
    return render(request, "readings/mine.jinja", _listed(found))


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """For auditors. What was typed and cannot be read is said at its field; then nothing is searched."""
    problems, typed = Problems(), {name: request.GET.get(name, "").strip() for name in ("account", "agency", "kind", "key", "day")}
    wanted = _wanted(typed, problems)
    found = desk(request).found(Asker(asking(request), AUDIT), wanted, _before(request)) if not problems else Page(())
    kinds = [("", T("Any kind")), *words.KIND.items()]
    form = {"typed": typed, "problems": problems, "kinds": kinds, "active": any(typed.values())}
    return render(request, "readings/search.jinja", {**_listed(found), **form}, status=422 if problems else 200)


def _wanted(typed: dict[str, str], problems: Problems) -> Wanted:
    for name in ("account", "agency"):
        if typed[name] and not CODE.fullmatch(typed[name]):
            problems.add(name, T("Codes and usernames have letters, digits and . _ @ - only."))
    if typed["key"] and not typed["kind"]:
        problems.add("kind", T("Choose what kind of thing the codes name."))
    if typed["kind"] and typed["kind"] not in words.KIND:
        problems.add("kind", T("Choose a kind from the list."))
    return Wanted(typed["account"].lower(), typed["agency"], typed["kind"], typed["key"], _day(typed["day"], problems))


def _day(text: str, problems: Problems) -> date | None:
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        problems.add("day", refused.message)
        return None


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _listed(page: Page) -> dict[str, object]:
    return {"rows": [telling.told(reading, current()) for reading in page.readings], "older": page.older, "wide": True}


def _back(kind: str, key: str) -> str:
    """The thing's own page, where it has one."""
    codes = key.split("/")
    return reverse("report", args=codes) if kind == "report" and len(codes) == 3 and all(codes) else ""
