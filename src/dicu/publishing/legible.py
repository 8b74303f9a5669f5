"""Words as they may reach a file: one normal form, nothing invisible, nothing that turns the reading order round.

Control characters break XML; direction marks can make "15" read "51" on a page; private characters have no meaning that
two readers share. Every renderer gets its strings through here, so that what one format shows, all formats show.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from dicu.documents.model import Document
from dicu.vocabulary.text import normalised

REPLACEMENT = "\ufffd"
JOINERS = "\u200c\u200d"  # they shape letters in several scripts, and hide nothing
LONGEST_UNBROKEN = 24

# A number of a legal text or a document: digits and a slash or hyphen in one word (402/QĐ-TTg, A/RES/73/195).
_NUMBERED = re.compile(rf"(?<!\S)(?=\S*\d)(?=\S*[/\-–])\S{{3,{LONGEST_UNBROKEN}}}(?!\S)")


def legible(text: str) -> str:
    """The text in NFC, its white space plain, without invisible or meaningless characters."""
    text = normalised(text)
    return text if text.isprintable() else "".join(map(_legible, text))


def cleaned(document: Document) -> Document:
    """The document with every string in it legible."""
    result = _cleaned(document)
    assert isinstance(result, Document)  # noqa: S101 - for the type checker: cleaning keeps types
    return result


def unbroken(text: str) -> list[tuple[str, bool]]:
    """The text in pieces; True marks one that must stay on one line."""
    pieces, end = [], 0
    for match in _NUMBERED.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [(piece, kept) for piece, kept in [*pieces, (text[end:], False)] if piece]


def _legible(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return " " if character.isspace() else ""
        case "Cf":
            return character if character in JOINERS else ""
        case "Zl" | "Zp":
            return " "
        case "Cs" | "Co" | "Cn":
            return REPLACEMENT
        case _:
            return character


def _cleaned(value: Any) -> Any:
    if isinstance(value, str) and type(value) is str:  # an enumeration's member stays what it is
        return legible(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, Mapping):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_cleaned(part) for part in value)
    return value
