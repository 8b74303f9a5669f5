"""Periods as foreign files spell them: `2009/10`, `2010 1Q`, `FY2013/2014`, `26/02/2020-12/10/2020`, `quý I/2024` …

A spelling that can mean two spans is read as the wider one or refused, never guessed: nobody knows in which month another
country's financial year begins unless it is told.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from dicu.vocabulary.dates import YEARS
from dicu.vocabulary.messages import T
from dicu.vocabulary.period import BadPeriod, Period

LONGEST = 60  # signs; a longer text is a sentence
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_MARK = re.compile(r"\s*(?P<mark>[*†‡]+|\((?:p|e|r|b|f)\))\s*\Z", re.IGNORECASE)
_Y = r"(?P<y>[0-9]{4})"
_WORDS = {"first": 1, "second": 2, "đầu": 1, "cuối": 2, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
               r"|nov(?:ember)?|dec(?:ember)?)\.?")  # fmt: skip
_DURATION = {"Y": 12, "M": 1}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A period that was read. `how` names the spelling (`year` is the plain one), `mark` is a footnote mark after it."""

    period: Period
    how: str
    mark: str = ""


def read_period(text: str, *, year_begins: int = 0, short_ranges: bool = False) -> Spelled:
    """The period that a text spells. `year_begins`: month (1–12) of the financial year's first day, 0 where unknown; `short_ranges`:
    `2003-05` is 2003 to 2005, because its column also holds the like of `2010-13`. Raises BadPeriod with the reason."""
    plain = _BLANKS.sub(" ", text.translate(_DASHES)).strip()
    if len(plain) > LONGEST:
        raise _unknown(text)
    mark = _MARK.search(plain)
    bare = plain[: mark.start()] if mark else plain
    for how, pattern, reader in _SPELLINGS:
        match = pattern.fullmatch(bare)
        if match is None or (how == "month" and short_ranges and _SHORT.fullmatch(bare)):
            continue
        begins = year_begins if how.startswith("financial") else 0
        period = reader(match, begins, text)
        return Spelled(period, how, mark["mark"] if mark else "")
    raise _unknown(text)


def short_range(text: str) -> bool:
    """Whether this is written like a month, but no month: `2010-13` can only be 2010 to 2013."""
    return bool(_SHORT.fullmatch(bare := text.translate(_DASHES).strip())) and int(bare[-2:]) > 12


def _unknown(text: str) -> BadPeriod:
    shown = "".join(sign for sign in text.strip() if sign.isprintable())
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    return BadPeriod(
        T("“{text}” is not a period. A year (2024), quarter (2024-Q1), half (2024-H1), month (2024-05), day (2024-05-13) or a range"
          " of those (2017-2023) is expected.", text=shown)
    )  # fmt: skip


_LONGEST_TURN = 20  # years that a range with a short end may last over the turn of a century: 1998-02, but not 2015/14
_SHORT = re.compile(r"[0-9]{4}-[0-9]{2}")


def _months(first: tuple[int, int], last: tuple[int, int], text: str) -> Period:
    """All days from the first day of one (year, month) to the last of another."""
    (year, month), (to, until) = first, last
    if year not in YEARS or to not in YEARS or not (1 <= month <= 12 and 1 <= until <= 12):
        raise _unknown(text)
    if last < first:
        raise BadPeriod(T("The period “{text}” ends before it begins.", text=text.strip()[:40]))
    return Period.of(date(year, month, 1), date(to, until, monthrange(to, until)[1]))


def _whole_year(match: re.Match[str], begins: int, text: str) -> Period:
    return _months((int(match["y"]), 1), (int(match["y"]), 12), text)


def _part(match: re.Match[str], begins: int, text: str, months: int) -> Period:
    """A quarter, half or third of a year."""
    word = match["n"].lower()
    number = int(word) if word.isdigit() else _WORDS[word]
    year = int(match["y"])
    return _months((year, months * (number - 1) + 1), (year, months * number), text)


