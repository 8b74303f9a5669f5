"""What a program is told that is turned away before its request reaches the interface: by the reception that `dicu serve` puts
in front of everything. It is asked through `DICU_API_TURNED_AWAY` in the settings, for it stands beside the pages."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from dicu.api import problems
from dicu.api.faults import incident
from dicu.api.language import chosen
from dicu.api.problems import Problem
from dicu.vocabulary.messages import T

BUSY = T(
    "Too many requests are being worked on. Nothing was done. Wait as many seconds as the header Retry-After says, then send it again."
)
UNMADE = T(
    "An answer could not be made. If you sent a step, it may have been done: repeat it with the same idempotency key, or look first."
)


def turned_away(status: int, query: str, accepted: str, headers: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a problem: 400, 405, 408, 500 or 503. `query` and `accepted` (Accept-Language) say in
    which language; `headers` go with it."""
    named = parse_qs(query).get("lang", [""])[-1]
    answer = problems.answered(_problem(status, headers), chosen(named, accepted))
    return dict(answer.items()), answer.content


def _problem(status: int, headers: Mapping[str, str]) -> Problem:
    if status == 500:
        return incident("no answer could be made", UNMADE)
    kind = {400: problems.BAD_REQUEST, 405: problems.METHOD, 408: problems.TOO_SLOW, 503: problems.UNAVAILABLE}[status]
    return Problem(kind, BUSY if status == 503 else None, headers=headers)
