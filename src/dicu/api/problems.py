"""What goes wrong, as RFC 9457 has it (`application/problem+json`): one table of the kinds there are, and one way to say them.

`type` leads to the kind's place in the list at `/api/v1/problems`, which the reference repeats. A refusal whose existence is
secret is the same kind, with the same bytes, as absence.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, T, translated

MEDIA_TYPE = "application/problem+json"
LIST = "/api/v1/problems"


@dataclass(frozen=True, slots=True)
class Kind:
    """`detail` is said where nothing closer is known."""

    name: str
    status: int
    title: Message
    detail: Message

    @property
    def address(self) -> str:
        return f"{LIST}#{self.name}"


BAD_REQUEST = Kind(
    "bad-request", 400, T("This request could not be read"),
    T("Something in the address, a header or the body is damaged, too long or given twice. Correct it and send it again."),
)  # fmt: skip
TOKEN_NEEDED = Kind(
    "token-needed", 401, T("A token is needed"),
    T("Send the token of an account that may do this: Authorization: Bearer TOKEN."),
)  # fmt: skip
TOKEN_UNKNOWN = Kind(
    "token-unknown", 401, T("This token opens nothing"),
    T("The token is not known, was taken back, or its account is closed. Nothing was done. Ask for a new one."),
)  # fmt: skip
TOKEN_EXPIRED = Kind(
    "token-expired", 401, T("This token has expired"),
    T("The token was valid until {moment}. Nothing was done. What was answered before stands; go on with a new token."),
)  # fmt: skip
FORBIDDEN = Kind("forbidden", 403, T("You may not do this"), T("Your account does not have the right to this step."))
ABSENT = Kind("absent", 404, T("There is nothing here"), T("Nothing that is open to you stands at this address. Check it."))
METHOD = Kind(
    "method", 405, T("This address does not take this method"), T("The header Allow names the methods that it takes.")
)  # fmt: skip
TOO_SLOW = Kind(
    "too-slow", 408, T("The request came too slowly"),
    T("It was cut off before it was here whole, and nothing was done. Send it again, on a better line or in smaller pieces."),
)  # fmt: skip
CONFLICT = Kind(
    "conflict", 409, T("This was changed meanwhile"),
    T("Somebody else changed this at the same moment. Nothing of theirs was overwritten. Read it again, then repeat your step."),
)  # fmt: skip
IN_FLIGHT = Kind(
    "in-flight", 409, T("The same request is being worked on"),
    T("A request with this idempotency key is not finished yet. Wait a moment, then send it again with the same key."),
)  # fmt: skip
STALE = Kind(
    "stale", 412, T("This was changed since you read it"),
    T("The report has moved on from {expected} to {current}. Nothing was done. Look at the changes, then decide anew."),
)  # fmt: skip
TOO_LARGE = Kind(
    "too-large", 413, T("This is too large to send"), T("The body is larger than what this address accepts. Nothing was stored.")
)  # fmt: skip
MEDIA = Kind(
    "media-type", 415, T("This kind of content is not accepted here"),
    T("The header Content-Type must be {wanted}, without a transfer or content encoding."),
)  # fmt: skip
INVALID = Kind(
    "invalid", 422, T("What was sent does not fit"), T("{count} things do not fit; each is named. Nothing was changed.")
)  # fmt: skip
REFUSED = Kind("refused", 422, T("This could not be done"), T("What was sent does not fit. Nothing was changed."))
KEY_REUSED = Kind(
    "key-reused", 422, T("This key was used for another request"),
    T("The idempotency key stands for a request with another address, body or purpose. Take a new key for a new request."),
)  # fmt: skip
PRECONDITION = Kind(
    "precondition", 428, T("Say which state you have read"),
    T("Send If-Match with the ETag of the report as you read it, so that nothing of others is overwritten."),
)  # fmt: skip
TOO_MANY = Kind(
    "too-many", 429, T("Too many requests"), T("Wait as many seconds as the header Retry-After says, then go on.")
)  # fmt: skip
FAULT = Kind(
    "fault", 500, T("Something went wrong on our side"),
    T("Nothing of this step was saved. If it happens again, tell the people who run this service the incident’s number."),
)  # fmt: skip
UNAVAILABLE = Kind(
    "unavailable", 503, T("The service cannot be reached right now"),
    T("The database does not answer. This step was not saved, or it can be repeated with the same idempotency key."),
)  # fmt: skip

KINDS = (
    BAD_REQUEST, TOKEN_NEEDED, TOKEN_UNKNOWN, TOKEN_EXPIRED, FORBIDDEN, ABSENT, METHOD, TOO_SLOW, CONFLICT, IN_FLIGHT, STALE, TOO_LARGE,
    MEDIA, INVALID, REFUSED, KEY_REUSED, PRECONDITION, TOO_MANY, FAULT, UNAVAILABLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit. `place`: {"pointer": "/values/0/value"} in a body, {"parameter": "limit"} elsewhere."""

    place: Mapping[str, str]
    message: Message


@dataclass(eq=False)
class Problem(Exception):
    """Raised anywhere below an operation; its transaction is undone and this is what is answered."""

    kind: Kind
    detail: Message | None = None
    where: str = ""
    misfits: tuple[Misfit, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, language: Language) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": self.kind.address,
            "title": self.kind.title.say(language),
            "status": self.kind.status,
            "detail": (self.detail or self.kind.detail).say(language),
        }
        if self.where:
            told["where"] = self.where
        if self.misfits:
            told["errors"] = [{**misfit.place, "detail": misfit.message.say(language)} for misfit in self.misfits]
        return told | dict(self.more)


def invalid(*misfits: Misfit) -> Problem:
    return Problem(INVALID, Message(INVALID.detail.sentence, {"count": len(misfits)}), misfits=misfits)


def in_body(pointer: str, message: Message) -> Misfit:
    return Misfit({"pointer": pointer}, message)


def in_parameter(name: str, message: Message) -> Misfit:
    return Misfit({"parameter": name}, message)


def unfilled(message: Message, language: Language) -> str:
    """The sentence with its places still open."""
    return translated(message.sentence, language)


def answered(problem: Problem, language: Language) -> HttpResponse:
    content = json.dumps(problem.body(language), ensure_ascii=False).encode("utf-8", "replace")
    response = HttpResponse(content, status=problem.kind.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))
    response["Content-Language"] = language
    if problem.kind.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="dicu"'
    return response
