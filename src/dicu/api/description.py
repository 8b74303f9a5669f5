"""The OpenAPI description: what ninja finds, and what all operations have in common and ninja cannot know (language, purpose,
keys, preconditions, problems, files)."""

from typing import Any

from dicu import __version__
from dicu.access.rulebook import PURPOSES
from dicu.api import problems
from dicu.api.asking import PURPOSE
from dicu.api.operations import Facts
from dicu.api.uploads import BINARY

Described = dict[str, Any]
PROBLEM = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}

LANGUAGE = {
    "name": "lang", "in": "query", "required": False, "schema": {"enum": ["vi", "en"]},
    "description": "The language of titles and details; else the header Accept-Language, else Vietnamese.",
}  # fmt: skip
ERRAND = {
    "name": PURPOSE, "in": "header", "required": False, "schema": {"enum": sorted(PURPOSES)},
    "description": "What the request is for. Without it, the usual errand of the account at this place.",
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,100}$"},
    "description": "A new one for each new request. The same request with the same key is done once; kept for 48 hours.",
}  # fmt: skip
MATCH = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The ETag of the report as it was read. If the report has moved on, nothing is done (412).",
}  # fmt: skip

SAID = {
    400: "Damaged, too long or given twice", 401: "No token, or one that opens nothing", 403: "Not allowed, and why",
    404: "Not there, or not for this caller", 405: "Another method", 408: "Sent too slowly",
    409: "Changed meanwhile, or the same request is being worked on", 412: "Changed since it was read", 413: "Too large",
    415: "Another kind of content", 422: "Does not fit, or is not possible now", 428: "If-Match is missing", 429: "Too many requests",
    500: "A fault of the service", 503: "The database does not answer, or too many ask",
}  # fmt: skip
WITH_HEADER = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}


def described(found: Described) -> Described:
    """Ninja's description of the interface, completed."""
    found["info"]["version"] = __version__
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation)
    found["components"]["schemas"] = dict(sorted(found["components"]["schemas"].items()))
    return found


def _complete(operation: Described) -> None:
    facts: Facts = operation.pop("x-facts", Facts())
    if operation.get("description", "").startswith(operation["summary"]):  # ninja falls back on the whole docstring
        del operation["description"]
    operation["parameters"] = [*operation.get("parameters", []), *_parameters(facts)]
    operation["security"] = [{"Bearer": []}, {}]
    operation["responses"] = {str(status): _answer(status, told, facts) for status, told in sorted(operation["responses"].items())}
    if facts.uploads:
        operation["requestBody"] = {"required": True, "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}}}
    for parameter in operation["parameters"]:
        parameter["schema"].pop("title", None)


def _parameters(facts: Facts) -> list[Described]:
    return [LANGUAGE, ERRAND, *([KEY] if facts.writes else []), *([MATCH] if facts.guarded else [])]


def _answer(status: int, told: Described, facts: Facts) -> Described:
    if status >= 400:
        return {"description": SAID[status], "content": PROBLEM, **_headers(WITH_HEADER.get(status))}
    if facts.content:
        return {"description": "The file", "content": {media: {} for media in facts.content}, **_headers("Content-Disposition")}
    return {"description": "Done" if facts.writes else "What was asked for", "content": told["content"]}


def _headers(name: str | None) -> Described:
    return {"headers": {name: {"schema": {"type": "string"}}}} if name else {}
