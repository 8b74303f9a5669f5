"""The interface's own way in: a request below `/api/` passes none of what pages need (sessions, cookies, forms, languages in
addresses), and whatever becomes of it, the answer is one that the description knows.

It stands before the session in the settings' MIDDLEWARE and takes the request straight to its operation.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver
from django.utils import translation

from dicu.access.model import PUBLIC
from dicu.api import problems
from dicu.api.body import LARGEST
from dicu.api.faults import nothing, problem_of
from dicu.api.language import language_of
from dicu.api.noting import let_go, noted
from dicu.api.problems import Problem

BELOW = "/api/"
LONGEST_PATH, LONGEST_QUERY, LONGEST_HEADER = 1000, 4000, 4000
Answer = HttpResponseBase


class Door:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Answer:
        if request.path_info != "/api" and not request.path_info.startswith(BELOW):
            return self.get_response(request)
        request.COOKIES = {}  # whoever looks for a session finds none
        request.META.pop("HTTP_COOKIE", None)
        asked = request.method
        response = _guarded(request)
        return _closed(_bodiless(response) if asked == "HEAD" else response)


def _guarded(request: HttpRequest) -> Answer:
    """Nothing may leave here but an answer."""
    try:
        _check_envelope(request)
        with translation.override(language_of(request)):
            return noted(request, _answered)
    except Exception as raised:  # noqa: BLE001
        return _problem(request, raised)


def _answered(request: HttpRequest) -> Answer:
    try:
        return _handled(request)
    except Exception as raised:  # noqa: BLE001
        return _problem(request, raised)


def _problem(request: HttpRequest, raised: Exception) -> Answer:
    signed_in = bool(getattr(request, "officer", PUBLIC).account)
    return problems.answered(problem_of(raised, signed_in), _language(request))


def _handled(request: HttpRequest) -> Answer:
    try:
        found = get_resolver().resolve(request.path_info)
    except Resolver404:
        return problems.answered(nothing(), language_of(request))
    request.resolver_match = found
    asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    response: Any = found.func(request, *found.args, **found.kwargs)
    if response.status_code == 405:
        return _other_method(request, asked or "", response["Allow"])
    return response


def _other_method(request: HttpRequest, asked: str, allowed: str) -> Answer:
    methods = {method.strip() for method in allowed.split(",")}
    methods |= {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    allow = {"Allow": ", ".join(sorted(methods))}
    if asked == "OPTIONS":
        return HttpResponse(status=204, headers=allow)
    return problems.answered(Problem(problems.METHOD, headers=allow), language_of(request))


def _check_envelope(request: HttpRequest) -> None:
    """The address and headers, before anything reads them."""
    request.get_host()  # raises for a host that is none of ours
    query = request.META.get("QUERY_STRING", "")
    headers = [value for name, value in request.META.items() if name.startswith("HTTP_") or name == "CONTENT_TYPE"]
    too_long = len(request.path_info) > LONGEST_PATH or len(query) > LONGEST_QUERY or max(map(len, headers), default=0) > LONGEST_HEADER
    if too_long or _damaged(request.path_info, query) or any("\0" in value for value in headers):
        raise Problem(problems.BAD_REQUEST)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise Problem(problems.BAD_REQUEST)
    if int(length[:12]) > (LARGEST if _is_json(request) else settings.UPLOAD_LIMIT):  # before anything of it is read
        raise Problem(problems.TOO_LARGE)


def _is_json(request: HttpRequest) -> bool:
    return (request.content_type or "").endswith("json")


def _damaged(path: str, query: str) -> bool:
    """What is no text in UTF-8, or holds NUL; Django leaves bytes of a path that are no UTF-8 as %XX."""
    try:
        return "\0" in (unquote_to_bytes(path) + b"?" + unquote_to_bytes(query.replace("+", " "))).decode("utf-8")
    except UnicodeError:
        return True


def _language(request: HttpRequest) -> Any:
    try:
        return language_of(request)
    except Exception:  # noqa: BLE001 - a query that cannot be read names no language
        return "vi"


def _bodiless(response: Any) -> Answer:
    """What HEAD gets: every header, and nothing after them."""
    length = response.headers.get("Content-Length") or str(len(response.content))
    let_go(response)
    return HttpResponse(status=response.status_code, headers={**response.headers, "Content-Length": length})


def _closed(response: Answer) -> Answer:
    """No copy is kept on the way, nothing is shown as a page, and no page of another origin reads it."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Vary", "Accept-Language, Authorization")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
