"""Between an entry and its row. What is stored is what was hashed, to the byte."""

import json
from datetime import UTC

from dicu.ledger.canonical import canonical
from dicu.ledger.model import Author, Entry, Stream
from dicu.store.ledger.models import LedgerEntry


def kept(entry: Entry) -> Entry:
    """The entry as the database keeps it, with its position."""
    row = LedgerEntry.objects.create(
        stream_id=entry.stream.name,
        authority=entry.stream.authority,
        instance=entry.stream.instance,
        number=entry.number,
        kind=entry.kind,
        version=entry.version,
        at=entry.at,
        account=entry.author.account,
        purpose=entry.author.purpose,
        body=canonical(entry.body).decode(),
        previous=entry.previous,
        digest=entry.digest,
    )
    return as_entry(row)


def as_entry(row: LedgerEntry) -> Entry:
    return Entry(
        position=row.position,
        stream=Stream(row.stream_id, row.authority, row.instance),
        number=row.number,
        kind=row.kind,
        version=row.version,
        at=row.at.astimezone(UTC),
        author=Author(row.account, row.purpose),
        body=json.loads(row.body),
        previous=bytes(row.previous),
        digest=bytes(row.digest),
    )
