"""Every kind of entry can be checked, folded, shown and said in both languages."""

from string import Formatter

import pytest
from jsonschema import Draft202012Validator

from dicu.ledger.model import EntryKind
from dicu.review.kinds import KINDS
from dicu.review.report import REPORT
from dicu.store.review.projecting import projectors
from dicu.vocabulary.messages import catalogue


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_has_a_closed_schema(kind: EntryKind) -> None:
    Draft202012Validator.check_schema(kind.schema)
    assert kind.schema["additionalProperties"] is False
    assert set(kind.schema["required"]) == set(kind.schema["properties"])
    assert kind.version >= 1


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_has_a_sentence_in_both_languages_from_its_own_fields(kind: EntryKind) -> None:
    sentence = kind.sentence.sentence
    assert catalogue("vi").get(sentence), f"no Vietnamese for: {sentence}"
    named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    assert named <= set(kind.schema["properties"])


def test_every_entry_of_a_report_is_folded_and_every_kind_moves_its_rows() -> None:
    names = {kind.name for kind in KINDS}
    assert {name for name in names if name.startswith("report.")} == set(REPORT.steps)
    assert set(projectors(lambda stream: ())) == names
