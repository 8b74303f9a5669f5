"""From tokens to a tree: a Pratt parser, in which each operator has a power and a stronger one binds first."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from dicu.expression.functions import FUNCTIONS
from dicu.expression.lexing import Token, entered, tokens
from dicu.expression.model import (
    Binary,
    Call,
    Conditional,
    DayLiteral,
    Expression,
    IsMissing,
    ListLiteral,
    Literal,
    Lookup,
    NumberLiteral,
    TextLiteral,
    TruthLiteral,
    Unary,
    parts,
)
from dicu.expression.refusals import BadExpression
from dicu.vocabulary.messages import Message, T

DEEPEST = 64  # levels of an expression inside an expression
ITEMS = 500  # items of a list, arguments of a function or a lookup

OR, AND, NOT, COMPARE, ADD, MULTIPLY, NEGATE = range(1, 8)
POWERS = {"or": OR, "and": AND, "in": COMPARE, "is": COMPARE, "+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY}
POWERS |= dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARE)

Item = TypeVar("Item")


def parse(text: str) -> Expression:
    """The expression that the text writes. Raises `BadExpression`, and nothing else, whatever the text is."""
    source = entered(text)
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.place = 0
        self.level = 0

    def whole(self) -> Expression:
        if self.next.kind == "end":
            raise self.no(T("The expression is empty."))
        expression = self.expression()
        self.expect("end", _unexpected)
        self.check_depth(expression)
        return expression

    # -- tokens ------------------------------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def took(self, kind: str) -> bool:
        found = self.next.kind == kind
        self.place += found and kind != "end"
        return found

    def expect(self, kind: str, otherwise: Callable[[Token], Message]) -> None:
        if not self.took(kind):
            raise self.no(otherwise(self.next))

    def no(self, message: Message, at: int | None = None) -> BadExpression:
        return BadExpression(message, self.next.at if at is None else at, self.source)

    # -- operators ---------------------------------------------------------------------------------------------------

    def expression(self, floor: int = 0) -> Expression:
        self.level += 1
        if self.level > DEEPEST:
            raise self.too_deep(self.next.at)
        left = self.prefix()
        while POWERS.get(self.next.kind, 0) > floor:
            left = self.infix(left)
        self.level -= 1
        return left

    def infix(self, left: Expression) -> Expression:
        token = self.take()
        power = POWERS[token.kind]
        node = self.is_missing(left, token.at) if token.kind == "is" else self.binary(left, token)
        if power == COMPARE and POWERS.get(self.next.kind) == COMPARE:
            raise self.no(T("Comparisons do not follow one another. Join them with and, or use parentheses."))
        return node

    def binary(self, left: Expression, token: Token) -> Expression:
        return Binary(token.kind, left, self.expression(POWERS[token.kind]), token.at)

    def is_missing(self, operand: Expression, at: int) -> Expression:
        negated = self.took("not")
        self.expect("missing", lambda _: T("After is stands missing: x is missing, or x is not missing."))
        node = IsMissing(operand, at)
        return Unary("not", node, at) if negated else node

    def prefix(self) -> Expression:
        token = self.take()
        rule = _PREFIX.get(token.kind)
        return rule(self, token) if rule else self.literal(token)

    def unary(self, token: Token) -> Expression:
        return Unary(token.kind, self.expression((NOT if token.kind == "not" else NEGATE) - 1), token.at)

    def conditional(self, token: Token) -> Expression:
        condition = self.expression()
        self.expect("then", lambda _: T("Here stands then: if … then … else …."))
        yes = self.expression()
        self.expect("else", lambda _: T("Here stands else: if … then … else …."))
        return Conditional(condition, yes, self.expression(), token.at)

    def list_literal(self, token: Token) -> Expression:
        return ListLiteral(self.several("]", self.expression), token.at)

    def in_parentheses(self, _: Token) -> Expression:
        inner = self.expression()
        self.expect(")", lambda token: _unclosed(")", token))
        return inner

    # -- names -------------------------------------------------------------------------------------------------------

    def name(self, token: Token) -> Expression:
        return self.call(token) if self.next.kind == "(" else self.lookup(token)

    def call(self, token: Token) -> Expression:
        if token.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise self.no(T("There is no function {name}. There are: {known}.", name=token.text, known=known), token.at)
        self.take()
        return Call(token.text, self.several(")", self.expression), token.at)

    def lookup(self, token: Token) -> Expression:
        if token.text in FUNCTIONS:
            raise self.no(T("After the function {name} stands an opening parenthesis.", name=token.text))
        found: tuple[tuple[str, Literal], ...] = self.several("]", self.argument) if self.took("[") else ()
        plain = tuple(literal for key, literal in found if not key)
        named = tuple((key, literal) for key, literal in found if key)
        return Lookup(token.text, plain, self.checked_names(named), token.at)

    def argument(self) -> tuple[str, Literal]:
        token = self.take()
        if self.next.kind != ":":
            return "", self.literal(token, _only_literals)
        if token.kind != "name" or "." in token.text:
            raise self.no(T("Before a colon stands a plain name that is no word of the language."), token.at)
        self.take()
        return token.text, self.literal(self.take(), _only_literals)

    def checked_names(self, named: tuple[tuple[str, Literal], ...]) -> tuple[tuple[str, Literal], ...]:
        seen: set[str] = set()
        for key, literal in named:
            if key in seen:
                raise self.no(T("The argument {name} is given twice.", name=key), literal.at)
            seen.add(key)
        return named

    def several(self, end: str, item: Callable[[], Item]) -> tuple[Item, ...]:
        items = [item()]
        while self.took(","):
            if len(items) == ITEMS:
                raise self.no(T("A list has at most {limit} items.", limit=ITEMS))
            items.append(item())
        self.expect(end, lambda token: _unclosed(end, token))
        return tuple(items)

    # -- values ------------------------------------------------------------------------------------------------------

    def literal(self, token: Token, otherwise: Callable[[Token], Message] | None = None) -> Literal:
        match token.kind:
            case "number":
                return NumberLiteral(Fraction(token.text), token.at)
            case "text":
                return TextLiteral(re.sub(r"\\(.)", r"\1", token.text[1:-1]), token.at)
            case "day":
                return DayLiteral(date.fromisoformat(token.text[1:]), token.at)
            case "true" | "false":
                return TruthLiteral(token.kind == "true", token.at)
        raise self.no((otherwise or _no_value)(token), token.at)

    # -- bounds ------------------------------------------------------------------------------------------------------

    def check_depth(self, whole: Expression) -> None:
        """A long chain of operators nests as deeply as parentheses do; no recursion here, for it may be very deep."""
        waiting = [(whole, 1)]
        while waiting:
            node, depth = waiting.pop()
            if depth > DEEPEST:
                raise self.too_deep(node.at)
            waiting.extend((part, depth + 1) for part in parts(node))

    def too_deep(self, at: int) -> BadExpression:
        return self.no(
            T(
                "The expression is nested more than {limit} levels deep. For a long chain write sum([…]) or x in […].",
                limit=DEEPEST,
            ),
            at,
        )


_PREFIX: dict[str, Callable[[_Parser, Token], Expression]] = {
    "-": _Parser.unary,
    "not": _Parser.unary,
    "if": _Parser.conditional,
    "(": _Parser.in_parentheses,
    "[": _Parser.list_literal,
    "name": _Parser.name,
}


def _unexpected(token: Token) -> Message:
    if token.kind == ",":
        return T("A comma does not belong here. Decimals are written with a point, as in 1234.5.")
    if token.kind == "=":
        return T("Equality is written with one sign: a = b.")
    return T("An operator is missing before {token}.", token=token.text)


def _no_value(token: Token) -> Message:
    if token.kind == "end":
        return T("The expression ends where a value should stand.")
    if token.kind == "=":
        return T("Equality is written with one sign: a = b.")
    return T("A value should stand here, not {token}.", token=token.text)


def _only_literals(token: Token) -> Message:
    return T("Between the brackets of a lookup stand only numbers, texts in quotation marks, days, true and false.")


def _unclosed(end: str, token: Token) -> Message:
    if token.kind == "end":
        return T("The closing {sign} is missing.", sign=end)
    return T("Here stands a comma or {sign}, not {token}.", sign=end, token=token.text)
