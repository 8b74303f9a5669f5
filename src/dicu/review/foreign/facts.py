"""What the rules of gaps need to know of a file's rows, once they are read: not the rows themselves."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dicu.review.foreign.table import Entry

EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"female", "male"}),
    frozenset({"f", "m"}),
    frozenset({"women", "men"}),
    frozenset({"girls", "boys"}),
    frozenset({"nữ", "nam"}),
    frozenset({"urban", "rural"}),
    frozenset({"u", "r"}),
    frozenset({"thành thị", "nông thôn"}),
)
"""Parts that cannot overlap and leave nothing out: only of these it is known that they make up the total."""

Place = tuple[str, str, str, str]
"""Series, period, area and unit: what parts and their total have in common."""


@dataclass(slots=True)
class Facts:
    """`starts` are the first days of the periods with values, `latest` the last day of the last one; `parts` the values of rows broken
    down by one known pair, `totals` those of the rows beside them."""

    values: int = 0
    missing: int = 0
    starts: set[date] = field(default_factory=set)
    latest: date | None = None
    breakdowns: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    totals: dict[Place, str] = field(default_factory=dict)
    parts: dict[tuple[Place, str], dict[str, str]] = field(default_factory=dict)
    twice: set[tuple[Place, str]] = field(default_factory=set)

    def count(self, entry: Entry) -> None:
        if entry.value is None:
            self.missing += 1
            return
        self.values += 1
        self.starts.add(entry.period_start)
        self.latest = max(self.latest or entry.period_end, entry.period_end)
        self.units.add(entry.unit)
        self.weigh(entry)

    def weigh(self, entry: Entry) -> None:
        """A row that is a total, or a part by one breakdown."""
        dimensions: dict[str, str] = json.loads(entry.dimensions) if entry.dimensions != "{}" else {}
        self.breakdowns.update(dimensions)
        place = (entry.series, entry.period, entry.area, entry.unit)
        if not dimensions:
            self._keep(self.totals, place, place, "", entry.value or "")
        elif len(dimensions) == 1:
            ((name, code),) = dimensions.items()
            if any(code.casefold() in pair for pair in EXCLUSIVE):
                self._keep(self.parts.setdefault((place, name), {}), code.casefold(), place, name, entry.value or "")

    def _keep(self, held: dict, key: object, place: Place, name: str, value: str) -> None:  # type: ignore[type-arg]
        if held.setdefault(key, value) != value:
            self.twice.add((place, name))


def doubles(entries: Iterable[Entry]) -> dict[tuple[str, ...], list[Entry]]:
    """The entries whose key occurs more than once."""
    kept = list(entries)
    often = Counter(entry.key for entry in kept)
    found: dict[tuple[str, ...], list[Entry]] = {}
    for entry in kept:
        if often[entry.key] > 1:
            found.setdefault(entry.key, []).append(entry)
    return found


def flagged(found: dict[tuple[str, ...], list[Entry]]) -> dict[int, str]:
    """By row: the rule that warns of it."""
    flags: dict[int, str] = {}
    for entries in found.values():
        rule = "F09" if len({(entry.value, entry.missing) for entry in entries}) == 1 else "G22"
        flags.update({entry.row: rule for entry in entries})
    return flags
