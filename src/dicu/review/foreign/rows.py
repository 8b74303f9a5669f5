"""One row of a foreign table after the other: an observation, a coded absence, or a rejection with its reason.

This is the careful way, and the measure of the quick one in `columns`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dicu.review.foreign import headings as h
from dicu.review.foreign import sdmx_codes
from dicu.review.foreign.findings import Book
from dicu.review.foreign.table import Entry
from dicu.review.foreign.values import Figure, multiplied, read_value
from dicu.vocabulary.messages import Refused
from dicu.vocabulary.observation import QUALIFIERS, Missing
from dicu.vocabulary.period_spelling import Spelled, read_period
from dicu.vocabulary.text import normalised

NO_PART = frozenset({"", "_T", "_Z"})
"""What stands in a breakdown where the row is not broken down by it."""
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""Under a Vietnamese heading nobody knows whether 1.234 is a thousand and more or one and a little."""
UNREMARKABLE = frozenset({"year"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is to be read: what holds for all its rows. `year_begins`: the month of the financial year's first day, 0 unknown;
    `short_ranges`: see `read_period`; `typed`: numbers come from cells that know that they are numbers, not from texts."""

    file: str
    indicator: str = ""
    area: str = ""
    source: str = ""
    unit: str = ""
    vintage: date | None = None
    year_begins: int = 0
    short_ranges: bool = False
    typed: bool = False


class Reader:
    """Reads the rows of one file. Each spelling of a period and each combination of breakdowns is read once."""

    def __init__(self, manner: Manner, columns: h.Headings, book: Book) -> None:
        self.manner, self.columns, self.book = manner, columns, book
        self.periods: dict[str, Spelled | None] = {}
        self.combinations: dict[tuple[str, ...], str] = {}
        self.places = columns.places
        self.period_at, self.value_at = columns.places[h.PERIOD], columns.places[h.VALUE]
        self.period_name, self.value_name = columns.name(h.PERIOD), columns.name(h.VALUE)
        self.headed = [(column.place, column.name) for column in columns.columns]
        self.parts = columns.breakdowns
        self.points_group = not manner.typed and h.folded(self.value_name) in h.VIETNAMESE
        self.explaining = bool({h.STATUS, h.SECRECY, h.MISSING} & columns.places.keys())

    def entry(self, row: int, cells: Sequence[str]) -> Entry | None:
        """None for a rejected row."""
        clean = self.cleaned(row, cells)
        if not any(clean):
            self.book.reject("F04", row)
            return None
        spelled = self.period(row, clean)
        figure = self.figure(row, clean, rejected=spelled is None)
        if spelled is None or figure is None:
            return None
        indicator = self.manner.indicator or self.cell(clean, h.INDICATOR)
        if not indicator:
            self.book.reject("F37", row)
            return None
        return self.made(row, clean, indicator, spelled, figure)

    def cleaned(self, row: int, cells: Sequence[str]) -> list[str]:
        clean = list(cells)
        for place, name in self.headed:
            text = clean[place]
            if not text.isascii():
                text = normalised(text)
            if text != (bare := " ".join(text.split())):
                self.book.note("F07", row, name, bare)
            clean[place] = bare
        return clean

    def cell(self, clean: Sequence[str], meaning: str) -> str:
        place = self.places.get(meaning)
        return clean[place] if place is not None else ""

    def period(self, row: int, clean: Sequence[str]) -> Spelled | None:
        text = clean[self.period_at]
        spelled = self.spelled(text)
        if spelled is None:
            self.book.reject("F02", row, self.period_name, text)
        elif spelled.how not in UNREMARKABLE or spelled.mark:
            for rule, column in period_rules(self.manner, text, spelled, self.period_name):
                self.book.note(rule, row, column, text)
        return spelled

    def spelled(self, text: str) -> Spelled | None:
        if text not in self.periods:
            self.periods[text] = _spelled(text, self.manner.year_begins, self.manner.short_ranges)
        return self.periods[text]

    def figure(self, row: int, clean: Sequence[str], rejected: bool) -> Figure | None:
        text = clean[self.value_at]
        figure = read_value(text)
        if (figure.number is None and figure.missing is None) or (self.points_group and _GROUPED.fullmatch(text)):
            self.book.reject("F01", row, self.value_name, text, first=not rejected)
            return None
        if figure.odd:
            self.book.note(figure.odd, row, self.value_name, text)
        if self.explaining:
            figure = self.explained(row, clean, figure)
        return self.in_units(row, clean, figure, rejected)

    def explained(self, row: int, clean: Sequence[str], figure: Figure) -> Figure:
        """What the columns of statuses say about a value, or about why there is none."""
        status, secrecy, said = (self.cell(clean, meaning) for meaning in (h.STATUS, h.SECRECY, h.MISSING))
        if figure.missing is not None:
            known = said if said in set(Missing) else sdmx_codes.missing(status, secrecy)
            return Figure(missing=known or figure.missing, mark=figure.mark)
        if status.upper() in sdmx_codes.NEVER_WITH_VALUE or said:
            self.book.note("F32", row, self.columns.name(h.STATUS) or self.columns.name(h.MISSING), said or status)
        return figure

    def in_units(self, row: int, clean: Sequence[str], figure: Figure, rejected: bool) -> Figure | None:
        written = self.cell(clean, h.MULTIPLIER)
        if not written or figure.number is None:
            return figure
        power = sdmx_codes.power(written)
        if power is None:
            self.book.reject("F35", row, self.columns.name(h.MULTIPLIER), written, first=not rejected)
            return None
        return Figure(multiplied(figure.number, power), None, figure.qualifier, figure.odd, figure.mark) if power else figure

    def made(self, row: int, clean: Sequence[str], indicator: str, spelled: Spelled, figure: Figure) -> Entry:
        cell, manner, period = self.cell, self.manner, spelled.period
        note = "; ".join(filter(None, (cell(clean, h.NOTE), spelled.mark, figure.mark)))
        said = cell(clean, h.QUALIFIER)
        qualifier = said if said in QUALIFIERS else figure.qualifier
        return Entry(
            indicator, cell(clean, h.SERIES), period.label, clean[self.period_at], period.start, period.end,
            cell(clean, h.AREA) or manner.area, self.breakdown(clean), figure.number, clean[self.value_at], figure.missing,
            qualifier, cell(clean, h.STATUS), cell(clean, h.SECRECY), cell(clean, h.UNIT) or manner.unit,
            cell(clean, h.SOURCE) or manner.source, manner.file, row, self.vintage(clean), note, "",
        )  # fmt: skip

    def breakdown(self, clean: Sequence[str]) -> str:
        codes = tuple([clean[column.place] for column in self.parts])
        packed = self.cell(clean, h.DIMENSIONS)
        if (*codes, packed) not in self.combinations:
            named = {column.name: code for column, code in zip(self.parts, codes, strict=True)}
            self.combinations[(*codes, packed)] = dimensions({**unpacked(packed), **named})
        return self.combinations[(*codes, packed)]

    def vintage(self, clean: Sequence[str]) -> date | None:
        text = self.cell(clean, h.VINTAGE)
        spelled = self.spelled(text) if text else None
        return spelled.period.end if spelled and spelled.period.days == 1 else self.manner.vintage


@lru_cache(maxsize=20_000)
def _spelled(text: str, year_begins: int, short_ranges: bool) -> Spelled | None:
    """The same spellings come again in every file."""
    try:
        return read_period(text, year_begins=year_begins, short_ranges=short_ranges)
    except Refused:
        return None


def dimensions(parts: Mapping[str, str]) -> str:
    """Name and code of each breakdown as canonical JSON."""
    kept = {name: code for name, code in parts.items() if code not in NO_PART}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(text: str) -> dict[str, str]:
    """Breakdowns that are written as JSON in one cell, as in the table itself; nothing if it is something else."""
    try:
        found = json.loads(text) if text.startswith("{") else {}
    except ValueError:
        return {}
    return {str(name): str(code) for name, code in found.items()} if isinstance(found, dict) else {}


def fragment(name: str, code: str) -> str:
    """What one breakdown adds to that text; nothing where there is no part."""
    return "" if code in NO_PART else f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(code, ensure_ascii=False)}"


def period_rules(manner: Manner, text: str, spelled: Spelled, name: str) -> Iterable[tuple[str, str]]:
    """Which findings a readable period gives rise to: rule, and the column or reading that it names."""
    if spelled.how not in UNREMARKABLE:
        yield "F17", name
    if spelled.mark:
        yield "F31", name
    if spelled.how.startswith("financial") and not manner.year_begins and spelled.period.days > 366:
        yield "F39", name
    if len(text) == 7 and text[4] == "-" and text[5:].isdigit():
        yield "F38", spelled.period.label if spelled.how == "month" else name
