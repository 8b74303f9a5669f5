"""Who asks, for what, and the house's desk: the first line of every page of the review."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from dicu.access.model import Officer
from dicu.access.rulebook import PUBLICATION, REPORTER
from dicu.review.desk import OVERSEER_FIRST, REPORTER_FIRST, Asker, ReviewDesk, usual_purpose
from dicu.web.middleware import asking


def desk(request: HttpRequest) -> ReviewDesk:
    return request.house.desk  # type: ignore[attr-defined,no-any-return]


def asker(request: HttpRequest, agency: str = "") -> Asker:
    """Somebody who reports and coordinates reports on the own agency's pages (`agency`) and coordinates on others'."""
    officer = asking(request)
    day = desk(request).tools.today()
    return Asker(
        officer, usual_purpose(officer, day, REPORTER_FIRST if not agency or reports_for(officer, agency, day) else OVERSEER_FIRST)
    )


def overseer(request: HttpRequest) -> Asker:
    """On the pages of a whole round, who coordinates coordinates, also if they report for an agency besides."""
    officer = asking(request)
    return Asker(officer, usual_purpose(officer, desk(request).tools.today(), OVERSEER_FIRST))


def reports_for(officer: Officer, agency: str, day: date) -> bool:
    return any(g.role == REPORTER and g.in_force(day) and (g.agency or officer.agency) == agency for g in officer.grants)


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
