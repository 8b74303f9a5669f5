"""Vietnamese letters: without their marks for searching, and in dictionary order for lists.

Order is that of CLDR's `vi` collation, checked against ICU: letters first (a ă â b c d đ e ê … o ô ơ … u ư), over the
whole text; then tones (none, huyền, hỏi, ngã, sắc, nặng); then case, small before capital. Keys are plain strings, so
that a database without ICU sorts them too, byte by byte (`COLLATE "C"`).
"""

import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the alphabet books and of CLDR
_SHAPES = "\u0306\u0302\u031b"  # breve, circumflex, horn: these make another letter, not another tone
_SHAPED = ("ă", "â", "ê", "ô", "ơ", "ư")

LOWER = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # with f j w z, which stand in names and codes
VOWELS = "aăâeêioôơuưy"
SMALL = (*_SHAPED, "đ", *(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in _TONES))
LETTERS = SMALL + tuple(letter.upper() for letter in SMALL)
"""The 134 letters that ASCII does not have: 67 small, 67 capital, NFC."""

# Old fonts and keyboards put the Icelandic eth and the African D where Đ belongs; on screen nobody sees a difference.
_ETH = {0xD0: "Đ", 0xF0: "đ", 0x189: "Đ", 0x256: "đ"}
_FOLDED = {0x110: "D", 0x111: "d", 0xD0: "D", 0xF0: "d", 0x189: "D", 0x256: "d"}

# Signs in the order of CLDR's root, before digits, before letters; a no-break space sorts as a space.
_SIGNS = " _-–—,;:!?.…·'‘’\"“”()[]{}§@*/\\&#%`^°+<=>|~$"
_DIGITS = "0123456789"
_RANK = {sign: chr(0x20 + rank) for rank, sign in enumerate(_SIGNS + _DIGITS + LOWER)}
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0D, 0xA0, 0x2007, 0x202F), " ")
_NEXT_LEVEL = "\x01"  # below every weight, so that a shorter text comes first
_NO_MARK = "\x02"
_FOREIGN_MARK = "\x10"
_UNKNOWN = "\u0100"  # letters of other scripts come after z, by code point


def fold(text: str) -> str:
    """The text in small letters without marks, Đ as d: what a search compares. Folding twice changes nothing."""
    bare = unicodedata.normalize("NFD", text).translate(_FOLDED).lower()
    kept = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=65_536)
def order_key(text: str) -> str:
    """A string that sorts, by code point, as the text does in Vietnamese; two texts share a key only if NFC-equal."""
    plain = unicodedata.normalize("NFC", text)
    letters = [weights for c in plain.translate(_ETH).translate(_SPACES) if (weights := _weights(c))]
    levels = ("".join(level) for level in zip(*letters, strict=True)) if letters else ("", "", "")
    return _NEXT_LEVEL.join((*levels, plain))


def given_name_key(full_name: str) -> tuple[str, str, str]:
    """Keys of given, family and middle names: how a Vietnamese list of people is sorted.

    The last word is the given name, the first the family name; a single word is a given name.
    """
    words = full_name.split()
    given = words[-1] if words else ""
    family = words[0] if len(words) > 1 else ""
    return order_key(given), order_key(family), order_key(" ".join(words[1:-1]))


def _weights(character: str) -> tuple[str, str, str] | None:
    """Primary, tone and case weights of one NFC character; None for what is not seen."""
    if unicodedata.category(character) in ("Cc", "Cf"):
        return None
    if unicodedata.combining(character):
        return "", _mark(character), _NO_MARK
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[0], parts[1:]
    shape = next((m for m in marks if m in _SHAPES and _shaped(base, m) in _SHAPED), "")
    small = _shaped(base, shape).lower()
    tones = "".join(_mark(m) for m in marks if m != shape)
    cases = "\x03" if base != base.lower() else _NO_MARK
    return _RANK.get(small, _UNKNOWN + small), _NO_MARK + tones, cases + _NO_MARK * len(tones)


def _shaped(base: str, shape: str) -> str:
    return unicodedata.normalize("NFC", base.lower() + shape)


def _mark(mark: str) -> str:
    """A weight above none: the five tones first, marks of other languages after them."""
    return chr(0x03 + _TONES.index(mark)) if mark in _TONES else _FOREIGN_MARK + mark
