"""The language against a second interpreter, written for this test only.

The other one walks the same tree but shares no arithmetic: its numbers are pairs of whole numbers that are never reduced,
its days are ordinals, and a missing value is an exception. Reasons are not compared, values are.
"""

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples

from dicu.expression import (
    Answer,
    BadExpression,
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
    Signature,
    TextLiteral,
    TruthLiteral,
    Unary,
    check,
    evaluate,
    parse,
    reads,
    written,
)
from dicu.vocabulary.observation import Missing

NUMBER, TRUTH, TEXT, DAY = Kind
ANSWERS: dict[str, Answer] = {
    "n.one": Answer(7),
    "n.two": Answer(Fraction(-5, 3)),
    "n.zero": Answer(0),
    "n.gone": Answer(missing=Missing.NOT_COLLECTED),
    "b.yes": Answer(True),
    "b.gone": Answer(missing=Missing.SUPPRESSED),
    "t.word": Answer("gần"),
    "d.day": Answer(date(2024, 2, 29)),
    "d.gone": Answer(missing=Missing.REFUSED),
    "l.numbers": Answer([1, 2, Fraction(1, 2)]),
    "l.none": Answer(()),
    "l.gone": Answer(missing=Missing.NOT_APPLICABLE),
}
GIVES = {"n": NUMBER, "b": TRUTH, "t": TEXT, "d": DAY, "l": ListOf(NUMBER)}


class World:
    types = {name: Signature(GIVES[name[0]]) for name in ANSWERS}

    def lookup(self, lookup: Lookup) -> Answer:
        return ANSWERS[lookup.name]


# -- expressions that make sense ---------------------------------------------------------------------------------------

decimals = st.builds(lambda n, p: Fraction(n, 10**p), st.integers(0, 10**6), st.integers(0, 4))
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=6)
LITERALS: dict[Any, st.SearchStrategy[Any]] = {
    NUMBER: st.builds(NumberLiteral, decimals),
    TRUTH: st.builds(TruthLiteral, st.booleans()),
    TEXT: st.builds(TextLiteral, words),
    DAY: st.builds(DayLiteral, st.dates()),
}


