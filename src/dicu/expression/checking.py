"""The static checker: an expression that passes it can be evaluated in any world of these types without a fault."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

from dicu.expression.functions import FUNCTIONS
from dicu.expression.lexing import entered
from dicu.expression.model import (
    Binary,
    Call,
    Conditional,
    DayLiteral,
    Expression,
    IsMissing,
    Kind,
    ListLiteral,
    ListOf,
    Lookup,
    NumberLiteral,
    TextLiteral,
    TruthLiteral,
    Type,
    Unary,
)
from dicu.expression.refusals import BadExpression, type_words
from dicu.expression.world import Signature, WorldTypes
from dicu.vocabulary.messages import Message, T

KINDS: dict[type, Kind] = {
    NumberLiteral: Kind.NUMBER,
    TextLiteral: Kind.TEXT,
    TruthLiteral: Kind.TRUTH,
    DayLiteral: Kind.DAY,
}


def check(expression: Expression, world_types: WorldTypes, source: str = "") -> Type:
    """The type of the expression; raises `BadExpression` at the first place that makes no sense.

    Give the text it was parsed from as `source`, and the refusal shows the place with a caret."""
    return _Checker(world_types, entered(source)).type_of(expression)


class _Checker:
    def __init__(self, names: WorldTypes, source: str) -> None:
        self.names = names
        self.source = source

    def type_of(self, node: Expression) -> Type:
        rule = _RULES.get(type(node))
        return rule(self, node) if rule else KINDS[type(node)]

    def no(self, message: Message, at: int) -> NoReturn:
        raise BadExpression(message, at, self.source)

    def expect(self, node: Expression, wanted: Type, whose: Message) -> None:
        found = self.type_of(node)
        if found != wanted:
            self.no(
                T("{whose} must be {wanted}, but this is {found}.", whose=whose, wanted=type_words(wanted),
                  found=type_words(found)),
                node.at,
            )  # fmt: skip

    # -- operators ---------------------------------------------------------------------------------------------------

    def unary(self, node: Unary) -> Type:
        kind = Kind.NUMBER if node.operator == "-" else Kind.TRUTH
        self.expect(node.operand, kind, T("What follows {operator}", operator=node.operator))
        return kind

    def binary(self, node: Binary) -> Type:
        match node.operator:
            case "+" | "-" | "*" | "/":
                return self.both(node, Kind.NUMBER)
            case "and" | "or":
                return self.both(node, Kind.TRUTH)
            case "in":
                return self.membership(node)
        return self.comparison(node)

    def both(self, node: Binary, kind: Kind) -> Type:
        for side in (node.left, node.right):
            self.expect(side, kind, T("Each side of {operator}", operator=node.operator))
        return kind

    def membership(self, node: Binary) -> Type:
        item = self.type_of(node.left)
        if isinstance(item, ListOf):
            self.no(T("Before in stands a single value, not a list."), node.left.at)
        self.expect(node.right, ListOf(item), T("What follows {operator}", operator="in"))
        return Kind.TRUTH

    def comparison(self, node: Binary) -> Type:
        left = self.type_of(node.left)
        self.expect(node.right, left, T("The right side of {operator}", operator=node.operator))
        if node.operator not in {"=", "!="} and left not in {Kind.NUMBER, Kind.DAY}:
            self.no(T("Only numbers and days have an order; this is {found}.", found=type_words(left)), node.left.at)
        return Kind.TRUTH

    def is_missing(self, node: IsMissing) -> Type:
        self.type_of(node.operand)
        return Kind.TRUTH

    def conditional(self, node: Conditional) -> Type:
        self.expect(node.condition, Kind.TRUTH, T("What follows {operator}", operator="if"))
        result = self.type_of(node.yes)
        self.expect(node.no, result, T("What follows {operator}", operator="else"))
        return result

    # -- values ------------------------------------------------------------------------------------------------------

    def list_literal(self, node: ListLiteral) -> Type:
        kind = self.type_of(node.items[0])
        if isinstance(kind, ListOf):
            self.no(T("A list does not hold other lists."), node.items[0].at)
        for item in node.items[1:]:
            self.expect(item, kind, T("Each item of this list"))
        return ListOf(kind)

    def call(self, node: Call) -> Type:
        function = FUNCTIONS.get(node.function)
        if function is None:
            self.no(T("There is no function {name}.", name=node.function), node.at)
        result = function.typed(tuple(map(self.type_of, node.arguments)))
        if result is None:
            self.no(T("The function {name} takes {takes}.", name=node.function, takes=function.takes), node.at)
        return result

    def lookup(self, node: Lookup) -> Type:
        signature = self.names.get(node.name)
        if signature is None:
            self.no(self.unknown(node.name), node.at)
        if not signature.fewest <= len(node.arguments) <= len(signature.takes):
            self.no(_how_many(node, signature), node.at)
        for place, (argument, kind) in enumerate(zip(node.arguments, signature.takes, strict=False), 1):
            self.expect(argument, kind, T("Argument {place} of {name}", place=place, name=node.name))
        self.named(node, signature)
        return signature.gives

    def named(self, node: Lookup, signature: Signature) -> None:
        for key, argument in node.named:
            if key not in signature.named:
                known = ", ".join(sorted(signature.named)) or "—"
                self.no(T("{name} has no argument {key}. It has: {known}.", name=node.name, key=key, known=known),
                        argument.at)  # fmt: skip
            self.expect(argument, signature.named[key], T("Argument {place} of {name}", place=key, name=node.name))
        for key in sorted(signature.asked - {given for given, _ in node.named}):
            self.no(T("{name} has several answers: say which one with the argument {key}.", name=node.name, key=key), node.at)

    def unknown(self, name: str) -> Message:
        near = get_close_matches(name, self.names, n=1)
        if near:
            return T("Nothing here is called {name}. Did you mean {near}?", name=name, near=near[0])
        return T("Nothing here is called {name}.", name=name)


def _how_many(node: Lookup, signature: Signature) -> Message:
    if not signature.takes:
        return T("{name} takes no argument without a name.", name=node.name)
    return T(
        "{name} takes from {least} to {most} arguments without a name; given: {count}.",
        name=node.name,
        least=signature.fewest,
        most=len(signature.takes),
        count=len(node.arguments),
    )


_RULES: dict[type, Callable[[_Checker, Any], Type]] = {
    Unary: _Checker.unary,
    Binary: _Checker.binary,
    IsMissing: _Checker.is_missing,
    Conditional: _Checker.conditional,
    Call: _Checker.call,
    ListLiteral: _Checker.list_literal,
    Lookup: _Checker.lookup,
}
