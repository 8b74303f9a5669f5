"""The reference manual says what the specification tests say."""

from tools import manual


def test_the_manual_is_up_to_date() -> None:
    assert manual.out_of_date() == [], "run: python -m tools.manual"
