"""What the ledger keeps of figures: one entry a file that was imported, and each decision on a contradiction."""

from typing import Any

from dicu.ledger.model import EntryKind
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
LONG = {"type": "string", "minLength": 1, "maxLength": 300}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
COUNT = {"type": "integer", "minimum": 0}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


IMPORTED, DECIDED = "figures.imported", "figures.decided"
FIGURE_KINDS = (
    _kind(
        IMPORTED,
        T("Imported {added} figures of {source} for plan {plan}; {replaced} of them replace earlier ones."),
        plan=CODE,
        source=CODE,
        title=TEXT,
        file={
            "type": "object",
            "properties": {"digest": DIGEST, "name": TEXT, "size": COUNT},
            "required": ["digest", "name", "size"],
            "additionalProperties": False,
        },
        rows=COUNT,
        added=COUNT,
        replaced=COUNT,
        unchanged=COUNT,
        left_out=COUNT,
        digest=DIGEST,
        synthetic={"type": "boolean"},
    ),
    _kind(
        DECIDED,
        T("Decided which figure stands for {subject} of plan {plan}: {reason}"),
        plan=CODE,
        subject=LONG,
        among={
            "type": "array",
            "minItems": 2,
            "maxItems": 100,
            "items": {
                "type": "object",
                "properties": {"key": LONG, "value": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}},
                "required": ["key", "value"],
                "additionalProperties": False,
            },
        },
        chosen=LONG,
        reason={**TEXT, "minLength": 1},
    ),
)


def import_stream(plan: str, source: str) -> str:
    return f"figures/{plan}/{source}"


def decision_stream(plan: str) -> str:
    return f"decisions/{plan}"
