"""Who asks, for what, and the house's desk: the first line of every page of the review."""

from django.http import HttpRequest
from django.urls import reverse

from dicu.access.rulebook import PUBLICATION
from dicu.review.desk import Asker, ReviewDesk, errands
from dicu.web.middleware import asking


def desk(request: HttpRequest) -> ReviewDesk:
    return request.house.desk  # type: ignore[attr-defined,no-any-return]


def asker(request: HttpRequest, agency: str = "") -> Asker:
    """On the errand that is usual at a report (`agency`: whose)."""
    officer = asking(request)
    return Asker(officer, errands.on_report(officer, desk(request).tools.today(), agency))


def overseer(request: HttpRequest) -> Asker:
    """On the errand that is usual over a whole round."""
    officer = asking(request)
    return Asker(officer, errands.on_round(officer, desk(request).tools.today()))


def publisher(request: HttpRequest) -> Asker:
    """The same officer, on the errand of making something public: a step of its own, never a by-product of reviewing."""
    return Asker(asking(request), PUBLICATION)


def stays(request: HttpRequest, page: str, *where: str) -> None:
    """For an address that only takes forms: whatever page answers there, the language switch leads to `page`."""
    request.stays_at = reverse(page, args=where)  # type: ignore[attr-defined]


def number_of(request: HttpRequest) -> int:
    """The entry that a form was filled on. A forged or missing one matches no entry, so the step is refused as a conflict."""
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
