"""Where streams stand, and the locks of those who move them.

A writer takes an advisory lock on each stream's name, all of them in one order, so that of two writers one waits and then
finds that the stream has moved on; should a program go round the lock, the unique number and the trigger on the heads still
let only one through. An advisory lock, because a row lock needs the right to update, which the application does not have, and
because a stream that does not exist yet has no row to lock.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dicu.ledger.chain import Head, chained, unchained
from dicu.ledger.clock import moment
from dicu.ledger.model import GENESIS, Author, Conflict, Draft, Entry, Kinds, Stream
from dicu.store.ledger.models import LedgerStream
from dicu.store.ledger.rows import direct

Now = Callable[[], datetime]

HOLD = "SELECT name, authority, instance, length, head, at FROM ledger_hold(%s::text[])"
LOOK = """
SELECT s.name, s.authority, s.instance, s.length, s.head,
       (SELECT e.at FROM ledger_entry e WHERE e.stream = s.name AND e.number = s.length)
  FROM ledger_stream s WHERE s.name = ANY (%s::text[])
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stream's head, and when its last entry was made. `new`: it has no row yet."""

    stream: Stream
    head: Head = Head()
    at: datetime | None = None
    new: bool = False

    def follow(self, draft: Draft, kinds: Kinds, now: Now, author: Author) -> tuple[Entry, "Standing"]:
        """The entry that comes next, and where the stream stands then. The draft is checked. Raises ClockBehind."""
        at = moment(now(), self.at, self.stream.name)
        entry = chained(self.head, unchained(self.stream, draft, kinds[draft.kind].version, at, author))
        return entry, Standing(self.stream, Head(entry.number, entry.digest), entry.at)


def held(streams: Iterable[Stream]) -> dict[str, Standing]:
    """Where the streams stand, theirs and no other's to move until the transaction ends."""
    return _asked(HOLD, streams)


def looked_up(streams: Iterable[Stream]) -> dict[str, Standing]:
    """The same for somebody who holds the whole ledger (`alone`)."""
    return _asked(LOOK, streams)


def hold(names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_hold(%s::text[])", [sorted(names)])


def alone() -> None:
    """Until the transaction ends nobody else appends; waits for those who do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_alone()")


def check_standing(standing: Standing, stream: Stream, expected: int) -> None:
    """Raises Conflict if the stream is not after entry `expected`, or somebody else's."""
    if standing.head.length != expected or standing.stream != stream:
        raise Conflict(stream.name)


def begin(streams: Iterable[Stream]) -> None:
    """The rows of streams that are new."""
    rows = [LedgerStream(name=s.name, authority=s.authority, instance=s.instance, length=0, head=GENESIS) for s in streams]
    if rows:
        LedgerStream.objects.bulk_create(rows)


def _asked(statement: str, streams: Iterable[Stream]) -> dict[str, Standing]:
    wanted = {stream.name: stream for stream in streams}
    known = {standing.stream.name: standing for standing in map(_standing, direct(statement, [list(wanted)]))}
    return {name: known.get(name) or Standing(stream, new=True) for name, stream in wanted.items()}


def _standing(row: tuple[str, str, str, int, bytes, datetime | None]) -> Standing:
    name, authority, instance, length, head, at = row
    return Standing(Stream(name, authority, instance), Head(length, bytes(head)), at)
