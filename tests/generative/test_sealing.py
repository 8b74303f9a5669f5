"""The envelope with values, places and forgeries that nobody thought of."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.proof import examples
from tests.unit.keys.memory import MemoryKeyring

from dicu.ledger.canonical import LARGEST, canonical
from dicu.ledger.model import Author, Entry, EntryKind, Stream
from dicu.ledger.sealing import SEALED, Marker, Place, Unsealed, open_value, opened, seal, seal_value
from dicu.vocabulary.messages import Refused, T

quick = settings(max_examples=examples(100), deadline=None)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-LARGEST, LARGEST), TEXTS)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
PLACES = st.builds(Place, NAMES, NAMES, NAMES, NAMES)
PERSON = "a1" * 16
VALIDATOR = Draft202012Validator(SEALED)


def exact(value: Any) -> bytes:
    try:
        return canonical(value)
    except Refused:  # two spellings of one field
        assume(False)
        raise


@quick
@given(VALUES, PLACES)
def test_what_was_sealed_opens_in_its_place_to_the_very_value(value: Any, place: Place) -> None:
    form, keyring = exact(value), MemoryKeyring()
    text = seal_value(value, place, keyring.sealing_key(PERSON, place.domain))
    assert canonical(open_value(text, place, PERSON, keyring)) == form
    assert VALIDATOR.is_valid(text)


@quick
@given(VALUES, PLACES, PLACES)
def test_it_opens_in_no_other_place(value: Any, place: Place, other: Place) -> None:
    """Also not where the parts of the place, written one after the other, read the same."""
    assume(place != other)
    exact(value)
    keyring = MemoryKeyring()
    text = seal_value(value, place, keyring.sealing_key(PERSON, place.domain))
    keyring.lend(PERSON, place.domain, other.domain)
    shifted = replace(place, stream=place.stream + place.path[:1], path=place.path[1:])
    for wrong in (other, replace(place, path=other.path + "x"), replace(place, stream=other.stream + "x"), shifted):
        with pytest.raises(Unsealed):
            open_value(text, wrong, PERSON, keyring)


@quick
@given(VALUES, PLACES, st.data())
def test_no_byte_of_it_can_be_changed(value: Any, place: Place, data: st.DataObject) -> None:
    exact(value)
    keyring = MemoryKeyring()
    text = seal_value(value, place, keyring.sealing_key(PERSON, place.domain))
    head, key, sealed = text.split(".")
    content = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))
    changed = f"{head}.{key}.{base64.urlsafe_b64encode(bytes(content)).decode().rstrip('=')}"
    with pytest.raises(Unsealed):
        open_value(changed, place, PERSON, keyring)


@quick
@given(st.text(max_size=300))
def test_what_was_never_sealed_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(Unsealed):
        open_value(text, Place("vn", "s", "f", "support"), PERSON, MemoryKeyring())


@quick
@given(TEXTS)
def test_the_length_tells_a_name_from_no_other_name(name: str) -> None:
    """All names of up to 40 letters but the longest of many bytes look alike in length."""
    keyring, place = MemoryKeyring(), Place("vn", "s", "names", "support")
    key = keyring.sealing_key(PERSON, "support")
    assume(len(canonical(name)) <= 64)
    assert len(seal_value(name, place, key)) == len(seal_value(None, place, key))


@quick
@given(VALUES)
def test_the_same_value_is_never_sealed_to_the_same_text(value: Any) -> None:
    exact(value)
    keyring, place = MemoryKeyring(), Place("vn", "s", "f", "support")
    key = keyring.sealing_key(PERSON, "support")
    assert seal_value(value, place, key) != seal_value(value, place, key)


KIND = EntryKind(
    "noted",
    1,
    {},
    T("Noted."),
    personal={"who.names": "@domain", "who.contact": "@domain", "wound": "health"},
    person="person",
)
STREAM = Stream("person/support/x", "TD-LD", "vn")


def entry(body: dict[str, Any]) -> Entry:
    return Entry(1, STREAM, 1, "noted", 1, datetime(2026, 1, 1, tzinfo=UTC), Author("lan", "support"), body, b"", b"")


@quick
@given(VALUES, VALUES, VALUES, st.sets(st.sampled_from(["support", "health", "enforcement"])))
def test_a_body_opens_as_far_as_the_domains_go(names: Any, contact: Any, wound: Any, domains: set[str]) -> None:
    for value in (names, contact, wound):
        exact(value)
    keyring = MemoryKeyring()
    body = {"person": PERSON, "domain": "support", "who": {"names": names, "contact": contact, "code": 7}, "wound": wound}
    sealed = seal(KIND, body, STREAM, keyring)
    assert all(VALIDATOR.is_valid(text) for text in (sealed["who"]["names"], sealed["who"]["contact"], sealed["wound"]))
    assert (sealed["who"]["code"], body["who"]["names"]) == (7, names)
    shown = opened(KIND, entry(sealed), keyring, domains)
    for value, domain, found in (
        (names, "support", shown["who"]["names"]),
        (contact, "support", shown["who"]["contact"]),
        (wound, "health", shown["wound"]),
    ):
        assert found is Marker.CLOSED if domain not in domains else canonical(found) == canonical(value)
    keyring.destroy(PERSON)
    gone = opened(KIND, entry(sealed), keyring, {"support", "health"})
    assert [gone["who"]["names"], gone["who"]["contact"], gone["wound"]] == [Marker.ERASED] * 3
    assert gone["who"]["code"] == 7


@quick
@given(VALUES, VALUES)
def test_two_fields_or_two_streams_cannot_trade_their_values(names: Any, contact: Any) -> None:
    exact([names, contact])
    keyring = MemoryKeyring()
    body = {"person": PERSON, "domain": "support", "who": {"names": names, "contact": contact}, "wound": None}
    sealed = seal(KIND, body, STREAM, keyring)
    traded = {**sealed, "who": {"names": sealed["who"]["contact"], "contact": sealed["who"]["names"]}}
    with pytest.raises(Unsealed):
        opened(KIND, entry(traded), keyring, {"support", "health"})
    with pytest.raises(Unsealed):
        opened(KIND, replace(entry(sealed), stream=replace(STREAM, name="person/support/y")), keyring, {"support", "health"})
    with pytest.raises(Unsealed):
        opened(KIND, replace(entry(sealed), stream=replace(STREAM, instance="gb")), keyring, {"support", "health"})
