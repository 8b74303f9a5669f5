"""Working days of a country, from a dated calendar that people can read and correct (`law/calendars/*.yaml`).

Lunar dates, days off in lieu and swapped days are announced year by year and cannot be computed ahead. A year that is
not loaded is refused: a deadline counted with a guessed calendar would be wrong in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Self
from zoneinfo import ZoneInfo

from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.days_off import DAY, DayOff, Words, holidays, made_up
from dicu.vocabulary.messages import Refused, T

CODE = re.compile(r"[a-z]{2}(-[a-z]{3})?")
CODES = ("vn", "gb-eng", "gb-sct", "gb-nir")
"""The calendars that the house brings along: Viet Nam, England and Wales, Scotland, Northern Ireland."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NAMES = (
    Bilingual("Thứ Hai", "Monday"), Bilingual("Thứ Ba", "Tuesday"), Bilingual("Thứ Tư", "Wednesday"),
    Bilingual("Thứ Năm", "Thursday"), Bilingual("Thứ Sáu", "Friday"), Bilingual("Thứ Bảy", "Saturday"),
    Bilingual("Chủ nhật", "Sunday"),
)  # fmt: skip


class NoCalendar(Refused):
    """No working-day calendar is loaded for this country or year, so nothing can be counted."""


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
    """Working days of one country for the loaded years. `make_up` are weekend days worked for a day off elsewhere; `zone`
    is the time zone in which its days begin and end; `every_year` are the reasons (by name) that each year has."""

    code: str
    name: Bilingual
    weekend: frozenset[int]
    years: frozenset[int]
    days_off: Mapping[date, DayOff]
    make_up: Mapping[date, DayOff]
    zone: str = "Asia/Ho_Chi_Minh"
    every_year: frozenset[str] = frozenset()
    reasons: Mapping[str, Bilingual] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls, code: str) -> Self:
        """The calendar that the house brings along for a jurisdiction ("vn", "gb-eng"); raises NoCalendar if there is
        none. An installation's own additions come on top in `overlays.Calendars`."""
        path = files("dicu") / "law" / "calendars" / f"{code}.yaml"
        if not (CODE.fullmatch(code) and path.is_file()):
            raise NoCalendar(T("There is no working-day calendar “{code}”.", code=code))
        import yaml  # noqa: PLC0415 - only a process that counts days pays for it

        return cls.read(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """The calendar that a file describes (see `law/calendars/vn.yaml`). ValueError: the file contradicts itself."""
        weekend = frozenset(_WEEKDAYS.index(day) for day in data["weekend"])
        words = Words.of(data)
        off: dict[date, DayOff] = {}
        make_up: dict[date, DayOff] = {}
        for year, entries in data["years"].items():
            _enter(off, holidays(entries, words), year, lambda entry: entry.day)
            _enter(make_up, made_up(entries, words), year, lambda entry: entry.twin or entry.day)
        every = frozenset(data.get("every_year", ()))
        made = cls(data["jurisdiction"], Bilingual(**data["name"]), weekend, frozenset(data["years"]), off, make_up,
                   data["zone"], every, words.reasons)  # fmt: skip
        made.check()
        return made

    def check(self) -> None:
        """ValueError where the calendar contradicts itself."""
        for day in self.make_up:
            if day.weekday() not in self.weekend or day in self.days_off:
                raise ValueError(f"calendar: {day} is made up for, but it is a working day or a holiday anyway")
        for year in sorted(self.years):
            if missing := self.lacking(year):
                raise ValueError(f"calendar: {year} has no {', '.join(missing)}")

    def lacking(self, year: int) -> list[str]:
        """Which holidays of every year this one does not have."""
        return sorted(self.every_year - {entry.key for entry in self.days_off.values() if entry.day.year == year})

    def day_of(self, moment: datetime) -> date:
        """On which day a moment falls where this calendar holds. ValueError: the moment has no zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no time zone")
        return moment.astimezone(ZoneInfo(self.zone)).date()

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

    def between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and with `last`; 0 if `last` is not later."""
        return sum(self.is_working(first + offset * DAY) for offset in range(1, (last - first).days + 1))

    def due(self, start: date, working_days: int) -> Due:
        """When a term of working days ends. The day of the start is not counted. ValueError: a negative term."""
        if working_days < 0:
            raise ValueError("a term cannot be negative")
        passed = self._walk(start, working_days)
        reasons = ((day, self.why_not(day)) for day in passed)
        skipped = tuple((day, reason) for day, reason in reasons if reason is not None)
        return Due(passed[-1], skipped, all(self.confirmed(day) for day in passed))

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

    def confirmed(self, day: date) -> bool:
        """Whether the day counts as it does by a verified announcement, or by the week alone."""
        entry = self.days_off.get(day) or self.make_up.get(day)
        return entry is None or entry.source.verified or (day in self.days_off and day.weekday() in self.weekend)


def _enter(into: dict[date, DayOff], entries: Iterator[DayOff], year: int, home: Callable[[DayOff], date]) -> None:
    """A swap belongs to the year of its day off; it may be worked in the one before or after."""
    for entry in entries:
        if entry.day in into or home(entry).year != year:
            raise ValueError(f"calendar: {entry.day} stands twice, or under the wrong year {year}")
        into[entry.day] = entry
