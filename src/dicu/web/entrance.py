"""Requests that are damaged or too large are turned away in words, before any page reads them."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from dicu.web import errors

LONGEST_QUERY = 8192
"""Characters of a query; the longest of our own, a filter over every agency, has under 2,000."""

_CHUNK = 64 * 1024
_PATIENCE = 10
"""A browser shows an answer only after it has sent its file. So a file of up to this many times the limit is read and
thrown away; beyond that the connection is simply closed."""


class Entrance:
    """Middleware: 400 for what cannot be text, 413 for what is too large. What passes is UTF-8 without NUL throughout."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _damaged_address(request):
            return errors.page(request, 400, bare=True)
        if _announced(request) > largest():
            _read_away(request)
            return errors.page(request, 413, bare=True)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        try:
            damaged = any(map(_damaged, _texts(request)))
            heavy = any((f.size or 0) > settings.UPLOAD_LIMIT for _, files in request.FILES.lists() for f in files)
        except UnreadablePostError:  # the sender went away in the middle
            return errors.page(request, 400, bare=True)
        if damaged:
            return errors.page(request, 400, bare=True)
        return errors.page(request, 413, bare=True) if heavy else None


def largest() -> int:
    """Bytes of a whole request: one file at its limit and a form at its limit."""
    return int(settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _damaged_address(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return True
    try:
        # bytes of a path that are no UTF-8 are left by Django as %XX, and fail here
        return "\0" in (unquote_to_bytes(request.path_info) + b"?" + unquote_to_bytes(query)).decode("utf-8")
    except UnicodeError:
        return True


def _damaged(text: str) -> bool:
    """NUL cannot be stored, and a replacement character is what Django leaves of bytes that were no UTF-8."""
    return "\0" in text or "\ufffd" in text


def _texts(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        yield name
        yield from map(str, values)
    for name, files in request.FILES.lists():
        yield name
        yield from (file.name or "" for file in files)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0


def _read_away(request: HttpRequest) -> None:
    left = min(_announced(request), largest() * _PATIENCE)
    while left > 0:
        try:
            read = len(request.read(min(_CHUNK, left)))
        except (OSError, ValueError):
            return
        if not read:
            return
        left -= read
