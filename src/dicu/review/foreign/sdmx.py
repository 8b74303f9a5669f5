"""Figures of an SDMX message become rows of the table of observations; its codes are held against the structure, where there is one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from dicu.review.foreign import headings as h
from dicu.review.foreign.data_files import DataFile, settle
from dicu.review.foreign.findings import Book, quote
from dicu.review.foreign.outcome import Outcome
from dicu.review.foreign.rows import Manner, Reader
from dicu.review.foreign.sdmx_json import read_json
from dicu.review.foreign.sdmx_message import PERIOD, VALUE, Broken, Head, NoData, Observed
from dicu.review.foreign.sdmx_ml import read_ml
from dicu.review.foreign.sdmx_structure import BadStructure, Structure, read_structure
from dicu.review.foreign.table import Counts, Entry, Writer
from dicu.vocabulary.messages import T

LARGEST = 500_000_000  # bytes
_INDICATORS = ("INDICATOR", "INDICATOR_ID", "IND", "SERIES", "SERIES_CODE", "MEASURE", "SUBJECT")
"""Concepts that name what is measured; the first that a message has."""
_MEANINGS = {
    PERIOD: h.PERIOD, VALUE: h.VALUE, "REF_AREA": h.AREA, "REFERENCE_AREA": h.AREA, "GEO": h.AREA, "UNIT_MEASURE": h.UNIT, "UNIT": h.UNIT,
    "UNIT_MULT": h.MULTIPLIER, "OBS_STATUS": h.STATUS, "CONF_STATUS": h.SECRECY, "COMMENT_OBS": h.NOTE, "OBS_COM": h.NOTE,
    "SOURCE_DETAIL": h.SOURCE, "DATA_SOURCE": h.SOURCE,
}  # fmt: skip
_ABOUT = frozenset({
    "FREQ", "REPORTING_TYPE", "NATURE", "TIME_DETAIL", "TIME_COVERAGE", "DECIMALS", "BASE_PER", "TIME_FORMAT", "TITLE", "TITLE_COMPL",
    "COLLECTION", "COMMENT_TS", "GEO_INFO_URL", "GEO_INFO_TYPE", "CUST_BREAKDOWN_LB", "UPPER_BOUND", "LOWER_BOUND", "PRE_BREAK_VALUE",
    "action", "structureRef", "setID", "dataScope", "DATAFLOW", "LAST_UPDATE",
})  # fmt: skip
"""Concepts about how figures were made or shown: never a breakdown, whatever the structure calls them."""


def import_message(path: Path, structure: Path | None, writer: Writer, area: str = "") -> Outcome:
    """Read the message and write its observations. Raises NoData if there are none to read."""
    book = Book(path.name, path.stem)
    known = _known(structure, book)
    found = DataFile(path.name, "")
    head, broken = Head(), Broken()
    reading = _Message(path.name, area, known, book)
    content = _content(path)
    read = read_ml if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else read_json
    entries = list(reading.entries(read(content, head, broken), head))
    found.counts = Counts(reading.rows, 0, 0)
    settle(found, entries, book)
    if broken.reason is not None:
        book.whole("F46", count=reading.rows + 1, found=broken.reason)
    reading.note_codes(head)
    if not reading.rows:
        book.whole("F05")
    writer.add(found.entries)
    return Outcome(found.counts, len({entry.indicator for entry in entries}), tuple(book.all()))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise NoData(T("The message is larger than {limit} MB. Ask for it in parts.", limit=LARGEST // 1_000_000))
        return path.read_bytes()
    except OSError as fault:
        raise NoData(T("There is no file {name}.", name=path.name)) from fault


def _known(structure: Path | None, book: Book) -> Structure | None:
    if structure is None:
        return None
    try:
        return read_structure(structure)
    except BadStructure as fault:
        book.whole("F45", found=fault.reason)
        return None


class _Message:
    """One message while it is read. `seen` counts the codes of each concept."""

    def __init__(self, name: str, area: str, structure: Structure | None, book: Book) -> None:
        self.name, self.area, self.structure, self.book = name, area, structure, book
        self.rows = 0
        self.readers: dict[tuple[object, ...], tuple[list[str], Reader]] = {}
        self.seen: dict[str, Counter[str]] = {}

    def entries(self, observed: Iterator[Observed], head: Head) -> Iterator[Entry]:
        for one in observed:
            self.rows += 1
            for concept, code in one.concepts.items():
                if concept not in {VALUE, PERIOD}:
                    self.seen.setdefault(concept, Counter())[code] += 1
            names, reader = self.reader(one, head)
            entry = reader.entry(self.rows, [one.concepts[name] for name in names])
            if entry is not None:
                yield entry

    def reader(self, one: Observed, head: Head) -> tuple[list[str], Reader]:
        """One for each set of concepts that occurs together."""
        key = (tuple(one.concepts), one.breakdowns)
        if key not in self.readers:
            names = list(one.concepts)
            manner = Manner(self.name, _fallback(one.concepts, head), self.area, vintage=_day(head.prepared))
            self.readers[key] = names, Reader(manner, self.headings(names, one.breakdowns), self.book)
        return self.readers[key]

    def headings(self, names: list[str], breakdowns: frozenset[str] | None) -> h.Headings:
        meanings = self.meanings(names, breakdowns)
        columns = tuple(h.Heading(place, name, name, meanings[name]) for place, name in enumerate(names))
        places = {meanings[name]: place for place, name in enumerate(names) if meanings[name] not in {"", h.LEFT_OUT}}
        return h.Headings(columns, (), places)

    def meanings(self, names: list[str], breakdowns: frozenset[str] | None) -> dict[str, str]:
        indicator = next((name for name in _INDICATORS if name in names), "")
        found = {name: self.meaning(name, breakdowns) for name in names}
        taken: set[str] = set()
        for name in names:  # two concepts with one meaning: the first has it
            if found[name] and found[name] != h.LEFT_OUT:
                found[name] = "" if found[name] in taken else found[name]
                taken.add(found[name])
        if indicator:
            found[indicator] = h.INDICATOR
        if indicator != "SERIES" and "SERIES" in names:
            found["SERIES"] = h.SERIES
        return found

    def meaning(self, name: str, breakdowns: frozenset[str] | None) -> str:
        if name in _MEANINGS:
            return _MEANINGS[name]
        if name in _ABOUT:
            return h.LEFT_OUT
        if self.structure is not None and name in self.structure.known:
            return "" if name in self.structure.dimensions else h.LEFT_OUT
        return "" if breakdowns is None or name in breakdowns else h.LEFT_OUT

    def note_codes(self, head: Head) -> None:
        """Concepts and codes that the structure does not know; without a structure, that nothing could be checked."""
        if self.structure is None:
            self.book.whole("F34", found=quote(", ".join(dict.fromkeys(head.structures))) or "?")
            return
        for concept, counted in sorted(self.seen.items()):
            if concept not in self.structure.known and concept not in _ABOUT:
                self.book.whole("F36", found=quote(concept), count=counted.total())
            for code, count in sorted(counted.items()):
                if code and code not in self.structure.codes.get(concept, {code}):
                    self.book.whole("F33", found=quote(code), column=concept, list=self.structure.lists[concept], count=count)


def _fallback(concepts: Mapping[str, str], head: Head) -> str:
    """Without a concept that names the indicator, the name of the data's structure has to do."""
    if any(name in concepts for name in _INDICATORS):
        return ""
    return head.structures[0] if head.structures else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
