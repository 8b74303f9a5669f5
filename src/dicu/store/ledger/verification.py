"""Whether what the tables hold is what was once recorded: every stream against its chain and against its noted head.

One pass over both tables, outer-joined, so that an entry without its stream and a stream without its entries are met too.
Memory does not grow with the ledger. It sees what the session's reach covers: a whole verification needs `all` or `watch`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import Fault, Head, verify
from dicu.ledger.model import Entry
from dicu.store.ledger.models import LedgerEntry
from dicu.store.ledger.rows import as_entry
from dicu.vocabulary.messages import Refused, T

CHUNK = 2000
FIELDS = tuple(field.attname for field in LedgerEntry._meta.concrete_fields)
COLUMNS = ", ".join(f'e."{field.column}"' for field in LedgerEntry._meta.concrete_fields)
BOTH = f"""
SELECT coalesce(s.name, e.stream), s.length, s.head, {COLUMNS}
  FROM ledger_stream s FULL JOIN ledger_entry e ON e.stream = s.name
"""
ALL = BOTH + " ORDER BY 1, e.number"
ONE = BOTH + " WHERE coalesce(s.name, e.stream) = %s ORDER BY e.number"


@dataclass(frozen=True, slots=True)
class _Altered(Exception):
    """The stored body is not the one form that a body has."""

    number: int


def first_fault(stream: str = "") -> Fault | None:
    """The first entry that does not fit, in the order of the streams' names; None if all fit."""
    for name, rows in groupby(_rows(stream), key=lambda row: row[0]):
        if fault := _fault(name, list_head(rows)):
            return fault
    return None
