"""Numbers at their edges: huge, tiny, negative zero, and what an attacker may type."""

from decimal import Decimal

import pytest

from dicu.vocabulary.messages import T
from dicu.vocabulary.numbers import BadNumber, read, written


def test_no_digit_is_lost_beyond_the_precision_of_decimal_arithmetic():
    typed = "123.456.789.012.345.678.901.234.567,89"
    assert written(read(typed, "vi"), "vi") == typed


def test_exponents_are_written_out():
    assert written(Decimal("1E+3"), "en") == "1,000"
    assert written(Decimal("1E-3"), "vi") == "0,001"


def test_there_is_no_minus_zero():
    assert not read("-0", "vi").is_signed()
    assert written(Decimal("-0.00"), "en") == "0.00"


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_finite_is_not_written(value):
    with pytest.raises(ValueError, match="cannot be written"):
        written(value, "en")


def test_a_refusal_repeats_nothing_invisible():
    with pytest.raises(BadNumber) as refusal:
        read("12\u202e\u0007x", "en")
    assert refusal.value.message.values["text"] == "12x"


def test_numbers_and_days_in_messages_follow_the_language_of_the_reader():
    message = T("{n} of {total}", n=1500, total=Decimal("2.50"))
    assert (message.say("vi"), message.say("en")) == ("1.500 of 2,50", "1,500 of 2.50")
