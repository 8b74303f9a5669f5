"""The rows that pages read, made anew from the ledger. What was tampered with, is missing or should not be there is gone
afterwards; the ledger itself is only read."""

import logging
from collections.abc import Iterator

from django.db import connection, transaction

from dicu.ledger.model import Entry
from dicu.store.ledger.heads import alone
from dicu.store.ledger.projecting import Projectors, Whole, project
from dicu.store.ledger.rows import COLUMNS, as_entry

LOG = logging.getLogger("dicu.ledger")
CHUNK = 2000
CHOSEN = f"""
SELECT {", ".join(COLUMNS)} FROM ledger_entry e
 WHERE e.kind = ANY (%s::text[]){{last}} ORDER BY e.position
"""  # noqa: S608 - names of our own columns
LAST = " OR e.position IN (SELECT max(position) FROM ledger_entry WHERE kind = ANY (%s::text[]) GROUP BY stream)"


def rebuilt(room: str, projectors: Projectors) -> int:
    """Empties the projections of the room and makes them anew; how many entries it read. One transaction in which nobody
    appends; readers see the old rows until it ends. Needs the reach of the house itself (`maintaining`).

    A room brings a function `<room>_emptied()` of the owner's. One that has none keeps rows that hold more than entries do
    (the passwords of accounts): those are written over with what they should be, and none is taken away.
    """
    with transaction.atomic():
        alone()
        _empty(room)
        count = replayed(projectors)
    LOG.info("The projections of the room %s were made anew from %s entries.", room, count)
    return count


def _empty(room: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace", [f"{room}_emptied"])
        if cursor.rowcount:
            cursor.execute(f'SELECT "{room}_emptied"()')  # the name is one of ours: it stands in the catalogue


def replayed(projectors: Projectors) -> int:
    """Entries through their projectors, in order; of a projector that reads whole streams, each stream's last only."""
    count = 0
    for chunk in _chunks(projectors):
        project(chunk, projectors)
        count += len(chunk)
    return count


def _chunks(projectors: Projectors) -> Iterator[tuple[Entry, ...]]:
    """A cursor of the server's, so that memory does not grow with the ledger; projectors write on the same connection."""
    wholes = [_kinds_of(whole, projectors) for whole in {id(p): p for p in projectors.values() if isinstance(p, Whole)}.values()]
    single = [kind for kind, projector in projectors.items() if not isinstance(projector, Whole)]
    with connection.chunked_cursor() as cursor:
        cursor.execute(CHOSEN.format(last=LAST * len(wholes)), [single, *wholes])
        while rows := cursor.fetchmany(CHUNK):
            yield tuple(map(as_entry, rows))


def _kinds_of(whole: Whole, projectors: Projectors) -> list[str]:
    return [kind for kind, projector in projectors.items() if projector is whole]
