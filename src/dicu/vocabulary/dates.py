"""Days and moments as Vietnamese and English readers write them.

Vietnamese papers follow Decree 30/2020/NĐ-CP, Annex I: a zero before days under 10 and before months 1 and 2 only.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Refused, T

# Viet Nam has kept UTC+7 without summer time since 1975; a fixed zone does not depend on the machine's zone files.
VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
YEARS = range(1900, 2200)

MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip

_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class BadDate(Refused):
    """What was typed is not a day of the calendar."""


def short(day: date, language: Language) -> str:
    """22/11/2026 (vi), 22 November 2026 (en)."""
    if language == "vi":
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year:04d}"


def paper(day: date, language: Language) -> str:
    """The day as it stands on a paper: ngày 05 tháng 01 năm 2026 (vi), 5 January 2026 (en)."""
    if language == "vi":
        return f"ngày {day.day:02d} {month_vi(day.month)} năm {day.year}"
    return short(day, language)


def month_vi(month: int) -> str:
    """tháng 01, tháng 02, tháng 3 … tháng 12: a zero only where somebody could turn 1 into 11 or 2 into 12."""
    return f"tháng {month:02d}" if month < 3 else f"tháng {month}"


def moment(when: datetime, language: Language) -> str:
    """The minute in Viet Nam, with its zone named. ValueError: a moment without a zone could be any of 24."""
    if when.tzinfo is None:
        raise ValueError(f"{when.isoformat()} has no time zone")
    local = when.astimezone(VIET_NAM)
    if language == "vi":
        return f"{local:%H:%M} {short(local.date(), language)} (giờ Việt Nam, UTC+7)"
    return f"{short(local.date(), language)}, {local:%H:%M} (Viet Nam time, UTC+7)"


def read(text: str, language: Language) -> date:
    """The day that was typed: day/month/year or year-month-day, in both languages; raises BadDate with the reason."""
    plain = unicodedata.normalize("NFC", text).strip()
    if match := _SLASHES.fullmatch(plain):
        day, month, year = map(int, match.groups())
    elif match := _ISO.fullmatch(plain):
        year, month, day = map(int, match.groups())
    else:
        raise BadDate(T("“{text}” is not a date. Write day/month/year, for example {example}.",
                        text=_quoted(plain), example="22/11/2026"))  # fmt: skip
    return _checked(year, month, day, plain)


def _checked(year: int, month: int, day: int, plain: str) -> date:
    if year not in YEARS:
        raise BadDate(T("The year of “{text}” is not between {first} and {last}.",
                        text=plain, first=str(YEARS[0]), last=str(YEARS[-1])))  # fmt: skip
    if not 1 <= month <= 12:
        raise BadDate(T("“{text}” has no month {month}: write the day first, then the month (1 to 12), then the year.",
                        text=plain, month=month))  # fmt: skip
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise BadDate(T("“{text}” is not a day of the calendar: month {month} of {year} has {days} days.",
                        text=plain, month=month, year=str(year), days=days))  # fmt: skip
    return date(year, month, day)


def _quoted(plain: str, longest: int = 40) -> str:
    shown = "".join(c for c in plain if c.isprintable())
    return shown if len(shown) <= longest else shown[:longest] + "…"
