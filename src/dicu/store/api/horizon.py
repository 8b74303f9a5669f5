"""How far the ledger can be read without missing anything that is still being written.

Positions are given when an entry is written and seen when its transaction ends, so a later position can be seen before an earlier
one. Whoever reads "everything after the last position I saw" would lose the earlier one for ever. Here nobody is held up and
nothing is locked: the highest position that is seen is taken, then it is waited for every transaction that was writing to the
ledger at that moment. Each one that could still bring a lower position was among them, because a writer locks the table before it
gets a position and lets go of it only when it ends.
"""

import time

from django.db import connection

HIGHEST = "SELECT coalesce(max(position), 0) FROM ledger_entry"
WRITING = """
SELECT virtualtransaction FROM pg_locks
 WHERE locktype = 'relation' AND relation = 'ledger_entry'::regclass AND mode = 'RowExclusiveLock' AND granted
   AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
PATIENCE, PAUSE = 5.0, 0.05


def stable(patience: float = PATIENCE) -> int | None:
    """The highest position below which everything is there, within `maintaining()`; None if a writer took longer than `patience`
    seconds. Each statement must see what was committed before it (READ COMMITTED, as everywhere in the house)."""
    highest = int(_asked(HIGHEST)[0])
    waited_for, until = set(_asked(WRITING)), time.monotonic() + patience
    while waited_for:
        if time.monotonic() >= until:
            return None
        time.sleep(PAUSE)
        waited_for &= set(_asked(WRITING))
    return highest


def _asked(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]
