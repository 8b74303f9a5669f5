"""What the reception says itself: a few words in both languages, and to programs a problem in the language that they ask for."""

import json
from typing import Any

import pytest
from tests.unit.operations.test_reception import LIMITS, Line, answered, broken, scope

from dicu.api.problems import KINDS
from dicu.web.operations.reception import Limits

FULL = Limits(1000, 500, grace=0.2, rate=10**9, threads=1, waiting=-1)
"""Whoever comes finds no room."""
NAMES = {400: "bad-request", 405: "method", 408: "too-slow", 500: "fault", 503: "unavailable"}
WORDS = {
    400: ("không đọc được", "could not be read"),
    405: ("không nhận cách gọi", "cannot be opened like this"),
    408: ("quá chậm", "too slowly"),
    500: ("Có lỗi từ phía chúng tôi", "Something went wrong"),
    503: ("quá tải", "too busy"),
}


def away(status: int, path: bytes, query: bytes = b"", accepted: bytes = b"", method: str = "POST") -> Line:
    """Somebody whom the reception turns away for the reason that has this status."""
    headers = [(b"accept-language", accepted)] if accepted else []
    headers += [(b"authorization", b"Bearer Canary"), *([(b"host", b"evil.example")] if status == 400 else [])]
    told = scope(*headers, method="TRACE" if status == 405 else method, path=path) | {"query_string": query}
    line = Line([None] if status == 408 else [b""])
    more: dict[str, Any] = {"limits": FULL if status == 503 else Limits(1000, 500, grace=0.1, rate=10**9) if status == 408 else LIMITS}
    if status != 500:
        return answered(line, told=told, **more)
    with pytest.raises(ZeroDivisionError):
        answered(line, told=told, application=broken)
    return line


def closed(line: Line) -> dict[str, str]:
    """What stands over every such answer: nothing is kept, shown as a page or said of the program."""
    headers = line.headers
    assert headers["connection"] == "close" and headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'") and headers["server"] == "dicu"
    assert not any(word in repr(line.got).lower() for word in ("granian", "python", "django", "uvicorn", "canary", "zerodivision"))
    return headers


@pytest.mark.parametrize("status", NAMES)
@pytest.mark.parametrize("path", [b"/vi/", b"/", b"/apiary", b"/en/api/", b"/static/x"])
def test_everybody_else_is_told_in_both_languages(status: int, path: bytes) -> None:
    line = away(status, path)
    headers = closed(line)
    assert line.status == status
    assert (headers["content-type"], headers["content-language"]) == ("text/plain; charset=utf-8", "vi, en")
    vi, en = line.body.decode().rstrip("\n").split("\n\n")
    assert WORDS[status][0] in vi and WORDS[status][1] in en and headers["content-length"] == str(len(line.body))


@pytest.mark.parametrize("status", NAMES)
@pytest.mark.parametrize("path", [b"/api/v1/plans", b"/api", b"/api/", b"/%61pi/v1/plans"])
def test_a_program_is_told_a_problem(status: int, path: bytes) -> None:
    line = away(status, path)
    headers, told = closed(line), json.loads(line.body)
    kind = next(kind for kind in KINDS if kind.name == NAMES[status])
    assert line.status == told["status"] == kind.status == status
    assert (headers["content-type"], headers["content-language"]) == ("application/problem+json", "vi")
    assert told["type"] == kind.address and told["title"] == kind.title.say("vi") and told["detail"]
    assert headers["content-length"] == str(len(line.body))


@pytest.mark.parametrize("status", NAMES)
@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        (b"", b"", "vi"),
        (b"", b"en", "en"),
        (b"", b"fr, en;q=0.5, vi;q=0.4", "en"),
        (b"lang=vi", b"en", "vi"),
        (b"limit=3&lang=en", b"vi", "en"),
        (b"%ff&&=&lang=%ff\xff", b"en\xff;q=x, vi", "vi"),
    ],
)
def test_in_the_language_that_it_asks_for(status: int, query: bytes, accepted: bytes, language: Any) -> None:
    line = away(status, b"/api/v1/plans", query, accepted)
    kind = next(kind for kind in KINDS if kind.name == NAMES[status])
    assert line.headers["content-language"] == language and json.loads(line.body)["title"] == kind.title.say(language)


@pytest.mark.parametrize("path", [b"/vi/", b"/api/v1/plans"])
def test_what_can_be_done_stands_in_the_headers(path: bytes) -> None:
    assert away(405, path).headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    assert away(503, path).headers["retry-after"] == "60"


@pytest.mark.parametrize("path", [b"/vi/", b"/api/v1/plans"])
@pytest.mark.parametrize("status", [400, 500, 503])
def test_who_asks_for_the_headers_alone_gets_no_body(status: int, path: bytes) -> None:
    head, whole = away(status, path, method="HEAD"), away(status, path, method="GET")
    assert head.body == b"" and head.headers["content-length"] == whole.headers["content-length"] != "0"


def test_a_fault_is_found_again_by_its_number(caplog: pytest.LogCaptureFixture) -> None:
    told = json.loads(away(500, b"/api/v1/plans").body)
    assert f"incident {told['incident']}" in caplog.text and "Canary" not in caplog.text
