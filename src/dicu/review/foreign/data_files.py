"""One data file of a platform, from its bytes to entries of the table, counts and findings."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from dicu.review.foreign import columns, headings
from dicu.review.foreign.encoding import NoText, Text, decoded
from dicu.review.foreign.facts import Facts, doubles, flagged
from dicu.review.foreign.findings import Book, Finding, quote
from dicu.review.foreign.rows import Manner, Reader
from dicu.review.foreign.separated import Record, delimiter, records
from dicu.review.foreign.table import NOTHING, Counts, Entry
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.period_spelling import short_range

LARGEST = 1_000_000_000  # bytes of one data file
MOST_DOUBLES = 200  # figures said twice that have a finding of their own
_SENTENCE = 3  # words in a cell of periods, none of them a number


@dataclass(slots=True)
class DataFile:
    """What came of one file. `digest` is the SHA-256 of its bytes. `whole` is a pyarrow.Table where the quick way read it; then `entries`
    is empty. `sentence` is what stood in the column of periods instead of one."""

    name: str
    indicator: str
    digest: str = ""
    entries: list[Entry] = field(default_factory=list)
    whole: Any = None
    counts: Counts = NOTHING
    findings: list[Finding] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    sentence: str = ""


def read_text(found: DataFile, content: bytes, manner: Manner, words: Mapping[str, str], book: Book) -> None:
    """A CSV file the careful way; a binary one is a finding."""
    try:
        text = decoded(content)
    except NoText as fault:
        book.whole("F18", found=fault.reason)
        return
    _note_text(text, book)
    separator = delimiter(text.text)
    if separator != ",":
        book.whole("F29", found="tab" if separator == "\t" else separator)
    read_records(found, list(records(text.text, separator)), manner, words, book)


def read_file(path: Path, name: str, manner: Manner, settled: dict[str, str], readable: bool, quick: bool = True) -> DataFile:
    """Read one file, whatever is in it. `readable`: it lies where it may be read."""
    found = DataFile(name, manner.indicator)
    book = Book(name, manner.indicator)
    content = _content(path, book, readable)
    if content is not None:
        found.digest = hashlib.sha256(content).hexdigest()
        _read(found, content, manner, settled, book, quick)
    found.findings = list(book.all())
    return found


def _content(path: Path, book: Book, readable: bool) -> bytes | None:
    reason = _reason(path, readable)
    if reason is None:
        try:
            return path.read_bytes()
        except OSError:
            reason = T("it cannot be opened")
    book.whole("F18", found=reason)
    return None


def _reason(path: Path, readable: bool) -> Message | None:
    """Why a file is not even opened."""
    if not readable:
        return T("it is a link that leads out of the folder or to nothing")
    if not path.is_file():
        return T("it is no file")
    if path.stat().st_size > LARGEST:
        return T("it is larger than {limit} MB", limit=LARGEST // 1_000_000)
    return None


def _read(found: DataFile, content: bytes, manner: Manner, settled: dict[str, str], book: Book, quick: bool) -> None:
    if quick and (made := columns.read(content, manner, settled, book)) is not None:
        found.whole, found.counts, found.facts, found.sentence = made.table, made.counts, made.facts, sentence(made.unread)
        return
    read_text(found, content, manner, {**headings.WORDS, **settled}, book)


def _note_text(text: Text, book: Book) -> None:
    if text.marked:
        book.whole("F06")
    if text.guessed:
        book.whole("F14", found=text.guessed)
    if "\r" in text.text and "\r" in text.text.replace("\r\n", ""):
        book.whole("F12")


def read_records(found: DataFile, rows: list[Record], manner: Manner, words: Mapping[str, str], book: Book) -> None:
    """Headings first, then the rows. `words` say what a heading means."""
    head, *body = rows or [Record(1, [])]
    if head.row > 1:
        book.whole("F13")
    if not body:
        book.whole("F05")
    found.counts = Counts(len(body), 0, 0)
    _read_body(found, head, body, manner, words, book)


def _read_body(found: DataFile, head: Record, body: list[Record], manner: Manner, words: Mapping[str, str], book: Book) -> None:
    named = headings.read_headings(head.cells, words, filled=_filled(head, body))
    for rule, what in named.oddities:
        book.oddity(rule, what)
    if named.missing and body:
        shown = quote(", ".join(cell.strip() for cell in head.cells))
        book.whole("F15", [record.row for record in body], found=", ".join(named.missing), count=len(body), headings=shown)
    if named.missing or not body:
        return
    reader = Reader(replace(manner, short_ranges=ranges(named, (record.cells for record in body))), named, book)
    entries = _entries(reader, body, len(head.cells))
    settle(found, entries, book)
    found.sentence = sentence(text for text, spelled in reader.periods.items() if spelled is None)


def _filled(head: Record, body: list[Record]) -> frozenset[int]:
    """Places without a heading under which something stands."""
    bare = [place for place, cell in enumerate(head.cells) if not headings.folded(cell)]
    return frozenset(p for p in bare if any(p < len(record.cells) and record.cells[p].strip() for record in body))


def ranges(named: headings.Headings, rows: Iterable[Sequence[str]]) -> bool:
    """Whether the column of periods holds ranges that look like months, but for one that is none."""
    place = named.places[headings.PERIOD]
    return any(short_range(cells[place]) for cells in rows if place < len(cells))


def sentence(unread: Iterable[str]) -> str:
    """The first text that is a sentence or name rather than a misspelt period."""
    wordy = (text for text in unread if len(text.split()) >= _SENTENCE and sum(map(str.isdigit, text)) <= 2)
    return next(wordy, "")


def _entries(reader: Reader, body: list[Record], width: int) -> list[Entry]:
    entries = []
    for record in body:
        cells = _fitting(record, width, reader.book)
        entry = reader.entry(record.row, cells) if cells is not None else None
        if entry is not None:
            entries.append(entry)
    return entries


def _fitting(record: Record, width: int, book: Book) -> list[str] | None:
    """The row's cells, one for each heading; None if values may have moved."""
    cells = record.cells
    if record.broken:
        book.reject("F28", record.row)
        return None
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        book.note("F30", record.row)
        cells = cells[:width]
    if len(cells) != width:
        if any(cell.strip() for cell in cells):
            book.reject("F03", record.row, found=f"{len(cells)} / {width}")
        else:
            book.reject("F04", record.row)
        return None
    return cells


def settle(found: DataFile, entries: list[Entry], book: Book) -> None:
    """Count the entries, mark those that say the same figure twice, and gather what the rules of gaps ask."""
    twice = doubles(entries)
    note_doubles(twice, book)
    flags = flagged(twice)
    found.entries = [entry._replace(flags=flags[entry.row]) if entry.row in flags else entry for entry in entries]
    missing = sum(entry.value is None for entry in entries)
    found.counts = Counts(found.counts.rows_read, len(entries) - missing, missing)
    for entry in entries:
        found.facts.count(entry)


def note_doubles(twice: dict[tuple[str, ...], list[Entry]], book: Book) -> None:
    """A finding for each figure that stands there more than once; after many, one for the rest together."""
    groups = sorted(twice.values(), key=lambda entries: entries[0].row)
    for place, entries in enumerate(groups):
        rule = "G22" if len({(entry.value, entry.missing) for entry in entries}) > 1 else "F09"
        said = dict.fromkeys(entry.value_written or entry.missing or "" for entry in entries)
        shown = f"{entries[0].period}: " + " / ".join(map(quote, islice(said, 5)))
        book.together(rule, [entry.row for entry in entries], shown if place < MOST_DOUBLES else "…")
