"""What a Vega-Lite specification says and shows: its words, its data, and what it computes by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dicu.documents.model import Table
from dicu.documents.walking import said
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.numbers import SEPARATORS

WORD_KEYS = frozenset({"title", "subtitle", "text", "description"})
DATA_KEYS = frozenset({"data", "datasets", "datum"})
HARMLESS_TRANSFORMS = frozenset({"filter", "fold"})  # they choose and reshape rows; all others make new numbers
COMPUTING_KEYS = frozenset({"aggregate", "bin"})

# What a unit of a table cell multiplies its numeral by, so that 5.3 million in the table answers 5300000 in the data.
SCALES: dict[str, Decimal] = {
    "triệu": Decimal(10**6), "million": Decimal(10**6), "nghìn": Decimal(1000), "ngàn": Decimal(1000),
    "thousand": Decimal(1000), "tỷ": Decimal(10**9), "tỉ": Decimal(10**9), "billion": Decimal(10**9),
    "%": Decimal("0.01"),
}  # fmt: skip

_NUMERAL = re.compile(r"(?P<sign>[-\u2212]?)(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)")


def words(node: Any) -> Iterator[str]:
    """Every string that a reader sees as words: titles of the chart, axes, legends and headers, and literal marks."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in DATA_KEYS:
                yield from _strings(value) if key in WORD_KEYS else words(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from words(value)


def data(node: Any, inside: bool = False) -> Iterator[str | int | float]:
    """Every number, and every string with a digit, that the specification holds as data, wherever it is nested."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _data_of(key, value, inside)
    elif isinstance(node, str):
        if inside and any(c.isdigit() for c in node):
            yield node
    elif isinstance(node, Sequence):
        for value in node:
            yield from data(value, inside)
    elif inside and isinstance(node, int | float) and not isinstance(node, bool):
        yield node


def _data_of(key: str, value: Any, inside: bool) -> Iterator[str | int | float]:
    if key == "data" and not inside and isinstance(value, Mapping):  # beside its rows it has a name and a format
        yield from data([part for name, part in value.items() if name not in ("name", "format")], inside=True)
    else:
        yield from data(value, inside or key in DATA_KEYS)


def computed(node: Any) -> Iterator[str]:
    """The names of operations that make numbers which stand in no data."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "transform":
                yield from (name for step in value for name in _operation(step))
            elif key in COMPUTING_KEYS and value:
                yield key
            elif key not in DATA_KEYS:
                yield from computed(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from computed(value)


def strangers(specification: Mapping[str, Any], table: Table, language: Language) -> list[str]:
    """The data of the specification that its own table does not show, each once, in order."""
    shown = [c.title for c in table.columns] + [said(cell) for row in table.rows for cell in row]
    values = {value for text in shown for value in quantities(text, language)}
    digits = {run for text in shown for run in re.findall(r"\d+", text)}
    strange = [str(item) for item in data(specification) if not _known(item, values, digits)]
    return list(dict.fromkeys(strange))


def quantities(text: str, language: Language) -> set[Decimal]:
    """The values that a cell's text can stand for: each numeral, plain and multiplied by a unit the text names."""
    units = [scale for word, scale in SCALES.items() if word in text.lower()]
    plain = {_value(match, language) for match in _NUMERAL.finditer(text)}
    return plain | {value * scale for value in plain for scale in units}


def _known(item: str | int | float, values: set[Decimal], digits: set[str]) -> bool:
    if isinstance(item, str):
        return set(re.findall(r"\d+", item)) <= digits
    return Decimal(repr(item)) in values


def _value(match: re.Match[str], language: Language) -> Decimal:
    thousands, decimal = SEPARATORS[language]
    plain = match["number"].translate({ord(c): None for c in (thousands, "\u00a0", "\u202f")})
    whole, _, part = plain.partition(decimal)
    number = Decimal(f"{whole}.{part.replace(decimal, '') or 0}")
    return -number if match["sign"] else number


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, Mapping):
        yield from words(value)
        if isinstance(value.get("value"), str):  # a text mark's literal: {"text": {"value": "…"}}
            yield value["value"]


def _operation(step: Mapping[str, Any]) -> Iterator[str]:
    if not HARMLESS_TRANSFORMS & step.keys():
        yield next(iter(step), "transform")