@cache
def lookups(type_: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([Lookup(name) for name, signature in World.types.items() if signature.gives == type_])


@cache
def lists(kind: Kind, depth: int) -> st.SearchStrategy[Any]:
    items = st.lists(expressions(kind, depth - 1), min_size=1, max_size=3)
    written_out = items.map(lambda found: ListLiteral(tuple(found)))
    return written_out | lookups(ListOf(kind)) if kind == NUMBER else written_out


def calls(names: list[str], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Call, st.sampled_from(names), st.tuples(*arguments))


def binaries(operators: str, left: st.SearchStrategy[Any], right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Binary, st.sampled_from(operators.split()), left, right)


@cache
def numbers(depth: int) -> st.SearchStrategy[Any]:
    inner, days, items = expressions(NUMBER, depth - 1), expressions(DAY, depth - 1), lists(NUMBER, depth)
    several = ["sum", "mean", "median", "min", "max", "count"]
    return st.one_of(
        binaries("+ - * /", inner, inner),
        binaries("+ - * /", inner, binaries("+ - * /", inner, inner)),
        st.builds(Unary, st.just("-"), inner),
        calls(several, items),
        calls(several, inner, inner, inner),
        calls(["abs"], inner),
        calls(["round"], inner, st.builds(NumberLiteral, st.integers(0, 13).map(Fraction))),
        calls(["share", "change"], inner, inner),
        calls(["days"], days, days),
        calls(["count"], lists(TEXT, depth)),
    )


@cache
def truths(depth: int) -> st.SearchStrategy[Any]:
    inner, some, days = (expressions(kind, depth - 1) for kind in (TRUTH, NUMBER, DAY))
    words_ = expressions(TEXT, depth - 1)
    return st.one_of(
        binaries("and or = !=", inner, inner),
        binaries("= != < <= > >=", some, some),
        binaries("= != < <= > >=", days, days),
        binaries("= !=", words_, words_),
        binaries("in", some, lists(NUMBER, depth)),
        binaries("in", words_, lists(TEXT, depth)),
        st.builds(Unary, st.just("not"), inner),
        st.builds(IsMissing, st.one_of(inner, some, days)),
    )


@cache
def expressions(kind: Kind, depth: int = 4) -> st.SearchStrategy[Any]:
    leaves = LITERALS[kind] | lookups(kind)
    if depth <= 0:
        return leaves
    inner = st.deferred(lambda: expressions(kind, depth - 1))
    choice = st.builds(Conditional, st.deferred(lambda: expressions(TRUTH, depth - 1)), inner, inner)
    deeper = {NUMBER: numbers, TRUTH: truths}.get(kind)
    return leaves | choice | st.deferred(lambda: deeper(depth)) if deeper else leaves | choice


anything = expressions(NUMBER) | expressions(TRUTH) | expressions(TEXT) | expressions(DAY)


# -- the other interpreter ---------------------------------------------------------------------------------------------


class Gone(Exception):
    """There is no value here."""


def other(node: Expression) -> Any:
    match node:
        case NumberLiteral():
            return pair(node.value)
        case TextLiteral() | TruthLiteral():
            return node.value
        case DayLiteral():
            return ("day", node.value.toordinal())
        case Lookup():
            return other_lookup(ANSWERS[node.name])
        case ListLiteral():
            return [other(item) for item in node.items]
        case Conditional():
            return other(node.yes if other(node.condition) else node.no)
        case IsMissing():
            return present(node.operand) is None
        case Unary():
            inner = other(node.operand)
            return (-inner[0], inner[1]) if node.operator == "-" else not inner
        case Call():
            return other_call(node.function, [other(argument) for argument in node.arguments])
        case Binary():
            return other_logic(node) if node.operator in ("and", "or") else other_binary(node)


def pair(value: Fraction | int) -> tuple[int, int]:
    return (Fraction(value).numerator, Fraction(value).denominator)


def other_lookup(answer: Answer) -> Any:
    value: Any = answer.value
    if value is None:
        raise Gone
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return ("day", value.toordinal())
    return [pair(item) for item in value] if isinstance(value, list | tuple) else pair(value)


def present(node: Expression) -> Any:
    try:
        return [other(node)]
    except Gone:
        return None


def other_logic(node: Binary) -> bool:
    sides = [present(node.left), present(node.right)]
    settled = node.operator == "or"
    if [settled] in sides:
        return settled
    if None in sides:
        raise Gone
    return not settled


def other_binary(node: Binary) -> Any:
    left, right = other(node.left), other(node.right)
    if node.operator in "+-*/":
        return arithmetic(node.operator, left, right)
    if node.operator == "in":
        return any(order(left, item) == 0 for item in right)
    sign = order(left, right)
    return {"=": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[node.operator]


def arithmetic(sign: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    if sign in "+-":
        second = b[0] if sign == "+" else -b[0]
        return (a[0] * b[1] + second * a[1], a[1] * b[1])
    if sign == "*":
        return (a[0] * b[0], a[1] * b[1])
    if b[0] == 0:
        raise Gone
    top, bottom = a[0] * b[1], a[1] * b[0]
    return (top, bottom) if bottom > 0 else (-top, -bottom)


def order(a: Any, b: Any) -> int:
    if isinstance(a, tuple) and a[0] != "day":
        a, b = a[0] * b[1], b[0] * a[1]
    return (a > b) - (a < b)


def other_call(name: str, values: list[Any]) -> Any:
    simple = {"abs": lambda: (abs(values[0][0]), values[0][1]), "round": lambda: rounded(*values)}
    simple |= {"share": lambda: arithmetic("/", *values), "change": lambda: change(*values)}
    simple |= {"days": lambda: (values[1][1] - values[0][1], 1)}
    if name in simple:
        return simple[name]()
    return aggregate(name, values[0] if isinstance(values[0], list) else values)


def change(new: Any, old: Any) -> Any:
    return arithmetic("/", arithmetic("-", new, old), old)


def rounded(value: tuple[int, int], places: tuple[int, int]) -> tuple[int, int]:
    if places[0] > 12:
        raise Gone
    scale = 10 ** places[0]
    whole, rest = divmod(abs(value[0]) * scale, value[1])
    whole += 2 * rest >= value[1]
    return (whole if value[0] >= 0 else -whole, scale)


def aggregate(name: str, items: list[Any]) -> Any:
    if name == "count":
        return (len(items), 1)
    if name != "sum" and not items:
        raise Gone
    total = (0, 1)
    for item in items if name in ("sum", "mean") else []:
        total = arithmetic("+", total, item)
    if name in ("sum", "mean"):
        return total if name == "sum" else (total[0], total[1] * len(items))
    return placed(name, items)


def placed(name: str, items: list[Any]) -> Any:
    ordered: list[Any] = []
    for item in items:  # insertion sort
        place = next((i for i, other_ in enumerate(ordered) if order(item, other_) < 0), len(ordered))
        ordered.insert(place, item)
    if name == "median":
        low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
        return arithmetic("/", arithmetic("+", low, high), (2, 1))
    return ordered[0 if name == "min" else -1]


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return date.fromordinal(value[1]) if value[0] == "day" else Fraction(*value)
    return value


# -- what must hold ----------------------------------------------------------------------------------------------------


@settings(max_examples=examples(1500), deadline=None)
@given(anything)
def test_two_interpreters_agree(expression: Expression) -> None:
    ours, theirs = evaluate(expression, World()), present(expression)
    assert (ours.value is None) == (theirs is None)
    assert (ours.missing is None) == (theirs is not None)
    if theirs is not None:
        assert ours.value == plain(theirs[0])
        assert type(ours.value) is type(plain(theirs[0]))


@settings(max_examples=examples(1500), deadline=None)
@given(anything)
def test_written_and_parsed_is_the_same(expression: Expression) -> None:
    assert parse(written(expression)) == expression


@settings(deadline=None)
@given(anything)
def test_nothing_is_read_that_was_not_announced(expression: Expression) -> None:
    announced = set(reads(expression))
    assert {reading.lookup for reading in evaluate(expression, World()).readings} <= announced


@settings(deadline=None)
@given(st.one_of([st.tuples(st.just(kind), expressions(kind)) for kind in Kind]))
def test_the_checker_tells_the_kind(case: tuple[Kind, Expression]) -> None:
    assert check(case[1], World.types, written(case[1])) == case[0]


PIECES = (
    "and or not in is missing if then else true false ( ) [ ] , : + - * / = != < <= > >= 1 2.5 1. @2024-01-01 @ "
    '"a" " \\ max max( count( n.one n.one[ x: ; ä \n “ 99999999999999999999999999999999 e\u0301 \ud800'
)
pieces = st.sampled_from(PIECES.split(" "))


@settings(deadline=None)
@given(st.text() | st.lists(pieces, max_size=30).map(" ".join) | st.lists(pieces, max_size=30).map("".join))
def test_any_text_is_an_expression_or_refused_with_a_place(text: str) -> None:
    try:
        expression = parse(text)
    except BadExpression as error:
        assert 0 <= error.position <= len(error.source)
        assert error.message.say("en")
        assert error.excerpt.count("\n") == (1 if error.source else 0)
    else:
        assert parse(written(expression)) == expression


@settings(deadline=None)
@given(st.lists(pieces, max_size=12).map(" ".join))
def test_whatever_parses_is_checked_and_evaluated_without_a_fault(text: str) -> None:
    try:
        result = evaluate(parse(text), World())
    except BadExpression:
        return
    assert (result.value is None) != (result.missing is None)
