"""A span of whole days that a figure is for: a day, month, quarter, half, year, or a range of those.

One span has one label, whatever way it was written: `2024-01..2024-12` is the year `2024`. Equal spans are equal
values, so figures of two sources meet.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.dates import MONTHS_EN, YEARS, month_vi, paper, short
from dicu.vocabulary.messages import Message, Refused, T

_PIECE = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])"
                    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?")  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_ORDINAL = ("first", "second", "third", "fourth")
_HALF_VI = ("đầu", "cuối")


class BadPeriod(Refused):
    """What was written is not a period."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included. `label` is the one canonical label of that span.

    Periods order by their first day, then by their last. ValueError: an end before the start, or another label.
    """

    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end}, before it starts on {self.start}")
        if self.label != (canonical := _label(self.start, self.end)):
            raise ValueError(f"the label of {self.start}..{self.end} is {canonical!r}, not {self.label!r}")

    @classmethod
    def of(cls, start: date, end: date) -> Self:
        """The period of these days, both included, with its label."""
        return cls(start, end, _label(start, end))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls.of(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2024`, `2024-Q1`, `2023-H1`, `2024-05`, `2024-05-13`, or two of year, month, day joined by `..`.

        Raises BadPeriod with the reason.
        """
        pieces = text.strip().split("..")
        if len(pieces) > 2 or not all(_PIECE.fullmatch(piece) for piece in pieces):
            raise _unreadable(text)
        if len(pieces) == 2 and any("Q" in piece or "H" in piece for piece in pieces):
            raise _unreadable(text)
        start, end = _days(pieces[0], text)[0], _days(pieces[-1], text)[1]
        if end < start:
            raise BadPeriod(T("The period “{text}” ends before it begins.", text=text.strip()))
        return cls.of(start, end)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def contains(self, other: "date | Period") -> bool:
        """Whether the day, or the whole of the other period, lies in this one."""
        first, last = (other.start, other.end) if isinstance(other, Period) else (other, other)
        return self.start <= first and last <= self.end

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end

    def say(self, language: Language) -> str:
        """The period in words: năm 2024, quý I năm 2024 (vi); 2024, first quarter of 2024 (en)."""
        return _vietnamese(self) if language == "vi" else _english(self)

    def __str__(self) -> str:
        return self.label


def _unreadable(text: str) -> BadPeriod:
    shown = "".join(c for c in text.strip()[:40] if c.isprintable())
    return BadPeriod(T("“{text}” is not a period. Write a year (2024), quarter (2024-Q1), half (2024-H1), month"
                       " (2024-05) or day (2024-05-13), or two years, months or days joined by two points"
                       " (2017..2023).",
                       text=shown))  # fmt: skip


def _days(piece: str, text: str) -> tuple[date, date]:
    """First and last day of one piece."""
    match = _PIECE.fullmatch(piece)
    if match is None:
        raise _unreadable(text)
    year = int(match["year"])
    if year not in YEARS:
        raise BadPeriod(_impossible(text))
    if match["day"]:
        return _checked_month(year, int(match["month"]), int(match["day"]), text)
    first, last = _months(match)
    return _checked_month(year, first, 1, text)[0], _last_day(year, last)


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["quarter"]:
        return 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    if match["half"]:
        return 6 * int(match["half"]) - 5, 6 * int(match["half"])
    if match["month"]:
        return int(match["month"]), int(match["month"])
    return 1, 12


def _checked_month(year: int, month: int, day: int, text: str) -> tuple[date, date]:
    try:
        return (found := date(year, month, day)), found
    except ValueError as none:
        raise BadPeriod(_impossible(text)) from none


def _impossible(text: str) -> Message:
    return T("The period “{text}” names a day, month or year that does not exist or lies outside {first}–{last}.",
             text=text.strip()[:40], first=str(YEARS[0]), last=str(YEARS[-1]))  # fmt: skip


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _label(start: date, end: date) -> str:
    """The shortest label that fits the span."""
    if not _whole_months(start, end):
        return start.isoformat() if start == end else f"{start.isoformat()}..{end.isoformat()}"
    if start.month == 1 and end.month == 12:
        return f"{start:%Y}" if start.year == end.year else f"{start:%Y}..{end:%Y}"
    if start.year == end.year and (named := _part_of_year(start, end)):
        return f"{start:%Y}-{named}"
    return f"{start:%Y-%m}..{end:%Y-%m}"


def _part_of_year(start: date, end: date) -> str:
    """`05`, `Q1` or `H2`; empty for other spans of months."""
    length = end.month - start.month + 1
    if length == 1:
        return f"{start:%m}"
    for letter, months in (("Q", 3), ("H", 6)):
        if length == months and end.month % months == 0:
            return f"{letter}{end.month // months}"
    return ""


def _vietnamese(period: Period) -> str:
    start, end, label = period.start, period.end, period.label
    if start == end:
        return paper(start, "vi")
    if "Q" in label:
        return f"quý {_ROMAN[int(label[-1]) - 1]} năm {start.year}"
    if "H" in label:
        return f"6 tháng {_HALF_VI[int(label[-1]) - 1]} năm {start.year}"
    if len(label) == 4:
        return f"năm {label}"
    if len(label) == 7:
        return f"{month_vi(start.month)} năm {start.year}"
    return _range_vi(period)


def _range_vi(period: Period) -> str:
    start, end = period.start, period.end
    if len(period.label) == 10:
        return f"giai đoạn {start.year}–{end.year}"
    if _whole_months(start, end):
        year = "" if start.year == end.year else f" năm {start.year}"
        return f"từ {month_vi(start.month)}{year} đến {month_vi(end.month)} năm {end.year}"
    if start.year != end.year:
        return f"từ {paper(start, 'vi')} đến {paper(end, 'vi')}"
    month = "" if start.month == end.month else f" {month_vi(start.month)}"
    return f"từ ngày {start.day:02d}{month} đến {paper(end, 'vi')}"


def _english(period: Period) -> str:
    start, end, label = period.start, period.end, period.label
    if start == end:
        return short(start, "en")
    if "Q" in label:
        return f"{_ORDINAL[int(label[-1]) - 1]} quarter of {start.year}"
    if "H" in label:
        return f"{_ORDINAL[int(label[-1]) - 1]} half of {start.year}"
    if len(label) == 4:
        return label
    if len(label) == 7:
        return f"{MONTHS_EN[start.month - 1]} {start.year}"
    return _range_en(period)


def _range_en(period: Period) -> str:
    start, end = period.start, period.end
    if len(period.label) == 10:
        return f"{start.year}–{end.year}"
    if _whole_months(start, end):
        year = "" if start.year == end.year else f" {start.year}"
        return f"{MONTHS_EN[start.month - 1]}{year} to {MONTHS_EN[end.month - 1]} {end.year}"
    if start.year != end.year:
        return f"{short(start, 'en')} to {short(end, 'en')}"
    month = "" if start.month == end.month else f" {MONTHS_EN[start.month - 1]}"
    return f"{start.day}{month} to {short(end, 'en')}"
