"""Provinces and central cities of Viet Nam in time: 63 until 30 June 2025, 34 from 1 July 2025, and what changed since.

A code alone does not name a place: 24 was Bắc Giang until the merger and is Bắc Ninh since. So every question says
on which day. `law/places.yaml` has the units, what each of the 63 joined, days, laws and later changes. No province was
divided: each of the 63 went whole into one of the 34.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Self

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.vietnamese import fold, order_key

_CITY, _PROVINCE = "Thành phố ", "Tỉnh "
DAY = timedelta(days=1)


class UnknownPlace(Refused):
    """No province has this code on that day, or the units of that day are not loaded."""


class PlaceKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Place:
    """A province or central city with the name and kind it had from `since` to `until` (its last day; None: still).

    `code` is the two-digit code of the statistics office. `basis` is the law that made it so, where it is known.
    """

    code: str
    name: Bilingual
    kind: PlaceKind
    since: date
    until: date | None = None
    basis: LegalBasis | None = None

    @property
    def full_name(self) -> Bilingual:
        """Tỉnh Cao Bằng, Cao Bang Province; Thành phố Huế, Hue City."""
        if self.kind is PlaceKind.CITY:
            return Bilingual(_CITY + self.name.vi, f"{self.name.en} City")
        return Bilingual(_PROVINCE + self.name.vi, f"{self.name.en} Province")

    def exists_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Places:
    """All places of all loaded times. `merged`: the new code for each old one; `merger`: the first day of the new."""

    places: tuple[Place, ...]
    merged: dict[str, str]
    merger: date

    @classmethod
    @cache
    def load(cls) -> Self:
        """The places that come with the house."""
        import yaml  # noqa: PLC0415 - only a process that asks for places pays for it

        law = yaml.safe_load((files("dicu") / "law" / "places.yaml").read_text(encoding="utf-8"))
        first, merger = law["eras"]["first_day"], law["eras"]["merger"]
        old = [_place(unit["code"], _full(unit), first, merger - DAY) for unit in law["old"]]
        new = [_place(unit["code"], _full(unit), merger, None, _basis(law["merger"], merger)) for unit in law["new"]]
        places = [version for place in (*old, *new) for version in _versions(place, law["changes"])]
        merged = {unit["code"]: unit["into"] for unit in law["old"]}
        return cls(tuple(sorted(places, key=lambda p: (p.since, order_key(p.name.vi)))), merged, merger)

    def at(self, day: date) -> tuple[Place, ...]:
        """The places of that day in Vietnamese order; raises UnknownPlace for a day before the first loaded one."""
        there = [place for place in self.places if place.exists_on(day)]
        if not there:
            raise UnknownPlace(T("The provinces of {day} are not loaded; the first day is {first}.",
                                 day=day, first=self.places[0].since))  # fmt: skip
        return tuple(sorted(there, key=lambda place: order_key(place.name.vi)))

    def find(self, code: str, day: date) -> Place:
        """The place with this code on that day; raises UnknownPlace."""
        for place in self.at(day):
            if place.code == code:
                return place
        raise UnknownPlace(T("No province had the code “{code}” on {day}.", code=code[:20], day=day))

    def named(self, name: str, day: date) -> Place:
        """The place with this name, with or without marks and kind, on that day; raises UnknownPlace."""
        wanted = _key(name)
        for place in self.at(day):
            if wanted in (_key(place.name.vi), _key(place.full_name.vi), _key(place.full_name.en)):
                return place
        raise UnknownPlace(T("No province was called “{name}” on {day}.", name=name[:60], day=day))

    def successor(self, code: str, day: date, at: date | None = None) -> Place:
        """Which place, on the day `at` (default: the newest known), holds what had this code on `day`.

        ValueError: `at` lies before `day`.
        """
        place, then = self.find(code, day), at or max(day, *(p.since for p in self.places))
        if then < day:
            raise ValueError(f"a successor is sought after {day}, not on {then}")
        return self.find(self.merged[place.code] if day < self.merger <= then else place.code, then)

    def predecessors(self, code: str, day: date) -> tuple[Place, ...]:
        """The places that the merger of 2025 joined into the one with this code on `day`; itself before the merger."""
        place = self.find(code, day)
        if day < self.merger:
            return (place,)
        return tuple(p for p in self.at(self.merger - DAY) if self.merged[p.code] == place.code)


def _place(code: str, full_name: str, since: date, until: date | None, basis: LegalBasis | None = None) -> Place:
    kind = PlaceKind.CITY if full_name.startswith(_CITY) else PlaceKind.PROVINCE
    return Place(code, _name(full_name.removeprefix(_CITY).removeprefix(_PROVINCE)), kind, since, until, basis)


def _name(vietnamese: str) -> Bilingual:
    """English keeps the words and loses the marks: Đắk Lắk, Dak Lak. No source here gives English names."""
    bare = unicodedata.normalize("NFD", vietnamese.replace("Đ", "D").replace("đ", "d"))
    return Bilingual(vietnamese, "".join(c for c in bare if not unicodedata.combining(c)))


def _versions(place: Place, changes: list[dict[str, Any]]) -> list[Place]:
    """The place before and after each change of its name or kind within its time."""
    versions = [place]
    for change in sorted(changes, key=lambda change: change["since"]):
        since = change["since"]
        if change["code"] == place.code and place.exists_on(since):
            last = versions.pop()
            versions.append(replace(_called(last, change["before"]), until=since - DAY))
            versions.append(replace(_called(last, change["after"]), since=since, basis=_basis(change["basis"], since)))
    return versions


def _called(place: Place, entry: dict[str, str]) -> Place:
    return replace(place, name=_name(entry["name"]), kind=PlaceKind(entry["kind"]))


def _basis(basis: dict[str, Any], since: date) -> LegalBasis:
    said = basis["source"]
    source = Source(said["title"], published=said.get("published"), verified=said["verified"])
    return LegalBasis(basis["number"], Bilingual(**basis["title"]), Kind.STATUTE, source, basis.get("issued"), since)


def _full(unit: dict[str, str]) -> str:
    return (_CITY if unit.get("kind") == "city" else _PROVINCE) + unit["name"]


def _key(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())
