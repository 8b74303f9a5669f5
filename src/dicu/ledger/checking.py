"""A draft's body against the schema of its kind, before anything is written."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from dicu.ledger.canonical import plainly
from dicu.ledger.fitting import Test, quick
from dicu.ledger.model import Draft, Kinds
from dicu.vocabulary.messages import Refused, T

Tests = tuple[Test | None, Draft202012Validator]
"""The quick test of a schema, where it has one, and the whole one."""


class Checker:
    """Holds a register of kinds. A schema that is no schema is found when its kind is first to be written, before anything is."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self._tests: dict[str, Tests] = {}

    def checked(self, draft: Draft) -> Draft:
        """The draft with its body in the form in which it will be stored (NFC, tuples as lists). Raises Refused where the
        kind is not declared or that body does not fit it."""
        if draft.kind not in self.kinds:
            raise Refused(T("There is no kind of entry named “{kind}”.", kind=draft.kind), where=draft.kind)
        body = plainly(draft.body)
        fits, validator = self._of(draft.kind)
        if not (fits and fits(body)) and not validator.is_valid(body):
            raise _refusal(draft.kind, best_match(validator.iter_errors(body)))
        return Draft(draft.kind, body)

    def check_draft(self, draft: Draft) -> None:
        """Raises Refused as `checked` does."""
        self.checked(draft)

    def _of(self, kind: str) -> Tests:
        if kind not in self._tests:
            self._tests[kind] = _compiled(json.dumps(self.kinds[kind].schema))
        return self._tests[kind]


@cache
def _compiled(schema: str) -> Tests:
    """Once a process for each kind that is written: to hold all schemas against the schema of schemas takes a short command
    as long as all the rest of its work."""
    found = json.loads(schema)
    Draft202012Validator.check_schema(found)
    return quick(found), Draft202012Validator(found)


def _refusal(kind: str, fault: ValidationError) -> Refused:
    place = ".".join(map(str, fault.absolute_path)) or kind
    message = T(
        "Nothing was recorded: “{place}” is not as an entry “{kind}” must be ({rule}: {asked}).",
        place=place,
        kind=kind,
        rule=str(fault.validator),
        asked=_asked(fault.validator_value),
    )
    return Refused(message, where=place)


def _asked(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)[:200]
