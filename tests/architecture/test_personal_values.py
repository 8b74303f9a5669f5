"""No kind of entry takes a personal value in plain, no free text stands beside one, and every copy has somebody who erases it."""

import re
from typing import Any

import pytest

from dicu.ledger.checking import Checker
from dicu.ledger.model import Draft, EntryKind, Kinds
from dicu.ledger.sealing import SEALED
from dicu.persons.copies import Copies, Copy
from dicu.persons.kinds import KINDS as PERSON_KINDS
from dicu.review.kinds import KINDS as REVIEW_KINDS
from dicu.store.persons.register import register
from dicu.vocabulary.messages import Refused, T
from dicu.wiring import built

ALL = REVIEW_KINDS + PERSON_KINDS
PERSONAL = [kind for kind in ALL if kind.personal]


def at(schema: Any, path: str) -> Any:
    for name in path.split("."):
        schema = schema["properties"][name]
    return schema


def is_coded(schema: Any) -> bool:
    """A closed list, a number, yes or no, or a pattern that no sentence fits."""
    if "enum" in schema or schema.get("type") in ("boolean", "integer"):
        return True
    pattern = schema.get("pattern", "")
    return bool(pattern) and not any(re.search(pattern, text) for text in ("Nguyễn Thị Lan", "Nguyen Thi Lan", "Nguyen", "xin chào"))


def test_there_are_kinds_to_look_at() -> None:
    assert {kind.name for kind in PERSONAL} == {"person.recorded", "person.corrected"}


def test_the_house_knows_every_kind_of_people() -> None:
    known = built(lambda: None).kinds  # type: ignore[arg-type, return-value]
    assert all(kind.name in known for kind in PERSON_KINDS)


@pytest.mark.parametrize("kind", PERSONAL, ids=lambda kind: kind.name)
def test_a_personal_field_is_declared_sealed_and_says_whose_keys(kind: EntryKind) -> None:
    assert all(at(kind.schema, path) == SEALED for path in kind.personal)
    named = {domain.removeprefix("@") for domain in kind.personal.values() if domain.startswith("@")}
    assert named | {kind.person} <= set(kind.schema["properties"])
    assert kind.kept and kind.kept <= set(kind.schema["properties"]) - set(kind.personal)


@pytest.mark.parametrize("kind", [kind for kind in PERSON_KINDS], ids=lambda kind: kind.name)
def test_beside_personal_values_stand_codes_and_no_free_text(kind: EntryKind) -> None:
    plain = {name: schema for name, schema in kind.schema["properties"].items() if name not in kind.personal}
    assert [name for name, schema in plain.items() if not is_coded(schema) and name not in ACCOUNTS] == []


ACCOUNTS = {"proposed_by", "domain", "rule"}
"""The name that an officer signs in with, and names from the house's own lists: they are checked before they are written."""


@pytest.mark.parametrize("plain", ["Nguyễn Thị Lan", "", None, ["Lan"], "dicu1.x.y", "dicu1." + "0" * 32 + "." + "Lan" * 20])
def test_the_ledger_takes_no_personal_value_in_plain(plain: object) -> None:
    kind = EntryKind("noted", 1, {"type": "object", "properties": {"name": SEALED}, "required": ["name"]}, T("Noted."), {"name": "x"})
    with pytest.raises(Refused):
        Checker(Kinds(kind)).check_draft(Draft("noted", {"name": plain}))


def test_every_copy_of_people_has_an_eraser_and_every_other_says_how() -> None:
    copies = list(register(lambda: None))  # type: ignore[arg-type, return-value]
    assert {copy.name for copy in copies if copy.eraser} == {copy.name for copy in copies if copy.of == "people"}
    assert not any(copy.plain for copy in copies if copy.of == "people")
    for copy in copies:
        assert copy.where.say("vi") != copy.where.say("en")
        assert copy.how.say("vi") != copy.how.say("en")


def test_a_copy_of_people_that_nothing_erases_is_not_declared() -> None:
    orphan = Copy("letters", T("Letters."), of="people", plain=True, how=T("By hand."))
    with pytest.raises(ValueError, match="letters"):
        Copies(orphan)
