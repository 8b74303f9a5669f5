"""A file of checkpoints that is only ever added to, and stands a loss of power in the middle of a line."""

import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dicu.ledger.chain import Head
from dicu.ledger.checkpoint import Checkpoint, Signed
from dicu.ledger.signing import new_key
from dicu.store.ledger.anchors import FileAnchor
from dicu.vocabulary.messages import Refused

KEY = new_key("vn")


def chain_of(count: int) -> list[Signed]:
    made: list[Signed] = []
    for number in range(1, count + 1):
        moved = {f"report/Đà Nẵng/{number}": Head(number, bytes(32))}
        at = datetime(2024, 3, 1, tzinfo=UTC) + timedelta(hours=number)
        previous = made[-1].checkpoint.own_digest() if made else bytes(32)
        made.append(KEY.sign(Checkpoint(number, "vn", at, 10 * number, number, moved, bytes(32), previous)))
    return made


CHAIN = chain_of(4)


@pytest.fixture
def anchor(tmp_path: Path) -> FileAnchor:
    made = FileAnchor(tmp_path / "anchor.jsonl")
    for signed in CHAIN[:2]:
        made.append(signed)
    return made


def test_what_was_appended_is_there_in_order(anchor: FileAnchor) -> None:
    assert list(anchor.lines()) == [signed.line() for signed in CHAIN[:2]]
    assert anchor.last() == CHAIN[1]


def test_none_yet(tmp_path: Path) -> None:
    nothing = FileAnchor(tmp_path / "none.jsonl")
    assert (list(nothing.lines()), nothing.last()) == ([], None)


def test_the_same_again_is_not_written_twice(anchor: FileAnchor) -> None:
    anchor.append(CHAIN[1])
    assert len(list(anchor.lines())) == 2


@pytest.mark.parametrize("wrong", [CHAIN[0], CHAIN[3], replace(CHAIN[1], signature=bytes(64))])
def test_what_does_not_follow_is_refused(anchor: FileAnchor, wrong: Signed) -> None:
    before = anchor.path.read_bytes()
    with pytest.raises(Refused, match="does not follow"):
        anchor.append(wrong)
    assert anchor.path.read_bytes() == before


def test_what_stands_there_is_never_written_over(anchor: FileAnchor) -> None:
    before = anchor.path.read_bytes()
    anchor.append(CHAIN[2])
    assert anchor.path.read_bytes().startswith(before)


@pytest.mark.parametrize("kept", [1, 40, -2, -1])
def test_a_line_torn_by_a_loss_of_power_says_nothing_and_the_whole_one_comes_after_it(anchor: FileAnchor, kept: int) -> None:
    """Wherever it was torn. Without only its line end the line is whole."""
    line = (CHAIN[2].line() + "\n").encode()
    with anchor.path.open("ab") as file:
        file.write(line[:kept])
    whole = CHAIN[:3] if kept == -1 else CHAIN[:2]
    assert list(anchor.lines()) == [signed.line() for signed in whole]
    assert anchor.last() == whole[-1]
    for signed in CHAIN[2:]:
        anchor.append(signed)
    assert list(anchor.lines()) == [signed.line() for signed in CHAIN]


def test_any_other_line_is_shown_to_whoever_verifies(anchor: FileAnchor) -> None:
    with anchor.path.open("ab") as file:
        file.write(b"rubbish\n")
    assert list(anchor.lines())[2] == "rubbish"
    anchor.path.write_bytes(b"\xff\xfe\n" + anchor.path.read_bytes())
    assert len(list(anchor.lines())) == 4


def test_a_long_line_is_found_from_behind(tmp_path: Path) -> None:
    moved = {f"report/{number}": Head(1, bytes(32)) for number in range(30_000)}
    large = KEY.sign(replace(CHAIN[0].checkpoint, moved=moved))
    anchor = FileAnchor(tmp_path / "anchor.jsonl")
    anchor.append(large)
    assert anchor.path.stat().st_size > 2 << 20
    assert anchor.last() == large


def test_two_who_append_at_once_leave_each_line_once(tmp_path: Path) -> None:
    def append() -> None:
        anchor = FileAnchor(tmp_path / "anchor.jsonl")
        for signed in CHAIN:
            try:
                anchor.append(signed)
            except Refused:
                continue  # the other one was further already

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert list(FileAnchor(tmp_path / "anchor.jsonl").lines()) == [signed.line() for signed in CHAIN]


def test_a_place_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        FileAnchor(tmp_path / "none" / "anchor.jsonl").append(CHAIN[0])
    with pytest.raises(Refused, match="cannot be read"):
        FileAnchor(tmp_path).last()
    with pytest.raises(Refused, match="cannot be read"):
        list(FileAnchor(tmp_path).lines())


def test_a_full_disk_is_told_and_the_next_one_goes_on(anchor: FileAnchor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def full(file: int, content: bytes) -> int:
        if len(content) < 100:
            raise OSError(28, "No space left on device")
        return real(file, content[:100])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(Refused, match="No space left"):
            anchor.append(CHAIN[2])
    assert anchor.last() == CHAIN[1]
    anchor.append(CHAIN[2])
    assert list(anchor.lines()) == [signed.line() for signed in CHAIN[:3]]
