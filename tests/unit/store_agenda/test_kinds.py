"""Every kind of entry of the agenda can be checked, told in both languages and projected."""

from string import Formatter

import pytest
from jsonschema import Draft202012Validator

from dicu.ledger.model import EntryKind
from dicu.store.agenda.kinds import KINDS
from dicu.store.agenda.projecting import projectors
from dicu.vocabulary.messages import catalogue


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_is_closed_and_can_be_told(kind: EntryKind) -> None:
    Draft202012Validator.check_schema(kind.schema)
    assert kind.schema["additionalProperties"] is False and set(kind.schema["required"]) == set(kind.schema["properties"])
    sentence = kind.sentence.sentence
    assert catalogue("vi").get(sentence)
    assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= set(kind.schema["properties"])


def test_every_kind_moves_its_rows() -> None:
    assert set(projectors()) == {kind.name for kind in KINDS}
