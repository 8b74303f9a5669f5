"""The ledger in PostgreSQL: appends with chain and projections in one transaction, and reads.

A writer takes an advisory lock on the stream's name, so that of two writers one waits and then finds that the stream has
moved on; should a program go round the lock, the unique number and the trigger on the head still let only one through.
An advisory lock, because a row lock needs the right to update, which the application does not have, and because a stream
that does not exist yet has no row to lock.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.utils import IntegrityError, OperationalError

from dicu.ledger.chain import Fault, Head, sealed
from dicu.ledger.checking import Checker
from dicu.ledger.model import GENESIS, Author, Conflict, Draft, Entry, Kinds, Stream
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.store.ledger.rows import as_entry, kept
from dicu.store.ledger.verification import first_fault
from dicu.vocabulary.text import normalised

Projector = Callable[[Entry], None]

CHUNK = 2000
FASTER = frozenset({"23505", "40001", "40P01"})
"""PostgreSQL's codes for: a number or stream taken already, a head that has moved, two writers that wait for each other."""


class PostgresLedger:
    """`dicu.ledger.model.Ledger`. `projectors`: entry kind → what it does to the rows that pages read."""

    def __init__(self, kinds: Kinds, *, now: Callable[[], datetime], projectors: Mapping[str, Projector] | None = None) -> None:
        self.kinds = kinds
        self.now = now
        self.projectors = projectors or {}
        self.checker = Checker(kinds)

    def read(self, stream: str) -> tuple[Entry, ...]:
        return tuple(as_entry(row) for row in LedgerEntry.objects.filter(stream_id=normalised(stream)).order_by("number"))

    def append(self, stream: Stream, drafts: tuple[Draft, ...], *, expected: int, author: Author) -> tuple[Entry, ...]:
        for draft in drafts:
            self.checker.check_draft(draft)
        stream = Stream(normalised(stream.name), normalised(stream.authority), normalised(stream.instance))
        try:
            with transaction.atomic():
                return tuple(self._appended(stream, drafts, expected, author))
        except (IntegrityError, OperationalError) as error:
            if getattr(error.__cause__, "sqlstate", "") in FASTER:
                raise Conflict(stream.name) from error
            raise

    def hold(self, *streams: str) -> None:
        """For a step over several streams: their locks, in one order whoever asks, until the transaction ends."""
        for name in sorted(map(normalised, streams)):
            _lock(name)

    def streams(self, prefix: str = "") -> tuple[Stream, ...]:
        """The streams whose names begin so, as far as the session's reach covers them, by name."""
        rows = LedgerStream.objects.filter(name__startswith=prefix).order_by("name")
        return tuple(Stream(*row) for row in rows.values_list("name", "authority", "instance"))

    def latest(self, count: int, skip: int) -> tuple[tuple[Entry, ...], int]:
        """The newest entries over all streams that the session's reach covers, and how many there are."""
        rows = LedgerEntry.objects.order_by("-position")
        return tuple(as_entry(row) for row in rows[skip : skip + count]), rows.count()

    def verify(self, stream: str = "") -> Fault | None:
        """The first entry that does not fit its chain, over all streams in the session's reach or over one."""
        return first_fault(normalised(stream))

    def project_again(self) -> int:
        """Every entry through its projector, in order and in one transaction; how many had one. Projections have ids of
        their own making, so a row that is there is written over with what it should be."""
        with transaction.atomic():
            return sum(self._projected(entry) for entry in _each(LedgerEntry.objects.order_by("position")))

    def _appended(self, stream: Stream, drafts: tuple[Draft, ...], expected: int, author: Author) -> Iterator[Entry]:
        _lock(stream.name)
        head = _head(stream, expected)
        for draft in drafts:
            entry = kept(sealed(head, stream, draft, self.kinds[draft.kind].version, self.now(), author))
            head = Head(entry.number, entry.digest)
            self._projected(entry)
            yield entry

    def _projected(self, entry: Entry) -> bool:
        projector = self.projectors.get(entry.kind)
        if projector:
            projector(entry)
        return projector is not None


def _each(rows: "QuerySet[LedgerEntry]") -> Iterator[Entry]:
    return (as_entry(row) for row in rows.iterator(chunk_size=CHUNK))


def _lock(stream: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [stream])


def _head(stream: Stream, expected: int) -> Head:
    """Where the stream stands, if that is after entry `expected`; it is made if it is new. A stream that belongs to
    another owner is somebody else's."""
    row = LedgerStream.objects.filter(name=stream.name).first()
    if (row.length if row else 0) != expected:
        raise Conflict(stream.name)
    if row is None:
        LedgerStream.objects.create(name=stream.name, authority=stream.authority, instance=stream.instance, length=0, head=GENESIS)
        return Head()
    if (row.authority, row.instance) != (stream.authority, stream.instance):
        raise Conflict(stream.name)
    return Head(row.length, bytes(row.head))
