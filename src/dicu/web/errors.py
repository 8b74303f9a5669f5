"""Pages for what went wrong: what happened, and what to do now. None of them tells how the house works inside."""

import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from dicu.access.model import Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.vocabulary.messages import Message, Refused, T
from dicu.web.language import current, of_path
from dicu.web.officer import asking
from dicu.web.signing_in import to_sign_in

log = logging.getLogger("dicu.web")

DATABASE_GONE = (OperationalError, InterfaceError)


@dataclass(frozen=True, slots=True)
class Fault:
    title: Message
    happened: Message
    now: Message


FAULTS: dict[int, Fault] = {
    400: Fault(
        T("This request could not be read"),
        T("Something in the address or in what was sent is damaged, or too long."),
        T("Go back and try again. If you followed a link, ask the person who sent it for a new one."),
    ),
    403: Fault(
        T("You may not do this"),
        T("Your account does not have the right to this page or this step."),
        T("If you need it for your work, ask an administrator to give your account the right role."),
    ),
    404: Fault(
        T("There is no such page"),
        T("Nothing that is open to you stands at this address. It may have been moved or mistyped."),
        T("Check the address, or start again from the front page. If you have not signed in, sign in first."),
    ),
    405: Fault(
        T("This address cannot be opened like this"),
        T("The address only takes what a form sends; it has nothing to show by itself."),
        T("Go back to the page with the form and send it again."),
    ),
    409: Fault(
        T("This was changed meanwhile"),
        T("Somebody else changed this while you were working on it. Nothing of theirs was overwritten."),
        T("Open the page again to see what changed, then repeat your step."),
    ),
    413: Fault(
        T("This is too large to send"),
        T("One file may have at most {megabytes} megabytes. Nothing was stored.", megabytes=settings.UPLOAD_LIMIT >> 20),
        T("Make the file smaller, or split it, and send it again. A scan in black and white is often small enough."),
    ),
    422: Fault(
        T("This could not be done"),
        T("What was sent does not fit. Nothing was changed."),
        T("Go back, correct it, and send it again."),
    ),
    500: Fault(
        T("Something went wrong on our side"),
        T("The page could not be made because of a fault in this service. Nothing of your last step was saved."),
        T("Try again. If it happens again, tell the people who run this service, and give them the number below."),
    ),
    503: Fault(
        T("The service cannot be reached right now"),
        T("The database does not answer. Your last step was not saved; nothing that was saved before is lost."),
        T("Wait a minute and try again. If you were filling in a form, go back: your browser still has what you typed."),
    ),
}

STALE_FORM = Fault(
    T("This form is too old to be sent"),
    T("For your protection a form only works in the browser and the sign-in it was opened with. Nothing was saved."),
    T("Go back, reload the page and send the form again. Your browser must accept cookies from this service."),
)


def page(
    request: HttpRequest, status: int, *, fault: Fault | None = None, happened: Message | None = None,
    bare: bool = False, incident: str = "",
) -> HttpResponse:  # fmt: skip
    """The page of `status`. `happened` takes the place of its second sentence; `bare` asks the database nothing."""
    fault = fault or FAULTS[status]
    request.bare = bare  # type: ignore[attr-defined]
    words = {"status": status, "fault": fault, "happened": happened or fault.happened, "incident": incident}
    with translation.override(of_path(request.path_info) or current()):  # also outside the language's own middleware
        response = render(request, "errors/page.jinja", words, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """The page for what a room raised; None for what is not a refusal."""
    if isinstance(problem, DATABASE_GONE):
        return database_gone(request, problem)
    if isinstance(problem, Absent):
        return page(request, 404)
    if isinstance(problem, Forbidden):
        return _forbidden(request, problem)
    if isinstance(problem, Refused):
        return page(request, 409 if isinstance(problem, Conflict) else 422, happened=problem.message)
    return None


def database_gone(request: HttpRequest, problem: BaseException) -> HttpResponse:
    log.error("the database does not answer: %s", type(problem).__name__)
    response = page(request, 503, bare=True)
    response.headers["Retry-After"] = "60"
    return response


def _forbidden(request: HttpRequest, refusal: Forbidden) -> HttpResponse:
    """Whoever has not signed in may be allowed once they have."""
    if not asking(request).account and request.method in {"GET", "HEAD"}:
        return to_sign_in(request)
    return page(request, 403, happened=refusal.message)


# What Django calls, named in `urls.py` and in the settings ----------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400, bare=True)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, fault=STALE_FORM)


def broken(request: HttpRequest) -> HttpResponse:
    """Also where the database fails outside a view: while a session is read or written."""
    problem = sys.exc_info()[1]
    if isinstance(problem, DATABASE_GONE):
        return database_gone(request, problem)
    incident = secrets.token_hex(4)
    log.error("incident %s: %s", incident, type(problem).__name__)
    return page(request, 500, bare=True, incident=incident)


class Refusals:
    """Middleware: what a room raises out of a view becomes its page, after the transaction was rolled back; and an
    answer that Django gives without a page gets one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return _in_words(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception)


def _in_words(request: HttpRequest, refused: Any) -> HttpResponse:
    """Django's 405 has no page; ours keeps the methods it allows."""
    response = page(request, 405)
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response
