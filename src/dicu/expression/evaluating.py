"""Working an expression out. Total: a checked expression has a result in every world of its types, in bounded time.

A missing value makes whatever needs it missing, with its reason; of two, the one on the left speaks. `and` and `or`
need the missing side only where the other does not settle the matter. Of `if`, only the chosen branch is worked out.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dicu.expression.checking import check
from dicu.expression.functions import FUNCTIONS, NotComputable, Outcome, bounded, divided
from dicu.expression.model import (
    Binary,
    Call,
    Conditional,
    Expression,
    IsMissing,
    ListLiteral,
    Lookup,
    Type,
    Unary,
    Value,
)
from dicu.expression.world import Reason, World, received
from dicu.expression.writing import written
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Missing

SHOWN = 120  # signs of an expression that a sentence quotes


@dataclass(frozen=True, slots=True)
class Absent:
    """No value: the code of the reason, and the sentence that names the place."""

    reason: Reason
    message: Message


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read, and from what: the link between a figure and its source."""

    lookup: Lookup
    value: Value | None
    origin: object
    missing: Message | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the expression, worked out; literals are not steps."""

    expression: Expression
    value: Value | None
    missing: Message | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A value, or why there is none; what was read (each lookup once, in order) and the steps, innermost first."""

    value: Value | None
    missing: Message | None
    readings: tuple[Reading, ...]
    steps: tuple[Step, ...]
    reason: Reason | None = None


def evaluate(expression: Expression, world: World) -> Result:
    """The result in this world. Raises `BadExpression` if the expression does not fit the types of the world, and
    nothing else of its own; what the world raises (its database is gone) passes through."""
    check(expression, world.types)
    work = _Work(world)
    outcome = work.out(expression)
    value, missing = _both(outcome)
    reason = outcome.reason if isinstance(outcome, Absent) else None
    return Result(value, missing, tuple(work.readings.values()), tuple(work.steps), reason)


@dataclass(slots=True)
class _Work:
    world: World
    readings: dict[Lookup, Reading] = field(default_factory=dict)
    answers: dict[Lookup, Value | Absent] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def out(self, node: Expression) -> Value | Absent:
        work = _WORK.get(type(node))
        if work is None:
            return node.value  # type: ignore[union-attr]  # whatever has no rule of its own is a literal
        outcome = work(self, node)
        self.steps.append(Step(node, *_both(outcome)))
        return outcome

    def lookup(self, node: Lookup) -> Value | Absent:
        if node not in self.answers:
            answer = self.world.lookup(node)
            outcome = _found(received(answer, self.promised(node)), node)
            value, missing = _both(outcome)
            self.answers[node] = outcome
            self.readings[node] = Reading(node, value, answer.origin, missing)
        return self.answers[node]

    def promised(self, node: Lookup) -> Type:
        return self.world.types[node.name].gives

    def unary(self, node: Unary) -> Value | Absent:
        return self.applied(node, operator.neg if node.operator == "-" else operator.not_, (node.operand,))

    def binary(self, node: Binary) -> Value | Absent:
        if node.operator in {"and", "or"}:
            return self.settled(node, node.operator == "or")
        return self.applied(node, _OPERATORS[node.operator], (node.left, node.right))

    def settled(self, node: Binary, by: bool) -> Value | Absent:
        """`or` is settled by one true side, `and` by one false side, whatever the other is."""
        left = self.out(node.left)
        if left is by:
            return by
        right = self.out(node.right)
        return left if isinstance(left, Absent) and right is not by else right

    def is_missing(self, node: IsMissing) -> Value | Absent:
        return isinstance(self.out(node.operand), Absent)

    def conditional(self, node: Conditional) -> Value | Absent:
        condition = self.out(node.condition)
        if isinstance(condition, Absent):
            return condition
        return self.out(node.yes if condition else node.no)

    def call(self, node: Call) -> Value | Absent:
        return self.applied(node, FUNCTIONS[node.function].apply, node.arguments)

    def list_literal(self, node: ListLiteral) -> Value | Absent:
        return self.applied(node, lambda *items: items, node.items)

    def applied(self, node: Expression, work: Callable[..., Outcome], operands: tuple[Expression, ...]) -> Value | Absent:
        values = [self.out(operand) for operand in operands]
        absent = next((value for value in values if isinstance(value, Absent)), None)
        return absent or _computed(bounded(work(*values)), node)


_WORK: dict[type, Callable[[_Work, Any], Value | Absent]] = {
    Lookup: _Work.lookup,
    Unary: _Work.unary,
    Binary: _Work.binary,
    IsMissing: _Work.is_missing,
    Conditional: _Work.conditional,
    Call: _Work.call,
    ListLiteral: _Work.list_literal,
}

_OPERATORS: dict[str, Callable[[Any, Any], Outcome]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divided,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, items: item in items,
}

_MISSING: dict[Reason, Message] = {
    Missing.NOT_COLLECTED: T("not collected"),
    Missing.NOT_AVAILABLE_YET: T("not available yet"),
    Missing.NOT_APPLICABLE: T("not applicable"),
    Missing.SUPPRESSED: T("withheld to protect people"),
    Missing.REFUSED: T("the source refused to give it"),
    Missing.NOT_COMPUTABLE: T("its denominator is zero or missing"),
    NotComputable.DIVISION_BY_ZERO: T("it was divided by zero"),
    NotComputable.EMPTY: T("there is nothing to count from"),
    NotComputable.BAD_PLACES: T("it was rounded to a number of decimals that does not exist"),
    NotComputable.TOO_LARGE: T("the number is too large to work with"),
    NotComputable.WRONG_KIND: T("the source gave something of another kind"),
    NotComputable.UNKNOWN: T("it is not known"),
    NotComputable.AMBIGUOUS: T("it means several things here, and does not say which"),
    NotComputable.UNDECIDED: T("sources contradict each other, and nobody has decided which one stands"),
}


def reason_words(reason: Reason) -> Message:
    """Why there is no value, in words for people, without a full stop."""
    return _MISSING[reason]


def _found(found: Value | Reason, node: Lookup) -> Value | Absent:
    if isinstance(found, Missing | NotComputable):
        return Absent(found, T("{lookup} has no value: {reason}.", lookup=_short(node), reason=reason_words(found)))
    return found


def _computed(outcome: Outcome, node: Expression) -> Value | Absent:
    if isinstance(outcome, NotComputable):
        said = T("{expression} cannot be worked out: {reason}.", expression=_short(node), reason=reason_words(outcome))
        return Absent(outcome, said)
    return outcome


def _both(outcome: Value | Absent) -> tuple[Value | None, Message | None]:
    return (None, outcome.message) if isinstance(outcome, Absent) else (outcome, None)


def _short(node: Expression) -> str:
    text = written(node)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
