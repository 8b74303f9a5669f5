"""How alike two texts are, and which of many are worth comparing. Everything here is arithmetic on words: the same text always
gives the same numbers, on every machine.

Likeness is the share of pairs of neighbouring words that two texts have in common, without marks and case. Only texts of one
language are compared. To find the few that may be alike among very many, each text has a few numbers (bands), made so that like
texts very probably share one: with ten bands of two, 99 % of those that are alike to 0.6, and few of those that are not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from dicu.vocabulary.vietnamese import fold

THRESHOLD = 0.6
"""From here on somebody is asked whether two texts say the same."""
BANDS, ROWS = 10, 2
CROWD = 200
"""Texts that share one band: beyond this many, they share a phrase that everybody uses; others of their bands decide."""
_PRIME = (1 << 61) - 1
_SEEDS = tuple((crc32(f"a{i}".encode()) * 2_654_435_761 % _PRIME, crc32(f"b{i}".encode())) for i in range(BANDS * ROWS))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two recommendations, the smaller key first, that may say the same. `score` from 0 to 1."""

    first: str
    second: str
    score: float

    @property
    def name(self) -> str:
        return f"{self.first}|{self.second}"


def words_of(text: str) -> tuple[str, ...]:
    """Small letters with their marks, in one normal form."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def searched(texts: Iterable[str]) -> list[str]:
    """The words by which a text is found: each as it is written, and without its marks."""
    found = {word for text in texts for word in words_of(text)}
    return sorted(found | {fold(word) for word in found})


def asked(query: str) -> list[str]:
    """The words of a query: one with marks finds only that word, one without finds all that differ by marks."""
    return sorted(set(words_of(query)))


def shingles(text: str) -> frozenset[str]:
    """Pairs of neighbouring words; a text of one word is that word."""
    words = [fold(word) for word in words_of(text)]
    return frozenset(" ".join(pair) for pair in zip(words, words[1:], strict=False)) or frozenset(words)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1. Two texts without words are not alike: there is nothing to compare."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def bands(found: frozenset[str], language: str) -> tuple[int, ...]:
    """The numbers of a text, 63 bits each; none for a text without words."""
    if not found:
        return ()
    hashes = [crc32(f"{language}:{one}".encode()) for one in found]
    lowest = [min((a * h + b) % _PRIME for h in hashes) for a, b in _SEEDS]
    return tuple(_band(i, lowest[i * ROWS : (i + 1) * ROWS]) for i in range(BANDS))


def _band(number: int, lowest: list[int]) -> int:
    mixed = number
    for value in lowest:
        mixed = (mixed * 1_000_003 ^ value) % _PRIME
    return mixed


def sketches(texts: Mapping[str, str]) -> list[int]:
    """The bands of all languages of one recommendation."""
    return sorted({band for language, text in texts.items() for band in bands(shingles(text), language)})


def alike(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """The highest likeness in a language that both have."""
    return max((likeness(shingles(one[x]), shingles(other[x])) for x in one.keys() & other.keys()), default=0.0)


def candidates(
    new: Mapping[str, tuple[Mapping[str, str], Iterable[int]]], known: Mapping[str, tuple[Mapping[str, str], Iterable[int]]]
) -> Iterator[Likeness]:
    """Of the new ones among themselves and against those that are there: key → (texts, bands). Each pair once."""
    everything = {**known, **new}
    parsed = {key: {x: shingles(t) for x, t in texts.items()} for key, (texts, _) in everything.items()}
    for first, second in sorted(_sharing(new, known)):
        both = parsed[first].keys() & parsed[second].keys()
        score = max((likeness(parsed[first][x], parsed[second][x]) for x in both), default=0.0)
        if score >= THRESHOLD:
            yield Likeness(first, second, round(score, 3))


def _sharing(
    new: Mapping[str, tuple[Mapping[str, str], Iterable[int]]], known: Mapping[str, tuple[Mapping[str, str], Iterable[int]]]
) -> set[tuple[str, str]]:
    buckets: dict[int, list[str]] = {}
    for key, (_, numbers) in (*known.items(), *new.items()):
        for band in numbers:
            buckets.setdefault(band, []).append(key)
    crowded = (keys for keys in buckets.values() if 1 < len(keys) <= CROWD)
    pairs = (tuple(sorted(pair)) for keys in crowded for pair in combinations(keys, 2) if pair[0] in new or pair[1] in new)
    return set(pairs)  # type: ignore[arg-type]  # pairs of two
