"""Every request has a number of our own making: in its answer, in the log of reading and in the program's logs, so that what
one person reports can be found in all three. What a sender calls its request is never taken over: it could say anything."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"

_current: ContextVar[str] = ContextVar("dicu_request", default="")


def current_id() -> str:
    """The number of the request that this thread works on: 32 hexadecimal digits, empty outside of a request."""
    return _current.get()


class Numbered:
    """Outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(16)
        token = _current.set(number)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = number
        return response
