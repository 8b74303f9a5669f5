"""Days, months, quarters and times of day, as five languages write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from dicu.documents.comparing.tongues import OF

Value = TypeVar("Value")
Day = tuple[int | None, int | None, int | None]
"""Year, month (101 to 104: a quarter; 201, 202: a half), day of the month; None: not said."""

CLOCKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w.,])(\d{1,2})(?:[:.](\d{2}))?\s?[ap]\.?m\b\.?",
        r"(?<![\w.,])(\d{1,2})\s?(?::|h|giờ)\s?(\d{2})(?![\d:])",
        r"(?<=las )(\d{1,2})[.:](\d{2})",
        r"(?<![\w.,])(\d{1,2})\.(\d{2})(?=\s?(?:horas|heures|час)|[^.\d]{1,25}\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b)",
    )
)


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    value: Value
    start: int
    end: int
    soft: bool = False


def times(text: str) -> Iterator[Said[str]]:
    """On a clock of twelve hours: 14:00 is 2 p.m."""
    for match in (match for clock in CLOCKS for match in clock.finditer(text)):
        hour, minute = int(match[1]), match[2] or "00"
        if hour < 25 and int(minute) < 60:
            yield Said(f"{hour % 12}:{minute}", match.start(), match.end())


def days(text: str, language: str) -> Iterator[Said[Day]]:
    """From the fullest form to the barest: who reads on takes the first that lies at a place."""
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            day = _day(match.groupdict(), language)
            if day:
                yield Said(day, match.start(), match.end(), soft=pattern.pattern.endswith(ALONE))


def _day(found: dict[str, str | None], language: str) -> Day | None:
    year, day, name = (found.get(key) for key in ("y", "d", "name"))
    quarter, half = found.get("q") or found.get("digit"), found.get("half")
    if half:
        return (int(year) if year else None, 200 + HALVES[half.lower()], None)
    if quarter:
        return (int(year) if year else None, 100 + QUARTERS[quarter.lower()], None)
    month = OF[language].months[name if language == "vi" else name.lower()] if name else int(found.get("m") or 0)
    if not 1 <= month <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    return (int(year) if year else None, month, int(day) if day else None)


YEAR, NUMBER = r"(?P<y>(?:19|20|21)\d\d)", r"(?P<d>\d{1,2})"
COMMON = (rf"\b{YEAR}-(?P<m>\d\d)-(?P<d>\d\d)\b", rf"\b{NUMBER}[./-](?P<m>\d{{1,2}})[./-]{YEAR}\b")
HALVES = {
    **dict.fromkeys("đầu first premier primer первое первого первом".split(), 1),  # noqa: SIM905
    **dict.fromkeys("cuối second last deuxième second segundo второе второго втором".split(), 2),  # noqa: SIM905
}
QUARTERS = {
    **{word: at for at, word in enumerate(("i", "ii", "iii", "iv"), 1)},
    **{str(at): at for at in range(1, 5)},
    **{word: at for at, words in enumerate((
        "first premier primer первый первого первом",
        "second deuxième segundo второй второго втором",
        "third troisième tercer третий третьего третьем",
        "fourth last quatrième cuarto четвёртый четвертый четвёртого четвертого четвёртом четвертом",
    ), 1) for word in words.split()},
}  # fmt: skip
ALONE = r"(?=\W|$)"
"""A month by itself: May may be somebody's name, so that nothing is asked of it."""
BARE = rf"\b(?P<m>\d{{1,2}})/{YEAR}\b"


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    if language == "vi":
        return tuple(
            re.compile(pattern) for pattern in (_half(language), _quarter(language), *COMMON, *_vietnamese())
        )  # tháng Năm is May, tháng năm not
    flags = 0 if language == "en" else re.IGNORECASE  # May and March are months, may and march are not
    return tuple(re.compile(pattern, flags) for pattern in (_half(language), _quarter(language), *COMMON, *_european(language)))


def _half(language: str) -> str:
    if language == "vi":
        return rf"(?:6|[Ss]áu)\s+tháng\s+(?P<half>đầu|cuối)(?:\s+năm(?:\s+{YEAR})?)?"
    words = "|".join(sorted(HALVES, key=len, reverse=True))
    noun = {"en": "half", "fr": "semestre", "es": "semestre", "ru": r"полугоди\w*"}[language]
    return rf"\b(?P<half>{words})\s+{noun}(?:\s+(?:of\s+|de\s+)?{YEAR})?\b"


def _quarter(language: str) -> str:
    if language == "vi":
        return rf"[Qq]uý\s+(?P<q>IV|I{{1,3}}|[1-4])(?:(?:\s+năm\s+|/){YEAR})?\b"
    words = "|".join(sorted(QUARTERS, key=len, reverse=True))
    noun = {"en": "quarter", "fr": "trimestre", "es": "trimestre", "ru": r"квартал\w*"}[language]
    return rf"\b(?:(?P<q>{words})\s+{noun}|Q(?P<digit>[1-4]))(?:\s+(?:of\s+|de\s+)?{YEAR})?\b"


def _vietnamese() -> tuple[str, ...]:
    names = "|".join(sorted(OF["vi"].months, key=len, reverse=True))
    month = rf"[Tt]háng\s+(?:(?P<m>\d{{1,2}})|(?P<name>{names}))"
    return (
        rf"[Nn]gày\s+{NUMBER}\s+{month}(?:\s+năm\s+{YEAR})?\b",
        rf"{month}\s*(?:năm\s+|/\s*){YEAR}\b",
        rf"[Nn]gày\s+{NUMBER}/(?P<m>\d{{1,2}})\b(?!/)",
        rf"{month}\b(?!\s*%)",
        BARE,
    )


def _european(language: str) -> tuple[str, ...]:
    names = (name if language != "en" else name.capitalize() for name in sorted(OF[language].months, key=len, reverse=True))
    month = "(?P<name>" + "|".join(names) + r")\.?"
    of, near = r"\s+(?:de\s+|of\s+)?", r"(?:[Ii]n|of|[Ss]ince|[Ff]rom|until|to|[Bb]y|early|late|mid|en|depuis|de|desde|hasta|в|с|до|к)"
    nth = r"(?:st|nd|rd|th|er|º)?"
    return (
        rf"\b{NUMBER}{nth}{of}{month},?{of}{YEAR}\b",
        rf"\b{month}\s+{NUMBER}{nth},\s*{YEAR}\b",
        rf"\b{month},?{of}{YEAR}\b",
        rf"\b{NUMBER}{nth}{of}{month}\b",
        rf"\b{month}\s+{NUMBER}{nth}\b(?!\s*\d)",
        rf"\b{near}[\s-]+{month}\b",
        BARE,
        rf"\b{month}{ALONE}",
    )
