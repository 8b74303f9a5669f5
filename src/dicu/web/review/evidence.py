"""Evidence across lines: the list, one content with its uses, describing it anew, and public claims for what is restricted."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.policy import absent
from dicu.review.evidence.claims import restricted
from dicu.review.evidence.words import CLAIM_STATE, CLASSIFICATION, FILE_STATE, LINK_STATE, STATE_TONES
from dicu.review.rules import NotAllowed
from dicu.review.words import LINE
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.language import current
from dicu.web.notices import notify
from dicu.web.review.asking import asker, desk, number_of, overseer, stays
from dicu.web.review.describing import described, description_words, shown_description, typed_description

FILTERS = ("round", "kind", "classification", "link")
CLAIM_FIELDS = ("task", "claim_vi", "claim_en", "reason")


@require_safe
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    part, who = desk(request), overseer(request)
    version = part.tools.plan(who, plan)
    asked = {name: request.GET.get(name, "").strip()[:80] for name in FILTERS}
    found = part.evidence.listed(who, plan, asked["round"], asked["kind"], asked["classification"], asked["link"])
    context = {"plan": version, "found": found, "fields": asked, "problems": Problems(), "wide": True, **_words()}
    context |= {"rounds": [(r.id, r.title) for r in version.rounds], "class_choices": _codes(CLASSIFICATION, "unclassified")}
    context |= {"link_choices": _codes(LINK_STATE, "unchecked")}
    return render(request, "review/evidence_list.jinja", context)


@require_safe
def one(request: HttpRequest, plan: str, digest: str) -> HttpResponse:
    part, who = desk(request), overseer(request)
    view = part.evidence.view(who, plan, digest)
    faults = view.looked.faults(part.tools.today())
    context = {"plan": part.tools.plan(who, plan), "view": view, "faults": faults, "day_of": _day, "line_words": LINE, **_words()}
    return render(request, "review/evidence.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, plan: str, round_: str, agency: str, task: str, digest: str) -> HttpResponse:
    """Its agency describes anew what stands on the line, while the line can be changed."""
    who = asker(request, agency)
    view = desk(request).reporting.view(who, plan, round_, agency)
    found, _ = view.line(task)
    line = desk(request).reporting.evidence_line(who, view, task)
    file = next((file for file in line.files if file.digest == digest), None)
    if file is None:
        raise absent()
    problems = Problems()
    if request.method == "POST":
        with described(request, problems, kept=file.kept) as said:
            if said:
                desk(request).reporting.describe(who, view, task, digest, said, number_of(request))
        if not problems:
            notify(request, T("The description was saved."))
            return HttpResponseRedirect(reverse("line", args=(plan, round_, agency, task)) + "#evidence")
    fields = typed_description(request) if problems else shown_description(file.described, file.title)
    context = {"view": view, "task": found, "file": file, "fields": _Fields(fields), "problems": problems, **_words()}
    return render(request, "review/evidence_form.jinja", context, status=422 if problems else 200)


@require_safe
def claims(request: HttpRequest, plan: str, round_: str, agency: str) -> HttpResponse:
    return _claims(request, (plan, round_, agency), {}, Problems())


@require_POST
def claim_step(request: HttpRequest, plan: str, round_: str, agency: str, step: str) -> HttpResponse:
    """Propose; or, of one that is there, approve, refuse or take back."""
    stays(request, "claims", plan, round_, agency)
    where, problems = (plan, round_, agency), Problems()
    take = {"propose": _propose, "answer": _answer}.get(step)
    if take is None:
        raise absent()
    reason = f"reason-{typed(request, 'claim')}"
    with attempt(problems, *CLAIM_FIELDS):
        take(request, where)
    if problems:
        fields = {name: typed(request, name) for name in (*CLAIM_FIELDS, reason)}
        moved = [(reason if step == "answer" and place == "reason" else place, message) for place, message in problems.found]
        return _claims(request, where, fields, Problems(moved))
    notify(request, T("The step is recorded."))
    return HttpResponseRedirect(reverse("claims", args=where))


def _propose(request: HttpRequest, where: tuple[str, str, str]) -> None:
    who, part = overseer(request), desk(request).evidence
    text = Bilingual(typed(request, "claim_vi"), typed(request, "claim_en"))
    part.propose(who, part.claims(who, *where), typed(request, "task"), text, typed(request, "reason"), number_of(request))


def _answer(request: HttpRequest, where: tuple[str, str, str]) -> None:
    who, part = overseer(request), desk(request).evidence
    said = typed(request, "claim")
    claim = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1
    reason, number, view = typed(request, f"reason-{said}"), number_of(request), part.claims(who, *where)
    step = typed(request, "step")
    if step == "withdraw":
        part.withdraw(who, view, claim, reason, number)
    elif step in ("approve", "refuse"):
        part.answer(who, view, claim, step == "approve", reason, number)
    else:
        raise NotAllowed(T("Choose whether you approve the claim, refuse it, or take it back."))


def _claims(request: HttpRequest, where: tuple[str, str, str], fields: dict[str, str], problems: Problems) -> HttpResponse:
    part = desk(request)
    who = overseer(request) if part.evidence.oversees(overseer(request), *where) else asker(request, where[2])
    view, report = part.evidence.claims(who, *where), part.reporting.view(who, *where)
    tasks = [(task.code, T("Task {task}", task=task.code)) for task, line in report.lines if restricted(line)]
    context = {"view": view, "report": report, "tasks": tasks, "fields": _Fields(fields), "problems": problems, "claim_words": CLAIM_STATE}
    return render(request, "review/claims.jinja", context, status=422 if problems else 200)


def _words() -> dict[str, Any]:
    return {**description_words(), "file_words": FILE_STATE, "link_words": LINK_STATE, "state_tones": STATE_TONES}


def _codes(words: Any, empty: str) -> list[tuple[str, Any]]:
    return [(code or empty, said) for code, said in words.items()]


def _day(text: str) -> str:
    return dates.short(date.fromisoformat(text), current())


class _Fields(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""
