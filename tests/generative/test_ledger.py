"""The ledger with bodies and forgeries that nobody thought of."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.proof import examples
from tests.unit.ledger.histories import history

from dicu.ledger.canonical import LARGEST, canonical
from dicu.ledger.chain import Head, digest_of, verify
from dicu.ledger.model import Author, Draft, Entry, EntryKind, Kinds, Stream
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused, T

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLES = st.integers(-LARGEST, LARGEST)
LEAVES = st.one_of(st.none(), st.booleans(), WHOLES, TEXTS)
BODIES = st.dictionaries(
    TEXTS, st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)), max_size=4
)

quick = settings(max_examples=examples(100), deadline=None)


def recordable(body: Any) -> bytes:
    """The canonical form of a body in which no two spellings of one field meet."""
    try:
        return canonical(body)
    except Refused:
        assume(False)
        raise


@quick
@given(BODIES)
def test_what_is_recorded_is_recorded_in_the_same_bytes_for_ever(body: dict[str, Any]) -> None:
    said = recordable(body)
    assert canonical(json.loads(said)) == said
    assert b"\n" not in said
    assert canonical(dict(reversed(list(body.items())))) == said


def respelt(value: Any) -> Any:
    """The same words, their marks typed apart."""
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    if isinstance(value, dict):
        return {respelt(key): respelt(inner) for key, inner in value.items()}
    return [respelt(inner) for inner in value] if isinstance(value, list) else value


@quick
@given(BODIES)
def test_how_marks_were_typed_makes_no_difference(body: dict[str, Any]) -> None:
    assert canonical(respelt(body)) == recordable(body)


@quick
@given(st.lists(BODIES, max_size=5), st.lists(BODIES, max_size=5))
def test_two_histories_end_alike_only_if_they_are_alike(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    alike = [recordable(body) for body in one] == [recordable(body) for body in other]
    assert (head_of(history(*one)) == head_of(history(*other))) is alike


def head_of(entries: tuple[Entry, ...]) -> Head:
    return Head(len(entries), entries[-1].digest) if entries else Head()


CHANGES = st.sampled_from(
    [
        lambda entry, body: replace(entry, body=body),
        lambda entry, body: replace(entry, kind="other"),
        lambda entry, body: replace(entry, at=entry.at - timedelta(days=1)),
        lambda entry, body: replace(entry, author=Author("minh", entry.author.purpose)),
        lambda entry, body: replace(entry, version=entry.version + 1),
    ]
)


@quick
@given(bodies=st.lists(BODIES, min_size=1, max_size=6), place=st.integers(0, 5), change=CHANGES, body=BODIES, recomputed=st.booleans())
def test_a_forged_entry_is_named_or_the_one_after_it(
    bodies: list[dict[str, Any]], place: int, change: Any, body: dict[str, Any], recomputed: bool
) -> None:
    """Recomputing its digest moves the fault to the next entry, or to the noted head; it does not hide it."""
    for each in (*bodies, body):
        recordable(each)
    entries = list(history(*bodies))
    head, place = head_of(tuple(entries)), place % len(entries)
    forged = change(entries[place], body)
    assume(digest_of(forged) != entries[place].digest)
    entries[place] = replace(forged, digest=digest_of(forged)) if recomputed else forged
    fault = verify(entries, head)
    assert fault is not None
    last, dated_back = place == len(entries) - 1, place > 0 and forged.at < entries[place - 1].at
    assert fault.number == (place + 2 if recomputed and not last and not dated_back else place + 1)


@quick
@given(st.lists(BODIES, min_size=2, max_size=6), st.data())
def test_entries_left_out_or_put_in_another_order_are_noticed(bodies: list[dict[str, Any]], data: st.DataObject) -> None:
    for body in bodies:
        recordable(body)
    entries = history(*bodies)
    kept = data.draw(st.lists(st.sampled_from(entries), max_size=len(entries), unique_by=lambda entry: entry.number))
    assume(tuple(kept) != entries)
    fault = verify(kept, head_of(entries))
    assert fault is not None
    fits = next((place for place, entry in enumerate(kept) if entry is not entries[place]), len(kept))
    assert fault.number == fits + 1


KINDS = Kinds(EntryKind("noted", 1, {"type": "object"}, T("Noted.")))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.usefixtures("db")
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(BODIES, min_size=1, max_size=4), at=MOMENTS)
def test_postgresql_gives_back_what_it_was_given(bodies: list[dict[str, Any]], at: datetime) -> None:
    """Every character, every microsecond; and the whole of it still fits its chain."""
    said = [recordable(body) for body in bodies]
    ledger = PostgresLedger(KINDS, now=lambda: at)
    stream = Stream("report/demo/2025/BTP", "BTP", "vn")
    with transaction.atomic(), maintaining():
        drafts = tuple(Draft("noted", body) for body in bodies)
        appended = ledger.append(stream, drafts, expected=0, author=Author("lan", "reporting"))
        read = ledger.read(stream.name)
        fault = ledger.verify()
        transaction.set_rollback(True)
    assert read == appended
    assert [canonical(entry.body) for entry in read] == said
    assert {entry.at for entry in read} == {at}
    assert fault is None
