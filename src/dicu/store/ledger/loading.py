"""Very many entries at once, of many streams: sealed one by one as any entry is, written and projected together."""

from collections.abc import Iterable, Iterator

from dicu.ledger.model import Author, Entry, Kinds, Step
from dicu.store.ledger.heads import Now, Standing, begin, check_standing, looked_up
from dicu.store.ledger.projecting import Projectors, project
from dicu.store.ledger.rows import inserted

BATCH = 5_000
"""Entries written in one go; what a load keeps in memory does not grow beyond that (or the drafts of one step)."""


def loaded(steps: Iterable[Step], kinds: Kinds, now: Now, author: Author, projectors: Projectors, batch: int = BATCH) -> int:
    """How many entries were appended. The caller holds the ledger alone (`heads.alone`), in a transaction, and has
    checked the drafts as `steps` yields them. Raises Conflict and ClockBehind."""
    return sum(_batch(part, kinds, now, author, projectors) for part in _parts(steps, batch))


def _parts(steps: Iterable[Step], batch: int) -> Iterator[list[Step]]:
    part: list[Step] = []
    size = 0
    for step in steps:
        part.append(step)
        size += len(step[1])
        if size >= batch:
            yield part
            part, size = [], 0
    if part:
        yield part


def _batch(part: list[Step], kinds: Kinds, now: Now, author: Author, projectors: Projectors) -> int:
    standing = looked_up(stream for stream, _, _ in part)
    new = [found.stream for found in standing.values() if found.new]
    entries = list(_sealed(part, standing, kinds, now, author))
    begin(new)
    project(inserted(entries), projectors)
    return len(entries)


def _sealed(part: list[Step], standing: dict[str, Standing], kinds: Kinds, now: Now, author: Author) -> Iterator[Entry]:
    for stream, drafts, expected in part:
        check_standing(standing[stream.name], stream, expected)
        for draft in drafts:
            entry, standing[stream.name] = standing[stream.name].follow(draft, kinds, now, author)
            yield entry
