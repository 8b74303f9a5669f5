"""A short history to test with: a report that two people wrote."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dicu.ledger.chain import Head, sealed
from dicu.ledger.model import Author, Draft, Entry, Stream

STREAM = Stream("report/demo/2024/BTP", "BTP", "vn")
BEGAN = datetime(2024, 3, 1, 1, 2, 3, 456789, tzinfo=UTC)
LAN = Author("lan", "reporting")


def history(*bodies: Mapping[str, Any], stream: Stream = STREAM) -> tuple[Entry, ...]:
    """One entry of the kind `noted` for each body, a minute apart, positions as a database would give them."""
    entries: list[Entry] = []
    head = Head()
    for index, body in enumerate(bodies):
        at = BEGAN + timedelta(minutes=index)
        entry = replace(sealed(head, stream, Draft("noted", body), 1, at, LAN), position=10 * (index + 1))
        entries.append(entry)
        head = Head(entry.number, entry.digest)
    return tuple(entries)
