"""The kinds of entries about gaps: steps of officers, and runs of the rules."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

CODE = {"type": "string", "minLength": 1, "maxLength": 80}
KEY = {"type": "string", "minLength": 1, "maxLength": 600}
TEXT = {"type": "string", "maxLength": 20_000}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CHUNK = 2000
"""Gaps in one entry of a run; more go into the next entry of the same step."""


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


OPENED = {
    "type": "array",
    "maxItems": CHUNK,
    "items": {"type": "array", "prefixItems": [KEY, {"type": "string", "maxLength": 80}], "minItems": 2, "maxItems": 2},
}
STEP = {"plan": CODE, "round": CODE, "gap": KEY, "reason": TEXT}
KINDS = Kinds(
    _kind("gap.acknowledged", T("Took note of gap {gap}."), **STEP),
    _kind(
        "gap.planned",
        T("Planned how gap {gap} is closed: {owner} has it."),
        **STEP,
        owner=CODE,
        due={**DAY, "type": ["string", "null"]},
    ),
    _kind("gap.accepted", T("Accepted gap {gap} as it is: {reason}"), **{**STEP, "reason": {**TEXT, "minLength": 1}}),
    _kind(
        "gaps.run",
        T("Ran the rules of gaps over round {round} of plan {plan}: {count} gaps."),
        plan=CODE,
        round=CODE,
        day=DAY,
        rules={"type": "object", "additionalProperties": {"type": "integer"}},
        count={"type": "integer", "minimum": 0},
        digest={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        opened=OPENED,
        closed={"type": "array", "maxItems": CHUNK, "items": KEY},
    ),
)
