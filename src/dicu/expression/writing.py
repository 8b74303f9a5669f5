"""An expression as text again: `parse(written(e)) == e` for every expression that can be parsed."""

from collections.abc import Callable
from typing import Any

from dicu.expression.model import (
    Binary,
    Call,
    Conditional,
    DayLiteral,
    Expression,
    IsMissing,
    ListLiteral,
    Lookup,
    NumberLiteral,
    TextLiteral,
    TruthLiteral,
    Unary,
)
from dicu.expression.parsing import COMPARE, NEGATE, NOT, POWERS

OPEN = 0  # the power of `if`, which reaches as far as it can
CLOSED = NEGATE + 1  # the power of what needs no parentheses anywhere


def written(expression: Expression) -> str:
    """The shortest usual way to write it, with parentheses only where they are needed."""
    return _WRITERS[type(expression)](expression)


def _unary(node: Unary) -> str:
    return f"not {_inside(node.operand, NOT)}" if node.operator == "not" else f"-{_inside(node.operand, NEGATE)}"


def _is_missing(node: IsMissing) -> str:
    return f"{_inside(node.operand, COMPARE + 1)} is missing"


def _conditional(node: Conditional) -> str:
    return f"if {written(node.condition)} then {written(node.yes)} else {written(node.no)}"


def _call(node: Call) -> str:
    return f"{node.function}({', '.join(map(written, node.arguments))})"


def _list(node: ListLiteral) -> str:
    return f"[{', '.join(map(written, node.items))}]"


def _binary(node: Binary) -> str:
    power = POWERS[node.operator]
    left = power + (power == COMPARE)  # comparisons do not follow one another
    return f"{_inside(node.left, left)} {node.operator} {_inside(node.right, power + 1)}"


def _lookup(node: Lookup) -> str:
    named = (f"{key}: {written(argument)}" for key, argument in node.named)
    between = ", ".join([*map(written, node.arguments), *named])
    return f"{node.name}[{between}]" if between else node.name


def _inside(node: Expression, least: int) -> str:
    return written(node) if _power(node) >= least else f"({written(node)})"


def _power(node: Expression) -> int:
    match node:
        case Unary():
            return NOT if node.operator == "not" else NEGATE
        case Binary():
            return POWERS[node.operator]
        case IsMissing():
            return COMPARE
        case Conditional():
            return OPEN
    return CLOSED


def _text(node: TextLiteral) -> str:
    escaped = node.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _truth(node: TruthLiteral) -> str:
    return "true" if node.value else "false"


def _day(node: DayLiteral) -> str:
    return f"@{node.value.isoformat()}"


def _number(node: NumberLiteral) -> str:
    top, bottom = node.value.numerator, node.value.denominator
    places = next(n for n in range(bottom.bit_length()) if not 10**n % bottom)
    digits = str(top * 10**places // bottom).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


_WRITERS: dict[type, Callable[[Any], str]] = {
    Unary: _unary,
    Binary: _binary,
    IsMissing: _is_missing,
    Conditional: _conditional,
    Call: _call,
    ListLiteral: _list,
    Lookup: _lookup,
    NumberLiteral: _number,
    TextLiteral: _text,
    TruthLiteral: _truth,
    DayLiteral: _day,
}
