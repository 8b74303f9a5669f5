"""Every kind of entry of every room can be checked, folded, shown and said in both languages."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import dicu
from dicu.ledger.fold import Fold
from dicu.ledger.model import EntryKind
from dicu.vocabulary.messages import catalogue
from dicu.wiring import House, built

SOURCE = Path(next(iter(dicu.__path__)))
HOUSE: House = built(lambda: datetime(2026, 11, 24, tzinfo=UTC))
"""As it is wired: a room that is not in it can record nothing."""
EACH = pytest.mark.parametrize("kind", list(HOUSE.kinds), ids=lambda kind: kind.name)


def modules(pattern: str) -> Iterator[tuple[Any, re.Match[str]]]:
    """The modules of the program in whose text a line matches."""
    for path in sorted(SOURCE.rglob("*.py")):
        for found in re.finditer(pattern, path.read_text("utf-8"), re.MULTILINE):
            yield import_module(".".join(("dicu", *path.relative_to(SOURCE).with_suffix("").parts))), found


def folds() -> list[Fold[Any]]:
    return [getattr(module, found[1]) for module, found in modules(r"^([A-Z_]+)(?:: Fold\[.*\])? = Fold\(")]


def objects(schema: Any) -> Iterator[Any]:
    """The schema's objects, however deep."""
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from objects(inner)
    if isinstance(schema, dict) and schema.get("type") == "object":
        yield schema


def test_every_kind_that_a_room_declares_is_known_to_the_house() -> None:
    declared = [kind for module, _ in modules(r"^KINDS = ") for kind in getattr(module, "KINDS", ()) if isinstance(kind, EntryKind)]
    assert sorted(kind.name for kind in declared) == sorted(kind.name for kind in HOUSE.kinds)
    assert len({kind.name.partition(".")[0] for kind in declared}) >= 10


@EACH
def test_a_kind_has_a_closed_schema(kind: EntryKind) -> None:
    """What is not named cannot be recorded: in an object of an object either. A map names what its values are."""
    Draft202012Validator.check_schema(kind.schema)
    assert kind.schema["additionalProperties"] is False and kind.version >= 1
    for inner in objects(kind.schema):
        rest = inner["additionalProperties"]
        assert (rest is False and set(inner["required"]) == set(inner["properties"])) or (isinstance(rest, dict) and rest)


@EACH
def test_a_kind_has_a_sentence_in_both_languages_from_its_own_fields(kind: EntryKind) -> None:
    sentence = kind.sentence.sentence
    assert catalogue("vi").get(sentence), f"no Vietnamese for: {sentence}"
    named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    assert named <= set(kind.schema["properties"])


@EACH
def test_a_kind_moves_the_rows_of_one_room(kind: EntryKind) -> None:
    """When it is recorded, and again when the room is made anew from the ledger."""
    assert kind.name in HOUSE.ledger.projectors
    assert len([room for room, of_room in HOUSE.ledger.rooms.items() if kind.name in of_room]) == 1


def test_nothing_is_projected_that_is_no_kind() -> None:
    names = {kind.name for kind in HOUSE.kinds}
    assert set(HOUSE.ledger.projectors) == {name for of_room in HOUSE.ledger.rooms.values() for name in of_room} == names


def test_every_entry_of_a_history_is_folded() -> None:
    """A fold refuses a kind that it does not know: of one beginning (`report.`) all kinds are known to one of its folds."""
    names, known = {kind.name for kind in HOUSE.kinds}, {name for fold in folds() for name in fold.steps}
    beginnings = {name.partition(".")[0] for name in known}
    assert beginnings >= {"report", "round", "person", "webhook"}
    assert known == {name for name in names if name.partition(".")[0] in beginnings}
