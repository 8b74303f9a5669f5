"""Who asks, for what, and the desk: the first line of every page of administration."""

from datetime import date

from django.http import HttpRequest

from dicu.access.model import Asker
from dicu.access.rulebook import ADMINISTRATION, AUDIT, COORDINATION, READING, REPORTING
from dicu.administration.desk import AdministrationDesk
from dicu.administration.rules import NotAllowed
from dicu.review.desk import OVERSEER_FIRST, usual_purpose
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused
from dicu.web.forms import typed
from dicu.web.language import current
from dicu.web.middleware import asking

ERRANDS = (REPORTING, COORDINATION, AUDIT, READING)


def desk(request: HttpRequest) -> AdministrationDesk:
    return request.house.administration  # type: ignore[attr-defined,no-any-return]


def administrator(request: HttpRequest) -> Asker:
    return Asker(asking(request), ADMINISTRATION)


def opener(request: HttpRequest) -> Asker:
    """On the errand of the role by which somebody may open things."""
    officer = asking(request)
    return Asker(officer, usual_purpose(officer, desk(request).tools.today(), OVERSEER_FIRST))


def on_any_errand(request: HttpRequest) -> tuple[Asker, ...]:
    """For a list of what one may know of, whatever one is on about."""
    return tuple(Asker(asking(request), purpose) for purpose in ERRANDS)


def day_of(request: HttpRequest, name: str) -> date | None:
    """The day typed into a field; None for an empty one. Raises NotAllowed at the field."""
    text = typed(request, name)
    try:
        return dates.read(text, current()) if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, name) from refused


def number_of(text: str) -> int:
    """A small whole number that was typed; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
