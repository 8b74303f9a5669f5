"""Checkpoints

A chain shows what was changed in it, but whoever holds the whole database can compute a chain anew, cut off its end or take a
stream away. So the ledger is noted elsewhere from time to time: a **checkpoint** names the head of every stream that moved since
the last one, is signed with a key that is not on the database's machine, and is kept in an **anchor** outside it. Between the
last checkpoint and now lies a **window** in which only the chain protects; each verification says how large it is.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.ledger.histories import BEGAN, history

from dicu.ledger.chain import Fault, Head, digest_of
from dicu.ledger.checkpoint import Checkpoint, Signed, Tally
from dicu.ledger.clock import TOLERANCE, ClockBehind, moment
from dicu.ledger.covering import Covering
from dicu.ledger.model import Entry
from dicu.ledger.signing import new_key

KEY = new_key("vn")
ONE, TWO, THREE, FOUR = WHOLE = history({"text": "một"}, {"text": "hai"}, {"text": "ba"}, {"text": "bốn"})
NAME = ONE.stream.name


def checkpoint(number: int, *entries: Entry, before: Signed | None = None) -> Signed:
    """Over these entries, an hour after the one before it."""
    tally, moved = Tally(), {}
    for entry in entries:
        tally.add(entry.position, entry.stream.name, entry.number, entry.digest)
        moved[entry.stream.name] = Head(entry.number, entry.digest)
    covered = before.checkpoint.entries if before else 0
    at, place = BEGAN + timedelta(hours=number), entries[-1].position
    previous = {"previous": before.checkpoint.own_digest()} if before else {}
    return KEY.sign(Checkpoint(number, "vn", at, place, covered + len(entries), moved, tally.digest(), **previous))


FIRST = checkpoint(1, ONE, TWO)
SECOND = checkpoint(2, THREE, before=FIRST)


def covering(*signed: Signed) -> tuple[Covering, Fault | None]:
    """What these checkpoints say, and the first that is at fault."""
    found = Covering("vn", (KEY.public,))
    return found, next((fault for one in signed if (fault := found.take(one.line()))), None)


def fault_of(*entries: Entry) -> Fault | None:
    """The first entry that is not the one that the two checkpoints hold."""
    covered, none = covering(FIRST, SECOND)
    assert none is None
    seen = Head(entries[-1].number, entries[-1].digest) if entries else Head()
    return next((fault for entry in entries if (fault := covered.fault(entry))), None) or covered.end_fault(NAME, seen)


def anew(number: int, **change: object) -> list[Entry]:
    """The history with one entry changed and the chain computed anew from there on."""
    made: list[Entry] = []
    for entry in WHOLE:
        changed = replace(entry, **change) if entry.number == number else entry  # type: ignore[arg-type]
        changed = replace(changed, previous=made[-1].digest) if made else changed
        made.append(replace(changed, digest=digest_of(changed)))
    return made


def test_what_the_checkpoints_hold_has_no_fault() -> None:
    """Entries that came after the last checkpoint are no fault either: they are the window."""
    assert fault_of(*WHOLE) is None


def test_a_checkpoint_speaks_for_all_before_it() -> None:
    """It holds the digest of the checkpoint before it, and each head stands for the entries below it. Making one costs what
    happened since the last, and the last one covers everything."""
    assert SECOND.checkpoint.previous == FIRST.checkpoint.own_digest()
    assert (dict(SECOND.checkpoint.moved), SECOND.checkpoint.entries) == ({NAME: Head(3, THREE.digest)}, 3)


@pytest.mark.parametrize(("number", "named"), [(1, 1), (2, 1), (3, 3)])
def test_a_history_that_was_computed_anew(number: int, named: int) -> None:
    """By itself it fits. The first head that differs shows between which two heads the change lies; the first entry there is
    named."""
    fault = fault_of(*anew(number, body={"text": "khác"}))
    assert fault is not None
    assert (fault.stream, fault.number) == (NAME, named)


def test_an_end_that_was_cut_off() -> None:
    """The first entry that is missing is named."""
    fault = fault_of(ONE, TWO)
    assert fault is not None
    assert (fault.number, fault.message.say("en")) == (3, "The stream was cut off: checkpoint 2 holds 3 entries of it, and 2 are left.")


def test_a_stream_that_vanished() -> None:
    """With entries and head together: nothing in the database says that it ever was, but the anchor does."""
    fault = fault_of()
    assert fault is not None
    assert fault.message.say("en") == "The stream is gone: checkpoint 2 holds 3 entries of it."


def test_an_entry_that_was_slipped_in() -> None:
    """An entry that is not in a checkpoint cannot stand before it."""
    fault = fault_of(ONE, TWO, THREE, replace(FOUR, position=THREE.position - 1))
    assert fault is not None
    assert (fault.number, fault.what) == (4, "order")


def test_the_window_is_open() -> None:
    """What was recorded since the last checkpoint can still be computed anew. How often checkpoints are made decides how long."""
    assert fault_of(*anew(4, body={"text": "khác"})) is None


def test_a_back_dated_entry() -> None:
    """An entry cannot be older than a checkpoint that was made before it was recorded. Before the first checkpoint there is
    nothing to compare with: a house may begin with a history that it plays."""
    covered, _ = covering(FIRST, SECOND)
    late = replace(FOUR, at=SECOND.checkpoint.at - timedelta(days=1))
    fault = covered.back_dated(late)
    assert fault is not None
    assert (fault.number, fault.what, fault.checkpoint) == (4, "back-dated", 2)
    assert covered.back_dated(replace(ONE, at=datetime(2001, 1, 1, tzinfo=UTC))) is None


def test_clocks_a_little_apart() -> None:
    """Two machines of one house may differ by five seconds. Within them an entry gets the time of the one before it; beyond
    them nothing is recorded, and the refusal tells to set the clock."""
    assert timedelta(seconds=5) == TOLERANCE
    assert moment(BEGAN - timedelta(seconds=4), BEGAN) == BEGAN
    with pytest.raises(ClockBehind, match="Set the clock"):
        moment(BEGAN - timedelta(seconds=6), BEGAN)


def test_a_forged_checkpoint() -> None:
    """Whoever changes one needs the key to sign it again."""
    _, fault = covering(FIRST, replace(SECOND, checkpoint=replace(SECOND.checkpoint, entries=2)))
    assert fault is not None
    assert fault.message.say("en") == "Checkpoint 2 was changed or forged: the signature does not fit."


def test_a_checkpoint_that_was_taken_away() -> None:
    """The next one does not follow."""
    _, fault = covering(SECOND)
    assert fault is not None
    assert fault.message.say("en") == "Checkpoint 1 is missing; checkpoint 2 stands there."


def test_a_checkpoint_signed_with_another_key() -> None:
    """Only keys of the list are believed, each up to the checkpoint at which it was replaced."""
    _, fault = covering(FIRST, new_key("vn").sign(SECOND.checkpoint))
    assert fault is not None
    assert (fault.what, fault.checkpoint) == ("unknown-key", 2)
    replaced = Covering("vn", (replace(KEY.public, up_to=1),))
    assert replaced.take(FIRST.line()) is None
    late = replaced.take(SECOND.line())
    assert late is not None
    assert "whose word ended with checkpoint 1" in late.message.say("en")


def test_a_checkpoint_of_another_installation() -> None:
    """Two sovereigns never share an anchor."""
    fault = Covering("gb", (KEY.public,)).take(FIRST.line())
    assert fault is not None
    assert fault.message.say("en") == "Checkpoint 1 is of the instance vn, not of this one."
