"""The kinds of entries that the review writes, with their schemas and the sentence each says to a person."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
CODES = {"type": "array", "items": CODE}

VALUE = {
    "type": "object",
    "properties": {
        "indicator": CODE,
        "period": CODE,
        "value": {"type": "string", "pattern": r"^(-?\d+(\.\d+)?)?$"},
        "missing": {"type": "string"},
        "qualifier": {"type": "string"},
        "source": TEXT,
        "locator": TEXT,
    },
    "required": ["indicator", "period", "value", "missing", "qualifier", "source", "locator"],
    "additionalProperties": False,
}
FILE = {
    "type": "object",
    "properties": {"digest": DIGEST, "name": TEXT, "media_type": CODE, "size": {"type": "integer", "minimum": 0}, "locator": TEXT},
    "required": ["digest", "name", "media_type", "size", "locator"],
    "additionalProperties": False,
}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


KINDS = Kinds(
    _kind(
        "plan.loaded",
        T("Loaded version {version} of plan {plan}: {tasks} tasks, {observations} figures."),
        plan=CODE,
        version=CODE,
        digest=DIGEST,
        tasks={"type": "integer"},
        synthetic={"type": "boolean"},
        observations={"type": "integer"},
        origin=TEXT,
    ),
    _kind(
        "round.opened",
        T("Opened round {round} of plan {plan}."),
        plan=CODE,
        round=CODE,
        plan_digest=DIGEST,
        opens=DAY,
        cut_off=DAY,
        due=DAY,
        agencies={"type": "object", "additionalProperties": CODES},
    ),
    _kind(
        "report.line.written",
        T("Wrote the line of task {task}."),
        task=CODE,
        claim={"enum": ["not-started", "in-progress", "completed"]},
        narrative=TEXT,
        difficulties=TEXT,
        completed_on=DAY,
        values={"type": "array", "items": VALUE, "maxItems": 100},
    ),
    _kind("report.file.attached", T("Attached a file to the line of task {task}."), task=CODE, file=FILE),
    _kind("report.file.detached", T("Took a file off the line of task {task}."), task=CODE, digest=DIGEST),
    _kind("report.submitted", T("Submitted the report."), tasks={**CODES, "minItems": 1}),
    _kind(
        "report.line.returned",
        T("Returned the line of task {task}: {text}"),
        task=CODE,
        reason={"enum": ["missing-evidence", "value-unclear", "status-contradicts-data", "narrative-incomplete", "other"]},
        text={**TEXT, "minLength": 1},
        due=DAY,
    ),
    _kind("report.line.accepted", T("Accepted the line of task {task}."), task=CODE),
    _kind(
        "publication.built",
        T("Built the review of plan {plan}, round {round}."),
        plan=CODE,
        round=CODE,
        snapshot=DIGEST,
        files={
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "name": CODE,
                    "language": {"enum": ["vi", "en"]},
                    "format": CODE,
                    "digest": DIGEST,
                    "size": {"type": "integer"},
                },
                "required": ["name", "language", "format", "digest", "size"],
                "additionalProperties": False,
            },
        },
        figures={"type": "integer"},
    ),
    _kind("publication.published", T("Published the review of plan {plan}, round {round}."), plan=CODE, round=CODE, snapshot=DIGEST),
)
