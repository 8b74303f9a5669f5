"""The hash chain of a stream: each entry's digest covers the entry and the digest before it.

Whoever changes, drops, moves or slips in an entry must recompute every digest after it, up to the head that others have
seen. The chain cannot show that the newest entries were cut off, nor that all of it was computed anew: for that, compare
with heads that were noted elsewhere (`dicu.ledger.checkpoint`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from dicu.ledger.canonical import canonical, plainly, written
from dicu.ledger.model import GENESIS, Author, Draft, Entry, Stream
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.text import normalised

FORM = b"dicu-ledger-1\n"
"""Names the way digests are computed, so that a later way can stand beside it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where something does not fit. `number` is the entry's in its stream, or of the one that is missing
    (0: the fault lies in no one entry); `checkpoint` is that of the checkpoint which shows it, or which is itself at fault.

    `what` names the kind of fault for programs: changed, missing, cut, vanished, owner, order, back-dated, checkpoint,
    unknown-key or restored.
    """

    stream: str
    number: int
    message: Message
    what: str = "changed"
    checkpoint: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: how many entries, and the last one's digest."""

    length: int = 0
    digest: bytes = GENESIS


def digest_of(entry: Entry) -> bytes:
    """SHA-256 over the form's name, the digest before, the header and the body, both canonical, one a line (no canonical
    JSON holds a raw line break, so no two entries give the same bytes)."""
    return digest_over(entry, canonical(entry.body))


def digest_over(entry: Entry, body: bytes) -> bytes:
    """The digest of an entry whose body has these canonical bytes."""
    return sha256(b"%b%b%b\n%b" % (FORM, entry.previous, written(_header(entry)), body)).digest()


def sealed(head: Head, stream: Stream, draft: Draft, version: int, at: datetime, author: Author) -> Entry:
    """The entry that follows `head`, in the very form in which it will be read back; its position is still 0."""
    return chained(head, unchained(stream, Draft(draft.kind, plainly(draft.body)), version, at, author))


def unchained(stream: Stream, draft: Draft, version: int, at: datetime, author: Author) -> Entry:
    """An entry whose place in its stream is not known yet: its number is 0. The draft's body is plain already (`plainly`)."""
    stream = Stream(normalised(stream.name), normalised(stream.authority), normalised(stream.instance))
    author = Author(normalised(author.account), normalised(author.purpose))
    return Entry(0, stream, 0, draft.kind, version, at.astimezone(UTC), author, draft.body, b"", b"")


def chained(head: Head, entry: Entry) -> Entry:
    """The entry after `head`; its position is still 0."""
    e = entry
    unsigned = Entry(0, e.stream, head.length + 1, e.kind, e.version, e.at, e.author, e.body, head.digest, b"")
    return with_digest(unsigned, digest_over(unsigned, written(e.body)))


def around_number(entry: Entry) -> tuple[bytes, bytes]:
    """What stands in the digest between the digest before and the number, and between the number and the body, of an entry
    whose number is still 0. For a store that finds the place of an entry and chains it in one step: the digest is SHA-256
    over FORM, the digest before, the first piece, the number in digits, the second piece, and the canonical body."""
    before, mark, after = written(_header(entry)).partition(b'"number":0,')
    return before + mark[:-2], mark[-1:] + after + b"\n"


def with_digest(entry: Entry, digest: bytes) -> Entry:
    e = entry
    return Entry(e.position, e.stream, e.number, e.kind, e.version, e.at, e.author, e.body, e.previous, digest)


def placed(entry: Entry, position: int) -> Entry:
    """The entry in its place over all streams, which only the store knows."""
    e = entry
    return Entry(position, e.stream, e.number, e.kind, e.version, e.at, e.author, e.body, e.previous, e.digest)


class Walk:
    """A stream followed entry by entry. `seen` is where it stands after those that fitted."""

    def __init__(self) -> None:
        self.seen = Head()
        self.last: Entry | None = None

    def fault(self, entry: Entry, digest: bytes) -> Fault | None:
        """Why the entry, whose digest should be `digest`, does not follow; None if it does, and the walk stands on it."""
        if found := _misfit(entry, digest, self.seen, self.last):
            what, message = found
            return Fault(self.last.stream.name if self.last else entry.stream.name, self.seen.length + 1, message, what)
        self.seen, self.last = Head(entry.number, entry.digest), entry
        return None


def verify(entries: Iterable[Entry], head: Head | None = None, stream: str = "") -> Fault | None:
    """The first entry that does not fit, or None. With `head`, also whether the stream ends where it was noted to end.
    `stream` names it where no entry is left that could."""
    walk = Walk()
    for entry in entries:
        if fault := walk.fault(entry, digest_of(entry)):
            return fault
    return end_fault(walk.seen, head, walk.last.stream.name if walk.last else stream)


def end_fault(seen: Head, head: Head | None, stream: str) -> Fault | None:
    """Whether a stream that stands at `seen` ends where it was noted to end."""
    if head is None or seen == head:
        return None
    if seen.length == head.length:
        message = T("Entry {number} is not the one that was noted as the last; it was changed or replaced.", number=seen.length)
        return Fault(stream, seen.length, message)
    message = T("The stream was noted to end with entry {noted}, but it ends with entry {found}.", noted=head.length, found=seen.length)
    return Fault(stream, min(seen.length, head.length) + 1, message, "cut")


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


def _misfit(entry: Entry, digest: bytes, seen: Head, last: Entry | None) -> tuple[str, Message] | None:  # noqa: PLR0911 - one answer for each misfit
    number = seen.length + 1
    if entry.number != number:
        return "missing", T("Entry {number} is missing or out of place; entry {found} stands there.", number=number, found=entry.number)
    if last is not None and entry.stream != last.stream:
        return "owner", T("Entry {number} names another owner than the entries before it.", number=number)
    if last is not None and entry.position <= last.position:
        return "order", T("Entry {number} stands before the entry it follows.", number=number)
    if entry.previous != seen.digest:
        return "changed", T("Entry {number} does not follow the entry before it; one of the two was changed or replaced.", number=number)
    if entry.digest != digest:
        return "changed", T("Entry {number} was changed after it was recorded.", number=number)
    if last is not None and entry.at < last.at:
        return "back-dated", T("Entry {number} is dated before the entry that it follows.", number=number)
    return None
