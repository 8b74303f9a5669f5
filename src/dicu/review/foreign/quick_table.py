"""Columns of the table of observations as whole arrays: put together, checked for figures said twice, and counted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]

from dicu.review.foreign.facts import EXCLUSIVE, Facts, doubles, flagged
from dicu.review.foreign.findings import Book
from dicu.review.foreign.table import COLUMNS, KEY, SCHEMA, STORED, Entry, table

_BETWEEN = '":"'
"""Between a name and its code in canonical JSON, and nowhere else: marks within a text are written with a stroke."""


@dataclass(frozen=True, slots=True)
class Column:
    """An array of a column: texts that repeat are a dictionary."""

    array: Any

    @classmethod
    def of(cls, texts: Sequence[str | None], codes: Any) -> "Column":
        """By code the text. Codes that say the same become one, so that equal texts have equal codes."""
        distinct: dict[str | None, int] = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        places = pa.array([distinct[text] for text in texts], pa.int32())
        if None in distinct:
            return cls(pc.take(pa.array(texts, pa.string()), codes).dictionary_encode())
        return cls(pa.DictionaryArray.from_arrays(pc.take(places, codes), pa.array(list(distinct), pa.string())))

    @classmethod
    def constant(cls, text: str, size: int) -> "Column":
        return cls(pa.DictionaryArray.from_arrays(_zeros(size), pa.array([text], pa.string())))

    def otherwise(self, text: str) -> "Column":
        """The text where the column is empty."""
        if not text:
            return self
        return Column.of([said or text for said in self.array.dictionary.to_pylist()], self.array.indices)

    def joined(self, other: "Column") -> "Column":
        """Both texts, where there are two."""
        if not any(other.array.dictionary.to_pylist()):
            return self
        pairs = zip(texts(self.array), texts(other.array), strict=True)
        return Column(pa.array(["; ".join(filter(None, pair)) for pair in pairs], pa.string()).dictionary_encode())


@lru_cache(maxsize=1)
def _zeros(size: int) -> Any:
    return pa.repeat(pa.scalar(0, pa.int32()), size)


def texts(array: Any) -> list[str]:
    """A dictionary's texts, row by row; undone first, because going through it cell by cell is very slow."""
    plain: list[str] = pc.cast(array, pa.string()).to_pylist()
    return plain


def merged(plain: dict[str, Column], careful: Sequence[Entry], size: int) -> Any:
    """The table of both ways, in the order of the rows."""
    whole = pa.Table.from_arrays([plain[name].array for name in COLUMNS], schema=STORED)
    if not careful:
        return whole
    both = pa.concat_tables([whole, table(careful)]).unify_dictionaries().combine_chunks()
    return both.take(pc.sort_indices(both.column("row"))).combine_chunks()


def finished(whole: Any, book: Book, breakdowns: Sequence[str]) -> tuple[Any, Facts]:
    """The table with its flags, and what the rules of gaps ask."""
    flags = _flags(whole, book)
    if flags:
        rows = pa.array(whole.column("row").to_pylist())
        said = pa.array([flags.get(row, "") for row in rows.to_pylist()], pa.string()).dictionary_encode()
        whole = whole.set_column(COLUMNS.index("flags"), STORED.field("flags"), said)
    return whole, _facts(whole, breakdowns)


def _flags(whole: Any, book: Book) -> dict[int, str]:
    from dicu.review.foreign.data_files import note_doubles  # noqa: PLC0415 - that module reads with this one

    codes = [_codes(whole, name) for name in KEY]
    sizes = [max(1, len(array.dictionary)) for array in codes]
    if prod(sizes) < 2**62:
        key = _numbered([array.indices for array in codes], sizes)
        if pc.count_distinct(key).as_py() == len(whole):
            return {}
        counted = pc.value_counts(key)
        often = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
        whole = whole.filter(pc.is_in(key, often))
    twice = doubles(entries(whole))
    note_doubles(twice, book)
    return flagged(twice)


def _numbered(codes: Sequence[Any], sizes: Sequence[int]) -> Any:
    total, factor = pc.cast(codes[0], pa.int64()), 1
    for column, size in zip(codes[1:], sizes, strict=False):
        factor *= size
        total = pc.add(total, pc.multiply(pc.cast(column, pa.int64()), factor))
    return total


def _codes(whole: Any, name: str) -> Any:
    column = whole.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.unify_dictionaries().combine_chunks()


def entries(whole: Any) -> list[Entry]:
    """The rows as entries. Dictionaries are undone first: going through one cell by cell is very slow."""
    plain = whole.cast(SCHEMA)
    return [Entry(*cells) for cells in zip(*(plain.column(name).to_pylist() for name in COLUMNS), strict=True)]


def _facts(whole: Any, breakdowns: Sequence[str]) -> Facts:
    valued = whole.filter(pc.is_valid(whole.column("value"))) if whole.column("value").null_count else whole
    facts = Facts(values=len(valued), missing=len(whole) - len(valued))
    if not len(valued):
        return facts
    facts.starts.update(pc.unique(valued.column("period_start")).to_pylist())
    facts.latest = pc.max(valued.column("period_end")).as_py()
    facts.units.update(_distinct(valued, "unit"))
    said = _distinct(valued, "dimensions")
    keys = {name: json.dumps(name, ensure_ascii=False) + _BETWEEN[1:] for name in breakdowns}
    facts.breakdowns.update(name for name, key in keys.items() if any(key in text for text in said))
    pairs = [text for text in said if text.count(_BETWEEN) == 1 and _known(next(iter(json.loads(text).values())))]
    if pairs:
        wanted = pc.is_in(pc.cast(valued.column("dimensions"), pa.string()), pa.array([*pairs, "{}"]))
        for entry in entries(valued.filter(wanted)):
            facts.weigh(entry)
    return facts


def _known(code: str) -> bool:
    return any(code.casefold() in pair for pair in EXCLUSIVE)


def _distinct(whole: Any, name: str) -> list[str]:
    """The texts that occur: by their numbers, which is quicker than by the texts."""
    column = _codes(whole, name)
    texts: list[str] = pc.take(column.dictionary, pc.unique(column.indices)).to_pylist()
    return texts


def held(whole: Any) -> Any:
    """The same rows, all flagged as placeholder data."""
    said = [f"G11 {flag}".strip() for flag in texts(whole.column("flags"))]
    return whole.set_column(COLUMNS.index("flags"), STORED.field("flags"), pa.array(said, pa.string()).dictionary_encode())
