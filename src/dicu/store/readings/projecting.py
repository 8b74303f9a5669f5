"""From a noted request to its rows, in the transaction of the entry. Ids are made of the entry's position, so a rebuild
gives the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dicu.ledger.model import Entry
from dicu.readings.kinds import NOTED
from dicu.store.ledger.projecting import Many, Projectors
from dicu.store.readings.models import ReadingRow

NOTHING: Mapping[str, Any] = {"kind": "", "name": "", "whole": "", "agency": "", "domain": "", "did": (), "seen": False}
CHANGED = [field.attname for field in ReadingRow._meta.concrete_fields if not field.primary_key]


def projectors() -> Projectors:
    return {NOTED: Many(_noted)}


def _noted(entries: Sequence[Entry]) -> None:
    rows = [row for entry in entries for row in _rows(entry)]
    ReadingRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)


def _rows(entry: Entry) -> Iterator[ReadingRow]:
    for part, thing in enumerate(entry.body["things"] or [NOTHING]):
        yield _row(entry, part, thing)


def _row(entry: Entry, part: int, thing: Mapping[str, Any]) -> ReadingRow:
    b = entry.body
    return ReadingRow(
        id=f"{entry.position}/{part}",
        position=entry.position,
        part=part,
        at=entry.at,
        account=entry.author.account,
        reader_agency=b["agency"],
        roles=" ".join(b["roles"]),
        purpose=entry.author.purpose,
        route=b["route"],
        method=b["method"],
        means=b["means"],
        outcome=b["outcome"],
        request=b["request"],
        listed=sum(listed["count"] for listed in b["listed"]),
        criteria=b["criteria"],
        kind=thing["kind"],
        name=thing["name"],
        whole=thing["whole"],
        agency=thing["agency"],
        domain=thing["domain"],
        did=" ".join(thing["did"]),
        seen=thing["seen"],
    )
