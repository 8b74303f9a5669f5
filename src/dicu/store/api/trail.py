"""The ledger's entries by position, newest first: a page is named by where it begins, so that new entries move nothing."""

from dicu.ledger.model import Entry
from dicu.store.ledger.models import LedgerEntry
from dicu.store.ledger.rows import FIELDS, as_entry
from dicu.vocabulary.text import normalised

LARGEST = 2**63 - 1
READS = "reads/"
"""Who looked at what has an address of its own; among what was done it would bury the rest."""


def before(position: int | None, count: int, stream: str = "") -> list[Entry]:
    """Entries before the position (None: from the newest on) that the session's reach covers."""
    rows = LedgerEntry.objects.order_by("-position")
    if position is not None:
        rows = rows.filter(position__lt=max(0, min(position, LARGEST)))
    rows = rows.filter(stream_id=normalised(stream)) if stream else rows.exclude(stream__name__startswith=READS)
    return [as_entry(row) for row in rows.values_list(*FIELDS)[:count]]
