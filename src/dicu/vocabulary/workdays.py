"""Working days of a country, from a dated calendar that people can read and correct (`law/calendars/*.yaml`).

Lunar dates, days off in lieu and swapped days are announced year by year and cannot be computed ahead. A year that is
not loaded is refused: a deadline counted with a guessed calendar would be wrong in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Self

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.dates import short
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import Refused, T

DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NAMES = (
    Bilingual("Thứ Hai", "Monday"), Bilingual("Thứ Ba", "Tuesday"), Bilingual("Thứ Tư", "Wednesday"),
    Bilingual("Thứ Năm", "Thursday"), Bilingual("Thứ Sáu", "Friday"), Bilingual("Thứ Bảy", "Saturday"),
    Bilingual("Chủ nhật", "Sunday"),
)  # fmt: skip


class NoCalendar(Refused):
    """No working-day calendar is loaded for this country or year, so nothing can be counted."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which nobody works although the week says so, or a weekend holiday; why, and where that was read."""

    day: date
    reason: Bilingual
    source: Source


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term, and each day after the start that did not count, with its reason.

    `verified` is false when a day that was skipped or worked only counts so by an unconfirmed announcement.
    """

    day: date
    skipped: tuple[tuple[date, Bilingual], ...]
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of one country for the loaded years. `make_up` are weekend days worked for a day off elsewhere."""

    code: str
    name: Bilingual
    weekend: frozenset[int]
    years: frozenset[int]
    days_off: dict[date, DayOff]
    make_up: dict[date, DayOff]

    @classmethod
    @cache
    def load(cls, code: str) -> Self:
        """The calendar of a country by its two-letter code ("vn"); raises NoCalendar if the house has none."""
        path = files("dicu") / "law" / "calendars" / f"{code}.yaml"
        if not (code.isascii() and code.isalpha() and path.is_file()):
            raise NoCalendar(T("There is no working-day calendar “{code}”.", code=code))
        import yaml  # noqa: PLC0415 - only a process that counts days pays for it

        return cls.read(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """The calendar that a file describes (see `law/calendars/vn.yaml`). ValueError: the file contradicts itself."""
        weekend = frozenset(_WEEKDAYS.index(day) for day in data["weekend"])
        off: dict[date, DayOff] = {}
        make_up: dict[date, DayOff] = {}
        for year, entries in data["years"].items():
            _enter(off, _holidays(entries.get("holidays", ()), data), year)
            swaps = entries.get("swaps", ())
            _enter(off, (_swapped(swap, data) for swap in swaps), year)
            _enter(make_up, (_made_up(swap, data) for swap in swaps), year)
        _check_weekends(weekend, off, make_up)
        return cls(data["jurisdiction"], Bilingual(**data["name"]), weekend, frozenset(data["years"]), off, make_up)

    def is_working(self, day: date) -> bool:
        """Whether the day counts as a working day; raises NoCalendar if its year is not loaded."""
        return self.why_not(day) is None

    def why_not(self, day: date) -> Bilingual | None:
        """Why nobody works that day; None for a working day."""
        self.check_loaded(day)
        if day in self.days_off:
            return self.days_off[day].reason
        return _WEEKDAY_NAMES[day.weekday()] if day.weekday() in self.weekend and day not in self.make_up else None

    def add(self, day: date, working_days: int) -> date:
        """The day so many working days later (earlier, if negative); 0 gives the day itself or the next working day."""
        return self._walk(day, working_days)[-1]

    def due(self, start: date, working_days: int) -> Due:
        """When a term of working days ends. The day of the start is not counted. ValueError: a negative term."""
        if working_days < 0:
            raise ValueError("a term cannot be negative")
        passed = self._walk(start, working_days)
        reasons = ((day, self.why_not(day)) for day in passed)
        skipped = tuple((day, reason) for day, reason in reasons if reason is not None)
        return Due(passed[-1], skipped, all(self._confirmed(day) for day in passed))

    def check_loaded(self, day: date) -> None:
        if day.year not in self.years:
            raise NoCalendar(
                T("The working-day calendar of {year} is not loaded ({calendar}): the deadline cannot be counted."
                  " Add that year to the calendar first.", year=str(day.year), calendar=self.name)
            )  # fmt: skip

    def _walk(self, start: date, working_days: int) -> list[date]:
        """The days passed, up to the one on which the last working day is reached."""
        if working_days == 0:
            return self._until_working(start)
        step, passed, left = (DAY if working_days > 0 else -DAY), [start], abs(working_days)
        while left:
            passed.append(passed[-1] + step)
            left -= self.is_working(passed[-1])
        return passed[1:]

    def _until_working(self, start: date) -> list[date]:
        passed = [start]
        while not self.is_working(passed[-1]):
            passed.append(passed[-1] + DAY)
        return passed

    def _confirmed(self, day: date) -> bool:
        entry = self.days_off.get(day) or self.make_up.get(day)
        return entry is None or entry.source.verified or (day in self.days_off and day.weekday() in self.weekend)


def _enter(into: dict[date, DayOff], entries: Iterator[DayOff], year: int) -> None:
    for entry in entries:
        if entry.day in into or entry.day.year != year:
            raise ValueError(f"calendar: {entry.day} stands twice, or under the wrong year {year}")
        into[entry.day] = entry


def _holidays(entries: list[dict[str, Any]], data: dict[str, Any]) -> Iterator[DayOff]:
    for entry in entries:
        name = Bilingual(**data["reasons"][entry["reason"]])
        reason = Bilingual(f"Nghỉ bù {name.vi}", f"Day off in lieu of {name.en}") if entry.get("in_lieu") else name
        for offset in range((entry.get("until", entry["from"]) - entry["from"]).days + 1):
            yield DayOff(entry["from"] + offset * DAY, reason, _source(entry, data))


def _swapped(swap: dict[str, Any], data: dict[str, Any]) -> DayOff:
    reason = Bilingual(f"Nghỉ hoán đổi, làm bù ngày {short(swap['worked_on'], 'vi')}",
                       f"Day off, worked on {short(swap['worked_on'], 'en')} instead")  # fmt: skip
    return DayOff(swap["day_off"], reason, _source(swap, data))


def _made_up(swap: dict[str, Any], data: dict[str, Any]) -> DayOff:
    reason = Bilingual(f"Làm bù cho ngày {short(swap['day_off'], 'vi')}", f"Worked instead of {short(swap['day_off'], 'en')}")
    return DayOff(swap["worked_on"], reason, _source(swap, data))


def _source(entry: dict[str, Any], data: dict[str, Any]) -> Source:
    source = data["sources"][entry["source"]]
    return Source(source["title"], published=source.get("published"), verified=entry["verified"])


def _check_weekends(weekend: frozenset[int], off: dict[date, DayOff], make_up: dict[date, DayOff]) -> None:
    for day in make_up:
        if day.weekday() not in weekend or day in off:
            raise ValueError(f"calendar: {day} is made up for, but it is a working day or a holiday anyway")
