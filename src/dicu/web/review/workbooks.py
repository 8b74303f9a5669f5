"""The offline form of a report: downloading it, uploading it filled in, everything that is wrong with it, and deciding where form
and report were both changed. An uploaded form is kept nowhere while somebody decides: it travels with the page."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dicu.access.model import Absent, Forbidden
from dicu.intake.report import BadTable
from dicu.intake.sniffing import MediaType
from dicu.ledger.model import Conflict
from dicu.review.desk.workbooks import Taken
from dicu.review.workbook.reading import LIMITS
from dicu.review.workbook.taking import FILE, HOUSE, Choices
from dicu.review.workbook.telling import Clashing, said, title
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of

Where = tuple[str, str, str]
SIDE = "side-"
OVERTAKEN = T("The report was changed while you were deciding. Nothing was taken in yet; look at what stands below and decide again.")


@require_safe
def file(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    """The form as the report stands now, in the page's language."""
    made = desk(request).workbooks.export(asker(request, agency), plan, round_, agency, current())
    response = HttpResponse(made.content, content_type=str(MediaType.XLSX))
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    where = (plan, round_, agency)
    view = desk(request).workbooks.view(asker(request, agency), where)
    page: dict[str, Any] = {"view": view, "standing": view.plan.standing, "problems": Problems(), "findings": (), "clashing": None}
    if request.method == "POST":
        taken = _taken(request, where, page)
        if taken is not None:
            notify(request, taken.said())
            return HttpResponseRedirect(reverse("report", args=where))
    return render(request, "review/workbook.jinja", page, status=_status(page))


def _status(page: dict[str, Any]) -> int:
    return 409 if page["clashing"] else 422 if page["problems"] else 200


def _taken(request: HttpRequest, where: Where, page: dict[str, Any]) -> Taken | None:
    """What came of it; or None, with everything that is wrong or to be decided on the page."""
    problems = page["problems"]
    content, name = _given(request)
    if not content:
        problems.add("file", T("Choose a file first."))
        return None
    deciding = "held" in request.POST
    try:
        return _attempt(request, where, page, (content, name), _choices(request), number_of(request) if deciding else None)
    except Conflict:
        problems.add("", OVERTAKEN)
        return _attempt(request, where, page, (content, name), {}, None)


def _attempt(
    request: HttpRequest, where: Where, page: dict[str, Any], given: tuple[bytes, str], choices: Choices, number: int | None
) -> Taken | None:  # fmt: skip
    problems, (content, name) = page["problems"], given
    found: Taken | None = None
    try:
        with attempt(problems, "file"):
            found = _noticed(lambda: desk(request).workbooks.take(asker(request, where[2]), content, name, choices, where, number))
    except _Told as told:
        _tell(page, told.refused, given, choices)
    return found


class _Told(Exception):
    """A refusal that has a part of the page for itself; it passes through `attempt`, so that nothing of the step is kept."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


def _noticed(step: Callable[[], Taken]) -> Taken:
    try:
        return step()
    except (Absent, Forbidden, Conflict):
        raise
    except Refused as refused:
        raise _Told(refused) from refused


def _tell(page: dict[str, Any], refused: Refused, given: tuple[bytes, str], choices: Choices) -> None:
    if isinstance(refused, Clashing):
        page["clashing"] = _decisions(refused, given, choices)
        if choices:
            page["problems"].add("side-1", T("Decide for each place whether the form or the report counts."))
        return
    page["findings"] = refused.problems if isinstance(refused, BadTable) else ()
    page["problems"].add("file", refused.message)


def _decisions(refused: Clashing, given: tuple[bytes, str], choices: Choices) -> dict[str, Any]:
    language = current()
    rows = [
        {
            "name": f"{SIDE}{clash.name}",
            "task": clash.task,
            "title": title(clash, refused.plan),
            "place": refused.place(clash),
            "base": said(clash.base, language),
            "file": said(clash.file, language),
            "house": said(clash.house, language),
            "side": choices.get(clash.name, ""),
        }
        for clash in refused.disputed
    ]
    return {"rows": rows, "number": refused.number, "held": b64encode(given[0]).decode(), "name": given[1], "message": refused.message}


def _given(request: HttpRequest) -> tuple[bytes, str]:
    """The file that was uploaded, or the one that travels with the page."""
    uploaded = request.FILES.get("file")
    if uploaded is not None:
        return uploaded.read(LIMITS.bytes + 1), str(uploaded.name or "")
    try:
        return b64decode(request.POST.get("held", ""), validate=True), typed(request, "name")
    except (Error, ValueError):
        return b"", ""


def _choices(request: HttpRequest) -> dict[str, str]:
    every = typed(request, "all")
    if every in (FILE, HOUSE):
        return {"": every}
    given = {key.removeprefix(SIDE): typed(request, key) for key in request.POST if key.startswith(SIDE)}
    return {name: side for name, side in given.items() if side}
