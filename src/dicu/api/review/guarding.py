"""Which state of a report the caller has read (`If-Match`), and what has changed since, when it is no longer the last."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dicu.api import problems
from dicu.api.operations import Asked
from dicu.api.problems import Problem, in_parameter
from dicu.api.review.report_shapes import etag
from dicu.ledger.model import Conflict, Entry
from dicu.review.desk import ReportView
from dicu.review.report import TOLD, stream_name
from dicu.vocabulary.messages import Message, T

HEADER = "If-Match"
TAG = re.compile(r'"([0-9]{1,9})"')
MOST = 50


def read_state(request: Asked) -> int:
    """The entry that the caller's report ends with."""
    given = request.http.headers.get(HEADER)
    if given is None:
        raise Problem(problems.PRECONDITION)
    tag = TAG.fullmatch(given.strip())
    if tag is None:
        raise problems.invalid(in_parameter(HEADER, T("Send the ETag of the report as it was given to you, in quotation marks.")))
    return int(tag[1])


@contextmanager
def unless_moved(request: Asked, view: ReportView, number: int) -> Iterator[None]:
    """A step on a report; if the report has moved on, the problem says what changed as far as the caller may know."""
    try:
        yield
    except Conflict as moved:
        now = request.desk.reporting.view(request.asker, view.obligation.plan, view.obligation.round, view.obligation.agency)
        if now.report.number == number:
            raise
        detail = Message(problems.STALE.detail.sentence, {"expected": f'"{number}"', "current": etag(now)})
        more = {"current": etag(now), "changes": [_told(e, request) for e in _since(request, now, number)]}
        raise Problem(problems.STALE, detail, more=more, headers={"ETag": etag(now)}) from moved


def _since(request: Asked, view: ReportView, number: int) -> list[Entry]:
    o = view.obligation
    entries = request.desk.tools.ledger.read(stream_name(o.plan, o.round, o.agency))
    return [e for e in entries if e.number > number and (view.own or e.kind in TOLD)][-MOST:]


def _told(entry: Entry, request: Asked) -> dict[str, Any]:
    sentence = request.house.kinds[entry.kind].sentence.sentence
    said = Message(sentence, dict(entry.body)).say(request.language)
    return {"etag": f'"{entry.number}"', "kind": entry.kind, "at": entry.at.isoformat(), "said": said}
