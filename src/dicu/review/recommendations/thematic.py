"""A cell of the official thematic lists, taken apart: “104.12 Ratify the Convention … (Chile);” and, on a line of its own, where
the position was given, which is left out. Themes and affected persons stand in one cell of theirs."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,4}){0,3})\.?\s+")
_POSITION = re.compile(r"\bsource of position\s*:", re.IGNORECASE)
_AFFECTED = re.compile(r"affected persons\s*:", re.IGNORECASE)
_BULLET = " -–•*·\t"


@dataclass(frozen=True, slots=True)
class Parts:
    """`paragraph` is empty where the cell does not begin with a number."""

    paragraph: str
    text: str
    by: str


def parts_of(cell: str) -> Parts:
    text = _POSITION.split(cell, maxsplit=1)[0].strip()
    number = _NUMBER.match(text)
    paragraph, text = (number[1], text[number.end() :]) if number else ("", text)
    text = " ".join(text.split()).rstrip(";. ")
    words, by = _maker(text)
    return Parts(paragraph, words, by)


def _maker(text: str) -> tuple[str, str]:
    """The last parenthesis, if the text ends with one: parentheses inside it belong to it."""
    if not text.endswith(")"):
        return text, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return (text[:place].rstrip(";. "), text[place + 1 : -1].strip()) if place else (text, "")
    return text, ""


def themes_of(cell: str, separator: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes, and the affected persons that stand below them."""
    themes, *groups = _AFFECTED.split(cell, maxsplit=1)
    return _several(themes, separator), _several(groups[0] if groups else "", separator)


def _several(text: str, separator: str) -> tuple[str, ...]:
    rows = (part for line in text.splitlines() for part in line.split(separator))
    return tuple(dict.fromkeys(" ".join(row.strip(_BULLET).split()) for row in rows if row.strip(_BULLET)))
