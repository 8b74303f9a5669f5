"""The hash chain of a stream: each entry's digest covers the entry and the digest before it.

Whoever changes, drops, moves or slips in an entry must recompute every digest after it, up to the head that others have
seen. The chain cannot show that the newest entries were cut off: for that, compare with the head that was noted.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from dicu.ledger.canonical import canonical
from dicu.ledger.model import GENESIS, Author, Draft, Entry, Stream
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.text import normalised

FORM = b"dicu-ledger-1\n"
"""Names the way digests are computed, so that a later way can stand beside it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a stream does not fit its chain. `number` is the entry's, or the one that is missing."""

    stream: str
    number: int
    message: Message


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: how many entries, and the last one's digest."""

    length: int = 0
    digest: bytes = GENESIS


def digest_of(entry: Entry) -> bytes:
    """SHA-256 over the form's name, the digest before, the header and the body, both canonical, one a line (no canonical
    JSON holds a raw line break, so no two entries give the same bytes)."""
    return sha256(FORM + entry.previous + canonical(_header(entry)) + b"\n" + canonical(entry.body)).digest()


def sealed(head: Head, stream: Stream, draft: Draft, version: int, at: datetime, author: Author) -> Entry:
    """The entry that follows `head`, in the very form in which it will be read back; its position is still 0."""
    entry = Entry(
        position=0,
        stream=Stream(normalised(stream.name), normalised(stream.authority), normalised(stream.instance)),
        number=head.length + 1,
        kind=draft.kind,
        version=version,
        at=at.astimezone(UTC),
        author=Author(normalised(author.account), normalised(author.purpose)),
        body=json.loads(canonical(draft.body)),
        previous=head.digest,
        digest=b"",
    )
    return replace(entry, digest=digest_of(entry))


def verify(entries: Iterable[Entry], head: Head | None = None, stream: str = "") -> Fault | None:
    """The first entry that does not fit, or None. With `head`, also whether the stream ends where it was noted to end.
    `stream` names it where no entry is left that could."""
    seen, last = Head(), None
    for entry in entries:
        if message := _misfit(entry, seen, last):
            return Fault(entry.stream.name, seen.length + 1, message)
        seen, last = Head(entry.number, entry.digest), entry
    return _at_the_end(seen, head, last.stream.name if last else stream)


def _header(entry: Entry) -> dict[str, str | int]:
    return {
        "stream": entry.stream.name,
        "authority": entry.stream.authority,
        "instance": entry.stream.instance,
        "number": entry.number,
        "kind": entry.kind,
        "version": entry.version,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "account": entry.author.account,
        "purpose": entry.author.purpose,
    }


def _misfit(entry: Entry, seen: Head, last: Entry | None) -> Message | None:
    if entry.number != seen.length + 1:
        return T("Entry {number} is missing or out of place; entry {found} stands there.", number=seen.length + 1, found=entry.number)
    if last is not None and entry.stream != last.stream:
        return T("Entry {number} names another owner than the entries before it.", number=entry.number)
    if last is not None and entry.position <= last.position:
        return T("Entry {number} stands before the entry it follows.", number=entry.number)
    if entry.previous != seen.digest:
        return T("Entry {number} does not follow the entry before it; one of the two was changed or replaced.", number=entry.number)
    if entry.digest != digest_of(entry):
        return T("Entry {number} was changed after it was recorded.", number=entry.number)
    return None


def _at_the_end(seen: Head, head: Head | None, stream: str) -> Fault | None:
    if head is None or seen == head:
        return None
    if seen.length == head.length:
        message = T("Entry {number} is not the one that was noted as the last; it was changed or replaced.", number=seen.length)
        return Fault(stream, seen.length, message)
    message = T("The stream was noted to end with entry {noted}, but it ends with entry {found}.", noted=head.length, found=seen.length)
    return Fault(stream, min(seen.length, head.length) + 1, message)
