"""A draft's body against the schema of its kind, before anything is written."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from dicu.ledger.canonical import plainly
from dicu.ledger.fitting import Test, quick
from dicu.ledger.model import Draft, Kinds
from dicu.vocabulary.messages import Refused, T


class Checker:
    """Holds the compiled schemas of a register of kinds. A schema that is no schema is found when it is made."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        for kind in kinds:
            Draft202012Validator.check_schema(kind.schema)

    @cached_property
    def _validators(self) -> Mapping[str, Draft202012Validator]:
        return {kind.name: Draft202012Validator(kind.schema) for kind in self.kinds}

    @cached_property
    def _quick(self) -> Mapping[str, Test | None]:
        return {kind.name: quick(kind.schema) for kind in self.kinds}

    def checked(self, draft: Draft) -> Draft:
        """The draft with its body in the form in which it will be stored (NFC, tuples as lists). Raises Refused where the
        kind is not declared or that body does not fit it."""
        if draft.kind not in self._validators:
            raise Refused(T("There is no kind of entry named “{kind}”.", kind=draft.kind), where=draft.kind)
        body = plainly(draft.body)
        fits, validator = self._quick[draft.kind], self._validators[draft.kind]
        if not (fits and fits(body)) and not validator.is_valid(body):
            raise _refusal(draft.kind, best_match(validator.iter_errors(body)))
        return Draft(draft.kind, body)

    def check_draft(self, draft: Draft) -> None:
        """Raises Refused as `checked` does."""
        self.checked(draft)


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
