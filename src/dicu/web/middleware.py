"""What surrounds every page: the headers that a browser must obey, and the house with who is asking."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from dicu.web.officer import asking

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Nothing inline, nothing from elsewhere, no eval."""

DOWNLOADED = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For files: should a browser show one all the same, it is alone in a place without script, forms and our origin."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class Headers:
    """Outermost, so that static files and refusals carry the headers too. A view may set a stricter one of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers.setdefault("Content-Security-Policy", DOWNLOADED)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store" if _personal(request, response) else "private, no-cache")
        return response


def _personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the page may say something about who asked. The cookie tells without asking the database, which may be
    gone."""
    return any(settings.SESSION_COOKIE_NAME in jar for jar in (request.COOKIES, response.cookies))


class HouseMiddleware:
    """Puts `request.house` and `request.officer` there for the view.

    The house is built when a page first uses it, so a page that needs no room works while one is broken. Telling the
    database who asks is not done here but in `speaking`: no middleware stands inside the view's transaction.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.house = SimpleLazyObject(import_string(settings.DICU_HOUSE))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        asking(request)


__all__ = ["HEADERS", "POLICY", "Headers", "HouseMiddleware", "asking"]
