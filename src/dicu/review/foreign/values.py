"""What stands in a cell of figures: a number, a reason why there is none, or something that is neither.

A number in a foreign file is digits with a decimal point. `1,234` may mean two things and is refused, even where another row of the
same file would settle it: a column that is read in part is worse than one that is refused in part.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dicu.vocabulary.observation import Missing
from dicu.vocabulary.text import normalised

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?")
"""Numbers that are kept as they are written. A minus zero is none of them for the caller to mind: see `read_value`."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+)?")
_MARK = re.compile(r"(?<=[0-9.])\s*(?P<mark>[*†‡]+|\((?:p|e|r|b|f)\))\Z", re.IGNORECASE)
_QUALIFIED = re.compile(r"(?P<sign>>=|≥|>|~|≈)\s*(?P<rest>.+)")
_QUALIFIERS = {">=": "at-least", "≥": "at-least", ">": "more-than", "~": "about", "≈": "about"}
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")

_NO, _LATER, _NEVER, _HIDDEN = Missing.NOT_COLLECTED, Missing.NOT_AVAILABLE_YET, Missing.NOT_APPLICABLE, Missing.SUPPRESSED
MARKERS: dict[str, Missing] = {
    **dict.fromkeys(("na", "#n/a", "nan", "null", "none", "..", "...", "…", ":", ".", "-", "--", "–", "—", "n.d.", "nd", "no data"), _NO),
    **dict.fromkeys(("không có số liệu", "không có", "không thu thập", "not collected", "not available", "missing"), _NO),
    **dict.fromkeys(("n/a", "n.a.", "n.a"), _NO),
    **dict.fromkeys(("not available yet", "not yet available", "chưa có số liệu", "chưa có"), _LATER),
    **dict.fromkeys(("not applicable", "không áp dụng"), _NEVER),
    **dict.fromkeys(("c", "(c)", "confidential", "suppressed", "bảo mật"), _HIDDEN),
}
"""Words and signs for “no value”, in small letters. A dash is not read as zero, although some yearbooks mean that by it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Either a `number` in plain digits, or the code of why it is `missing`, or neither: then it is no figure.
    `odd` is the rule that should be told of the spelling; `mark` a footnote mark."""

    number: str | None = None
    missing: str | None = None
    qualifier: str = ""
    odd: str = ""
    mark: str = ""


@lru_cache(maxsize=100_000)
def read_value(text: str) -> Figure:
    """The figure of a cell that has been cleaned of blanks."""
    if PLAIN.fullmatch(text) and not (text.startswith("-0") and not text.strip("-0.")):
        return Figure(text)
    if not text:
        return Figure(missing=_NO.value)
    plain = _BLANKS.sub(" ", normalised(text)).replace("\u2212", "-").strip()
    if plain.casefold() in MARKERS:
        return Figure(missing=MARKERS[plain.casefold()].value, odd="F25")
    return _spelled(plain)


def _spelled(plain: str) -> Figure:
    mark = _MARK.search(plain)
    bare = plain[: mark.start()] if mark else plain
    qualified = _QUALIFIED.fullmatch(bare)
    number = _number(qualified["rest"] if qualified else bare)
    if number is None:
        return Figure()
    odd = "F31" if mark else "" if number == bare else "F24"
    return Figure(number, None, _QUALIFIERS[qualified["sign"]] if qualified else "", odd, mark["mark"] if mark else "")


def _number(text: str) -> str | None:
    if _GROUPED.fullmatch(text):
        text = text.replace(" ", "")
    return plain_digits(Decimal(text)) if _NUMBER.fullmatch(text) else None


def plain_digits(number: Decimal) -> str:
    """A number in digits, without an exponent; zero has no sign."""
    return f"{number if number else number.copy_abs():f}"


def multiplied(number: str, power: int) -> str:
    """The number times ten to a power, exactly: 1.5 and 3 give 1500."""
    if not power:
        return number
    scaled = Decimal(number).scaleb(power)
    whole = scaled.to_integral_value()
    return plain_digits(whole if power > 0 and scaled == whole else scaled)
