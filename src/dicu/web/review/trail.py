"""The ledger as an auditor reads it: who did what, when, and whether the chain still holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dicu.vocabulary.messages import Message
from dicu.web.review.asking import desk, overseer

PAGE = 50
READS = "reads/"
"""Who looked at what has pages of its own; here it would bury what was done."""
SHORT = 5_000  # entries; about a tenth of a millisecond each


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    tools, who = desk(request).tools, overseer(request)
    tools.check(who, "see", "ledger", authority="")
    ledger = request.house.ledger  # type: ignore[attr-defined]
    page = _page_of(request)
    entries, total = ledger.latest(PAGE, (page - 1) * PAGE, without=READS)
    kinds = request.house.kinds  # type: ignore[attr-defined]
    rows = [(entry, Message(kinds[entry.kind].sentence.sentence, dict(entry.body))) for entry in entries]
    words = {"rows": rows, "page": page, "pages": -(-total // PAGE), "total": total, "wide": True, **_checked(request, ledger, total)}
    return render(request, "review/trail.jinja", words)


def _checked(request: HttpRequest, ledger: Any, total: int) -> dict[str, object]:
    """A short ledger is verified on the spot; a long one when the auditor asks for it."""
    checked = total <= SHORT or request.GET.get("check") == "1"
    return {"checked": checked, "fault": ledger.verify() if checked else None}


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
