"""What a text says that must be the same in every language: numbers with their units, dates, times of day, codes of papers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from dicu.documents.comparing import moments
from dicu.documents.comparing.moments import Day
from dicu.documents.comparing.number_words import in_words
from dicu.documents.comparing.tongues import OF, SIGNS, UNITS, Tongue

Kind = Literal["number", "date", "time", "code"]

CODE = re.compile(r"\b(?:[A-Z]{1,4}/)?\d+(?:/\d{4})?/[A-ZĐ][\w/-]*\w|\b[A-ZА]/[A-Z]+/\d+/\d+\b")
TELEPHONE = re.compile(r"(?<![\w.,/])(?:\+\d{1,3}[ .\u00a0-]?|\(?0)\d{0,4}\)?(?:[ .\u00a0-]\d{2,4}){2,4}(?!\w)")
LINK = re.compile(r"https?://\S+|\S+@\S+\.\w+")
ENUMERATOR = re.compile(r"^[ \t]*(?:\d+(?:\.\d+)*[.)]|\(?[a-zđ]\)|[IVXivx]+[.)])(?=\s)", re.MULTILINE)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
ROMANS = re.compile(
    r"\b(?:[IVXLC]{2,7}|(?<=[qQ]uý )[IV]|(?<=[cC]hương )[IVX]|(?<=[pP]hần )[IVX]|(?<=[pP]art )[IVX]|(?<=[cC]hapter )[IVX])\b"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """`value`: a Decimal, a day (year, month, day; None: not said), or text. `soft`: nothing may be asked of it."""

    kind: Kind
    value: Decimal | Day | str
    start: int
    end: int
    text: str
    unit: str = ""
    soft: bool = False
    words: bool = False


@lru_cache(maxsize=4096)  # a paper says many things again and again
def marks(text: str, language: str) -> tuple[Mark, ...]:
    """Of one text, in its order. A place belongs to one mark only: first to codes, then to dates, times, digits, words."""
    taken, found = _Taken(text), list[Mark]()
    for match in (*LINK.finditer(text), *ENUMERATOR.finditer(text)):
        taken.free(match.start(), match.end())
    for reader in (_codes, _dates, _telephones, _times, _digits, _romans, _worded):
        found += [mark for mark in reader(text, language) if taken.free(mark.start, mark.end)]
    return tuple(sorted(found, key=lambda mark: mark.start))


class _Taken:
    def __init__(self, text: str) -> None:
        self.places = bytearray(len(text) + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether the place was free; from here on it is not."""
        if any(self.places[start:end]):
            return False
        self.places[start:end] = b"\1" * (end - start)
        return True


def _codes(text: str, language: str) -> Iterator[Mark]:
    for match in CODE.finditer(text):
        yield Mark("code", match[0].upper().replace("А/", "A/"), match.start(), match.end(), match[0])


def _telephones(text: str, language: str) -> Iterator[Mark]:
    for match in TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if 8 <= len(digits) <= 14:
            yield Mark("code", digits[-7:], match.start(), match.end(), match[0].strip())  # with or without the country's number


def _dates(text: str, language: str) -> Iterator[Mark]:
    for said in moments.days(text, language):
        yield Mark("date", said.value, said.start, said.end, text[said.start : said.end], soft=said.soft)


def _times(text: str, language: str) -> Iterator[Mark]:
    for said in moments.times(text):
        yield Mark("time", said.value, said.start, said.end, text[said.start : said.end])


def _digits(text: str, language: str) -> Iterator[Mark]:
    tongue = OF[language]
    for match in _number(language).finditer(text):
        value, scaled = _scaled(_value(match, tongue), text, match.end(), tongue)
        if scaled == match.end() and 0 < value < 1000:
            value *= _scale_of_range(text, match.end(), language)
        unit, end = _unit(text, match.start(), scaled)
        yield Mark("number", value, match.start(), scaled, text[match.start() : end].strip(), unit)


@cache
def _number(language: str) -> re.Pattern[str]:
    """As the language writes it: grouped by three, or plain, with its own decimal sign. Whatever else stands between digits ends it."""
    tongue = OF[language]
    group, decimal = re.escape(tongue.thousands), re.escape(tongue.decimal)
    grouped = rf"\d{{1,3}}(?:[{group}]\d{{3}})+(?![\d])"
    other = re.escape("." if tongue.decimal == "," else ",")
    return re.compile(
        rf"(?:(?<=[\s(])[-−])?(?<![\w])(?:(?P<grouped>{grouped})|(?P<plain>\d+))(?:{decimal}(?P<part>\d+))?(?:{other}(?P<odd>\d+))?"
    )


def _value(match: re.Match[str], tongue: Tongue) -> Decimal:
    """What stands after the other language's sign is read as that language's reader would: as part of the number, wrongly grouped."""
    whole = re.sub(r"\D", "", match["grouped"] or match["plain"])
    part, odd = match["part"] or "", match["odd"] or ""
    number = Decimal(f"{whole}.{part}" if part else whole)
    if odd:
        number = Decimal(f"{whole}.{part}{odd}")
    return -number if match[0][0] in "-−" else number


def _scaled(value: Decimal, text: str, end: int, tongue: Tongue) -> tuple[Decimal, int]:
    match = _scale(tuple(tongue.scales)).match(text, end)
    return (value * tongue.scales[match[1].lower()], match.end()) if match else (value, end)


def _scale_of_range(text: str, end: int, language: str) -> Decimal:
    """In 400 to 800 thousand, the 400 are thousands, too."""
    match = _range(language).match(text, end)
    return OF[language].scales[match[1].lower()] if match else Decimal(1)


@cache
def _range(language: str) -> re.Pattern[str]:
    scales = "|".join(re.escape(word) for word in sorted(OF[language].scales, key=len, reverse=True))
    return re.compile(rf"\s?(?:[-–]|(?<=\s)(?:to|đến|tới|до|à|a))\s?\d[\d.,]*\s?({scales})\b", re.IGNORECASE)


@cache
def _scale(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\s?(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")\b\.?(?!\w)", re.IGNORECASE)


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    """After the number, or a sign of money before it."""
    match = AFTER.match(text, end)
    if match:
        return WRITTEN[match[1].lower()], match.end()
    before = BEFORE.search(text[max(0, start - 5) : start])
    sign = before[1] if before else ""
    return (SIGNS.get(sign) or WRITTEN.get(sign.lower(), ""), end)


WRITTEN = {form.lower(): unit for unit, forms in UNITS.items() for form in forms} | {sign.lower(): unit for sign, unit in SIGNS.items()}
AFTER = re.compile(
    r"[\s\u00a0\u202f]*(?:of |de |d’|d')?(" + "|".join(re.escape(form) for form in sorted(WRITTEN, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
BEFORE = re.compile(r"(US\$|\$|£|€|₫|USD|VND|GBP|EUR)\s?$")


def _romans(text: str, language: str) -> Iterator[Mark]:
    for match in ROMANS.finditer(text):
        values = [ROMAN[letter.lower()] for letter in match[0]]
        signed = [-value if value < max(values[at:]) else value for at, value in enumerate(values)]
        yield Mark("number", Decimal(sum(signed)), match.start(), match.end(), match[0], soft=True)


def _worded(text: str, language: str) -> Iterator[Mark]:
    for word in in_words(text, language):
        unit, end = _unit(text, word.start, word.end) if not word.soft else ("", word.end)
        yield Mark("number", word.value, word.start, word.end, text[word.start : end], unit, word.soft, words=True)
