"""What a request asked about is noted before its answer leaves: after the page was made and its transaction ended, in one of
its own. What cannot be noted is not shown."""

import logging
from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from dicu.readings.collecting import Collected, collecting, current
from dicu.readings.model import Means, Outcome, Request
from dicu.vocabulary.messages import T
from dicu.web import errors
from dicu.web.officer import asking
from dicu.web.requests import current_id

log = logging.getLogger("dicu.web.readings")

SENT_BACK = frozenset({409, 422})
"""Answers that show things and keep nothing."""
REFUSED = frozenset({400, 401, 403, 405, 413, 429})
PAGES = frozenset({"page", "lang", "before"})
"""What only turns a page of the same list, and is no search."""

UNNOTED = errors.Fault(
    T("This cannot be shown right now"),
    T(
        "Nothing is shown here unless it is noted who looked at it, and that could not be written. "
        "If you sent a form, it may have been saved."
    ),
    T("Wait a minute, then open the page again. If you sent a form, look first whether it was saved before you send it again."),
)


class Noting:
    """Middleware: inside of sessions and accounts, around everything that asks access."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with collecting() as collected:
            response = self.get_response(request)
        if not collected.anything:
            return response
        try:
            _searched(collected, request)
            request.house.readings.note(collected, _described(request, response, collected))  # type: ignore[attr-defined]
        except Exception as fault:  # noqa: BLE001 - whatever it is, nothing may be shown
            return _unnoted(request, response, fault)
        return response


def searched(criteria: Mapping[str, Sequence[str]]) -> None:
    """For a page that takes what it searches for from a form: part of the request's criteria, which are noted as a digest."""
    if collected := current():
        collected.searched(criteria)


def _searched(collected: Collected, request: HttpRequest) -> None:
    criteria = {name: values for name, values in request.GET.lists() if name not in PAGES and any(values)}
    if criteria:
        collected.searched(criteria)


def _described(request: HttpRequest, response: HttpResponse, collected: Collected) -> Request:
    match = request.resolver_match
    route = (match.view_name if match else "") or "unnamed"
    outcome = _outcome(response.status_code, collected)
    kept = response.status_code not in SENT_BACK
    return Request(asking(request), route, request.method or "GET", _means(request, response), outcome, current_id(), kept)


def _outcome(status: int, collected: Collected) -> Outcome:
    if status >= 500:
        return "failed"
    if status == 404:
        return "absent"
    return "refused" if status in REFUSED or (300 <= status < 400 and collected.refused) else "shown"


def _means(request: HttpRequest, response: HttpResponse) -> Means:
    if response.headers.get("Content-Disposition", ""):
        return "file"
    return "page" if request.method in {"GET", "HEAD"} else "form"


def _unnoted(request: HttpRequest, response: HttpResponse, fault: Exception) -> HttpResponse:
    """Whatever was made is thrown away, and an answer that was none anyway stays as it is."""
    log.error("a request could not be noted and was not answered: %s", type(fault).__name__)
    if response.status_code >= 500:
        return response
    answer = errors.page(request, 503, fault=UNNOTED, bare=True)
    answer._resource_closers += response._resource_closers  # closing `response` itself would say that the request is over
    answer.headers["Retry-After"] = "60"
    return answer
