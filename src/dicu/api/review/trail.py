"""The ledger as an auditor reads it: newest entries first, and whether the chain holds."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from dicu.api import errands, paging
from dicu.api.operations import Asked, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.shapes import Both, Shape, both
from dicu.ledger.model import Entry
from dicu.store.api.trail import before
from dicu.vocabulary.messages import Message

room = Room("trail")
Stream = Annotated[str, Query(max_length=200, description="Only this stream, for example report/demo/2025/TD-LD.")]


class EntryShape(Shape):
    """`digest` covers the entry and the digest before it in its stream."""

    position: int
    stream: str
    number: int
    kind: str
    version: int
    at: datetime
    account: str
    purpose: str
    said: Both
    body: dict[str, Any]
    previous: str
    digest: str


class CheckShape(Shape):
    """`holds`: no entry was changed, dropped, moved or slipped in. Else the first that does not fit."""

    holds: bool
    stream: str | None = None
    number: int | None = None
    said: Both | None = Field(None, description="What does not fit.")


@room.reads("/trail", Page[EntryShape], "listEntries", errands.round_)
def trail(request: Asked, stream: Stream = "", limit: Limit = USUAL, after: After = "") -> Page[EntryShape]:
    """Every entry of the ledger, newest first."""
    _check(request)
    key = paging.read("trail", after, int)
    rows = before(int(key[0]) if key else None, limit + 1, stream)
    more: paging.Key | None = [rows[limit - 1].position] if len(rows) > limit else None
    return Page(items=[_shape(request, row) for row in rows[:limit]], next=paging.next_page(request.http, "trail", more))


@room.reads("/trail/check", CheckShape, "checkTrail", errands.round_)
def check(request: Asked, stream: Stream = "") -> CheckShape:
    """Whether the chain of every stream holds."""
    _check(request)
    fault = request.house.ledger.verify(stream)
    if fault is None:
        return CheckShape(holds=True)
    return CheckShape(holds=False, stream=fault.stream, number=fault.number, said=both(fault.message))


def _check(request: Asked) -> None:
    request.desk.tools.check(request.asker, "see", "ledger", authority="")


def _shape(request: Asked, entry: Entry) -> EntryShape:
    sentence = request.house.kinds[entry.kind].sentence.sentence
    return EntryShape(
        position=entry.position,
        stream=entry.stream.name,
        number=entry.number,
        kind=entry.kind,
        version=entry.version,
        at=entry.at,
        account=entry.author.account,
        purpose=entry.author.purpose,
        said=both(Message(sentence, dict(entry.body))),
        body=dict(entry.body),
        previous=entry.previous.hex(),
        digest=entry.digest.hex(),
    )
