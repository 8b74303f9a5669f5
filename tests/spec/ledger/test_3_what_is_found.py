"""What a verification finds

A verification reads each stream from its first entry to its last and names the first that does not fit, with the reason.
Whoever changes an entry must change every entry after it, and the end that was noted elsewhere.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.ledger.histories import history

from dicu.ledger.chain import Head, digest_of, verify
from dicu.ledger.fold import Fold
from dicu.ledger.model import Author, Entry
from dicu.vocabulary.messages import Refused

ONE, TWO, THREE, FOUR = WHOLE = history({"text": "một"}, {"text": "hai"}, {"text": "ba"}, {"text": "bốn"})
END = Head(4, FOUR.digest)
FORGED = replace(TWO, body={"text": "khác"})


def found(*entries: Entry) -> tuple[int, str]:
    fault = verify(entries, END)
    assert fault is not None
    return fault.number, fault.message.say("en")


def test_a_whole_stream_has_no_fault() -> None:
    """Then the verification says nothing."""
    assert verify(WHOLE, END) is None


@pytest.mark.parametrize(
    "changed",
    [
        lambda entry: replace(entry, body={"text": "khác"}),
        lambda entry: replace(entry, at=entry.at - timedelta(days=30)),  # dated back
        lambda entry: replace(entry, author=Author("minh", "reporting")),
        lambda entry: replace(entry, kind="forgotten"),
    ],
)
def test_a_changed_entry(changed: Callable[[Entry], Entry]) -> None:
    """What was done, when, by whom: whichever of it was changed, the entry is named."""
    assert found(ONE, changed(TWO), THREE, FOUR) == (2, "Entry 2 was changed after it was recorded.")


def test_a_changed_entry_with_a_digest_that_fits() -> None:
    """Whoever recomputes the entry's digest is found at the next entry, which rests on the old one."""
    forged = replace(FORGED, digest=digest_of(FORGED))
    assert found(ONE, forged, THREE, FOUR) == (
        3,
        "Entry 3 does not follow the entry before it; one of the two was changed or replaced.",
    )


def test_a_changed_last_entry_with_a_digest_that_fits() -> None:
    """No entry comes after the last one; there the noted end does not agree."""
    forged = replace(FOUR, body={"text": "khác"})
    forged = replace(forged, digest=digest_of(forged))
    assert found(ONE, TWO, THREE, forged) == (4, "Entry 4 is not the one that was noted as the last; it was changed or replaced.")


def test_an_entry_taken_out_of_the_middle() -> None:
    """The place where it stood is named."""
    assert found(ONE, THREE, FOUR) == (2, "Entry 2 is missing or out of place; entry 3 stands there.")


def test_entries_taken_off_the_end() -> None:
    """The first that is missing is named."""
    assert found(ONE, TWO) == (3, "The stream was noted to end with entry 4, but it ends with entry 2.")


def test_two_entries_that_changed_places() -> None:
    """With their numbers exchanged they no longer follow one another."""
    assert found(ONE, replace(THREE, number=2), replace(TWO, number=3), FOUR)[0] == 2


def test_an_entry_of_another_owner() -> None:
    """A history belongs to one agency of one installation from its first entry to its last."""
    moved = replace(TWO, stream=replace(TWO.stream, authority="BCA"))
    assert found(ONE, moved, THREE, FOUR) == (2, "Entry 2 names another owner than the entries before it.")


def test_an_unknown_kind_of_entry_is_not_skipped() -> None:
    """An older program may meet an entry that it does not know. Leaving it out would show a state that never was, so the
    whole history is refused, with the stream and the entry's number."""
    fold: Fold[int] = Fold(0, {"noted": lambda state, _: state + 1})
    with pytest.raises(Refused, match="does not know") as refused:
        fold.over((ONE, replace(TWO, kind="unheard.of")))
    assert refused.value.where == "report/demo/2024/BTP 2"
