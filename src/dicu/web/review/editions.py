"""Reviews that were built and published: their files, and the two steps that make them public."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dicu.review.ports import Edition
from dicu.vocabulary.messages import T
from dicu.web.forms import Problems, attempt
from dicu.web.notices import notify
from dicu.web.review.asking import desk, overseer, publisher, stays

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAPER_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""A published HTML paper carries its own styles, so that it is one file; it may run nothing and fetch nothing."""


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    who, tools = overseer(request), desk(request).tools
    rows = desk(request).editions.editions(who)
    plans = {e.plan: tools.plan(who, e.plan) for e in rows}
    return render(request, "review/editions.jinja", {"rows": rows, "plans": plans})


@require_safe
def edition(request: HttpRequest, plan: str, round_: str, snapshot: str) -> HttpResponse:
    found = desk(request).editions.edition(overseer(request), plan, round_, snapshot)
    return _page(request, found, Problems())


@require_POST
def build(request: HttpRequest, plan: str, round_: str) -> HttpResponse:
    stays(request, "round", plan, round_)
    who, part = overseer(request), desk(request).editions
    kept = part.keep(who, part.build(who, plan, round_))
    notify(request, T("The review was built. Another coordinator can publish it."))
    return HttpResponseRedirect(reverse("edition", args=(plan, round_, kept.snapshot)))


@require_POST
def publish(request: HttpRequest, plan: str, round_: str, snapshot: str) -> HttpResponse:
    stays(request, "edition", plan, round_, snapshot)
    who, part = publisher(request), desk(request).editions
    found = part.edition(who, plan, round_, snapshot)
    problems = Problems()
    with attempt(problems):
        part.publish(who, plan, round_, snapshot)
    if problems:
        return _page(request, found, problems)
    notify(request, T("The review is published."))
    return HttpResponseRedirect(reverse("edition", args=(plan, round_, snapshot)))


@require_safe
def file(request: HttpRequest, plan: str, round_: str, snapshot: str, name: str) -> FileResponse:
    found, content = desk(request).editions.file(overseer(request), plan, round_, snapshot, name)
    inline = found.format == "html"
    filename = f"{plan}-{round_}-{found.language}.{found.format}"
    response = FileResponse(content, as_attachment=not inline, filename=filename, content_type=TYPES[found.format])
    if inline:
        response["Content-Security-Policy"] = PAPER_POLICY
    return response


def _page(request: HttpRequest, found: Edition, problems: Problems) -> HttpResponse:
    who, tools = overseer(request), desk(request).tools
    plan = tools.plan(who, found.plan)
    attributes = {"plan": found.plan, "round": found.round, "state": found.state, "built_by": found.built_by}
    words = {"edition": found, "plan": plan, "standing": plan.standing, "problems": problems}
    words["may_publish"] = tools.may(publisher(request), "publish", "publication", **attributes)
    return render(request, "review/edition.jinja", words, status=422 if problems else 200)
