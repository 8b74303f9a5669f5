import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.unit.ledger.histories import BEGAN, LAN, STREAM, history

from dicu.ledger.chain import Head, digest_of, sealed, verify
from dicu.ledger.model import GENESIS, Author, Draft, Entry, Stream

WHOLE = history({"text": "một"}, {"text": "hai"}, {"text": "ba"}, {"text": "bốn"})
HEAD = Head(4, WHOLE[-1].digest)


def test_the_digest_is_the_one_the_documentation_describes() -> None:
    header = (
        '{"account":"lan","at":"2024-03-01T01:02:03.456789+00:00","authority":"BTP","instance":"vn","kind":"noted",'
        '"number":1,"purpose":"reporting","stream":"report/demo/2024/BTP","version":1}'
    )
    said = b"dicu-ledger-1\n" + GENESIS + header.encode() + b'\n{"text":"m\xe1\xbb\x99t"}'
    assert WHOLE[0].digest == hashlib.sha256(said).digest()


def test_a_whole_history_has_no_fault_and_neither_has_none() -> None:
    assert verify(WHOLE) is None
    assert verify(WHOLE, HEAD) is None
    assert verify((), Head()) is None


def test_the_same_moment_told_in_another_zone_gives_the_same_digest() -> None:
    at_home = BEGAN.astimezone(timezone(timedelta(hours=7)))
    assert sealed(Head(), STREAM, Draft("noted", {}), 1, at_home, LAN) == sealed(Head(), STREAM, Draft("noted", {}), 1, BEGAN, LAN)


def test_an_entry_is_sealed_in_the_form_in_which_it_is_read_back() -> None:
    apart = unicodedata.normalize("NFD", "Đà Nẵng")
    entry = sealed(Head(), Stream(apart, apart, "vn"), Draft("noted", {"where": apart, "list": (1,)}), 1, BEGAN, Author(apart, "reading"))
    assert (entry.stream.name, entry.stream.authority, entry.author.account) == ("Đà Nẵng",) * 3
    assert entry.body == {"where": "Đà Nẵng", "list": [1]}
    assert digest_of(entry) == entry.digest


CHANGES: dict[str, Callable[[Entry], Entry]] = {
    "body": lambda e: replace(e, body={"text": "khác"}),
    "kind": lambda e: replace(e, kind="other"),
    "version": lambda e: replace(e, version=2),
    "at": lambda e: replace(e, at=e.at + timedelta(microseconds=1)),
    "account": lambda e: replace(e, author=Author("minh", e.author.purpose)),
    "purpose": lambda e: replace(e, author=Author(e.author.account, "audit")),
    "authority": lambda e: replace(e, stream=replace(e.stream, authority="BNG")),
    "instance": lambda e: replace(e, stream=replace(e.stream, instance="gb")),
    "stream": lambda e: replace(e, stream=replace(e.stream, name="report/demo/2024/BNG")),
    "number": lambda e: replace(e, number=e.number + 1),
    "previous": lambda e: replace(e, previous=GENESIS[:-1] + b"\1"),
    "digest": lambda e: replace(e, digest=GENESIS),
}


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_named(change: str, place: int) -> None:
    entries = list(WHOLE)
    entries[place] = CHANGES[change](entries[place])
    fault = verify(entries)
    assert fault is not None
    assert fault.number == place + 1


def test_an_entry_that_was_taken_out_is_named() -> None:
    fault = verify(WHOLE[:1] + WHOLE[2:])
    assert fault is not None
    assert (fault.number, fault.stream) == (2, STREAM.name)
    assert "missing" in fault.message.say("en")


def test_a_change_that_recomputes_its_own_digest_is_found_at_the_next_entry() -> None:
    forged = replace(WHOLE[1], body={"text": "khác"})
    forged = replace(forged, digest=digest_of(forged))
    fault = verify((WHOLE[0], forged, *WHOLE[2:]))
    assert fault is not None
    assert fault.number == 3


def test_a_wholly_recomputed_history_is_found_only_by_the_head_that_was_noted() -> None:
    forged = history({"text": "một"}, {"text": "khác"}, {"text": "ba"}, {"text": "bốn"})
    assert verify(forged) is None
    fault = verify(forged, HEAD)
    assert fault is not None
    assert "noted" in fault.message.say("en")


def test_entries_cut_off_at_the_end_are_found_by_the_head() -> None:
    fault = verify(WHOLE[:2], HEAD)
    assert fault is not None
    assert (fault.number, fault.stream) == (3, STREAM.name)


def test_where_nothing_is_left_the_stream_is_named_all_the_same() -> None:
    fault = verify((), HEAD, "report/demo/2024/BTP")
    assert fault is not None
    assert (fault.number, fault.stream) == (1, "report/demo/2024/BTP")


def test_entries_that_stand_in_another_order_than_they_were_recorded_are_found() -> None:
    fault = verify((WHOLE[0], replace(WHOLE[1], position=5), *WHOLE[2:]))
    assert fault is not None
    assert fault.number == 2


def test_a_moment_without_a_zone_cannot_be_mistaken_for_another() -> None:
    assert WHOLE[0].at.tzinfo is UTC
    assert WHOLE[0].at == datetime(2024, 3, 1, 1, 2, 3, 456789, tzinfo=UTC)
