"""The same request twice is done once: with an `Idempotency-Key`, a repeated request gets the answer that the first one got.

Only what was done is kept. A refusal did nothing, so the same request may be tried again when what stood in its way is gone.
"""

import re
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from dicu.api import problems
from dicu.api.problems import Problem, in_parameter
from dicu.store.api import answers
from dicu.store.api.answers import Answer
from dicu.vocabulary.messages import T

HEADER = "Idempotency-Key"
KEY = re.compile(r"[A-Za-z0-9_.:-]{8,100}")
REPEATED = "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


def key_of(request: HttpRequest) -> str:
    key = request.headers.get(HEADER)
    if key is not None and not KEY.fullmatch(key):
        raise problems.invalid(in_parameter(HEADER, T("A key has 8 to 100 letters, digits or signs of _.:- and no others.")))
    return key or ""


def fingerprint(request: HttpRequest, purpose: str, body: bytes) -> bytes:
    """What must be the same for two requests to be one. The language is not: nothing that is done depends on it."""
    parts = (request.method or "", request.path, _query(request), purpose, request.headers.get("If-Match", ""), request.content_type or "")
    return sha256("\n".join(parts).encode("utf-8", "replace") + b"\n" + body).digest()


def once(request: HttpRequest, account: str, mark: bytes, now: datetime, step: Callable[[], HttpResponse]) -> HttpResponse:
    """`step`, or what it answered before. To be called in the transaction that the step is done in."""
    key = key_of(request)
    if not key or not account:
        return step()
    if not answers.begun(account, key):
        raise Problem(problems.IN_FLIGHT, headers={"Retry-After": "1"})
    before = answers.found(account, key, now)
    if before is None:
        return _kept(account, key, mark, now, step())
    if before.fingerprint != mark:
        raise Problem(problems.KEY_REUSED)
    return _again(before.answer)


def _kept(account: str, key: str, mark: bytes, now: datetime, response: HttpResponse) -> HttpResponse:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    body = getattr(response, "kept", response.content)  # a secret that is told once is not kept
    answers.keep(account, key, mark, Answer(response.status_code, headers, body), now)
    return response


def _again(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers={**answer.headers, REPEATED: "true"})


def _query(request: HttpRequest) -> str:
    return "&".join(sorted(f"{name}={value}" for name, values in request.GET.lists() if name != "lang" for value in values))
