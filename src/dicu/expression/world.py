"""What an expression can ask: a world says which names it has, of which type, and answers one question at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from dicu.expression.functions import BITS, NotComputable
from dicu.expression.model import Kind, ListOf, Lookup, Scalar, Type, Value
from dicu.vocabulary.observation import Missing
from dicu.vocabulary.text import normalised

Reason = Missing | NotComputable

LISTED = 10_000  # items of a list that a world may answer


@dataclass(frozen=True, slots=True)
class Signature:
    """What a name gives, and what stands between its brackets: the kinds of its arguments in order, of which the first
    `least` must be given (all, unless said otherwise), and the kinds of its named arguments, which may be left out except
    those in `asked`: without them the question has several answers."""

    gives: Type
    takes: tuple[Kind, ...] = ()
    named: Mapping[str, Kind] = field(default_factory=dict)
    least: int | None = None
    asked: frozenset[str] = frozenset()

    @property
    def fewest(self) -> int:
        return len(self.takes) if self.least is None else self.least


WorldTypes = Mapping[str, Signature]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a world says to a lookup: a value, or why there is none. `origin` is whatever the value was taken from.

    Numbers may be int, Decimal or Fraction, never float. ValueError unless exactly one of `value` and `missing` is
    given.
    """

    value: Value | int | Decimal | list[Scalar] | None = None
    missing: Reason | None = None
    origin: object = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing is None):
            raise ValueError("an answer gives either a value or the reason why it is missing")


class World(Protocol):
    """Where lookups are answered. `lookup` is asked only for names in `types`, with arguments that fit, and once for
    each different lookup of one evaluation."""

    @property
    def types(self) -> WorldTypes: ...

    def lookup(self, lookup: Lookup) -> Answer: ...


def received(answer: Answer, type_: Type) -> Value | Reason:
    """The value of an answer as the language works with it, if it is of the type that was promised."""
    if answer.missing is not None:
        return answer.missing
    if not isinstance(type_, ListOf):
        return _scalar(answer.value, type_)
    if not isinstance(answer.value, tuple | list):
        return NotComputable.WRONG_KIND
    return _items(answer.value, type_.of)


def _items(values: tuple[Scalar, ...] | list[Scalar], kind: Kind) -> Value | NotComputable:
    if len(values) > LISTED:
        return NotComputable.TOO_LARGE
    items: list[Scalar] = []
    for value in values:
        item = _scalar(value, kind)
        if isinstance(item, NotComputable):
            return item
        items.append(item)
    return tuple(items)


def _scalar(value: object, kind: Kind) -> Scalar | NotComputable:
    match kind, value:
        case Kind.TRUTH, bool():
            return value
        case Kind.NUMBER, int() | Fraction() | Decimal() if not isinstance(value, bool):
            return _number(value)
        case Kind.TEXT, str():
            return normalised(str(value))  # a plain str also where the world gave a member of an enumeration
        case Kind.DAY, date() if not isinstance(value, datetime):
            return value
    return NotComputable.WRONG_KIND


def _number(value: int | Fraction | Decimal) -> Scalar | NotComputable:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return NotComputable.WRONG_KIND
        if abs(value.adjusted()) > BITS // 4 or len(value.as_tuple().digits) > BITS // 4:
            return NotComputable.TOO_LARGE
    exact = Fraction(value)
    large = max(exact.numerator.bit_length(), exact.denominator.bit_length()) > BITS
    return NotComputable.TOO_LARGE if large else exact
