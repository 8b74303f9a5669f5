"""What is said to those whom the reception turns away before any page is made: to programs, below `/api/`, in their own form; to
everybody else a few words in both languages, for nobody knows which of them is read here.

A browser with a person before it nearly always meets the pages' own words instead.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote_to_bytes

from dicu.vocabulary.messages import T

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
ForPrograms = Callable[[int, str, str, Mapping[str, str]], tuple[dict[str, str], bytes]]
"""Status, query, Accept-Language and headers that go with it → headers and body."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
WORDS = {
    400: T("This request could not be read."),
    405: T("This address cannot be opened like this."),
    408: T("The request was sent too slowly and was cut off. Try again on a better line."),
    500: T("Something went wrong on our side. If you sent a form, look first whether it was saved before you send it again."),
    503: T("The service is too busy just now. Try again in a minute."),
}
BESIDES = {405: {"Allow": ", ".join(sorted(METHODS))}, 503: {"Retry-After": "60"}}
ALWAYS = {
    "Connection": "close",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Server": "dicu",
}


def turned_away(status: int, scope: Scope, programs: ForPrograms) -> tuple[Headers, bytes]:
    """The headers, complete, and the body."""
    told, words = _told(status, scope, programs)
    whole = {**ALWAYS, **told, "Content-Length": str(len(words))}
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in whole.items()], words


def _told(status: int, scope: Scope, programs: ForPrograms) -> tuple[dict[str, str], bytes]:
    besides = BESIDES.get(status, {})
    if _is_program_s(scope["raw_path"]):
        return programs(status, scope["query_string"].decode("latin-1"), _accepted(scope), besides)
    message = WORDS[status]
    words = f"{message.say('vi')}\n\n{message.say('en')}\n".encode()
    return {**besides, "Content-Type": "text/plain; charset=utf-8", "Content-Language": "vi, en"}, words


def _is_program_s(path: bytes) -> bool:
    """As the interface's own door reads it."""
    return (unquote_to_bytes(path) + b"/").startswith(b"/api/")


def _accepted(scope: Scope) -> str:
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"accept-language")
