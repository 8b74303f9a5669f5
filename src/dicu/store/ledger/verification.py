"""Whether what the tables hold is what was once recorded: every stream against its chain, its noted head and the checkpoints.

One pass over both tables, outer-joined, so that an entry without its stream and a stream without its entries are met too;
memory does not grow with the ledger, only with the heads that checkpoints note. It sees what the session's reach covers: a
whole verification needs `all` or `watch`. Without checkpoints, a stream that was taken away together with all its entries
leaves no mark in these tables, nor does a chain that was computed anew up to its head.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import Fault, Head, Walk, digest_over, end_fault
from dicu.ledger.checkpoint import Tally
from dicu.ledger.covering import Covering, Seal
from dicu.ledger.model import Entry, Stream
from dicu.store.ledger.rows import COLUMNS, as_entry
from dicu.vocabulary.messages import Refused, T

Row = tuple[Any, ...]  # stream; noted length, head, authority and instance; then the entry's columns

CHUNK = 2000
BOTH = f"""
SELECT coalesce(s.name, e.stream), s.length, s.head, s.authority, s.instance, {", ".join(COLUMNS)}
  FROM ledger_stream s FULL JOIN ledger_entry e ON e.stream = s.name"""  # noqa: S608 - names of our own columns
ALL = f"{BOTH} ORDER BY 1, e.number"
ONE = f"{BOTH} WHERE coalesce(s.name, e.stream) = %s ORDER BY e.number"
PLACES = "SELECT position, stream, number, digest FROM ledger_entry WHERE position <= %s ORDER BY position"
NOTED = 5
"""Where the entry's columns begin."""


@dataclass
class Examination:
    """`entries` were looked at; `after` of them stand above the last checkpoint and are covered by the chain only.
    `back_dated` are named only if there is no graver fault: an entry once recorded with a wrong date must not hide another.
    `covered` is the last checkpoint, where there is an anchor and a checkpoint; `anchored` says whether there is an anchor."""

    fault: Fault | None = None
    entries: int = 0
    after: int = 0
    back_dated: int = 0
    covered: Seal | None = None
    anchored: bool = False


class Altered(Exception):
    """The stored body is not in the one form that a recorded body has."""


def examined(stream: str = "", covering: Covering | None = None) -> Examination:
    """All streams in the order of their names, or one: its first fault, else the first that is back-dated."""
    examiner = _Examiner(covering)
    with transaction.atomic():
        examiner.streams(stream)
        if covering and not stream and examiner.found.fault is None:
            examiner.found.fault = _place_fault(covering)
    examiner.found.fault = examiner.found.fault or examiner.back_dated
    return examiner.found


class _Examiner:
    """Goes over the rows once, counting."""

    def __init__(self, covering: Covering | None) -> None:
        self.covering = covering
        self.found = Examination(covered=covering.last if covering else None, anchored=covering is not None)
        self.back_dated: Fault | None = None
        self.sealed = covering.last.position if covering and covering.last else 0

    def streams(self, stream: str) -> None:
        missing = ({stream} if stream else set(self.covering.notes)) if self.covering else set()
        for name, rows in groupby(_rows(stream), key=itemgetter(0)):
            missing.discard(name)
            self.found.fault = self._fault(name, rows)
            if self.found.fault:
                return
        if self.covering and missing:
            self.found.fault = self.covering.end_fault(min(missing), Head())

    def _fault(self, name: str, rows: Iterator[Row]) -> Fault | None:
        _, length, head, authority, instance, *_rest = first = next(rows)
        if length is None:
            return Fault(name, 1, T("The stream's own record was taken away; its entries are still there."), "missing")
        walk = Walk()
        for row in chain([first], rows):
            if row[NOTED] is not None and (fault := self._entry_fault(walk, row[NOTED:])):
                return fault
        if walk.last and walk.last.stream != Stream(name, authority, instance):
            return Fault(name, 1, T("The stream's own record names another owner than its entries."), "owner")
        cut = self.covering.end_fault(name, walk.seen) if self.covering else None
        return cut or end_fault(walk.seen, Head(length, bytes(head)), name)

    def _entry_fault(self, walk: Walk, row: Row) -> Fault | None:
        try:
            entry, body = _read(row)
        except Altered:
            number = row[4]
            return Fault(row[1], number, T("Entry {number} was changed after it was recorded.", number=number))
        fault = walk.fault(entry, digest_over(entry, body)) or (self.covering.fault(entry) if self.covering else None)
        self._count(entry)
        return fault

    def _count(self, entry: Entry) -> None:
        self.found.entries += 1
        self.found.after += entry.position > self.sealed
        if self.covering and (fault := self.covering.back_dated(entry)):
            self.found.back_dated += 1
            self.back_dated = self.back_dated or fault


def _rows(stream: str) -> Iterator[Row]:
    yield from _fetched(ONE if stream else ALL, [stream] if stream else None)


def _fetched(statement: str, values: list[Any] | None) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        yield from chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))


def _place_fault(covering: Covering) -> Fault | None:
    """Each entry fits its stream and lies between the right checkpoints; is their order over all streams the one signed?"""
    if not covering.last:
        return None
    entries = _fetched(PLACES, [covering.last.position])
    return _first_misplaced(covering.seals, entries)


def _first_misplaced(seals: Iterable[Seal], entries: Iterator[Row]) -> Fault | None:
    waiting, count = next(entries, None), 0
    for seal in seals:
        tally = Tally()
        while waiting and waiting[0] <= seal.position:
            tally.add(*waiting[:3], bytes(waiting[3]))
            waiting = next(entries, None)
        count += tally.count
        if (count, tally.digest()) != (seal.entries, seal.digest):
            message = T("The entries between checkpoint {number} and the one before it do not stand in the order that was signed.",
                        number=seal.number)  # fmt: skip
            return Fault("", 0, message, "order", seal.number)
    return None


def _read(row: Row) -> tuple[Entry, bytes]:
    """The entry and the bytes of its body. Digests are computed over what the text means; that the text was not rewritten
    with the same meaning is seen here."""
    body = row[10].encode()
    try:
        entry = as_entry(row)
        same = canonical(entry.body) == body
    except (ValueError, RecursionError, Refused) as fault:
        raise Altered from fault
    if not same:
        raise Altered
    return entry, body
