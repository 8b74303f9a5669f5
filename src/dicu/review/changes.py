"""What changed between two versions of a line, field by field, and word by word in the texts: what a reviewer asked to be mended
is found without reading everything again. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from dicu.review.line import Attachment, Content, Line, ReportedValue

Sort = Literal["same", "gone", "new"]
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    sort: Sort
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """`field`: claim, completed_on, narrative, difficulties, files, or value with `indicator`."""

    field: str
    pieces: tuple[Piece, ...]
    indicator: str = ""


def changes_of(line: Line) -> tuple[Change, ...]:
    """What is written now against what was sent; and of a line that stands as it was sent, against the sending before."""
    if line.sent is None or line.content is None:
        return ()
    if line.content != line.sent or frozenset(line.files) != frozenset(line.sent_files):
        return changes(line.sent, line.content, line.sent_files, line.files)
    if line.previous is None:
        return ()
    return changes(line.previous, line.sent, line.previous_files, line.sent_files)


def changes(
    before: Content, after: Content, files_before: tuple[Attachment, ...] = (), files_after: tuple[Attachment, ...] = ()
) -> tuple[Change, ...]:
    """The fields that differ, each with what went and what came."""
    found = [
        Change("claim", _swapped(before.claim, after.claim)),
        Change("completed_on", _swapped(_iso(before), _iso(after))),
        Change("narrative", _worded(before.narrative, after.narrative)),
        Change("difficulties", _worded(before.difficulties, after.difficulties)),
        *_values(before, after),
        Change("files", _listed(files_before, files_after)),
    ]
    return tuple(change for change in found if any(piece.sort != "same" for piece in change.pieces))


def _iso(content: Content) -> str:
    return content.completed_on.isoformat() if content.completed_on else ""


def _swapped(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return ()
    sorts: tuple[tuple[Sort, str], ...] = (("gone", before), ("new", after))
    return tuple(Piece(sort, text) for sort, text in sorts if text)


def _worded(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word; blanks go with the words, so that the pieces in order give the text again."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    return tuple(_pieces(old, new)) if old != new else ()


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for sort, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if sort == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(old[a:b]))
        if d > c:
            yield Piece("new", "".join(new[c:d]))


def _values(before: Content, after: Content) -> Iterator[Change]:
    old, new = ({value.indicator: value for value in content.values} for content in (before, after))
    for code in dict.fromkeys((*old, *new)):
        yield Change("value", _swapped(_said(old.get(code)), _said(new.get(code))), code)


def _said(value: ReportedValue | None) -> str:
    """In codes and plain decimals, as it is recorded."""
    if value is None:
        return ""
    parts = (value.qualifier, value.value or value.missing, value.period, value.source, value.locator)
    return " · ".join(part for part in parts if part)


def _listed(before: tuple[Attachment, ...], after: tuple[Attachment, ...]) -> tuple[Piece, ...]:
    """Also what is described anew: its content is the same, what is said of it is not."""
    gone = tuple(Piece("gone", _file(file)) for file in before if file not in after)
    return (*gone, *(Piece("new", _file(file)) for file in after if file not in before))


def _file(file: Attachment) -> str:
    return " · ".join(part for part in (file.title, file.locator, file.classification) if part)