def _month(match: re.Match[str], begins: int, text: str) -> Period:
    word = match["m"].lower()
    month = int(word) if word.isdigit() else _MONTHS.index(word[:3]) + 1
    return _months((int(match["y"]), month), (int(match["y"]), month), text)


def _year_range(match: re.Match[str], begins: int, text: str) -> Period:
    first = int(match["y"])
    return _months((first, 1), (_full(first, match["z"]), 12), text)


def _full(first: int, last: str) -> int:
    """The later year: `10` after 2009 is 2010; `02` after 1998 is 2002."""
    if len(last) == 4:
        return int(last)
    near = first // 100 * 100 + int(last)
    return near if near >= first or near + 100 - first > _LONGEST_TURN else near + 100


def _split_year(match: re.Match[str], begins: int, text: str) -> Period:
    """A financial or school year. Where its first month is not known: both calendar years, in which it surely lies."""
    first = int(match["y"])
    last = _full(first, match["z"])
    if last != first + 1 or not begins:
        return _months((first, 1), (last, 12), text)
    return _financial(first, first, begins, text)


def _split_range(match: re.Match[str], begins: int, text: str) -> Period:
    first, last = int(match["y"]), int(match["z"])
    if _full(first, match["a"]) != first + 1 or _full(last, match["b"]) != last + 1:
        raise _unknown(text)
    return _financial(first, last, begins, text) if begins else _months((first, 1), (last + 1, 12), text)


def _financial(first: int, last: int, begins: int, text: str) -> Period:
    if begins == 1:
        return _months((first, 1), (last, 12), text)
    return _months((first, begins), (last + 1, begins - 1), text)


def _day(match: re.Match[str], begins: int, text: str) -> Period:
    return _span(_date(match["y"], match["m"], match["d"], text), None, text)


def _day_range(match: re.Match[str], begins: int, text: str) -> Period:
    first, last = (_date(match[f"y{n}"], match[f"m{n}"], match[f"d{n}"], text) for n in (1, 2))
    return _span(first, last, text)


def _local_days(match: re.Match[str], begins: int, text: str) -> Period:
    """Day before month, as both our countries write it, unless one of the dates can only be read the other way."""
    dates = [(int(match[f"a{n}"]), int(match[f"b{n}"]), match[f"y{n}"]) for n in (1, 2) if match[f"y{n}"]]
    swapped = any(b > 12 for _, b, _ in dates) and all(a <= 12 for a, _, _ in dates)
    days = [_date(year, str(a if swapped else b), str(b if swapped else a), text) for a, b, year in dates]
    return _span(days[0], days[-1], text)


def _lasting(match: re.Match[str], begins: int, text: str) -> Period:
    """SDMX: a first day and how long, `2020-01-01/P1Y`."""
    start, months = _date(match["y"], match["m"], match["d"], text), int(match["n"]) * _DURATION[match["u"].upper()]
    if not 0 < months <= 1200:
        raise _unknown(text)
    year, month = divmod(start.month - 1 + months, 12)
    try:
        return _span(start, date(start.year + year, month + 1, start.day) - timedelta(days=1), text)
    except ValueError as none:
        raise _unknown(text) from none


def _week(match: re.Match[str], begins: int, text: str) -> Period:
    try:
        monday = date.fromisocalendar(int(match["y"]), int(match["n"]), 1)
    except ValueError as none:
        raise _unknown(text) from none
    return _span(monday, monday + timedelta(days=6), text)


