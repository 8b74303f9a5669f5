"""What an installation adds to a calendar: the announcement of a new year, a swap, a day that was proclaimed late.

An overlay never overrides in silence. It may confirm a day, and settle one that nobody had verified; what contradicts a
verified day must name that day under `replaces`. Each entry names the source that was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dicu.vocabulary.days_off import DayOff, Words, holidays, made_up
from dicu.vocabulary.messages import T
from dicu.vocabulary.overlay_files import BadOverlay, read
from dicu.vocabulary.workdays import CODES, Calendar, NoCalendar


@dataclass(frozen=True)
class Calendars:
    """The calendars of an installation: those of the house with the overlays of `folder` (*.yaml, in the order of their
    names) laid over them. A file that cannot be laid over refuses its calendar as a whole: half of an announcement would
    count deadlines wrongly."""

    folder: Path | None = None
    _made: dict[str, tuple[object, Calendar]] = field(default_factory=dict)

    def calendar(self, code: str) -> Calendar:
        """Raises NoCalendar or BadOverlay. A file that was added or changed meanwhile counts from the next call on."""
        files = self._files()
        stamp = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        known = self._made.get(code)
        if known is None or known[0] != stamp:
            self._made[code] = known = (stamp, self._laid(Calendar.load(code), files))
        return known[1]

    def _laid(self, calendar: Calendar, files: list[Path]) -> Calendar:
        for path in files:
            data = read(_text(path), path.name)
            if data["calendar"] == calendar.code:
                calendar = laid_over(calendar, data, path.name)
            elif data["calendar"] not in CODES:
                raise _no_such(data["calendar"], path.name)
        return calendar

    def _files(self) -> list[Path]:
        if self.folder is None:
            return []
        if not self.folder.is_dir():
            raise BadOverlay(T("There is no folder {path} with calendars. Make it, or take DICU_CALENDARS away.", path=str(self.folder)))
        return sorted(path for path in self.folder.iterdir() if path.suffix in {".yaml", ".yml"})

    def check(self, path: Path) -> Calendar:
        """The calendar with this file laid over all that is there already; the file may lie anywhere, and is not added."""
        data = read(_text(path), path.name)
        if data["calendar"] not in CODES:
            raise _no_such(data["calendar"], path.name)
        return laid_over(self.without(path, data["calendar"]), data, path.name)

    def without(self, path: Path, code: str) -> Calendar:
        """The calendar as it is without this file."""
        others = [file for file in self._files() if file.resolve() != path.resolve()]
        return self._laid(Calendar.load(code), others)


def laid_over(calendar: Calendar, data: Mapping[str, Any], name: str) -> Calendar:
    """The calendar with an overlay on top, as `overlay_files.read` gives it. Raises BadOverlay; then nothing is changed."""
    words = _words(calendar, data, name)
    for year, entries in sorted(data["years"].items()):
        calendar = _Laying(calendar, words, year, f"{name}: years.{year}").done(entries)
    return calendar


@dataclass
class _Laying:
    """One year of one overlay on its way into a calendar."""

    calendar: Calendar
    words: Words
    year: int
    where: str

    def done(self, entries: Mapping[str, Any]) -> Calendar:
        self._check_year(bool(entries.get("whole")))
        self._check_words(entries)
        off, worked = dict(self.calendar.days_off), dict(self.calendar.make_up)
        for day in entries.get("replaces", ()):
            self._take_away(day, off, worked)
        seen: set[date] = set()
        for entry in holidays(entries, self.words):
            self._put(entry, entry.day, off, worked, seen)
        for entry in made_up(entries, self.words):
            self._put(entry, entry.twin or entry.day, worked, off, seen)
        years = self.calendar.years | {self.year}
        made = replace(self.calendar, days_off=off, make_up=worked, years=years, reasons=self.words.reasons)
        self._check_made(made)
        return made

    def _check_year(self, whole: bool) -> None:
        """A year is opened by saying that the file holds all of it: a year with half its holidays counts wrongly."""
        loaded = self.year in self.calendar.years
        if not whole and not loaded:
            raise BadOverlay(
                T(
                    "The year {year} is not loaded yet. If this file holds every holiday of that year, say so with whole: true; else "
                    "wait for the announcement.",
                    year=str(self.year),
                ),
                self.where,
            )
        if whole and loaded:
            raise BadOverlay(
                T(
                    "The year {year} is loaded already. Take whole: true away, and name the days that change under replaces.",
                    year=str(self.year),
                ),
                self.where,
            )

    def _check_words(self, entries: Mapping[str, Any]) -> None:
        for kind in ("holidays", "swaps"):
            for index, entry in enumerate(entries.get(kind, ())):
                if entry["source"] not in self.words.sources:
                    raise BadOverlay(
                        T("The source “{name}” is not among the overlay's own sources.", name=entry["source"]),
                        f"{self.where}.{kind}.{index + 1}.source",
                    )
                if kind == "holidays" and entry["reason"] not in self.words.reasons:
                    raise BadOverlay(
                        T(
                            "There is no reason “{name}”. Known are: {names}. A new one is named under reasons, in both languages.",
                            name=entry["reason"],
                            names=", ".join(sorted(self.words.reasons)),
                        ),
                        f"{self.where}.{kind}.{index + 1}.reason",
                    )

    def _take_away(self, day: date, off: dict[date, DayOff], worked: dict[date, DayOff]) -> None:
        """Both days of a swap go together: one alone would give away a day, or take one."""
        gone = off.pop(day, None) or worked.pop(day, None)
        if gone is None or day.year != self.year:
            raise BadOverlay(
                T(
                    "There is nothing to replace on {day}: it is not a special day of this calendar in {year}.",
                    day=day,
                    year=str(self.year),
                ),
                f"{self.where}.replaces",
            )
        if gone.twin:
            off.pop(gone.twin, None)
            worked.pop(gone.twin, None)

    def _put(self, entry: DayOff, home: date, into: dict[date, DayOff], opposite: dict[date, DayOff], seen: set[date]) -> None:
        """A swap belongs to the year of its day off; it may be worked in the one before or after."""
        if home.year != self.year or entry.day in seen:
            raise BadOverlay(T("{day} stands twice, or under the wrong year.", day=entry.day), self.where)
        seen.add(entry.day)
        before = into.get(entry.day) or opposite.get(entry.day)
        if before and before.source.verified and before.reason != entry.reason:
            raise BadOverlay(
                T(
                    "{day} is known for certain as “{reason}” ({source}), and this file says otherwise. If the announcement really "
                    "changes that day, name it under replaces.",
                    day=entry.day,
                    reason=before.reason,
                    source=before.source.title,
                ),
                self.where,
            )
        if before and before.reason == entry.reason and before.source.verified:
            return
        if before and before.reason != entry.reason:
            self._take_away(entry.day, into, opposite)
        into[entry.day] = entry

    def _check_made(self, made: Calendar) -> None:
        for day, entry in made.make_up.items():
            if day.weekday() not in made.weekend or day in made.days_off or entry.twin not in made.days_off:
                said = T("{day} cannot be worked instead of another day: it is worked anyway, or is a holiday.", day=day)
                raise BadOverlay(said, self.where)
        if missing := made.lacking(self.year):
            names = ", ".join(missing)
            raise BadOverlay(T("{year} would be without: {names}. Every year has them.", year=str(self.year), names=names), self.where)


def _words(calendar: Calendar, data: Mapping[str, Any], name: str) -> Words:
    """The calendar's reasons and the overlay's own ones; the sources are the overlay's alone."""
    words = Words.of(data)
    for key, reason in words.reasons.items():
        if calendar.reasons.get(key, reason) != reason:
            raise BadOverlay(T("The reason “{name}” is known already and reads otherwise.", name=key), f"{name}: reasons.{key}")
    return Words({**calendar.reasons, **words.reasons}, words.sources)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadOverlay(T("The file {file} cannot be read, or is no UTF-8 text.", file=str(path)), path.name) from fault


def _no_such(code: str, name: str) -> BadOverlay:
    return BadOverlay(T("There is no working-day calendar “{code}”. Known are: {names}.", code=code, names=", ".join(CODES)), name)


__all__ = ["BadOverlay", "Calendars", "NoCalendar", "laid_over"]
