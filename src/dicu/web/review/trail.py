"""The ledger as an auditor reads it: who did what, when, and whether the chain still holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dicu.review.kinds import KINDS
from dicu.vocabulary.messages import Message
from dicu.web.review.asking import asker, desk

PAGE = 50


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    tools, who = desk(request).tools, asker(request)
    tools.check(who, "see", "ledger", authority="")
    ledger = request.house.ledger  # type: ignore[attr-defined]
    page = _page_of(request)
    entries, total = ledger.latest(PAGE, (page - 1) * PAGE)
    rows = [(entry, Message(KINDS[entry.kind].sentence.sentence, dict(entry.body))) for entry in entries]
    words = {"rows": rows, "page": page, "pages": -(-total // PAGE), "total": total, "wide": True, "fault": ledger.verify()}
    return render(request, "review/trail.jinja", words)


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
