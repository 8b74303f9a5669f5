"""Numbers written in words: thirty-four, ba mươi tư, quatre-vingt-dix, treinta y cuatro, тридцать четыре."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dicu.documents.comparing.tongues import OF, Tongue

BEGINS = frozenset({"mil", "mille"})
"""A thousand that is written without a one before it."""
HALF = Decimal("0.5")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Worded:
    """Where it stands and what it says. `soft`: it may mean something else, so that nothing may be asked of it."""

    start: int
    end: int
    value: Decimal
    soft: bool


def in_words(text: str, language: str) -> Iterator[Worded]:
    """Every number in words, in the order of the text."""
    tongue = OF[language]
    parts = list(_fractions(text, language))
    yield from parts
    words = [word for word in WORD.finditer(text) if not any(part.start <= word.start() < part.end for part in parts)]
    at = 0
    while at < len(words):
        run = _run(text, words, at, tongue, language)
        if run:
            yield _worded(words[at : at + run], tongue, language)
            at += run
            continue
        yield from _single(text, words, at, tongue, language)
        at += 1


def _fractions(text: str, language: str) -> Iterator[Worded]:
    """A half is also said as 50 %, so that nothing is asked of it."""
    for match in _fraction(language).finditer(text):
        value = OF[language].fractions[match[0].lower()]
        yield Worded(match.start(), match.end(), value, soft=value == HALF)


@cache
def _fraction(language: str) -> re.Pattern[str]:
    words = sorted(OF[language].fractions, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _run(text: str, words: list[re.Match[str]], at: int, tongue: Tongue, language: str) -> int:
    """How many words from here on belong to one number; a joiner at its end does not."""
    count = 0
    for n in range(at, len(words)):
        word = words[n][0].lower()
        if count and not re.fullmatch(r"[\s-]+", text[words[n - 1].end() : words[n].start()]):
            break
        if count and tongue.cardinals.get(word, 10) < 10 and 0 < tongue.cardinals.get(words[n - 1][0].lower(), 10) < 10:
            break  # two and nine in a row are two numbers
        if word in tongue.cardinals or (word in tongue.scales and (count or word in BEGINS)):
            count = n - at + 1
        elif count and language != "vi" and word in tongue.ordinals and tongue.cardinals.get(words[n - 1][0].lower(), 0) >= 20:
            return n - at + 1  # twenty-third
        elif not (count and word in tongue.joiners and _joins(words[n - 1][0].lower(), tongue)):
            break
    if language == "vi" and count and _is_no_number(text, words, at):
        return 0
    return count


def _is_no_number(text: str, words: list[re.Match[str]], at: int) -> bool:
    """hàng trăm (hundreds), phần trăm (per cent), tháng năm … : the word before says what it is."""
    before = words[at - 1][0].lower() if at else ""
    return before in BEFORE and words[at][0].lower() in AFTER


BEFORE = frozenset({"phần", "hàng", "đầu", "tháng", "thứ"})
AFTER = frozenset({"trăm", "tư", "năm", "nghìn", "chục", "hai", "ba", "sáu", "bảy"})


def _joins(before: str, tongue: Tongue) -> bool:
    """a hundred *and* five, treinta *y* cuatro; six and twelve are two numbers."""
    return before in tongue.scales or tongue.cardinals.get(before, 0) >= 20


def _worded(run: list[re.Match[str]], tongue: Tongue, language: str) -> Worded:
    words = [match[0].lower() for match in run if match[0].lower() not in tongue.joiners]
    ordinal = words[-1] not in tongue.cardinals and words[-1] not in tongue.scales
    value = value_of(words[:-1], tongue) + tongue.ordinals[words[-1]] if ordinal else value_of(words, tongue)
    soft = ordinal or (len(words) == 1 and words[0] in tongue.soft)
    return Worded(run[0].start(), run[-1].end(), value, soft)


def value_of(words: list[str], tongue: Tongue) -> Decimal:
    """Tens and units add up, hundreds and scales multiply what stands before them; quatre-vingt and mươi do, too."""
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in tongue.scales:
            scale = tongue.scales[word]
            total = total * scale if total and not part and total < scale else total + (part or 1) * scale
            part = Decimal(0)
            continue
        value = tongue.cardinals[word]
        if word == "mươi" or (value == 100 and word not in ("doscientos", "trescientos")) or (word in ("vingt", "vingts") and part == 4):
            part = _multiplied(part, value)
        elif word == "tư" and part == 0 and total == 0:
            part = Decimal(4)
        else:
            part += value
    return total + part


def _multiplied(part: Decimal, by: int) -> Decimal:
    """ba trăm hai | mươi: only what is below the multiplier is multiplied."""
    low = part % by if by > 10 or part >= 10 else part
    low = part % 10 if by == 10 and part >= 10 else low
    return part - low + (low or 1) * by


def _single(text: str, words: list[re.Match[str]], at: int, tongue: Tongue, language: str) -> Iterator[Worded]:
    """Ordinals, and words that hold a number."""
    word = words[at][0].lower()
    if language == "vi" and word == "thứ" and at + 1 < len(words):
        after = words[at + 1][0].lower()
        value = tongue.ordinals.get(after, tongue.cardinals.get(after))
        if value is not None:
            yield Worded(words[at].start(), words[at + 1].end(), Decimal(value), soft=True)
    elif language != "vi" and word in tongue.ordinals:
        yield Worded(words[at].start(), words[at].end(), Decimal(tongue.ordinals[word]), soft=True)
    elif word in tongue.holding:
        yield Worded(words[at].start(), words[at].end(), Decimal(tongue.holding[word]), soft=True)
