"""The quick way through a large file: whole columns at once, each distinct text looked at once.

Only rows without any oddity go this way; every other row of the same file takes the careful way of `rows`, and a file whose lines are not
in order takes it whole. Both ways give the same table and the same findings: tests hold them against each other.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]

from dicu.review.foreign import headings as h
from dicu.review.foreign import sdmx_codes
from dicu.review.foreign.facts import Facts
from dicu.review.foreign.findings import Book
from dicu.review.foreign.quick_table import Column, finished, merged, texts
from dicu.review.foreign.rows import Manner, Reader, fragment, period_rules
from dicu.review.foreign.table import Counts
from dicu.vocabulary.observation import Missing
from dicu.vocabulary.period_spelling import short_range
from dicu.vocabulary.text import normalised

FROM = 150_000
"""Bytes from which a file is worth it."""
_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
_PLAIN = r"^-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?$"
_MINUS_ZERO = r"^-0(?:\.0+)?$"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Quick:
    """What came of a file: `table` is a pyarrow.Table; `unread` are the texts in the column of periods that are none."""

    table: Any
    counts: Counts
    facts: Facts
    unread: list[str]


def read(content: bytes, manner: Manner, settled: dict[str, str], book: Book) -> Quick | None:
    """None, and nothing noted, if the file has to take the careful way."""
    if len(content) < FROM or not _orderly(content):
        return None
    marked = content.startswith(_MARK)
    end = content.index(b"\n") + 1
    cells = next(csv.reader([content[3 * marked : end].decode("utf-8", "replace")]))
    named = h.read_headings(cells, {**h.WORDS, **settled})
    if named.missing or len(cells) < 2 or not all(map(h.folded, cells)):
        return None
    columns = _columns(content, end, len(cells), named)
    if columns is None or not _countable(columns, named):
        return None
    for rule, what in [*([("F06", {})] if marked else []), *named.oddities]:
        book.oddity(rule, what)
    return _Table(columns, named, manner, book).read()


def _orderly(content: bytes) -> bool:
    """Whether lines and quotation marks are where every reader of CSV sees them alike."""
    end = content.find(b"\n")
    first = content[3 if content.startswith(_MARK) else 0 : end + 1].strip()
    if end < 0 or not first or b"," not in first or b"\0" in content or content.endswith((b"\n\n", b"\n\r\n")):
        return False
    turns = content.count(b"\r")
    return (not turns or turns == content.count(b"\r\n")) and _quoted_in_order(content)


def _quoted_in_order(content: bytes) -> bool:
    """Every mark opens or closes a whole cell."""
    marks = content.count(b'"')
    if not marks:
        return True
    opening = content.count(b',"') + content.count(b'\n"') + content.startswith((b'"', _MARK + b'"'))
    closing = content.count(b'",') + content.count(b'"\n') + content.count(b'"\r') + content.endswith(b'"')
    return opening == closing and opening + closing == marks


def _columns(content: bytes, skip: int, width: int, named: h.Headings) -> dict[int, Any] | None:
    """The columns that have a heading, by their places: dictionaries, but for the figures. None if the rows are not even."""
    names = [str(place) for place in range(width)]
    value = named.places[h.VALUE]
    types = {name: pa.string() if int(name) == value else _DICTIONARY for name in names}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(content).slice(skip)),
            pa_csv.ReadOptions(column_names=names, block_size=1 << 24),
            pa_csv.ParseOptions(ignore_empty_lines=False),
            pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False, quoted_strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    whole = table.unify_dictionaries().combine_chunks()
    return {place: _one(whole.column(place)) for place in range(width)} if len(whole) else None


def _one(column: Any) -> Any:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _countable(columns: dict[int, Any], named: h.Headings) -> bool:
    """Whether each combination of breakdowns can have a number of its own."""
    return prod(max(1, len(columns[column.place].dictionary)) for column in named.breakdowns) < 2**62


class _Table:
    """One file while it is read. `odd` marks the rows that take the careful way."""

    def __init__(self, columns: dict[int, Any], named: h.Headings, manner: Manner, book: Book) -> None:
        self.columns, self.named, self.book = columns, named, book
        self.size = len(columns[0])
        self.odd: Any = None
        periods = self.texts(named.places[h.PERIOD])
        self.manner = replace(manner, short_ranges=any(map(short_range, periods)))
        self.reader = Reader(self.manner, named, book)

    def read(self) -> Quick:
        for column in self.named.columns:
            if column.meaning != h.VALUE:
                self.weigh(column)
        empty = self.figures()
        self.note_periods()
        careful = self.careful()
        table = merged(self.plain(empty), careful, self.size)
        table, facts = finished(table, self.book, [column.name for column in self.named.breakdowns])
        missing = len(table) - facts.values
        unread = [text for text, spelled in self.reader.periods.items() if spelled is None]
        return Quick(table, Counts(self.size, len(table) - missing, missing), facts, unread)

    def texts(self, place: int) -> list[str]:
        texts: list[str] = self.columns[place].dictionary.to_pylist()
        return texts

    def weigh(self, column: h.Heading) -> None:
        """Mark the rows whose text in this column is not clean, or means something that has to be looked at."""
        bad = [code for code, text in enumerate(self.texts(column.place)) if self.remarkable(column.meaning, text)]
        if bad:
            self.mark(pc.is_in(self.columns[column.place].indices, pa.array(bad, pa.int32())))

    def remarkable(self, meaning: str, text: str) -> bool:
        if text != " ".join(text.split()) or not (text.isascii() or text == normalised(text)):
            return True
        if meaning == h.PERIOD:
            return self.reader.spelled(text) is None
        if meaning == h.STATUS:
            return text.upper() in sdmx_codes.MISSING
        if meaning == h.SECRECY:
            return text.upper() in sdmx_codes.SECRET
        return meaning == h.MULTIPLIER and bool(text) and sdmx_codes.power(text) != 0

    def mark(self, rows: Any) -> None:
        self.odd = rows if self.odd is None else pc.or_(self.odd, rows)

    def figures(self) -> Any:
        """Which rows have an empty cell of figures; whatever is neither empty nor a plain number is marked."""
        values = self.columns[self.named.places[h.VALUE]]
        plain, empty = pc.match_substring_regex(values, _PLAIN), pc.equal(values, "")
        if pc.any(pc.starts_with(values, "-0")).as_py():
            plain = pc.and_not(plain, pc.match_substring_regex(values, _MINUS_ZERO))
        self.mark(pc.invert(pc.or_(plain, empty)))
        return empty

    def note_periods(self) -> None:
        """Findings about periods that were read, for the rows that do not take the careful way."""
        column = self.columns[self.named.places[h.PERIOD]]
        name = self.named.name(h.PERIOD)
        for code, text in enumerate(self.texts(self.named.places[h.PERIOD])):
            spelled = self.reader.periods.get(text)
            for rule, said in period_rules(self.manner, text, spelled, name) if spelled else ():
                rows = pc.and_not(pc.equal(column.indices, code), self.odd)
                self.book.noted(rule, (row + 2 for row in pc.indices_nonzero(rows).to_pylist()), said, [text])

    def careful(self) -> list[Any]:
        rows = pc.indices_nonzero(self.odd)
        if not len(rows):
            return []
        cells = zip(*(texts(self.columns[place].take(rows)) for place in range(len(self.columns))), strict=True)
        entries = (self.reader.entry(row + 2, line) for row, line in zip(rows.to_pylist(), cells, strict=True))
        return [entry for entry in entries if entry is not None]

    def plain(self, empty: Any) -> dict[str, Column]:
        """The columns of the table for all rows that are not marked."""
        kept = pc.indices_nonzero(pc.invert(self.odd))
        whole = len(kept) == self.size

        def take(array: Any) -> Any:
            return array if whole else array.take(kept)

        text = {meaning: self.worded(meaning, take) for meaning in (h.SERIES, h.AREA, h.UNIT, h.STATUS, h.SECRECY, h.NOTE, h.SOURCE)}
        values, no_value = take(self.columns[self.named.places[h.VALUE]]), take(empty)
        periods = self.columns[self.named.places[h.PERIOD]]
        spelled = [self.reader.periods.get(text) for text in periods.dictionary.to_pylist()]
        codes = take(periods.indices)
        spans = [found.period if found else None for found in spelled]
        written = pa.DictionaryArray.from_arrays(codes, periods.dictionary)
        marks = Column.of([found.mark if found else "" for found in spelled], codes)
        return {
            "indicator": Column.constant(self.manner.indicator, len(codes)),
            "series": text[h.SERIES],
            "period": Column.of([span.label if span else "" for span in spans], codes),
            "period_written": Column(written),
            "period_start": Column(pc.take(pa.array([span.start if span else None for span in spans], pa.date32()), codes)),
            "period_end": Column(pc.take(pa.array([span.end if span else None for span in spans], pa.date32()), codes)),
            "area": text[h.AREA].otherwise(self.manner.area),
            "dimensions": self.breakdowns(take),
            "value": Column(pc.if_else(no_value, pa.scalar(None, pa.string()), values)),
            "value_written": Column(values),
            "missing": Column.of([None, Missing.NOT_COLLECTED.value], pc.cast(no_value, pa.int32())),
            "qualifier": Column.constant("", len(codes)),
            "obs_status": text[h.STATUS],
            "conf_status": text[h.SECRECY],
            "unit": text[h.UNIT].otherwise(self.manner.unit),
            "source": text[h.SOURCE].otherwise(self.manner.source),
            "source_file": Column.constant(self.manner.file, len(codes)),
            "row": Column(pc.add(pc.cast(kept, pa.int64()), 2)),
            "vintage": Column(pa.nulls(len(codes), pa.date32())),
            "note": text[h.NOTE].joined(marks),
            "flags": Column.constant("", len(codes)),
        }

    def worded(self, meaning: str, take: Any) -> Column:
        place = self.named.places.get(meaning)
        if place is None:
            return Column.constant("", len(take(self.columns[0].indices if self.named.places[h.VALUE] != 0 else self.columns[0])))
        column = self.columns[place]
        return Column(pa.DictionaryArray.from_arrays(take(column.indices), column.dictionary))

    def breakdowns(self, take: Any) -> Column:
        """Each combination of codes that occurs, written once."""
        parts = sorted(self.named.breakdowns, key=lambda column: column.name)
        if not parts:
            return Column.constant("{}", len(take(self.columns[self.named.places[h.PERIOD]].indices)))
        columns = [self.columns[column.place] for column in parts]
        sizes = [max(1, len(column.dictionary)) for column in columns]
        combined = mixed([take(column.indices) for column in columns], sizes).dictionary_encode()
        pieces = [pa.array([fragment(part.name, code) for code in self.texts(part.place)], pa.string()) for part in parts]
        codes = apart(combined.dictionary, sizes)
        inside = [pc.take(piece, code).to_pylist() for piece, code in zip(pieces, codes, strict=True)]
        said = ["{" + ",".join(filter(None, several)) + "}" for several in zip(*inside, strict=True)]
        return Column.of(said, combined.indices)


def mixed(codes: Sequence[Any], sizes: Sequence[int]) -> Any:
    """One number for each combination of codes: digits of a number whose places have different bases."""
    factors = [1, *accumulate(sizes, mul)]
    total = pc.cast(codes[0], pa.int64())
    for column, factor in zip(codes[1:], factors[1:], strict=False):
        total = pc.add(total, pc.multiply(pc.cast(column, pa.int64()), factor))
    return total


def apart(numbers: Any, sizes: Sequence[int]) -> list[Any]:
    """The codes of combinations again, one array for each place."""
    codes = []
    for size in sizes:
        rest = pc.divide(numbers, size)
        codes.append(pc.subtract(numbers, pc.multiply(rest, size)))
        numbers = rest
    return codes
