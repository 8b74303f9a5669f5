import json
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from dicu.ledger.canonical import LARGEST, canonical
from dicu.vocabulary.messages import Refused


class State(StrEnum):
    SENT = "sent"


def test_keys_are_sorted_and_no_space_is_left() -> None:
    assert canonical({"b": [1, True, None], "a": {"z": "", "y": -0}}) == b'{"a":{"y":0,"z":""},"b":[1,true,null]}'


def test_text_is_utf8_in_nfc_in_keys_and_values() -> None:
    spelt_apart = unicodedata.normalize("NFD", "Bộ Tư pháp")
    assert canonical({spelt_apart: [spelt_apart]}) == '{"Bộ Tư pháp":["Bộ Tư pháp"]}'.encode()


def test_an_enumeration_is_recorded_as_its_text_and_a_tuple_as_a_list() -> None:
    assert canonical({"state": State.SENT, "tasks": ("1", "2")}) == b'{"state":"sent","tasks":["1","2"]}'


def test_a_line_break_in_a_text_does_not_break_the_line() -> None:
    assert b"\n" not in canonical({"a": "one\ntwo\r\x00\u2028"})


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.1, "decimal"),
        (float("nan"), "decimal"),
        (float("inf"), "decimal"),
        (Decimal("0.1"), "Decimal"),
        (date(2024, 1, 1), "date"),
        (b"bytes", "bytes"),
        ({"a"}, "set"),
        ("\ud83d", "half a character"),
        (LARGEST + 1, "too large"),
        (-LARGEST - 1, "too large"),
        ({1: "a"}, "name must be text"),
        ({"\udc00": "a"}, "half a character"),
    ],
)
def test_what_has_no_exact_form_is_refused(value: Any, word: str) -> None:
    with pytest.raises(Refused, match=word):
        canonical({"a": value})


def test_the_refusal_says_where() -> None:
    with pytest.raises(Refused) as refused:
        canonical({"lines": [{"value": "1"}, {"value": 0.5}]})
    assert refused.value.where == "lines.1.value"


def test_one_field_in_two_spellings_is_refused() -> None:
    with pytest.raises(Refused, match="two spellings"):
        canonical({"Hà": 1, unicodedata.normalize("NFD", "Hà"): 2})


def test_the_largest_number_goes_through_whole() -> None:
    assert json.loads(canonical([LARGEST, -LARGEST])) == [2**53 - 1, -(2**53 - 1)]
