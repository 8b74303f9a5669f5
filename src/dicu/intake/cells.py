"""From a raw cell to a value of its column, or a sentence about what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from dicu.intake.folding import UNSEEN, folded
from dicu.intake.grid import Fault, Raw, is_blank
from dicu.intake.specification import Cell, Choice, ColumnSpec, Kind
from dicu.vocabulary import dates, numbers
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised

EXACT = 10**15  # spreadsheets keep fifteen digits of a number
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIAL_YEARS = range(1950, 2101)  # a plain number is taken for a date only if it means one of these
_MACHINE_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_TRUTHS = {"true": True, "yes": True, "có": True, "đúng": True, "x": True, "1": True}
_TRUTHS |= {"false": False, "no": False, "không": False, "sai": False, "0": False}


class BadCell(Refused):
    """A cell that cannot be read as what its column holds."""


class CellReader:
    """Reads the cells of one table. `language` is that of its headings and so of the numbers and dates typed as text;
    None where the headings are names for machines: then numbers have a decimal point and dates are year-month-day."""

    def __init__(self, language: Language | None, since_1904: bool = False) -> None:
        self.language = language
        self.epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
        self.readers: dict[Kind, Callable[[Raw, ColumnSpec], Cell]] = {
            Kind.TEXT: self.text,
            Kind.NUMBER: self.number,
            Kind.WHOLE: self.whole,
            Kind.DAY: self.day,
            Kind.TRUTH: self.truth,
        }

    def read(self, raw: Raw | Fault, column: ColumnSpec) -> Cell:
        """The value, None for an empty cell that may be empty. Raises `Refused` with the reason."""
        if isinstance(raw, Fault):
            raise BadCell(raw.message)
        if isinstance(raw, str):
            raw = cleaned(raw)
        if is_blank(raw):
            if column.required:
                raise BadCell(T("The cell is empty, but a value is required."))
            return None
        return self.readers[column.kind](raw, column)

    def text(self, raw: Raw, column: ColumnSpec) -> str:
        text = _as_text(raw)
        if len(text) > column.longest:
            raise BadCell(T("The text has {count} characters; at most {limit} are accepted.",
                            count=len(text), limit=column.longest))  # fmt: skip
        return _chosen(text, column.allowed) if column.allowed else text

    def number(self, raw: Raw, _: ColumnSpec) -> Decimal:
        if isinstance(raw, str):
            return self.typed_number(raw)
        if isinstance(raw, bool):
            raise BadCell(T("Here stands true or false; a number is expected."))
        if isinstance(raw, int | float | Decimal):
            return _exact(raw)
        raise BadCell(T("Here stands a date or a time; a number is expected. Set the format of the cell to Number."))

    def typed_number(self, text: str) -> Decimal:
        if self.language:
            return numbers.read(text, self.language)
        if not _MACHINE_NUMBER.fullmatch(text):
            raise BadCell(
                T("“{text}” is not a number. Under headings that are codes, write digits with a decimal point, without"
                  " separators of thousands.", text=_quoted(text))
            )  # fmt: skip
        return Decimal(text)

    def whole(self, raw: Raw, column: ColumnSpec) -> Decimal:
        number = self.number(raw, column)
        if number != number.to_integral_value():
            raise BadCell(T("A whole number is expected; this one has decimals."))
        return number.to_integral_value()

    def day(self, raw: Raw, _: ColumnSpec) -> date:
        if isinstance(raw, datetime):
            return _without_time(raw)
        if isinstance(raw, date):
            return raw
        if isinstance(raw, str):
            return self.typed_day(raw)
        if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
            return self.serial_day(raw)
        raise BadCell(T("Here stands a time or true or false; a date is expected, for example 22/11/2026."))

    def typed_day(self, text: str) -> date:
        if self.language is None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise BadCell(
                T("“{text}” is not a date. Under headings that are codes, write year-month-day: 2026-11-22.",
                  text=_quoted(text))
            )  # fmt: skip
        return dates.read(text, self.language or "en")

    def serial_day(self, raw: int | float | Decimal) -> date:
        """A date whose cell has lost its format is a count of days since the workbook's epoch."""
        serial = Decimal(raw)
        if serial == serial.to_integral_value() and 0 < serial < 100_000:
            day = self.epoch + timedelta(days=int(serial))
            if day.year in _SERIAL_YEARS:
                return day
        raise BadCell(T("Here stands a number; a whole date is expected: day, month and year, as in 22/11/2026."))

    def truth(self, raw: Raw, _: ColumnSpec) -> bool:
        if isinstance(raw, bool):
            return raw
        word = f"{raw:g}" if isinstance(raw, float) else str(raw).lower()
        if word not in _TRUTHS:
            raise BadCell(T("“{text}” is neither yes nor no. Write có or không, yes or no.", text=_quoted(str(raw))))
        return _TRUTHS[word]


def cleaned(text: str) -> str:
    """NFC, one kind of line end, no blanks around it, none of the signs that take no room; control signs are refused."""
    plain = normalised(text).replace("\r\n", "\n").replace("\r", "\n").translate(UNSEEN).strip()
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\n\t" for sign in plain):
        raise BadCell(T("The text holds invisible control characters. Type it anew instead of copying it."))
    return plain


def _as_text(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = _exact(raw)
        return f"{number:f}"
    raise BadCell(_turned(raw))


def _turned(raw: Raw) -> Message:
    if isinstance(raw, bool):
        return T("The spreadsheet has turned this text into true or false. Set the format of the cell to Text and write"
                 " it again.")  # fmt: skip
    return T("The spreadsheet has turned this text into a date. Set the format of the cell to Text and write it again.")


def _exact(raw: int | float | Decimal) -> Decimal:
    """A float as the digits that the spreadsheet shows; beyond fifteen digits it no longer knows what was typed."""
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float) and abs(raw) >= EXACT:
        raise BadCell(T("The number has more than 15 digits, and the spreadsheet has lost the last ones. Set the format"
                        " of the cell to Text and write it again."))  # fmt: skip
    number = Decimal(repr(raw)) if isinstance(raw, float) else raw
    if not number.is_finite():
        raise BadCell(T("Here stands no finite number."))
    return Decimal(int(number)) if number == number.to_integral_value() else number


def _without_time(moment: datetime) -> date:
    if moment.hour or moment.minute or moment.second or moment.microsecond:
        raise BadCell(T("Here stands a time of day beside the date. Write the date alone."))
    return moment.date()


def _chosen(text: str, allowed: tuple[Choice, ...]) -> str:
    for choice in allowed:
        if folded(text) in {folded(choice.code), folded(choice.titles.vi), folded(choice.titles.en)}:
            return choice.code
    raise BadCell(T("“{text}” is not one of the allowed values: {allowed}.", text=_quoted(text), allowed=_list(allowed)))


def _list(allowed: tuple[Choice, ...], most: int = 12) -> Bilingual:
    rest = "; …" if len(allowed) > most else ""
    titles = [choice.titles if choice.titles.whole else Bilingual(choice.code, choice.code) for choice in allowed[:most]]
    return Bilingual("; ".join(t.vi for t in titles) + rest, "; ".join(t.en for t in titles) + rest)


def _quoted(text: str, longest: int = 40) -> str:
    shown = "".join(sign for sign in text if sign.isprintable())
    return shown if len(shown) <= longest else shown[:longest] + "…"
