"""Looking for a name in bytes: in every way that a program may have written it, in every file below a folder, and in whatever was
compressed inside those files."""

import base64
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from dicu.vocabulary.vietnamese import fold

_NOTHING = re.compile(rb"\0{64,}")
SHORTEST = 6  # characters; a shorter word stands in other words too


def forms(text: str) -> dict[str, bytes]:
    """The ways in which a text may be written, by name."""
    words = [word for word in text.split() if len(word) >= SHORTEST]
    spelt = {"whole": text, **{f"word {number}": word for number, word in enumerate(words)}}
    found: dict[str, bytes] = {}
    for name, said in spelt.items():
        for form, wording in _spellings(said).items():
            for code, content in _codes(wording).items():
                found[f"{name}, {form}, {code}"] = content
    return found


def traces(roots: Iterable[Path], wanted: dict[str, bytes]) -> list[str]:
    """Where one of these byte sequences stands: file and form. Pieces that are the same, byte for byte, are looked at once; long
    stretches of nothing are left out."""
    needles, seen, found = {content: form for form, content in wanted.items()}, set(), []
    for place, content in _everything(roots):
        dense = _NOTHING.sub(b"\0" * 8, content)
        mark = sha256(dense).digest()
        if mark not in seen:
            seen.add(mark)
            found += [f"{place}: {form}" for needle, form in needles.items() if needle in dense]
    return found


def _everything(roots: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for root in roots:
        for path in sorted([root] if root.is_file() else root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield from ((f"{path}{piece}", content) for piece, content in _pieces(path))


def _spellings(text: str) -> dict[str, str]:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    return {
        "NFC": composed,
        "NFD": apart,
        "folded": fold(text),
        "folded capitals": fold(text).upper(),
        "capitals": composed.upper(),
        "small": composed.lower(),
        "escaped": composed.encode("ascii", "backslashreplace").decode(),
    }


def _codes(text: str) -> dict[str, bytes]:
    plain = text.encode()
    return {
        "UTF-8": plain,
        "UTF-16LE": text.encode("utf-16-le"),
        "UTF-16BE": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        **{f"base64 at {shift}": code for shift, code in enumerate(_base64(plain))},
    }


def _base64(plain: bytes) -> Iterator[bytes]:
    """The middle of the text in base64, wherever in a longer text it begins: at the first, second or third byte."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain + b"\0" * 3)
        yield whole[4 if shift else 0 : (shift + len(plain)) // 3 * 4]


def _pieces(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file's bytes, and those of every gzip or zlib stream in it."""
    content = path.read_bytes()
    yield "", content
    for mark in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e"):
        position = content.find(mark)
        while position >= 0:
            if inner := _inflated(memoryview(content)[position:]):
                yield f" (compressed, at {position})", inner
            position = content.find(mark, position + 1)


def _inflated(content: memoryview) -> bytes:
    """What is compressed there; nothing if it only looked so."""
    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        return reader.decompress(content[:512]) + reader.decompress(content[512 : 8 * 1024 * 1024], 64 * 1024 * 1024)
    except zlib.error:
        return b""
