"""# Numbers

Vietnamese and English write the same number with the same signs in opposite roles. The house keeps numbers exactly,
writes them in the language of the reader, and reads what an officer types in the language of the form.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from dicu.vocabulary.numbers import BadNumber, percent, read, written


def test_the_same_number_in_both_languages():
    """In Vietnamese the point groups thousands and the comma stands before the decimals. In English it is the reverse."""
    assert written(Decimal("1234567.89"), "vi") == "1.234.567,89"
    assert written(Decimal("1234567.89"), "en") == "1,234,567.89"
    assert written(-650000, "vi") == "-650.000"


def test_every_digit_is_written_unless_fewer_are_asked_for():
    """A published 12.50 stays 12.50: its zero says how exact it is. Asked for fewer digits, half is rounded away from
    zero, and this is the only place that rounds. A value that rounds to zero loses its sign."""
    assert written(Decimal("12.50"), "en") == "12.50"
    assert written(Decimal("2.5"), "en", decimals=0) == "3"
    assert written(Decimal("-2.5"), "en", decimals=0) == "-3"
    assert written(Decimal("-0.4"), "vi", decimals=0) == "0"


def test_fractions_are_never_cut_in_silence():
    """An eighth has an end and is written whole. A third has none: whoever writes it says how many decimals."""
    assert written(Fraction(1, 8), "vi") == "0,125"
    assert written(Fraction(2, 3), "vi", decimals=1) == "0,7"
    with pytest.raises(ValueError, match="how many"):
        written(Fraction(1, 3), "vi")


def test_per_cent():
    """The value is already in per cent. A no-break space keeps the sign on the line of its number."""
    assert percent(Decimal("62.5"), "vi") == "62,5\u00a0%"
    assert percent(Decimal("62.5"), "en") == "62.5\u00a0%"
    assert percent(Fraction(200, 3), "en", decimals=1) == "66.7\u00a0%"


def test_the_form_decides_what_a_point_means():
    """`1.234` is one thousand two hundred and thirty-four in a Vietnamese form, and one and a bit in an English one."""
    assert read("1.234", "vi") == 1234
    assert read("1.234", "en") == Decimal("1.234")
    assert read("1,234", "vi") == Decimal("1.234")
    assert read("1,234", "en") == 1234


def test_spaces_may_group_in_both_languages():
    """Spaces, also the no-break spaces of a word processor, group thousands in either form."""
    assert read("1 234 567", "vi") == read("1\u00a0234\u202f567", "en") == 1234567
    assert read("  650.000 ", "vi") == 650000


def test_full_width_digits_are_read_as_plain_ones():
    """An East Asian keyboard may produce full-width digits; they are the same number. So is the long minus sign."""
    assert read("１．２３４，５", "vi") == Decimal("1234.5")
    assert read("−5", "en") == -5


def test_the_wrong_form_is_refused_with_what_to_write():
    """A Vietnamese number in an English form is refused. The sentence says which sign does what, and how the number
    that was probably meant is written here."""
    with pytest.raises(BadNumber) as refusal:
        read("1.234,5", "en")
    sentence = refusal.value.message.say("en")
    assert "“1.234,5”" in sentence and "comma groups thousands" in sentence and "1,234.5" in sentence
    with pytest.raises(BadNumber) as refusal:
        read("1,234.5", "vi")
    assert refusal.value.message.values["example"] == "1.234,5"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("text", ["1,23,4", "1.23.4", "1..2", "12 34", "1 234.567,8", ".5", "5.", "--5", "0.123,4", "0,123.4"])
def test_doubtful_grouping_is_refused(text, language):
    """Groups have three digits and are divided alike. Where it is not certain which number is meant, none is taken."""
    with pytest.raises(BadNumber):
        read(text, language)


def test_a_group_never_begins_with_zero():
    """`0.123` in a Vietnamese form would be 123 if the point grouped. Nobody means that; it is refused, not taken."""
    with pytest.raises(BadNumber) as refusal:
        read("0.123", "vi")
    assert refusal.value.message.values["example"] == "0,123"


@pytest.mark.parametrize("text", ["", "   ", "N/A", "không có", "NaN", "Infinity", "-inf", "12 người", "62,5 %", "1e5", "٣", "1" * 41])
def test_what_is_not_a_number_is_refused(text):
    """A word is no number, and neither is a number with its unit, a sign for "nothing", or digits of another script.
    A missing value has a reason of its own and is never typed into the field of the number."""
    with pytest.raises(BadNumber):
        read(text, "vi")
