"""Bodies of requests, read strictly: one JSON text in UTF-8, no field twice, no number that would be rounded, nothing that
cannot be stored. Two programs that read it must understand the same."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from dicu.api import problems
from dicu.api.problems import Problem, in_body
from dicu.vocabulary.messages import T

LARGEST = 1024 * 1024
"""Bytes of a JSON body; the longest line that a report may hold has about a tenth."""
DEEPEST = 20
JSON = "application/json"


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        check_media(request, JSON)
        return read(request.body)


def check_media(request: HttpRequest, wanted: str) -> None:
    charset = request.content_params.get("charset", "utf-8").lower() if request.content_params else "utf-8"
    encoded = request.headers.get("Content-Encoding", "identity").lower() not in ("identity", "")
    if request.content_type != wanted or encoded or charset not in ("utf-8", "utf8"):
        raise Problem(problems.MEDIA, T(problems.MEDIA.detail.sentence, wanted=wanted))


def read(content: bytes) -> Any:
    """The JSON value. Raises Problem: 413 too large, 400 no JSON, 422 JSON that holds what cannot be kept."""
    if len(content) > LARGEST:
        raise Problem(problems.TOO_LARGE)
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:  # also a number of more digits than Python reads
        raise Problem(problems.BAD_REQUEST, T("The body is not JSON in UTF-8, or it is nested too deep.")) from fault
    _check(found, "", 0)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(problems.BAD_REQUEST, T("The body gives a field twice in one object. Which one counts nobody could know."))
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _check(value: Any, pointer: str, depth: int) -> None:
    if depth > DEEPEST:
        raise Problem(problems.BAD_REQUEST, T("The body is not JSON in UTF-8, or it is nested too deep."))
    if isinstance(value, str):
        _check_text(value, pointer)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_text(name, pointer)
            _check(item, f"{pointer}/{name[:100]}", depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{pointer}/{index}", depth + 1)


def _check_text(text: str, pointer: str) -> None:
    if unstorable(text):
        raise problems.invalid(in_body(pointer, T("This text holds a character that cannot be stored.")))


def unstorable(text: str) -> bool:
    """NUL, which the database does not take, and half a character, which is no text."""
    return "\0" in text or any(0xD800 <= ord(character) <= 0xDFFF for character in text)
