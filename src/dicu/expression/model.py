"""What an expression is made of. Every node is frozen, hashable, and equal to another by meaning, not by place.

`at` is where the node stood in its text (counted from 0, in the normalised text). It points error messages and takes no
part in equality, so that `parse(written(e)) == e`.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dicu.vocabulary.text import normalised

Scalar = Fraction | bool | str | date
Value = Scalar | tuple[Scalar, ...]

DIGITS = 30  # most digits before, and most digits after, the decimal point of a number


class Kind(StrEnum):
    """What a single value can be."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ListOf:
    """The type of a list. Its items are of one kind; there are no lists of lists."""

    of: Kind


Type = Kind | ListOf


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """An exact decimal that is not negative: a minus sign before it is an operator."""

    value: Fraction
    at: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.value < 0 or (self.value * 10**DIGITS).denominator != 1 or self.value >= 10**DIGITS:
            raise ValueError(f"{self.value} cannot be written as a decimal of at most {DIGITS} digits on each side")


@dataclass(frozen=True, slots=True)
class TextLiteral:
    value: str
    at: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", normalised(self.value))
        if not printable(self.value):
            raise ValueError("a text in an expression holds no line ends and no control characters")


@dataclass(frozen=True, slots=True)
class TruthLiteral:
    value: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DayLiteral:
    value: date
    at: int = field(default=0, compare=False)


Literal = NumberLiteral | TextLiteral | TruthLiteral | DayLiteral


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """Items between square brackets: at least one, all of one kind."""

    items: "tuple[Expression, ...]"
    at: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a list that is written down has at least one item, or it would have no type")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question to the world: `name[argument, …, key: argument]`. Arguments are literals, so what a formula reads is
    known before it runs. Named arguments stand in alphabetical order: two ways of asking one thing are one question."""

    name: str
    arguments: tuple[Literal, ...] = ()
    named: tuple[tuple[str, Literal], ...] = ()
    at: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", tuple(sorted(self.named, key=lambda pair: pair[0])))

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The arguments as plain values."""
        return tuple(argument.value for argument in self.arguments)

    @property
    def named_values(self) -> dict[str, Scalar]:
        return {key: argument.value for key, argument in self.named}


@dataclass(frozen=True, slots=True)
class Unary:
    """`-` before a number, `not` before a truth."""

    operator: str
    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`, `= != < <= > >=`, `in`, `and`, `or`. `at` is the place of the operator."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IsMissing:
    """`x is missing`: true or false, never missing itself."""

    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if condition then yes else no`: only the branch that is chosen is worked out."""

    condition: "Expression"
    yes: "Expression"
    no: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One of the built-in functions of `functions.py`."""

    function: str
    arguments: "tuple[Expression, ...]"
    at: int = field(default=0, compare=False)


Expression = Literal | ListLiteral | Lookup | Unary | Binary | IsMissing | Conditional | Call


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside this one, in the order they are written."""
    match expression:
        case Unary(operand=inner) | IsMissing(operand=inner):
            return (inner,)
        case Binary():
            return (expression.left, expression.right)
        case Conditional():
            return (expression.condition, expression.yes, expression.no)
        case Call(arguments=inside) | ListLiteral(items=inside):
            return inside
        case _:
            return ()


def reads(expression: Expression) -> tuple[Lookup, ...]:
    """Every question that the expression can ask of the world, each once, in the order they are written."""
    found: dict[Lookup, None] = {}
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Lookup):
            found.setdefault(node)
        waiting.extend(reversed(parts(node)))
    return tuple(found)


def printable(text: str) -> bool:
    """Is the text free of control characters, line ends and half characters?"""
    return all(unicodedata.category(sign) not in {"Cc", "Cs", "Zl", "Zp"} for sign in text)
