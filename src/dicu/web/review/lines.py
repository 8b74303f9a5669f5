"""One line of a report: writing it, its evidence, and the coordinator's answer to it."""

from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.ledger.model import Conflict
from dicu.review.changes import changes_of
from dicu.review.desk import ReportView
from dicu.review.entering import BadForm, value_field
from dicu.review.report import Line, ReportedValue, ReturnReason
from dicu.review.rules import NotAllowed
from dicu.review.words import MISSING, REASON
from dicu.vocabulary import numbers
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.observation import QUALIFIERS
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of, stays
from dicu.web.review.describing import described, description_words, typed_description
from dicu.web.review.reports import day_of, words

ANSWER = ("answer", "reason", "text", "due", "proposed")
OVERTAKEN = T("The report was changed while you were writing. Nothing was saved yet; what you typed still stands below.")


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, plan: str, round_: str, agency: str, task: str) -> HttpResponse:
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    found, line_ = view.line(task)
    problems = Problems()
    if request.method == "POST":
        fields = {name: request.POST.get(name, "") for name in request.POST}
        try:
            kept = _kept(request, view, task, fields, problems)
        except Conflict:
            return _overtaken(request, (plan, round_, agency), task, fields)
        if kept:
            notify(request, T("The line of task {task} was saved.", task=task))
            return HttpResponseRedirect(reverse("report", args=(plan, round_, agency)))
    else:
        fields = _shown(line_)
    context = _context(request, view, task, fields, problems)
    return render(request, "review/line.jinja", context, status=422 if problems else 200)


def _overtaken(request: HttpRequest, where: tuple[str, str, str], task: str, fields: dict[str, str]) -> HttpResponse:
    """Somebody wrote to the report first: what was typed stands in the form still, beside what is recorded now. Sending
    the form again is then a decision, no accident."""
    view = desk(request).reporting.view(asker(request, where[2]), *where)
    problems = Problems([("", OVERTAKEN)])
    context = {**_context(request, view, task, fields, problems), "overtaken": True}
    return render(request, "review/line.jinja", context, status=409)


def _kept(request: HttpRequest, view: ReportView, task: str, fields: dict[str, str], problems: Problems) -> bool:
    """Whether the line was kept; else each problem stands at its field, and what was typed is still there."""
    try:
        with transaction.atomic():
            desk(request).reporting.write(asker(request, view.obligation.agency), view, task, fields, current(), number_of(request))
    except BadForm as bad:
        problems.found += [(problem.field, problem.message) for problem in bad.problems]
    except NotAllowed as no:
        problems.add("", no.message)
    return not problems


@require_POST
def attach(request: HttpRequest, plan: str, round_: str, agency: str, task: str) -> HttpResponse:
    stays(request, "line", plan, round_, agency, task)
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    _, line_ = view.line(task)
    problems = Problems()
    uploaded = request.FILES.get("file")
    with attempt(problems, "file"):
        desk(request).reporting.evidence_line(asker(request, agency), view, task)
    with described(request, problems, kept=uploaded is not None) as said:
        if said and uploaded is not None:
            desk(request).reporting.attach(asker(request, agency), view, task, uploaded.name or "", uploaded, said, number_of(request))
        elif said:
            desk(request).reporting.cite(asker(request, agency), view, task, said, number_of(request))
    if problems:
        return _again(request, view, task, _shown(line_) | typed_description(request), problems)
    notify(request, T("The evidence was attached to the line of task {task}.", task=task))
    return HttpResponseRedirect(reverse("line", args=(plan, round_, agency, task)) + "#evidence")


@require_POST
def detach(request: HttpRequest, plan: str, round_: str, agency: str, task: str, digest: str) -> HttpResponse:
    stays(request, "line", plan, round_, agency, task)
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    desk(request).reporting.detach(asker(request, agency), view, task, digest, number_of(request))
    notify(request, T("The file was taken off the line of task {task}.", task=task))
    return HttpResponseRedirect(reverse("line", args=(plan, round_, agency, task)) + "#evidence")


@require_POST
def review(request: HttpRequest, plan: str, round_: str, agency: str, task: str) -> HttpResponse:
    """Accept, or return with a reason."""
    stays(request, "line", plan, round_, agency, task)
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    problems = Problems()
    with attempt(problems, *ANSWER):
        said = _answered(request, view, task)
    if problems:
        fields = {name: typed(request, name) for name in ANSWER}
        return _again(request, view, task, fields, problems)
    notify(request, said)
    return HttpResponseRedirect(reverse("report", args=(plan, round_, agency)))


def _answered(request: HttpRequest, view: ReportView, task: str) -> Any:
    coordination, number = desk(request).coordination, number_of(request)
    answer = typed(request, "answer")
    if answer == "query":
        desk(request).questions.put(
            asker(request, view.obligation.agency), view, task, typed(request, "text"), number, typed(request, "proposed")
        )
        return T("The question on the line of task {task} was put. The agency answers it; the line stays as it is.", task=task)
    if answer == "accept":
        coordination.accept(asker(request, view.obligation.agency), view, task, number)
        return T("The line of task {task} was accepted.", task=task)
    if answer != "return":
        raise NotAllowed(T("Choose whether you accept the line, return it, or ask something."), "answer")
    coordination.send_back(
        asker(request, view.obligation.agency),
        view,
        task,
        typed(request, "reason"),
        typed(request, "text"),
        day_of(request, "due"),
        number,
        typed(request, "proposed"),
    )
    return T("The line of task {task} was returned to the agency.", task=task)


