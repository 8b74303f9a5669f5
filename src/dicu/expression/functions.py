"""The built-in functions: a fixed set, each total. What has no answer is `NotComputable`, never an exception.

`sum`, `mean`, `median`, `min`, `max` and `count` take one list, or two or more values of one kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any

from dicu.expression.model import Kind, ListOf, Type, Value
from dicu.vocabulary.messages import Message, T

PLACES = 12  # most decimals, and most zeros, that `round` rounds to
BITS = 4096  # size of the largest numerator or denominator that is worked with


class NotComputable(StrEnum):
    """Why arithmetic has no answer although every value was there."""

    DIVISION_BY_ZERO = "division-by-zero"
    EMPTY = "empty"
    BAD_PLACES = "bad-places"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    UNDECIDED = "undecided"


Outcome = Value | NotComputable


@dataclass(frozen=True, slots=True)
class Function:
    """`typed` gives the type of the result, or None where the arguments do not fit; `takes` says what fits."""

    takes: Message
    typed: Callable[[tuple[Type, ...]], Type | None]
    apply: Callable[..., Outcome]


def divided(part: Fraction, whole: Fraction) -> Outcome:
    return part / whole if whole else NotComputable.DIVISION_BY_ZERO


def bounded(outcome: Outcome) -> Outcome:
    """A number that has grown beyond all figures of this world is not computed further."""
    if isinstance(outcome, Fraction) and max(outcome.numerator.bit_length(), outcome.denominator.bit_length()) > BITS:
        return NotComputable.TOO_LARGE
    return outcome


def _total(items: tuple[Fraction, ...]) -> Outcome:
    total: Outcome = Fraction(0)
    for item in items:
        total = bounded(total + item) if isinstance(total, Fraction) else total
    return total


def _mean(items: tuple[Fraction, ...]) -> Outcome:
    total = _total(items)
    if not items:
        return NotComputable.EMPTY
    return total / len(items) if isinstance(total, Fraction) else total


def _median(items: tuple[Fraction, ...]) -> Outcome:
    if not items:
        return NotComputable.EMPTY
    ordered = sorted(items)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _rounded(value: Fraction, places: Fraction) -> Outcome:
    """Half away from zero, as the yearbooks of both countries do."""
    if places.denominator != 1 or abs(places) > PLACES:
        return NotComputable.BAD_PLACES
    scale = Fraction(10) ** int(places)
    size = Fraction(floor(abs(value) * scale + Fraction(1, 2))) / scale
    return -size if value < 0 else size


def _days(first: date, last: date) -> Outcome:
    return Fraction((last - first).days)


def _change(new: Fraction, old: Fraction) -> Outcome:
    return new / old - 1 if old else NotComputable.DIVISION_BY_ZERO


def _gathered(types: tuple[Type, ...]) -> Kind | None:
    """The one kind of the values of an aggregate: from its list, or from two or more values."""
    if len(types) == 1:
        return types[0].of if isinstance(types[0], ListOf) else None
    first = types[0] if types else None
    return first if isinstance(first, Kind) and set(types) == {first} else None


def _aggregate(takes: Message, work: Callable[[Any], Outcome], gives: Kind | None, *kinds: Kind) -> Function:
    """A function over many values of one of the kinds. `gives` None: the result is of the kind of the values."""

    def typed(types: tuple[Type, ...]) -> Type | None:
        kind = _gathered(types)
        return (gives or kind) if kind in kinds else None

    def apply(*values: Any) -> Outcome:
        return work(values[0] if isinstance(values[0], tuple) else values)

    return Function(takes, typed, apply)


def _fixed(takes: Message, work: Callable[..., Outcome], *kinds: Kind) -> Function:
    """A function of exactly these arguments that gives a number."""
    return Function(takes, lambda types: Kind.NUMBER if types == kinds else None, work)


NUMBER, DAY = Kind.NUMBER, Kind.DAY
_NUMBERS = T("a list of numbers, or two or more numbers")
_ANY = T("a list, or two or more values of one kind")
_ORDERED = T("a list of numbers or of days, or two or more numbers or days")

FUNCTIONS: dict[str, Function] = {
    "min": _aggregate(_ORDERED, lambda items: min(items, default=NotComputable.EMPTY), None, NUMBER, DAY),
    "max": _aggregate(_ORDERED, lambda items: max(items, default=NotComputable.EMPTY), None, NUMBER, DAY),
    "sum": _aggregate(_NUMBERS, _total, NUMBER, NUMBER),
    "mean": _aggregate(_NUMBERS, _mean, NUMBER, NUMBER),
    "median": _aggregate(_NUMBERS, _median, NUMBER, NUMBER),
    "count": _aggregate(_ANY, lambda items: Fraction(len(items)), NUMBER, *Kind),
    "abs": _fixed(T("one number"), abs, NUMBER),
    "round": _fixed(T("a number and how many decimals to keep"), _rounded, NUMBER, NUMBER),
    "days": _fixed(T("two days, the earlier one first"), _days, DAY, DAY),
    "share": _fixed(T("two numbers: the part and the whole"), divided, NUMBER, NUMBER),
    "change": _fixed(T("two numbers: the new one and the old one"), _change, NUMBER, NUMBER),
}
