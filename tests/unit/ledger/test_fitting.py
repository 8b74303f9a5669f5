"""What the quick test knows, and that it keeps silent where it does not. Everything else is in tests/generative/test_fitting.py."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dicu.ledger.checking import Checker
from dicu.ledger.fitting import quick
from dicu.ledger.model import Draft, EntryKind, Kinds
from dicu.vocabulary.messages import Refused, T

LINE = {"type": "object", "properties": {"task": {"type": "string", "maxLength": 3}}, "required": ["task"], "additionalProperties": False}
LINES = {"type": "array", "items": LINE, "minItems": 1}


@pytest.mark.parametrize(
    ("value", "fits"),
    [([{"task": "3.1"}], True), ([], False), ([{"task": "3.10"}], False), ([{}], False), ([{"task": "a", "more": 1}], False), ({}, False)],
)
def test_a_body_fits_or_does_not(value: Any, fits: bool) -> None:
    found = quick(LINES)
    assert found
    assert found(value) is fits is Draft202012Validator(LINES).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"type": "string"}]},
        {"type": "number"},
        {"enum": [1, True]},
        {"items": {"uniqueItems": True}},
        {"properties": {"a": True}},
        {"additionalProperties": {"$ref": "#/$defs/a"}},
        {"patternProperties": {"^a": {}}, "additionalProperties": False},
    ],
)
def test_of_what_it_does_not_know_it_says_nothing(schema: dict[str, Any]) -> None:
    assert quick(schema) is None


def test_what_it_does_not_know_is_decided_by_the_full_validator() -> None:
    checker = Checker(Kinds(EntryKind("named", 1, {"properties": {"a": {"uniqueItems": True}}}, T("Named."))))
    checker.check_draft(Draft("named", {"a": [1, 2]}))
    with pytest.raises(Refused, match="uniqueItems"):
        checker.check_draft(Draft("named", {"a": [1, 1]}))
