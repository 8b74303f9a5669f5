import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from dicu.ledger.chain import Head
from dicu.ledger.checkpoint import Checkpoint, Malformed, Signed, Tally, read_line, signed_bytes

ONE = Checkpoint(
    number=1,
    instance="vn",
    at=datetime(2024, 3, 1, 12, tzinfo=UTC),
    position=7,
    entries=5,
    moved={"report/Đà Nẵng": Head(3, bytes(range(32))), "plan/demo": Head(2, bytes(32))},
    digest=sha256(b"entries").digest(),
)
SIGNED = Signed(ONE, "0123456789abcdef", bytes(64))


def test_the_bytes_that_are_signed_are_the_ones_the_documentation_describes() -> None:
    assert signed_bytes(replace(ONE, moved={"a": Head(2, b"\1")}, digest=b"\2", previous=b"\3"), "k") == (
        b'dicu-checkpoint-1\nk\n{"at":"2024-03-01T12:00:00.000000+00:00","digest":"02","entries":5,"form":"dicu-checkpoint-1",'
        b'"instance":"vn","moved":{"a":[2,"01"]},"number":1,"position":7,"previous":"03"}'
    )


def test_a_line_is_read_back_the_same() -> None:
    assert read_line(SIGNED.line()) == SIGNED
    assert "\n" not in SIGNED.line()


def test_the_same_moment_in_another_zone_is_the_same_checkpoint() -> None:
    at_home = replace(ONE, at=ONE.at.astimezone(timezone(timedelta(hours=7))))
    assert at_home.form() == ONE.form()
    assert at_home.own_digest() == ONE.own_digest()


def test_streams_in_another_order_are_the_same_checkpoint() -> None:
    assert replace(ONE, moved=dict(reversed(ONE.moved.items()))).form() == ONE.form()


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.pop("key"),
        lambda raw: raw.update(signature="xyz"),
        lambda raw: raw.update(more=1),
        lambda raw: raw["checkpoint"].pop("digest"),
        lambda raw: raw["checkpoint"].update(form="dicu-checkpoint-2"),
        lambda raw: raw["checkpoint"].update(at="2024-03-01T12:00:00"),
        lambda raw: raw["checkpoint"].update(at="2024-03-01T12:00:00+00:00"),
        lambda raw: raw["checkpoint"].update(number="1"),
        lambda raw: raw["checkpoint"].update(number=1.0),
        lambda raw: raw["checkpoint"].update(moved=[]),
        lambda raw: raw["checkpoint"].update(moved={"a": [1]}),
        lambda raw: raw["checkpoint"].update(extra=1),
    ],
)
def test_what_is_not_in_the_one_form_is_none(change: Callable[[dict[str, Any]], Any]) -> None:
    raw = json.loads(SIGNED.line())
    change(raw)
    with pytest.raises(Malformed):
        read_line(json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "1", '"a"', "[" * 100_000, SIGNED.line() + " ", SIGNED.line()[:-1]])
def test_what_is_no_checkpoint_at_all(line: str) -> None:
    with pytest.raises(Malformed):
        read_line(line)


def test_a_tally_depends_on_every_entry_and_its_place() -> None:
    def of(*entries: tuple[int, str, int, bytes]) -> bytes:
        tally = Tally()
        for entry in entries:
            tally.add(*entry)
        assert tally.count == len(entries)
        return tally.digest()

    whole = [(1, "a", 1, b"\1"), (2, "b", 1, b"\2"), (3, "a", 2, b"\3")]
    others = [
        whole[:2], whole[1:], [whole[1], whole[0], whole[2]], [(4, *whole[0][1:]), *whole[1:]], [(1, "c", 1, b"\1"), *whole[1:]],
        [(1, "a", 2, b"\1"), *whole[1:]], [(1, "a", 1, b"\0"), *whole[1:]], [],
    ]  # fmt: skip
    assert len({of(*whole), *(of(*other) for other in others)}) == len(others) + 1
