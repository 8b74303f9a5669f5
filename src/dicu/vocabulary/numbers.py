"""Numbers as Vietnamese and English readers write them, and numbers as officers type them into a form.

Vietnamese groups thousands with a point and writes a decimal comma; English does the reverse. The same characters mean
different numbers, so `read` is told the language of the form and refuses whatever does not fit it. This is the only
place in the house that rounds for display: half away from zero, as the statistical yearbooks of both countries do.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from dicu.vocabulary.bilingual import LANGUAGES, Language
from dicu.vocabulary.messages import Message, Refused, T

NO_BREAK_SPACE = "\u00a0"
LONGEST = 40  # characters; a figure of a review has at most about twenty


class BadNumber(Refused):
    """What was typed is not a number in the language of the form."""


class Separators(NamedTuple):
    thousands: str
    decimal: str


SEPARATORS: dict[Language, Separators] = {"vi": Separators(".", ","), "en": Separators(",", ".")}

# Spaces that group thousands, and the full-width characters of an East Asian keyboard: read as the plain ones.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2008\u2009\u202f"), " ")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)}
_PLAIN: dict[int, int | str] = {**_SPACES, **_FULL_WIDTH, 0x2212: "-", 0x2010: "-", 0x2011: "-", 0x3000: " "}
_WORDS = {"nan", "inf", "infinity"}


def written(value: int | Decimal | Fraction, language: Language, decimals: int | None = None) -> str:
    """The number in writing: 1.234.567,89 (vi), 1,234,567.89 (en).

    Without `decimals` every digit the value has is written. ValueError: not finite, or a fraction without an end.
    """
    whole, part = _digits(value, decimals)
    thousands, decimal = SEPARATORS[language]
    grouped = f"{int(whole):,}".replace(",", thousands)
    sign = "-" if value < 0 and (whole + part).strip("0") else ""  # never “-0”
    return sign + grouped + (decimal + part if part else "")


def percent(value: int | Decimal | Fraction, language: Language, decimals: int | None = None) -> str:
    """A value that is already in per cent (62.5, not 0.625), with its sign: 62,5 % (vi), 62.5 % (en).

    A no-break space keeps the number and its sign on one line.
    """
    return written(value, language, decimals) + NO_BREAK_SPACE + "%"


def read(text: str, language: Language) -> Decimal:
    """The number that was typed into a form of this language, exactly; raises BadNumber with the reason.

    Spaces of all kinds may group thousands. Full-width digits and signs are read as plain ones.
    """
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN).strip(" ")
    if not plain:
        raise BadNumber(T("A number is expected here, but nothing was written. If there is no value, choose a reason."))
    if len(plain) > LONGEST:
        raise BadNumber(T("This is too long for a number: {length} characters; at most {limit} are accepted.",
                          length=len(plain), limit=LONGEST))  # fmt: skip
    number = _parsed(plain, language)
    if number is None:
        raise BadNumber(_reason(plain, language))
    return number


def _digits(value: int | Decimal | Fraction, decimals: int | None) -> tuple[str, str]:
    """The digits before and after the separator, without sign."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} cannot be written as a number")
    exact = abs(Fraction(value))
    places = _places(value) if decimals is None else decimals
    scaled = str(floor(exact * 10**places + Fraction(1, 2))).zfill(places + 1)
    return (scaled[:-places], scaled[-places:]) if places else (scaled, "")


def _places(value: int | Decimal | Fraction) -> int:
    """How many decimals the value has of its own."""
    if isinstance(value, int):
        return 0
    if isinstance(value, Decimal):
        return max(0, -int(value.as_tuple().exponent))
    places = value.denominator.bit_length()  # a terminating fraction never needs more
    if (10**places) % value.denominator:
        raise ValueError(f"{value} has no end in decimals: say how many to write")
    return next(n for n in range(places + 1) if (10**n) % value.denominator == 0)


def _parsed(plain: str, language: Language) -> Decimal | None:
    match = _form(language).fullmatch(plain)
    if not match:
        return None
    sign, whole, part = match["sign"], re.sub(r"\D", "", match["whole"]), match["part"] or ""
    number = Decimal(f"{sign}{whole}.{part}" if part else f"{sign}{whole}")
    return number if number else number.copy_abs()  # there is no minus zero on paper


def _form(language: Language) -> re.Pattern[str]:
    """Groups are of three, all divided alike, and never begin with zero: 0.123 in a Vietnamese form is a slip."""
    thousands, decimal = re.escape(SEPARATORS[language].thousands), re.escape(SEPARATORS[language].decimal)
    grouped = rf"[1-9][0-9]{{0,2}}(?:(?:{thousands}[0-9]{{3}})+|(?: [0-9]{{3}})+)"
    return re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>{grouped}|[0-9]+)(?:{decimal}(?P<part>[0-9]+))?")


def _reason(plain: str, language: Language) -> Message:
    shown = "".join(c for c in plain if c.isprintable())
    if plain.lower().strip("+-") in _WORDS or not any(c in "0123456789" for c in plain):
        return T("“{text}” is not a number. If there is no value, leave the number empty and choose the reason.",
                 text=shown)  # fmt: skip
    if any(c.isalpha() or c in "%‰$₫€£" for c in plain):
        return T("“{text}” has words or signs beside the number. Write the number alone: the unit stands beside"
                 " the field.", text=shown)  # fmt: skip
    return _wrong_separators(plain, shown, language)


def _wrong_separators(plain: str, shown: str, language: Language) -> Message:
    meant = next((m for other in LANGUAGES if other != language and (m := _parsed(plain, other)) is not None), None)
    example = written(meant if meant is not None else Decimal("1234567.89"), language)
    if language == "vi":
        return T("“{text}” cannot be read in a Vietnamese form: the point groups thousands by three and the comma"
                 " stands before the decimals. Write for example {example}.", text=shown, example=example)  # fmt: skip
    return T("“{text}” cannot be read in an English form: the comma groups thousands by three and the point"
             " stands before the decimals. Write for example {example}.", text=shown, example=example)  # fmt: skip
