"""The written form of an entry

One body has one sequence of bytes, whoever writes it and in whatever order its fields come. That form is stored, and the
digest is computed over it; so two programs, today and in twenty years, find the same digest.
"""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import Head, sealed
from dicu.ledger.model import Author, Draft, Stream
from dicu.vocabulary.messages import Refused


def refusal(body: object) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        canonical(body)
    return refused.value.message.say("en"), refused.value.where


def test_fields_are_in_order_and_no_space_is_left() -> None:
    """JSON in UTF-8, fields sorted by their names, nothing between them."""
    assert canonical({"task": "1.1", "done": True, "count": 12}) == b'{"count":12,"done":true,"task":"1.1"}'
    assert canonical({"count": 12, "done": True, "task": "1.1"}) == b'{"count":12,"done":true,"task":"1.1"}'


def test_text_is_one_however_its_marks_were_typed() -> None:
    """A keyboard may send “ệ” as one character or as an e with two marks. What is recorded is the one character (NFC)."""
    typed_apart = unicodedata.normalize("NFD", "Bộ Tư pháp")
    assert canonical({"agency": typed_apart}) == canonical({"agency": "Bộ Tư pháp"})
    assert canonical({typed_apart: 1}) == '{"Bộ Tư pháp":1}'.encode()


def test_one_field_in_two_spellings_is_refused() -> None:
    """Two fields that differ only in how they were typed would become one, and one value would be lost."""
    said, _ = refusal({"Hà": 1, unicodedata.normalize("NFD", "Hà"): 2})
    assert said == "The field Hà is given twice, in two spellings."


@pytest.mark.parametrize("value", [0.5, float("nan"), float("inf"), -0.0])
def test_a_decimal_number_is_refused(value: float) -> None:
    """A computer keeps 0.1 as something near 0.1. Written as text, "0.1" stays what it is."""
    said, where = refusal({"lines": [{"value": "12"}, {"value": value}]})
    assert said == "A decimal number cannot be recorded as it is, because it would be rounded. Write it as text."
    assert where == "lines.1.value"


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**30])
def test_a_number_that_others_would_read_inexactly_is_refused(value: int) -> None:
    """Other readers of JSON keep whole numbers up to 9,007,199,254,740,991. What is larger is written as text."""
    said, _ = refusal({"amount": value})
    assert said == "This whole number is too large to be recorded exactly. Write it as text."
    assert canonical({"amount": 2**53 - 1}) == b'{"amount":9007199254740991}'


@pytest.mark.parametrize(("value", "named"), [(Decimal("1.5"), "Decimal"), (date(2025, 1, 1), "date"), (b"x", "bytes"), ({1}, "set")])
def test_whatever_has_no_form_in_json_is_refused_by_its_name(value: object, named: str) -> None:
    """A day is written as 2025-01-01, a decimal as its digits; nothing is turned into text behind somebody's back."""
    assert refusal({"x": value})[0] == f"A value of the type {named} cannot be recorded. Write it as text."


def test_half_a_character_is_refused() -> None:
    """Some programs cut a character in two. Half a character has no bytes that could be recorded."""
    assert refusal({"name": "\ud83d"}) == ("This text holds half a character and cannot be recorded. Type it again.", "name")


def test_the_digest_of_an_entry() -> None:
    """SHA-256 over `dicu-ledger-1`, the digest before, the entry's header and its body. This digest never changes: if it
    does, every ledger that exists has become unreadable."""
    entry = sealed(
        Head(),
        Stream("report/demo/2025/BTP", authority="BTP", instance="vn"),
        Draft("line.accepted", {"task": "1.1", "note": "Đã nhận đủ minh chứng."}),
        version=1,
        at=datetime(2026, 2, 13, 9, 30, tzinfo=UTC),
        author=Author("an.ngoaigiao", "coordination"),
    )
    assert entry.digest.hex() == "d473ec344c62906235b716d732ad84a22cc5e5939b7097e423f421cdf212dba1"
    following = sealed(
        Head(1, entry.digest),
        entry.stream,
        Draft("line.returned", {"task": "1.2"}),
        version=1,
        at=datetime(2026, 2, 13, 9, 31, tzinfo=UTC),
        author=entry.author,
    )
    assert following.digest.hex() == "a8ba47caec2d6b385575e863836a9a5e059fb11e575690c3885df19471b71d0c"
