"""Edges of the language that the manual need not tell."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dicu.expression import (
    Answer,
    BadExpression,
    Call,
    Kind,
    ListLiteral,
    ListOf,
    Lookup,
    NotComputable,
    NumberLiteral,
    Signature,
    TextLiteral,
    TruthLiteral,
    check,
    evaluate,
    parse,
    written,
)
from dicu.expression.refusals import WIDTH
from dicu.vocabulary.observation import Missing


class Stub:
    """A world with one name, that counts how often it is asked."""

    def __init__(self, gives: Any, answer: Answer) -> None:
        self.types = {"x": Signature(gives)}
        self.answer = answer
        self.asked = 0

    def lookup(self, _: Lookup) -> Answer:
        self.asked += 1
        return self.answer


def value_of(text: str) -> Any:
    return evaluate(parse(text), Stub(Kind.NUMBER, Answer(1)))


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("1 + (2 * 3)", "1 + 2 * 3"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("(1 - 2) - 3", "1 - 2 - 3"),
        ("-(1 + 2)", "-(1 + 2)"),
        ("--1", "--1"),
        ("-x * 2", "-x * 2"),
        ("not (a and b)", "not (a and b)"),
        ("not a and b", "not a and b"),
        ("(not a) = b", "(not a) = b"),
        ("a = not b", "a = (not b)"),
        ("a or b and c", "a or b and c"),
        ("(a or b) and c", "(a or b) and c"),
        ("(a = b) = c", "(a = b) = c"),
        ("a = (b = c)", "a = (b = c)"),
        ("x is not missing", "not x is missing"),
        ("(x is missing) is missing", "(x is missing) is missing"),
        ("1 + if a then 2 else 3 + 4", "1 + (if a then 2 else 3 + 4)"),
        ("if a then if b then 1 else 2 else 3", "if a then if b then 1 else 2 else 3"),
        ("0.50", "0.5"),
        ("007", "7"),
        ('"a \\" b \\\\"', '"a \\" b \\\\"'),
        ("x[y: 1, a: true]", "x[a: true, y: 1]"),
        ("tasks.missing.in", "tasks.missing.in"),
        ("a\n\t\u00a0+\r\nb", "a + b"),
    ],
)
def test_written_with_parentheses_only_where_needed(text: str, again: str) -> None:
    assert written(parse(text)) == again
    assert parse(again) == parse(text)


def test_both_spellings_of_a_text_are_one_text() -> None:
    composed, decomposed = '"Nghệ An"', '"Nghe\u0323\u0302 An"'
    assert composed != decomposed
    assert parse(composed) == parse(decomposed)


def test_one_and_true_are_different_literals() -> None:
    assert parse("x[1]") != parse("x[true]")
    assert NumberLiteral(Fraction(1)) != TruthLiteral(True)
    assert len({parse("x[1]"), parse("x[true]")}) == 2


def test_position_takes_no_part_in_equality() -> None:
    assert parse("  1+1") == parse("1 +  1")
    assert hash(parse("  x")) == hash(parse("x"))


@pytest.mark.parametrize("value", [Fraction(-1), Fraction(1, 3), Fraction(10**30), Fraction(1, 10**31)])
def test_numbers_that_cannot_be_written_are_no_literals(value: Fraction) -> None:
    with pytest.raises(ValueError, match="decimal"):
        NumberLiteral(value)


def test_control_characters_are_no_text() -> None:
    with pytest.raises(ValueError, match="control"):
        TextLiteral("a\nb")
    with pytest.raises(BadExpression):
        parse('"a\x00b"')


def test_a_tree_built_by_hand_is_checked_as_well() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        ListLiteral(())
    for tree in (Call("eval", (NumberLiteral(Fraction(1)),)), Call("max", ())):
        with pytest.raises(BadExpression):
            check(tree, {})


def test_an_ill_typed_expression_is_not_evaluated() -> None:
    world = Stub(Kind.TRUTH, Answer(True))
    with pytest.raises(BadExpression):
        evaluate(parse("x + 1"), world)
    assert world.asked == 0


def test_the_world_is_asked_once() -> None:
    world = Stub(Kind.NUMBER, Answer(2))
    assert evaluate(parse("x * x + x"), world).value == 6
    assert world.asked == 1


def test_the_other_branch_is_not_read() -> None:
    world = Stub(Kind.NUMBER, Answer(2))
    result = evaluate(parse("if 1 < 2 then 5 else x"), world)
    assert (result.value, world.asked, result.readings) == (5, 0, ())


def test_the_left_reason_speaks() -> None:
    world = Stub(Kind.NUMBER, Answer(missing=Missing.SUPPRESSED))
    assert evaluate(parse("1 / 0 + x"), world).reason is NotComputable.DIVISION_BY_ZERO
    assert evaluate(parse("x + 1 / 0"), world).reason is Missing.SUPPRESSED


@pytest.mark.parametrize(
    ("gives", "value", "reason"),
    [
        (Kind.NUMBER, True, NotComputable.WRONG_KIND),
        (Kind.NUMBER, 1.5, NotComputable.WRONG_KIND),
        (Kind.NUMBER, "1", NotComputable.WRONG_KIND),
        (Kind.NUMBER, Decimal("NaN"), NotComputable.WRONG_KIND),
        (Kind.NUMBER, Decimal("Infinity"), NotComputable.WRONG_KIND),
        (Kind.NUMBER, Decimal("1E+999999"), NotComputable.TOO_LARGE),
        (Kind.NUMBER, Decimal("1E-999999"), NotComputable.TOO_LARGE),
        (Kind.NUMBER, 2**5000, NotComputable.TOO_LARGE),
        (Kind.TRUTH, 1, NotComputable.WRONG_KIND),
        (Kind.DAY, datetime(2024, 1, 1, tzinfo=UTC), NotComputable.WRONG_KIND),
        (Kind.DAY, "2024-01-01", NotComputable.WRONG_KIND),
        (ListOf(Kind.NUMBER), 1, NotComputable.WRONG_KIND),
        (ListOf(Kind.NUMBER), [1, "2"], NotComputable.WRONG_KIND),
        (ListOf(Kind.NUMBER), [1] * 10_001, NotComputable.TOO_LARGE),
        (Kind.TEXT, ["a"], NotComputable.WRONG_KIND),
    ],
)
def test_a_world_that_breaks_its_promise_gives_no_value(gives: Any, value: Any, reason: NotComputable) -> None:
    result = evaluate(parse("x"), Stub(gives, Answer(value)))
    assert (result.value, result.reason) == (None, reason)


def test_values_enter_in_the_form_of_the_language() -> None:
    assert evaluate(parse("x"), Stub(Kind.NUMBER, Answer(Decimal("1.50")))).value == Fraction(3, 2)
    text = evaluate(parse("x"), Stub(Kind.TEXT, Answer(Missing.SUPPRESSED))).value
    assert type(text) is str
    assert evaluate(parse('x = "Huế"'), Stub(Kind.TEXT, Answer("Hue\u0302\u0301"))).value is True
    assert evaluate(parse("x"), Stub(ListOf(Kind.DAY), Answer([date(2024, 1, 1)]))).value == (date(2024, 1, 1),)


def test_an_answer_is_a_value_or_a_reason() -> None:
    with pytest.raises(ValueError, match="either"):
        Answer()
    with pytest.raises(ValueError, match="either"):
        Answer(1, Missing.REFUSED)


@pytest.mark.parametrize("function", ["min", "max", "mean", "median"])
def test_of_nothing(function: str) -> None:
    empty = Stub(ListOf(Kind.NUMBER), Answer(()))
    assert evaluate(parse(f"{function}(x)"), empty).reason is NotComputable.EMPTY


def test_sum_and_count_of_nothing_are_zero() -> None:
    empty = Stub(ListOf(Kind.NUMBER), Answer(()))
    assert evaluate(parse("sum(x)"), empty).value == 0
    assert evaluate(parse("count(x)"), empty).value == 0
    assert evaluate(parse("1 in x"), empty).value is False


@pytest.mark.parametrize("places", ["0.5", "13", "-13", "1000000000"])
def test_decimals_that_do_not_exist(places: str) -> None:
    assert value_of(f"round(1, {places})").reason is NotComputable.BAD_PLACES


def test_numbers_do_not_grow_without_end() -> None:
    big = "*".join(["9" * 30] * 8)
    text = "[" + ",".join([f"{big}"] * 2) + "]"
    assert value_of(f"max({text})").value == int("9" * 30) ** 8
    huge = "*".join([f"({big})"] * 8)
    assert value_of(huge).reason is NotComputable.TOO_LARGE


def test_a_total_does_not_grow_without_end_either() -> None:
    primes = [n for n in range(2, 4000) if all(n % d for d in range(2, int(n**0.5) + 1))]
    world = Stub(ListOf(Kind.NUMBER), Answer([Fraction(1, p) for p in primes]))
    assert evaluate(parse("sum(x)"), world).reason is NotComputable.TOO_LARGE
    assert evaluate(parse("mean(x)"), world).reason is NotComputable.TOO_LARGE


@pytest.mark.parametrize("text", ["share(1, 0)", "change(1, 0)", "1 / 0"])
def test_division_by_zero(text: str) -> None:
    assert value_of(text).reason is NotComputable.DIVISION_BY_ZERO


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "1 + " * 50 + "? + " + "1 + " * 50 + "1"
    with pytest.raises(BadExpression) as caught:
        parse(text)
    line, caret = caught.value.excerpt.splitlines()
    assert len(line) == WIDTH
    assert line[caret.index("^")] == "?"


def test_the_deepest_expression_is_evaluated_far_down_the_stack() -> None:
    """64 levels must leave room for the frames of a web server that called us."""

    def below(frames: int) -> Any:
        return below(frames - 1) if frames else value_of("(" * 63 + "x" + ")" * 63 + "+ 1" * 62).value

    assert below(300) == 63


def test_a_quoted_expression_is_kept_short() -> None:
    missing = value_of("1 / (0 * (" + " + ".join(["123456789"] * 40) + "))").missing
    assert missing is not None
    assert len(missing.say("en")) < 220
