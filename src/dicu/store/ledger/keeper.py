"""The ledger in PostgreSQL: appends with chain and projections in one transaction, reads, and verification.

A writer takes an advisory lock on the stream's name, so that of two writers one waits and then finds that the stream has
moved on; should a program go round the lock, the unique number and the trigger on the head still let only one through.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import Fault, Head, sealed, verify
from dicu.ledger.checking import Checker
from dicu.ledger.model import GENESIS, Author, Conflict, Draft, Entry, Kinds, Stream
from dicu.store.ledger.models import LedgerEntry, LedgerStream

Projector = Callable[[Entry], None]


class PostgresLedger:
    """`dicu.ledger.model.Ledger`. `projectors`: entry kind → what it does to the rows that pages read."""

    def __init__(self, kinds: Kinds, *, now: Callable[[], datetime], projectors: Mapping[str, Projector] | None = None) -> None:
        self.kinds = kinds
        self.now = now
        self.projectors = projectors or {}
        self.checker = Checker(kinds)

    def read(self, stream: str) -> tuple[Entry, ...]:
        return tuple(_entry(row) for row in LedgerEntry.objects.filter(stream_id=stream).order_by("number"))

    def append(self, stream: Stream, drafts: tuple[Draft, ...], *, expected: int, author: Author) -> tuple[Entry, ...]:
        for draft in drafts:
            self.checker.check_draft(draft)
        try:
            with transaction.atomic():
                return tuple(self._appended(stream, drafts, expected, author))
        except (IntegrityError, OperationalError) as error:
            if _somebody_was_faster(error):
                raise Conflict(stream.name) from error
            raise

    def latest(self, count: int, skip: int) -> tuple[tuple[Entry, ...], int]:
        """The newest entries over all streams that the session's reach covers, and how many there are."""
        rows = LedgerEntry.objects.order_by("-position")
        return tuple(_entry(row) for row in rows[skip : skip + count]), rows.count()

    def verify(self, stream: str = "") -> Fault | None:
        """The first entry that does not fit its chain, over all streams in the session's reach or over one."""
        heads = LedgerStream.objects.order_by("name")
        for row in heads.filter(name=stream) if stream else heads:
            fault = verify(self._chunks(row.name), Head(row.length, bytes(row.head)))
            if fault:
                return fault
        return None

    def _appended(self, stream: Stream, drafts: tuple[Draft, ...], expected: int, author: Author) -> Iterator[Entry]:
        _lock(stream.name)
        head = _head(stream)
        if head.length != expected:
            raise Conflict(stream.name)
        for draft in drafts:
            entry = sealed(head, stream, draft, self.kinds[draft.kind].version, self.now(), author)
            kept = _kept(entry)
            head = Head(kept.number, kept.digest)
            if projector := self.projectors.get(draft.kind):
                projector(kept)
            yield kept

    def _chunks(self, stream: str) -> Iterator[Entry]:
        rows = LedgerEntry.objects.filter(stream_id=stream).order_by("number")
        return (_entry(row) for row in rows.iterator(chunk_size=2000))


def _lock(stream: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [stream])


def _head(stream: Stream) -> Head:
    """Where the stream stands; it is made if it is new. One that belongs to another owner is somebody else's."""
    facts = {"authority": stream.authority, "instance": stream.instance}
    row = LedgerStream.objects.filter(name=stream.name).first()
    if row is None:
        LedgerStream.objects.create(name=stream.name, length=0, head=GENESIS, **facts)
        return Head()
    if (row.authority, row.instance) != (stream.authority, stream.instance):
        raise Conflict(stream.name)
    return Head(row.length, bytes(row.head))


def _kept(entry: Entry) -> Entry:
    row = LedgerEntry.objects.create(
        stream_id=entry.stream.name,
        authority=entry.stream.authority,
        instance=entry.stream.instance,
        number=entry.number,
        kind=entry.kind,
        version=entry.version,
        at=entry.at,
        account=entry.author.account,
        purpose=entry.author.purpose,
        body=canonical(entry.body).decode(),
        previous=entry.previous,
        digest=entry.digest,
    )
    return _entry(row)


def _entry(row: LedgerEntry) -> Entry:
    return Entry(
        position=row.position,
        stream=Stream(row.stream_id, row.authority, row.instance),
        number=row.number,
        kind=row.kind,
        version=row.version,
        at=row.at.astimezone(UTC),
        author=Author(row.account, row.purpose),
        body=json.loads(row.body),
        previous=bytes(row.previous),
        digest=bytes(row.digest),
    )


def _somebody_was_faster(error: Exception) -> bool:
    """A number taken twice, a stream made twice, or a head that moved: 23505 and 40001 in PostgreSQL."""
    return getattr(error.__cause__, "sqlstate", "") in {"23505", "40001"}
