import unicodedata
from typing import Any

import pytest
from jsonschema.exceptions import SchemaError

from dicu.ledger.checking import Checker
from dicu.ledger.model import Draft, EntryKind, Kinds
from dicu.vocabulary.messages import Refused, T

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 7},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"value": {"type": "string"}}}},
    },
    "required": ["name"],
    "additionalProperties": False,
}


def checker(schema: dict[str, Any] = SCHEMA) -> Checker:
    return Checker(Kinds(EntryKind("named", 1, schema, T("Named {name}."))))


def test_a_body_that_fits_passes() -> None:
    checker().check_draft(Draft("named", {"name": "Hà Nội", "lines": ({"value": "1"},)}))


def test_length_is_measured_in_the_form_that_is_stored() -> None:
    apart = unicodedata.normalize("NFD", "Đà Nẵng")
    assert len(apart) > 7
    checker().check_draft(Draft("named", {"name": apart}))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "named"),
        ({"name": 1}, "name"),
        ({"name": "quá dài rồi"}, "name"),
        ({"name": "a", "more": "b"}, "named"),
        ({"name": "a", "lines": [{"value": "1"}, {"value": 2}]}, "lines.1.value"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_its_place(body: dict[str, Any], where: str) -> None:
    with pytest.raises(Refused, match="Nothing was recorded") as refused:
        checker().check_draft(Draft("named", body))
    assert refused.value.where == where


def test_a_kind_that_nobody_declared_is_refused() -> None:
    with pytest.raises(Refused, match="renamed"):
        checker().check_draft(Draft("renamed", {}))


def test_a_schema_that_is_none_is_found_before_anything_is_written() -> None:
    with pytest.raises(SchemaError):
        checker({"type": "objekt"}).check_draft(Draft("named", {"name": "Lan"}))


def test_a_kind_is_declared_once() -> None:
    kinds = Kinds(EntryKind("named", 1, SCHEMA, T("Named {name}.")))
    assert "named" in kinds
    assert "renamed" not in kinds
    with pytest.raises(ValueError, match="twice"):
        kinds + kinds
