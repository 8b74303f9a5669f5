"""What a request asked about is noted before its answer leaves, as for pages: in a transaction of its own, after the step's.
What cannot be noted is not shown."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from dicu.access.model import PUBLIC
from dicu.api import problems
from dicu.api.asking import house
from dicu.api.language import language_of
from dicu.api.problems import Problem
from dicu.readings.collecting import Collected, collecting
from dicu.readings.model import Outcome, Request
from dicu.vocabulary.messages import T

log = logging.getLogger("dicu.api")

PAGES = frozenset({"limit", "lang", "after"})
"""What only turns a page of the same list, and is no search."""
UNNOTED = T(
    "Nothing is shown here unless it is noted who looked at it, and that could not be written. If you sent a step, it may have been "
    "done: repeat it with the same idempotency key, or look first."
)


def noted(request: HttpRequest, handle: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    with collecting() as collected:
        response = handle(request)
    if not collected.anything:
        return response
    try:
        _note(request, response, collected)
    except Exception as fault:  # noqa: BLE001 - whatever it is, nothing may be shown
        log.error("a request could not be noted and was not answered: %s", type(fault).__name__)
        let_go(response)
        return problems.answered(Problem(problems.UNAVAILABLE, UNNOTED, headers={"Retry-After": "60"}), language_of(request))
    return response


def let_go(response: HttpResponseBase) -> None:
    """A file that is not sent is closed. The response itself is not: its end would be taken for the request's."""
    file = getattr(response, "file_to_stream", None)
    if file is not None:
        file.close()


def _note(request: HttpRequest, response: HttpResponseBase, collected: Collected) -> None:
    criteria = {name: values for name, values in request.GET.lists() if name not in PAGES and any(values)}
    if criteria:
        collected.searched(criteria)
    officer = getattr(request, "officer", PUBLIC)
    route = f"api:{getattr(request, 'operation', 'unnamed')}"
    outcome, number = _outcome(response.status_code), import_string(settings.DICU_REQUEST_NUMBER)()
    told = Request(officer, route, request.method or "GET", "api", outcome, number, response.status_code < 400)
    house().readings.note(collected, told)


def _outcome(status: int) -> Outcome:
    if status >= 500:
        return "failed"
    if status == 404:
        return "absent"
    return "refused" if status >= 400 and status not in (409, 412, 422, 428) else "shown"