@require_POST
def answer_query(request: HttpRequest, plan: str, round_: str, agency: str, task: str, query: str) -> HttpResponse:
    """The agency's answer to a question; the line stays as it was sent."""
    stays(request, "line", plan, round_, agency, task)
    who, problems = asker(request, agency), Problems()
    view = desk(request).reporting.view(who, plan, round_, agency)
    _, line_ = view.line(task)
    number = int(query) if query.isascii() and query.isdecimal() and len(query) < 10 else -1
    field = f"answer-{query}"
    with attempt(problems, field, "text"):
        desk(request).questions.answer(who, view, task, number, typed(request, "text"), number_of(request))
    if problems:
        moved = Problems([(field if where == "text" else where, message) for where, message in problems.found])
        return _again(request, view, task, _shown(line_) | {field: typed(request, "text")}, moved)
    notify(request, T("Your answer is recorded beside the question."))
    return HttpResponseRedirect(reverse("line", args=(plan, round_, agency, task)))


@require_POST
def take_over(request: HttpRequest, plan: str, round_: str, agency: str, task: str) -> HttpResponse:
    """The reviewer's words become the agency's, by an entry of the agency."""
    stays(request, "line", plan, round_, agency, task)
    view, problems = desk(request).reporting.view(asker(request, agency), plan, round_, agency), Problems()
    _, line_ = view.line(task)
    with attempt(problems):
        desk(request).reporting.take_over(asker(request, agency), view, task, number_of(request))
    if problems:
        return _again(request, view, task, _shown(line_), problems)
    notify(request, T("The proposed words stand in the line of task {task} now, as your agency’s own. Change them as you like.", task=task))
    return HttpResponseRedirect(reverse("line", args=(plan, round_, agency, task)))


@require_safe
def file(request: HttpRequest, plan: str, round_: str, agency: str, digest: str) -> FileResponse:
    """An attached file, always as a download: nothing that somebody uploaded is shown inside our pages."""
    view = desk(request).reporting.view(asker(request, agency), plan, round_, agency)
    attachment, content = desk(request).reporting.file(asker(request, agency), view, digest)
    response = FileResponse(content, as_attachment=True, filename=attachment.name, content_type="application/octet-stream")
    response["Cache-Control"] = "no-store"
    return response


def _again(request: HttpRequest, view: ReportView, task: str, fields: dict[str, str], problems: Problems) -> HttpResponse:
    """The line's page with what was wrong and what was typed."""
    return render(request, "review/line.jinja", _context(request, view, task, fields, problems), status=422)


def _context(request: HttpRequest, view: ReportView, task: str, fields: dict[str, str], problems: Problems) -> dict[str, Any]:
    found, line_ = view.line(task)
    part, who = desk(request), asker(request, view.obligation.agency)
    editable = view.own and line_.editable and not view.frozen(task)
    return {
        **words(request, view),
        **description_words(),
        "task": found,
        "line": line_,
        "fields": _Fields(fields),
        "problems": problems,
        "overtaken": False,
        "value_field": value_field,
        "editable": editable,
        "may_review": part.coordination.reviews(who, view, line_),
        "may_answer": part.questions.answers(who, view, task),
        "may_take_over": editable and bool(line_.proposals) and bool(line_.content),
        "changes": changes_of(line_),
        "reasons": [(str(r), REASON[r]) for r in ReturnReason],
        "reason_words": REASON,
        "missing": list(MISSING.items()),
        "missing_words": MISSING,
        "qualifiers": list(QUALIFIERS.items()),
        "qualifier_words": QUALIFIERS,
        "as_read": _as_read,
    }


class _Fields(dict[str, str]):
    """A form's fields as typed; a field that was not sent is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _shown(line_: Line) -> dict[str, str]:
    """A line's content as the fields of its form, in the page's language."""
    content = line_.content
    if content is None:
        return {}
    fields = {"claim": content.claim, "narrative": content.narrative, "difficulties": content.difficulties}
    fields["completed_on"] = content.completed_on.strftime("%d/%m/%Y") if content.completed_on else ""
    for value in content.values:
        fields |= {value_field(value.indicator, part): text for part, text in _parts(value).items()}
    return fields


def _parts(value: ReportedValue) -> dict[str, str]:
    return {
        "value": _as_read(value.value),
        "missing": value.missing,
        "qualifier": value.qualifier,
        "period": value.period,
        "source": value.source,
        "locator": value.locator,
    }


def _as_read(text: str) -> str:
    """A recorded decimal as it is written in the page's language."""
    if not text:
        return ""
    try:
        return numbers.written(numbers.read(text, "en"), current())
    except Refused:  # recorded text is always a plain decimal
        return text
