"""No sentence without its Vietnamese, none left over, none that lost a place on the way."""

import unicodedata

from tools import messages


def test_the_catalogue_is_whole() -> None:
    assert messages.faults() == []


def test_the_catalogue_is_in_one_normal_form() -> None:
    assert all(unicodedata.is_normalized("NFC", text) for pair in messages.catalogue().items() for text in pair)
