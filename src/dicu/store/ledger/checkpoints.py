"""The table of checkpoints, and the making of the next one from what came since the last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection

from dicu.ledger.chain import Fault, Head, digest_of
from dicu.ledger.checkpoint import Checkpoint, Malformed, Signed, Tally, read_line
from dicu.ledger.model import GENESIS, Entry
from dicu.store.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerStream
from dicu.store.ledger.rows import COLUMNS, as_entry
from dicu.vocabulary.messages import Refused, T

CHUNK = 2000
SINCE = f"""
SELECT p.digest, {", ".join(COLUMNS)} FROM ledger_entry e
  LEFT JOIN ledger_entry p ON p.stream = e.stream AND p.number = e.number - 1
 WHERE e.position > %s ORDER BY e.position
"""  # noqa: S608 - names of our own columns


class Unfit(Refused):
    """What should be signed does not fit; no checkpoint is made over it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(T("No checkpoint was made: {fault} Run dicu ledger verify.", fault=fault.message), where=fault.stream)


def last() -> Signed | None:
    """The newest checkpoint of the database. Raises Refused where its row is none."""
    row = LedgerCheckpoint.objects.order_by("-number").first()
    return read_row(row) if row else None


def read_row(row: LedgerCheckpoint) -> Signed:
    try:
        signed = read_line(row.line)
    except Malformed as fault:
        raise Refused(T("Checkpoint {number} of the database cannot be read. Run dicu ledger verify.", number=row.number)) from fault
    return signed


def kept(signed: Signed) -> None:
    c = signed.checkpoint
    LedgerCheckpoint.objects.create(number=c.number, position=c.position, at=c.at, line=signed.line())


def above(number: int) -> Iterator[Signed]:
    """Those with a higher number, in order."""
    return map(read_row, LedgerCheckpoint.objects.filter(number__gt=number).order_by("number").iterator(CHUNK))


def newest_position() -> int:
    row = LedgerEntry.objects.order_by("-position").values_list("position").first()
    return int(row[0]) if row else 0


def following(previous: Checkpoint | None, instance: str, at: datetime) -> Checkpoint | None:
    """The checkpoint over what came since the previous one; None if nothing did. The caller holds the ledger alone. Raises
    Unfit if an entry does not fit: what is wrong already is not signed."""
    tally, moved, position = Tally(), dict[str, Head](), 0
    for entry in _since(previous.position if previous else 0):
        tally.add(entry.position, entry.stream.name, entry.number, entry.digest)
        moved[entry.stream.name] = Head(entry.number, entry.digest)
        position = entry.position
    if not tally.count:
        return None
    _check_heads(moved)
    return Checkpoint(
        number=previous.number + 1 if previous else 1,
        instance=instance,
        at=at,
        position=position,
        entries=tally.count + (previous.entries if previous else 0),
        moved=moved,
        digest=tally.digest(),
        previous=previous.own_digest() if previous else GENESIS,
    )


def _since(position: int) -> Iterator[Entry]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(SINCE, [position])
        for before, *row in chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), [])):
            entry = as_entry(tuple(row))
            _check_entry(entry, before)
            yield entry


def _check_entry(entry: Entry, before: Any) -> None:
    expected = bytes(before) if before is not None else GENESIS if entry.number == 1 else b""
    if entry.previous != expected:
        message = T("Entry {number} does not follow the entry before it; one of the two was changed or replaced.", number=entry.number)
        raise Unfit(Fault(entry.stream.name, entry.number, message))
    if entry.digest != digest_of(entry):
        message = T("Entry {number} was changed after it was recorded.", number=entry.number)
        raise Unfit(Fault(entry.stream.name, entry.number, message))


def _check_heads(moved: Mapping[str, Head]) -> None:
    names = list(moved)
    noted = dict(chain.from_iterable(_noted(names[start : start + CHUNK]) for start in range(0, len(names), CHUNK)))
    for name, head in moved.items():
        if (found := noted.get(name, Head())) != head:
            message = T(
                "The stream was noted to end with entry {noted}, but it ends with entry {found}.", noted=found.length, found=head.length
            )
            raise Unfit(Fault(name, head.length, message, "cut"))


def _noted(names: Sequence[str]) -> Iterator[tuple[str, Head]]:
    rows = LedgerStream.objects.filter(name__in=names).values_list("name", "length", "head")
    return ((name, Head(length, bytes(head))) for name, length, head in rows)
