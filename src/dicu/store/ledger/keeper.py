"""The ledger in PostgreSQL: appends with chain and projections in one transaction, and reads."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.db.utils import IntegrityError, OperationalError

from dicu.ledger.chain import Fault, unchained
from dicu.ledger.checking import Checker
from dicu.ledger.checkpoint import Signed
from dicu.ledger.model import Author, Conflict, Draft, Entry, Kinds, Step, Stream
from dicu.store.ledger import heads, loading
from dicu.store.ledger.appending import appended
from dicu.store.ledger.heads import Now
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.store.ledger.notary import Notary
from dicu.store.ledger.projecting import Projector, Projectors, project
from dicu.store.ledger.rebuilding import rebuilt, replayed
from dicu.store.ledger.rows import FIELDS, as_entry, inserted
from dicu.store.ledger.verification import Examination, examined
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

FASTER = frozenset({"23505", "40001", "40P01"})
"""PostgreSQL's codes for: a number or stream taken already, a head that has moved, two writers that wait for each other."""


class PostgresLedger:
    """`dicu.ledger.model.Ledger`. `projectors`: entry kind → what it does to the rows that pages read. `rooms`: the
    projectors of each room whose projections can be rebuilt by themselves. `notary`: where there is an anchor, what holds
    the ledger against it."""

    def __init__(self, kinds: Kinds, *, now: Now, projectors: Projectors | None = None) -> None:
        self.kinds = kinds
        self.now = now
        self.projectors: Projectors = projectors or {}
        self.rooms: Mapping[str, Projectors] = {}
        self.notary: Notary | None = None
        self.checker = Checker(kinds)

    def read(self, stream: str) -> tuple[Entry, ...]:
        rows = LedgerEntry.objects.filter(stream_id=normalised(stream)).order_by("number")
        return tuple(map(as_entry, rows.values_list(*FIELDS)))

    def append(self, stream: Stream, drafts: tuple[Draft, ...], *, expected: int, author: Author) -> tuple[Entry, ...]:
        return self.append_together(((stream, drafts, expected),), author)[0]

    def append_together(self, steps: tuple[Step, ...], author: Author) -> tuple[tuple[Entry, ...], ...]:
        checked = tuple(map(self._checked, steps))
        names = [stream.name for stream, _, _ in checked]
        if len(set(names)) != len(names):
            raise ValueError(f"a step names a stream twice: {', '.join(names)}")
        with _told_apart(names), transaction.atomic():
            return self._appended(checked, author)

    def add(self, stream: Stream, draft: Draft, author: Author) -> Entry:
        """At the end of the stream, wherever that is: for streams whose entries do not hang on one another. The caller's
        transaction is for this and nothing else: it fails with it. Raises as `append` does."""
        step = self._checked((stream, (draft,), 0))
        with _told_apart([step[0].name]), transaction.atomic(savepoint=False):
            return self._at_once(step, author, anywhere=True) or self._at_the_end(step, author)

    def load(self, steps: Iterable[Step], author: Author, *, batch: int = loading.BATCH) -> int:
        """Very many entries of many streams, all or nothing, in one transaction; how many. A stream may come several times.
        `steps` is read as it goes. Nobody else appends meanwhile. Raises as `append` does."""
        with _told_apart([]), transaction.atomic():
            heads.alone()
            return loading.loaded(map(self._checked, steps), self.kinds, self.now, author, self.projectors, batch)

    def hold(self, *streams: str) -> None:
        """For a step that reads several streams before it writes: their locks, in one order whoever asks, until the
        transaction ends."""
        heads.hold(map(normalised, streams))

    def streams(self, prefix: str = "") -> tuple[Stream, ...]:
        """The streams whose names begin so, as far as the session's reach covers them, by name."""
        rows = LedgerStream.objects.filter(name__startswith=prefix).order_by("name")
        return tuple(Stream(*row) for row in rows.values_list("name", "authority", "instance"))

    def latest(self, count: int, skip: int, without: str = "") -> tuple[tuple[Entry, ...], int]:
        """The newest entries over all streams that the session's reach covers, and how many there are; `without` leaves
        out the streams whose names begin so."""
        kept = LedgerEntry.objects.exclude(stream__name__startswith=without) if without else LedgerEntry.objects.all()
        rows = kept.order_by("-position").values_list(*FIELDS)
        return tuple(map(as_entry, rows[skip : skip + count])), rows.count()

    def verify(self, stream: str = "") -> Fault | None:
        """The first entry that does not fit, over all streams in the session's reach or over one."""
        return self.examine(stream).fault

    def examine(self, stream: str = "") -> Examination:
        """The same, with what was looked at and how far the checkpoints cover it."""
        stream = normalised(stream)
        return self.notary.examine(stream) if self.notary else examined(stream)

    def checkpoint(self) -> Signed | None:
        """The next checkpoint, signed and anchored, for a program that does so again and again; None if nothing came since
        the last, or where there is no anchor or no key on this machine."""
        return self.notary.checkpoint_here(self.now) if self.notary else None

    def rebuild(self, room: str) -> int:
        """The projections of one room emptied and made anew, in one transaction; how many entries were read for it. Refuses
        a room that has none."""
        if room not in self.rooms:
            raise Refused(T("There is no room “{room}” to rebuild. Rooms: {rooms}.", room=room, rooms=", ".join(sorted(self.rooms))))
        return rebuilt(room, self.rooms[room])

    def project_again(self) -> int:
        """Every entry through its projector again, over the rows that are there, in one transaction in which nobody
        appends; how many entries there are. What should not be there stays: `rebuild` empties first."""
        with transaction.atomic():
            heads.alone()
            replayed(self.projectors)
            return LedgerEntry.objects.filter(kind__in=self.projectors).count()

    def _checked(self, step: Step) -> Step:
        stream, drafts, expected = step
        named = Stream(normalised(stream.name), normalised(stream.authority), normalised(stream.instance))
        return named, tuple(map(self.checker.checked, drafts)), expected

    def _appended(self, steps: tuple[Step, ...], author: Author) -> tuple[tuple[Entry, ...], ...]:
        if len(steps) == 1 and len(steps[0][1]) == 1 and (entry := self._at_once(steps[0], author)):
            return ((entry,),)
        standing = heads.held(stream for stream, _, _ in steps)
        for stream, _, expected in steps:
            heads.check_standing(standing[stream.name], stream, expected)
        heads.begin(stream for stream, drafts, _ in steps if drafts and standing[stream.name].new)
        kept = inserted([entry for step in steps for entry in self._sealed(standing[step[0].name], step[1], author)])
        project(kept, self.projectors)
        waiting = iter(kept)
        return tuple(tuple(next(waiting) for _ in drafts) for _, drafts, _ in steps)

    def _at_the_end(self, step: Step, author: Author) -> Entry:
        stream, drafts, _ = step
        length = heads.held((stream,))[stream.name].head.length
        return self._appended(((stream, drafts, length),), author)[0][0]

    def _at_once(self, step: Step, author: Author, anywhere: bool = False) -> Entry | None:
        """One entry, in one question to the database. None if it does not fit: then the long way says why."""
        stream, (draft,), expected = step
        entry = appended(unchained(stream, draft, self.kinds[draft.kind].version, self.now(), author), None if anywhere else expected)
        if entry:
            project((entry,), self.projectors)
        return entry

    def _sealed(self, standing: heads.Standing, drafts: tuple[Draft, ...], author: Author) -> Iterator[Entry]:
        for draft in drafts:
            entry, standing = standing.follow(draft, self.kinds, self.now, author)
            yield entry


@contextmanager
def _told_apart(names: list[str]) -> Iterator[None]:
    """Somebody who was faster is a Conflict; every other fault of the database stays one."""
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        if getattr(error.__cause__, "sqlstate", "") in FASTER:
            raise Conflict(", ".join(names)) from error
        raise


__all__ = ["PostgresLedger", "Projector"]