def _date(year: str, month: str, day: str, text: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as none:
        raise _unknown(text) from none


def _span(first: date, last: date | None, text: str) -> Period:
    end = last or first
    if first.year not in YEARS or end.year not in YEARS:
        raise _unknown(text)
    if end < first:
        raise BadPeriod(T("The period “{text}” ends before it begins.", text=text.strip()[:40]))
    return Period.of(first, end)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ISO = r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
_TIME = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
_LOCAL = r"(?P<a{0}>[0-9]{{1,2}})[/.](?P<b{0}>[0-9]{{1,2}})[/.](?P<y{0}>[0-9]{{4}})"
_TO = r" ?(?:-|\.\.|to|until|through|đến) ?"
_SPELLINGS = (
    ("year", _compiled(_Y), _whole_year),
    ("year-with-decimals", _compiled(_Y + r"\.0+"), _whole_year),
    ("year-in-words", _compiled(rf"(?:năm |year |{_Y}-A1)(?:(?<=-A1)|(?P<y2>[0-9]{{4}}))"), lambda m, b, t: _whole_year_in_words(m, t)),
    ("quarter", _compiled(_Y + r"[ -]?(?:Q(?P<n>[1-4])|(?P<k>[1-4])Q)"), lambda m, b, t: _quarter(m, t)),
    ("quarter", _compiled(r"(?:Q ?(?P<n>[1-4])|(?P<k>[1-4]) ?Q)[ /-]?" + _Y), lambda m, b, t: _quarter(m, t)),
    ("quarter", _compiled(r"quý (?P<n>[1-4]|iv|i{1,3})(?:/| năm | )" + _Y), partial(_part, months=3)),
    ("half", _compiled(_Y + r"[ -]?[HS](?P<n>[12])"), partial(_part, months=6)),
    ("half", _compiled(r"6 tháng (?P<n>đầu|cuối)(?: năm)? " + _Y), partial(_part, months=6)),
    ("third", _compiled(_Y + r"-T(?P<n>[1-3])"), partial(_part, months=4)),
    ("month", _compiled(_Y + r"(?:[ -]|[ -]?M)(?P<m>0[1-9]|1[0-2])"), _month),
    ("month", _compiled(r"(?:tháng )?(?P<m>[1-9]|0[1-9]|1[0-2])(?:/| năm )" + _Y), _month),
    ("month", _compiled(_MONTH_NAME + r"[ -]" + _Y), _month),
    ("week", _compiled(_Y + r"-W(?P<n>[0-5][0-9])"), _week),
    ("day", _compiled(_ISO + _TIME), _day),
    ("day", _compiled(_LOCAL.format(1) + r"(?P<a2>)(?P<b2>)(?P<y2>)"), _local_days),
    ("days", _compiled(_LOCAL.format(1) + _TO + _LOCAL.format(2)), _local_days),
    ("days", _compiled(r"(?P<y1>[0-9]{4})-(?P<m1>[0-9]{2})-(?P<d1>[0-9]{2})" + _TIME + r"(?:/| ?\.\. ?| to )"
                       r"(?P<y2>[0-9]{4})-(?P<m2>[0-9]{2})-(?P<d2>[0-9]{2})" + _TIME), _day_range),
    ("days", _compiled(_ISO + _TIME + r"/P(?P<n>[0-9]{1,3})(?P<u>[YM])"), _lasting),
    ("financial-year", _compiled(r"(?:FY ?)?" + _Y + r"/(?P<z>[0-9]{4}|[0-9]{2})"), _split_year),
    ("financial-year", _compiled(r"FY ?" + _Y + r" ?- ?(?P<z>[0-9]{4}|[0-9]{2})"), _split_year),
    ("financial-years", _compiled(_Y + r"/(?P<a>[0-9]{4}|[0-9]{2})" + _TO + r"(?P<z>[0-9]{4})/(?P<b>[0-9]{4}|[0-9]{2})"), _split_range),
    ("years", _compiled(r"(?:giai đoạn |từ )?" + _Y + _TO + r"(?P<z>[0-9]{4})"), _year_range),
    ("years", _compiled(_Y + r" ?- ?(?P<z>[0-9]{2})"), _year_range),
)  # fmt: skip


def _whole_year_in_words(match: re.Match[str], text: str) -> Period:
    year = int(match["y"] or match["y2"])
    return _months((year, 1), (year, 12), text)


def _quarter(match: re.Match[str], text: str) -> Period:
    year, number = int(match["y"]), int(match["n"] or match["k"])
    return _months((year, 3 * number - 2), (year, 3 * number), text)
