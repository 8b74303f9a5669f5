"""What was noted, as the ledger and the table of readings have it."""

from typing import Any

from django.db import transaction
from tests.unit.store_review.house import World

from dicu.ledger.model import Entry
from dicu.store.readings.models import ReadingRow
from dicu.store.security.session import maintaining


def noted(world: World, reader: str = "") -> list[Entry]:
    """The entries of the log of reading, oldest first; of one account, or of all."""
    with transaction.atomic(), maintaining():
        streams = world.house.ledger.streams(f"reads/{reader}")
        found = [entry for stream in streams for entry in world.house.ledger.read(stream.name)]
    return sorted(found, key=lambda entry: entry.position)


def last(world: World, reader: str = "") -> Entry:
    return noted(world, reader)[-1]


def rows() -> list[dict[str, Any]]:
    with transaction.atomic(), maintaining():
        return list(ReadingRow.objects.order_by("position", "part").values())


def things(entry: Entry) -> set[tuple[str, str, str, bool]]:
    return {(thing["kind"], thing["name"], thing["agency"], thing["seen"]) for thing in entry.body["things"]}
