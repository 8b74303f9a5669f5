"""Which part of one text says what a part of the other says: by length and by the marks both carry.

The method is Gale and Church's (1993), paragraphs first and sentences within them, with a bonus for numbers and dates in common. How
long a language is beside another one is known beforehand: a text of which a part is missing must not bend it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

from dicu.documents.comparing.marks import Mark, marks
from dicu.documents.comparing.names import terms_in

ENDS = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+(?=[\"“«‘(]*[A-ZÀ-ỸĐА-ЯЁ0-9¿¡])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Ms|Mrs|Dr|No|Nos|St|Art|art|Tp|TP|Th|vs|cf|Inc|p|pp|г|ст|им|т|М|Sr|Sra|núm|n)|\b[A-Z])\.$")
STEPS = ((1, 1, 0.0), (1, 0, 1.7), (0, 1, 1.7), (2, 1, 1.4), (1, 2, 1.4))
"""How many parts of each text belong together, and what that costs."""
BAND = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a sentence. `start`: where it begins in the whole text."""

    text: str
    start: int
    marks: tuple[Mark, ...]
    keys: frozenset[object]
    """What must stand in its counterpart, too: numbers, dates, known terms."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together; an empty side: the other text does not have it."""

    first: tuple[Part, ...]
    second: tuple[Part, ...]


def paragraphs(text: str, language: str) -> tuple[Part, ...]:
    """Divided by empty lines, where there are any; else each line is one."""
    pattern = r"(?:(?!\n[ \t]*\n).)+" if re.search(r"\S[^\n]*\n[ \t]*\n[ \t]*\S", text) else r"[^\n]+"
    found = ((match[0], match.start()) for match in re.finditer(pattern, text, re.DOTALL))
    return tuple(_part(words, start, language) for words, start in found if words.strip())


def lines_of(text: str, language: str) -> tuple[Part, ...]:
    """Every line, an empty one too."""
    found, at = list[Part](), 0
    for line in text.split("\n"):
        found.append(_part(line, at, language))
        at += len(line) + 1
    return tuple(found)


def sentences(part: Part, language: str) -> tuple[Part, ...]:
    found, at = list[Part](), 0
    for match in ENDS.finditer(part.text):
        if not ABBREVIATED.search(part.text[at : match.start()]):
            found.append(_part(part.text[at : match.start()], part.start + at, language))
            at = match.end()
    return (*found, _part(part.text[at:], part.start + at, language))


def _part(text: str, start: int, language: str) -> Part:
    bare = text.strip()
    found = marks(bare, language)
    keys = frozenset[object](mark.value for mark in found if not mark.soft) | terms_in(bare, language)
    return Part(bare, start + len(text) - len(text.lstrip()), found, keys)


def aligned(first: Sequence[Part], second: Sequence[Part], ratio: float) -> Iterator[Pair]:
    """The cheapest way through both, in order; nothing is left out. `ratio`: letters of the second text for each of the first."""
    back = _paths(first, second, ratio)
    steps, at = list[tuple[int, int, int, int]](), (len(first), len(second))
    while at != (0, 0):
        i, j = back[at]
        steps.append((i, at[0], j, at[1]))
        at = (i, j)
    found = [Pair(tuple(first[i:to_i]), tuple(second[j:to_j])) for i, to_i, j, to_j in reversed(steps)]
    yield from _replaced(found)


def _replaced(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """One side alone and then the other alone: the one stands in place of the other, and is compared with it."""
    at = 0
    while at < len(pairs):
        here, after = pairs[at], pairs[at + 1] if at + 1 < len(pairs) else Pair((), ())
        if bool(here.first) != bool(here.second) and bool(after.first) != bool(after.second) and bool(here.first) != bool(after.first):
            here, at = Pair(here.first or after.first, here.second or after.second), at + 1
        yield here
        at += 1


def _paths(first: Sequence[Part], second: Sequence[Part], ratio: float) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the cheapest way to each pair of positions comes from; only ways near the diagonal are looked at."""
    n, m = len(first), len(second)
    slope, band = m / n if n else 1.0, BAND + abs(n - m)
    cost: dict[tuple[int, int], float] = {(0, 0): 0.0}
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(n + 1):
        for j in range(max(0, int(i * slope) - band), min(m, int(i * slope) + band) + 1):
            here = cost.get((i, j), inf)
            if here == inf:
                continue
            for a, b, price in STEPS:
                if i + a > n or j + b > m:
                    continue
                there = here + price + _distance(first[i : i + a], second[j : j + b], ratio)
                if there < cost.get((i + a, j + b), inf):
                    cost[(i + a, j + b)], back[(i + a, j + b)] = there, (i, j)
    return back


def _distance(first: Sequence[Part], second: Sequence[Part], ratio: float) -> float:
    if not first or not second:
        return 0.0
    lengths = [sum(len(part.text) for part in parts) for parts in (first, second)]
    by_length = min(3.0, 2.0 * abs(log((lengths[1] + 12) / (ratio * lengths[0] + 12))))
    keys = [frozenset[object]().union(*(part.keys for part in parts)) for parts in (first, second)]
    if not any(keys):
        return by_length
    apart = 1.1 if all(keys) else 1.8  # other numbers are nearer than none at all
    return by_length + apart - 2.1 * len(keys[0] & keys[1]) / len(keys[0] | keys[1])
