"""One line of a report: writing it, its evidence, and the coordinator's answer."""

from typing import Annotated

from django.http import FileResponse
from ninja import Query

from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.review.evidence_shapes import (
    Captured,
    Dated,
    DescriptionSent,
    Issuer,
    Locator,
    OfClass,
    OfKind,
    OfLanguage,
    OfPlace,
    OfTitle,
    Reference,
    Url,
    read_asked,
    read_sent,
)  # fmt: skip
from dicu.api.review.guarding import read_state, unless_moved
from dicu.api.review.line_fields import check_known, problem_of, typed
from dicu.api.review.report_shapes import LineSent, OneLine, QueryAnswerSent, QuerySent, ReturnSent, etag, line_facts
from dicu.api.review.reports import REPORT, view_of
from dicu.api.shapes import Name, RoundName, Step
from dicu.api.uploads import BINARY
from dicu.review.desk import ReportView
from dicu.review.entering import BadForm

room = Room("lines")
LINE = f"{REPORT}/lines/{{task}}"
FileName = Annotated[str, Query(min_length=1, max_length=255, description="What the file is called.")]


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
def attach(  # noqa: PLR0913 - the body is the file, so its description stands in the address
    request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, name: FileName, kind: OfKind, title: OfTitle, place: OfPlace,
    classification: OfClass, language: OfLanguage, locator: Locator = "", issuer: Issuer = "", reference: Reference = "",
    dated: Dated = None, url: Url = "", captured: Captured = None,
) -> Done:  # fmt: skip
    """Attach a file as evidence: the body is its content. The same file twice is there once."""
    facts = {"kind": kind, "title": title, "place": place, "classification": classification, "language": language, "locator": locator}
    facts |= {"issuer": issuer, "reference": reference, "dated": dated, "url": url, "captured": captured}
    view = view_of(request, plan, round_, agency)
    request.desk.reporting.evidence_line(request.asker, view, task)
    number = read_state(request)
    said = read_asked(facts, request.desk.tools.today())
    with unless_moved(request, view, number):
        content = request.http.upload.content  # type: ignore[attr-defined]
        request.desk.reporting.attach(request.asker, view, task, name, content, said, number)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("POST", f"{LINE}/evidence", OneLine, "citePage", errands.report, status=201, guarded=True)
def cite(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, body: DescriptionSent) -> Done:
    """Cite a web page as evidence without keeping a copy of it."""
    view = view_of(request, plan, round_, agency)
    request.desk.reporting.evidence_line(request.asker, view, task)
    number, said = read_state(request), read_sent(body, request.desk.tools.today(), kept=False)
    with unless_moved(request, view, number):
        request.desk.reporting.cite(request.asker, view, task, said, number)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("PUT", f"{LINE}/evidence/{{sha256}}", OneLine, "describeEvidence", errands.report, guarded=True)
def describe(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, sha256: Name, body: DescriptionSent) -> Done:
    """Describe anew what stands on the line already."""
    view = view_of(request, plan, round_, agency)
    line_ = request.desk.reporting.evidence_line(request.asker, view, task)
    number, kept = read_state(request), all(file.kept for file in line_.files if file.digest == sha256)
    said = read_sent(body, request.desk.tools.today(), kept=kept)
    with unless_moved(request, view, number):
        request.desk.reporting.describe(request.asker, view, task, sha256, said, number)
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
        request.desk.coordination.send_back(request.asker, view, task, body.reason, body.text, body.due, number, body.proposed)
    return _step(view_of(request, plan, round_, agency))


@room.writes("POST", f"{LINE}/queries", OneLine, "putQuery", errands.report, status=201, guarded=True)
def put_query(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, body: QuerySent) -> Done:
    """Put a question on a line that waits for review. Until it is answered the line cannot be accepted."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.questions.put(request.asker, view, task, body.text, number, body.proposed)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("POST", f"{LINE}/queries/{{number}}/answer", OneLine, "answerQuery", errands.report, guarded=True)
def answer_query(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name, number: int, body: QueryAnswerSent) -> Done:
    """Answer a question; the line stays as it was sent."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    state = read_state(request)
    with unless_moved(request, view, state):
        request.desk.questions.answer(request.asker, view, task, number, body.text, state)
    return _line(view_of(request, plan, round_, agency), task)


@room.writes("POST", f"{LINE}/wording", OneLine, "takeWording", errands.report, guarded=True)
def take_wording(request: Asked, plan: Name, round_: RoundName, agency: Name, task: Name) -> Done:
    """Make the words that a reviewer proposed last the agency's own, by an entry of the agency."""
    view = view_of(request, plan, round_, agency)
    view.line(task)
    number = read_state(request)
    with unless_moved(request, view, number):
        request.desk.reporting.take_over(request.asker, view, task, number)
    return _line(view_of(request, plan, round_, agency), task)


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
