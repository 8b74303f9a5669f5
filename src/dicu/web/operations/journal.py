"""A line in the log for each request, and its place in the metrics.

Told are: the request's number, the route's name, the method, the status, how long it took, and the account where somebody
changed something or was refused. Who read what stands in the log of reading, which has rules of its own; names of persons,
addresses, queries, forms, names of files and values of the database are never told.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from dicu.store.logs import logger
from dicu.web.operations import counting, signing_in
from dicu.web.operations.doors import machine
from dicu.web.requests import current_id

__all__ = ["Journal", "signing_in"]  # whoever tells of requests tells of signing in, too

READING = frozenset({"GET", "HEAD", "OPTIONS"})
log = logger("dicu.requests")


class Journal:
    """Middleware, right behind the one that numbers requests, so that whatever happens on the way is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if machine(request):
            return self.get_response(request)
        begun = perf_counter()
        with structlog.contextvars.bound_contextvars(request=current_id()):
            response = self.get_response(request)
            seconds = perf_counter() - begun
            counting.count(request, response.status_code, seconds)
            log.log(_weight(response.status_code), "request", **_told(request, response.status_code, seconds))
        return response


def _told(request: HttpRequest, status: int, seconds: float) -> dict[str, Any]:
    method = request.method if request.method in counting.METHODS else "other"
    told: dict[str, Any] = {"route": counting.route(request), "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    if (method not in READING or status >= 400) and (account := _account(request)):
        told["account"] = account
    return told


def _account(request: HttpRequest) -> str:
    """Who was found to ask while the page was made; the database is not asked again for the log."""
    officer = request.__dict__.get("officer")
    return str(officer.account) if officer else ""


def _weight(status: int) -> int:
    """Logging's levels: what is our fault is an error, what was refused is news."""
    return 40 if status >= 500 else 20
