"""One line of a report: writing it, its evidence, and the coordinator's answer."""

from typing import Annotated

from django.http import FileResponse
from ninja import Query

from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.review.guarding import read_state, unless_moved
from dicu.api.review.line_fields import check_known, problem_of, typed
from dicu.api.review.report_shapes import LineSent, OneLine, ReturnSent, etag, line_facts
from dicu.api.review.reports import REPORT, view_of
from dicu.api.shapes import Name, RoundName, Step
from dicu.api.uploads import BINARY
from dicu.review.desk import ReportView
from dicu.review.entering import BadForm

room = Room("lines")
LINE = f"{REPORT}/lines/{{task}}"
FileName = Annotated[str, Query(min_length=1, max_length=255, description="What the file is called.")]
Locator = Annotated[str, Query(max_length=1000, description="The page or paragraph that matters.")]


@room.reads(LINE, OneLine, "getLine", errands.report)
def line(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name) -> Done:
    """One line of a report."""
    view = view_of(request, plan, round_, agency)
    return _line(view, task)


@room.writes("PUT", LINE, OneLine, "writeLine", errands.report, guarded=True)
def write(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, body: LineSent) -> Done:
    """Keep what the line says, as a whole. Keeping what stands there already changes nothing."""
    view = view_of(request, plan, round_, agency)
    found, _ = view.line(task)
    number = read_state(request)
    check_known(body, found)
    with unless_moved(request, view, number):
        try:
            request.desk.reporting.write(request.asker, view, task, typed(body), "en", number)
        except BadForm as bad:
            raise problem_of(bad, body) from bad
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("POST", f"{LINE}/files", OneLine, "attachFile", errands.report, status=201, guarded=True, uploads=True)
def attach(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, name: FileName, locator: Locator = "") -> Done:
    """Attach a file as evidence: the body is its content. The same file twice is there once."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        content = request.http.upload.content  # type: ignore[attr-defined]
        request.desk.reporting.attach(request.asker, view, task, name, content, locator, number)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("DELETE", f"{LINE}/files/{{sha256}}", OneLine, "detachFile", errands.report, guarded=True)
def detach(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, sha256: Name) -> Done:
    """Take a file off a line."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.reporting.detach(request.asker, view, task, sha256, number)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("POST", f"{LINE}/accept", Step, "acceptLine", errands.report, guarded=True)
def accept(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name) -> Done:
    """Accept a line that was sent."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.coordination.accept(request.asker, view, task, number)
    return _step(view_of(request, plan, round_, agency))


@room.writes("POST", f"{LINE}/return", Step, "returnLine", errands.report, guarded=True)
def give_back(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, body: ReturnSent) -> Done:
    """Return a line that was sent, with the reason and what to do."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.coordination.send_back(request.asker, view, task, body.reason, body.text, body.due, number)
    return _step(view_of(request, plan, round_, agency))


@room.downloads(f"{REPORT}/files/{{sha256}}", "downloadFile", errands.report, BINARY)
def file(request: Asked, plan: Name, round_: RoundName, agency: Name, sha256: Name) -> FileResponse:
    """An attached file, as a download."""
    view = view_of(request, plan, round_, agency)
    attachment, content = request.desk.reporting.file(request.asker, view, sha256)
    return FileResponse(content, as_attachment=True, filename=attachment.name, content_type=BINARY)


def _line(view: ReportView, task: str) -> Done:
    found, line_ = view.line(task)
    return Done(OneLine(**line_facts(view, found, line_), etag=etag(view)), {"ETag": etag(view)})


def _step(view: ReportView) -> Done:
    return Done(Step(etag=etag(view)), headers={"ETag": etag(view)})
