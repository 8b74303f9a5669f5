"""The paper's typeface: Tinos, the metric twin of Times New Roman that Decree 30/2020 asks for, with all Vietnamese letters.

The four faces are fetched at set-up into the folder `fonts` beside this module; a paper is never printed in whatever the
machine happens to have, for then two machines would print two papers.
"""

import struct
from functools import cache
from pathlib import Path

from dicu.vocabulary.messages import Refused, T

FAMILY = "Tinos"
FOLDER = Path(__file__).parent / "fonts"
FACES = 4  # regular, bold, italic, bold italic


def folder() -> Path:
    """The folder with the faces; Refused if they were not fetched."""
    if len(_files()) < FACES:
        raise Refused(
            T("The fonts for papers are missing: {count} of {faces} found. Run “make setup” to fetch them.",
              count=len(_files()), faces=FACES),
            where="publishing/fonts",
        )  # fmt: skip
    return FOLDER


def printable(text: str) -> str:
    """The text with each character that the typeface cannot draw named by its code, as in [U+4E2D].

    A box would hide which character it was, and PDF/UA forbids it.
    """
    if _drawn().issuperset(map(ord, text)):
        return text
    return "".join(c if ord(c) in _drawn() else f"[U+{ord(c):04X}]" for c in text)


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.ttf"))


@cache
def _drawn() -> frozenset[int]:
    """The characters that all faces can draw."""
    folder()
    return frozenset.intersection(*(_characters(path.read_bytes()) for path in _files()))


def _characters(font: bytes) -> frozenset[int]:
    """The code points of a TrueType file's character map, formats 4 and 12 (OpenType specification, `cmap`)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for record in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * record + 4)
        found |= _subtable(font, start + offset)
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * record)
        if name == tag:
            return int(offset)
    raise Refused(T("A font file is damaged: it has no character map. Run “make setup” to fetch it again."))


def _subtable(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == 4:
        return _segments(font, at)
    if form == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        spans = [struct.unpack_from(">LLL", font, at + 16 + 12 * n) for n in range(groups)]
        return {code for first, last, _ in spans for code in range(first, last + 1)}
    return set()


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: parallel arrays of segment ends, starts, deltas and offsets; glyph 0 means not drawn."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    size = doubled // 2
    ends = struct.unpack_from(f">{size}H", font, at + 14)
    starts = struct.unpack_from(f">{size}H", font, at + 16 + doubled)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}
