"""The quick test of a body and the full validator, held against each other over schemas and bodies that nobody thought of."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.proof import examples

from dicu.ledger.canonical import plainly
from dicu.ledger.fitting import quick

WORDS = st.sampled_from(["", "a", "b", "ab", "Hà Nội", "1", "null"])
SIZES = st.integers(0, 3)
TYPES = st.sampled_from(["string", "integer", "object", "array", "boolean", "null"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 4) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    optional = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "enum": st.lists(WORDS, min_size=1, max_size=3),
        "pattern": st.sampled_from(["^a", "b$", "^[ab]+$", "à"]),
        "properties": st.dictionaries(WORDS, inner, max_size=3),
        "additionalProperties": st.just(False) | inner,
        "required": st.lists(WORDS, max_size=2, unique=True),
        "items": inner,
        "minimum": st.integers(-2, 3),
        "maximum": st.integers(-2, 3),
        **{f"{end}{what}": SIZES for end in ("min", "max") for what in ("Length", "Items", "Properties")},
        "description": WORDS,
    }
    return st.fixed_dictionaries({}, optional=optional)


SCHEMAS = schemas(schemas(schemas(st.just({}))))


@settings(max_examples=examples(400), deadline=None)
@given(SCHEMAS, st.lists(VALUES, min_size=1, max_size=8))
def test_the_quick_test_says_what_the_full_validator_says(schema: dict[str, Any], values: list[Any]) -> None:
    fits, validator = quick(schema), Draft202012Validator(schema)
    assert fits is not None
    for value in map(plainly, values):
        assert fits(value) == validator.is_valid(value), value
