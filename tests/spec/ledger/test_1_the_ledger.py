"""The ledger

Everything that happens is written down as an **entry** in a **stream**, after the entries that were there before, and is
never changed. What a page shows is worked out from the entries.
"""

from datetime import UTC, datetime

import pytest

from dicu.ledger.chain import Head, sealed, verify
from dicu.ledger.checking import Checker
from dicu.ledger.fold import Fold
from dicu.ledger.model import Author, Draft, Entry, EntryKind, Kinds, Stream
from dicu.vocabulary.messages import Refused, T

WRITTEN = EntryKind(
    "line.written",
    1,
    {"type": "object", "properties": {"task": {"type": "string"}, "value": {"type": "string"}}, "required": ["task", "value"]},
    T("Wrote {value} for task {task}."),
)
REPORT = Stream("report/demo/2024/BTP", authority="BTP", instance="vn")
LAN = Author("lan", "reporting")


def entries(*bodies: dict[str, str]) -> list[Entry]:
    made: list[Entry] = []
    for body in bodies:
        head = Head(len(made), made[-1].digest) if made else Head()
        made.append(sealed(head, REPORT, Draft("line.written", body), 1, datetime(2024, 3, 1, tzinfo=UTC), LAN))
    return [Entry(index, *(getattr(e, name) for name in Entry.__slots__[1:])) for index, e in enumerate(made)]


def test_a_stream_has_one_owner_and_lives_in_one_installation() -> None:
    """A stream names the agency that owns it and the installation it lives in. Both are part of every entry, and of
    what the entry's digest covers: a history cannot be moved to another owner."""
    entry = entries({"task": "1", "value": "12"})[0]
    assert (entry.stream.authority, entry.stream.instance) == ("BTP", "vn")


def test_an_entry_says_what_who_when_and_for_which_purpose() -> None:
    """An entry has a number in its stream, a kind with its version, a moment, an account, a purpose and a body."""
    entry = entries({"task": "1", "value": "12"})[0]
    assert (entry.number, entry.kind, entry.version) == (1, "line.written", 1)
    assert (entry.author.account, entry.author.purpose) == ("lan", "reporting")


def test_each_kind_of_entry_has_a_form() -> None:
    """A kind declares a JSON schema. What does not fit it is refused before anything is written, with the place."""
    with pytest.raises(Refused) as refused:
        Checker(Kinds(WRITTEN)).check_draft(Draft("line.written", {"task": "1", "value": 12}))
    assert refused.value.where == "value"


def test_a_decimal_number_is_written_as_text() -> None:
    """A body holds text, whole numbers, true and false, lists and objects. A decimal number is written as text, so that
    62.5 is 62.5 for ever and on every machine."""
    Checker(Kinds(WRITTEN)).check_draft(Draft("line.written", {"task": "1", "value": "62.5"}))
    with pytest.raises(Refused, match="Write it as text"):
        Checker(Kinds(WRITTEN)).check_draft(Draft("line.written", {"task": "1", "value": 62.5}))


def test_entries_hang_together_in_a_chain() -> None:
    """Each entry carries a digest (SHA-256) of itself and of the digest before it. Whoever changes an entry breaks the
    chain, and `dicu ledger verify` names the place."""
    first, second = entries({"task": "1", "value": "12"}, {"task": "1", "value": "13"})
    assert verify([first, second]) is None
    changed = Entry(*(getattr(first, name) if name != "body" else {"task": "1", "value": "99"} for name in Entry.__slots__))
    fault = verify([changed, second])
    assert fault is not None
    assert fault.message.say("en") == "Entry 1 was changed after it was recorded."


def test_the_end_of_a_stream_is_noted_elsewhere() -> None:
    """A chain alone cannot show that its newest entries were cut off. So a stream's length and last digest are noted
    apart from its entries, and compared."""
    first, second = entries({"task": "1", "value": "12"}, {"task": "1", "value": "13"})
    fault = verify([first], Head(2, second.digest))
    assert fault is not None
    assert fault.number == 2


def test_a_state_is_folded_from_the_entries() -> None:
    """What stands now is worked out from the first entry to the last by plain functions, one for each kind. They apply
    what was recorded and ask no rule again, so a history reads the same after the rules have changed."""
    fold: Fold[dict[str, str]] = Fold({}, {"line.written": lambda state, entry: state | {entry.body["task"]: entry.body["value"]}})
    assert fold.over(entries({"task": "1", "value": "12"}, {"task": "2", "value": "7"}, {"task": "1", "value": "13"})) == {
        "1": "13",
        "2": "7",
    }


def test_a_correction_is_a_new_entry() -> None:
    """Nothing is rewritten: the corrected value stands later in the same stream, and the one it corrects stays readable."""
    history = entries({"task": "1", "value": "12"}, {"task": "1", "value": "13"})
    assert [entry.body["value"] for entry in history] == ["12", "13"]
