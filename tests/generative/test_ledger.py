"""Whatever is recorded: one form for one content, and no change to a history passes."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dicu.ledger.canonical import LARGEST, canonical
from dicu.ledger.chain import Head, sealed, verify
from dicu.ledger.model import Author, Draft, Entry, Stream

texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("ệữĐđ\u0301\u0323"), max_size=12)
wholes = st.integers(-LARGEST, LARGEST)
leaves = st.none() | st.booleans() | wholes | texts


def _objects(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(texts.map(lambda key: unicodedata.normalize("NFC", key)), values, max_size=4)


bodies = _objects(st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | _objects(inner), max_leaves=12))
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))


def apart(value: Any) -> Any:
    """The same content as another keyboard and another program would give it: marks apart, keys in another order."""
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    if isinstance(value, list):
        return tuple(apart(item) for item in value)
    if isinstance(value, dict):
        return {apart(key): apart(item) for key, item in reversed(value.items())}
    return value


@given(bodies)
def test_one_content_has_one_form(body: dict[str, Any]) -> None:
    written = canonical(body)
    assert canonical(apart(body)) == written
    assert canonical(json.loads(written)) == written
    assert b"\n" not in written


@given(bodies, bodies)
def test_two_contents_have_two_forms(one: dict[str, Any], other: dict[str, Any]) -> None:
    alike = json.dumps(json.loads(canonical(one)), sort_keys=True) == json.dumps(json.loads(canonical(other)), sort_keys=True)
    assert (canonical(one) == canonical(other)) is alike


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    stream = Stream(draw(texts), draw(texts), draw(texts))
    head, position, entries = Head(), 0, []
    for body in draw(st.lists(bodies, min_size=1, max_size=6)):
        position += draw(st.integers(1, 3))  # other streams take places in between
        entry = sealed(head, stream, Draft(draw(texts), body), draw(st.integers(1, 9)), draw(moments), Author(draw(texts), draw(texts)))
        entries.append(replace(entry, position=position))
        head = Head(entry.number, entry.digest)
    return tuple(entries)


@given(histories())
def test_a_history_fits_its_own_chain(entries: tuple[Entry, ...]) -> None:
    assert verify(entries, Head(len(entries), entries[-1].digest)) is None


def _changed(entry: Entry, field: str, data: st.DataObject) -> Entry:
    word = data.draw(texts)
    match field:
        case "body":
            return replace(entry, body=data.draw(bodies))
        case "at":
            return replace(entry, at=entry.at + timedelta(microseconds=data.draw(st.integers(1, 10**9))))
        case "account" | "purpose":
            return replace(entry, author=replace(entry.author, **{field: word}))
        case "name" | "authority" | "instance":
            return replace(entry, stream=replace(entry.stream, **{field: word}))
        case "kind":
            return replace(entry, kind=word)
        case "version" | "number":
            return replace(entry, **{field: data.draw(st.integers(0, 20))})
        case _:
            return replace(entry, **{field: data.draw(st.binary(min_size=32, max_size=32))})


FIELDS = ["body", "at", "account", "purpose", "name", "authority", "instance", "kind", "version", "number", "previous", "digest"]


@given(histories(), st.sampled_from(FIELDS), st.data())
@settings(max_examples=200)
def test_no_change_of_an_entry_passes(entries: tuple[Entry, ...], field: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = _changed(entries[place], field, data)
    assume(canonical(_told(changed)) != canonical(_told(entries[place])))
    fault = verify((*entries[:place], changed, *entries[place + 1 :]))
    assert fault is not None
    assert place + 1 <= fault.number <= place + 2


def _told(entry: Entry) -> list[Any]:
    where, who = entry.stream, entry.author
    names = [where.name, where.authority, where.instance, entry.number, entry.kind, entry.version, entry.at.isoformat()]
    return [*names, who.account, who.purpose, entry.body, entry.previous.hex(), entry.digest.hex()]


@given(histories(), st.data())
def test_no_other_selection_or_order_passes_the_noted_head(entries: tuple[Entry, ...], data: st.DataObject) -> None:
    order = data.draw(st.lists(st.integers(0, len(entries) - 1), max_size=len(entries) + 1))
    assume(order != list(range(len(entries))))
    assert verify([entries[index] for index in order], Head(len(entries), entries[-1].digest)) is not None
