"""The days that a calendar file names: holidays, days off in lieu, swapped days. Shared by the calendars that the house
brings along (`law/calendars/*.yaml`) and by the overlays that an installation adds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.dates import short
from dicu.vocabulary.legal import Source

DAY = timedelta(days=1)
SWAP = "swap"
"""The reason's name of a day that is off because another one is worked, and of that other one."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which nobody works although the week says so, or a weekend day that is worked; why, and where that was
    read. `key` is the reason's name in its file, `twin` the other day of a swap."""

    day: date
    reason: Bilingual
    source: Source
    key: str = ""
    twin: date | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The reasons and sources that the entries of a file may name."""

    reasons: Mapping[str, Bilingual]
    sources: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Words":
        return cls({key: Bilingual(**name) for key, name in data.get("reasons", {}).items()}, data.get("sources", {}))

    def source(self, entry: Mapping[str, Any]) -> Source:
        told = self.sources[entry["source"]]
        facts = {"published": told.get("published"), "address": told.get("address", "")}
        return Source(told["title"], verified=entry["verified"], **facts)


def holidays(entries: Mapping[str, Any], words: Words) -> Iterator[DayOff]:
    """Each day off of one year's entries, the swapped ones too."""
    for entry in entries.get("holidays", ()):
        yield from _spell(entry, words)
    for swap in entries.get("swaps", ()):
        reason = Bilingual(f"Nghỉ hoán đổi, làm bù ngày {short(swap['worked_on'], 'vi')}",
                           f"Day off, worked on {short(swap['worked_on'], 'en')} instead")  # fmt: skip
        yield DayOff(swap["day_off"], reason, words.source(swap), SWAP, swap["worked_on"])


def made_up(entries: Mapping[str, Any], words: Words) -> Iterator[DayOff]:
    """Each weekend day of one year's entries that is worked."""
    for swap in entries.get("swaps", ()):
        day_off = swap["day_off"]
        reason = Bilingual(f"Làm bù cho ngày {short(day_off, 'vi')}", f"Worked instead of {short(day_off, 'en')}")
        yield DayOff(swap["worked_on"], reason, words.source(swap), SWAP, day_off)


def _spell(entry: Mapping[str, Any], words: Words) -> Iterator[DayOff]:
    name = words.reasons[entry["reason"]]
    reason = Bilingual(f"Nghỉ bù {name.vi}", f"Day off in lieu of {name.en}") if entry.get("in_lieu") else name
    for offset in range((entry.get("until", entry["from"]) - entry["from"]).days + 1):
        yield DayOff(entry["from"] + offset * DAY, reason, words.source(entry), entry["reason"])
