"""The entries about evidence: described on a line of a report; and public claims that stand for what may not be shown."""

from typing import Any

from dicu.ledger.model import EntryKind
from dicu.review.evidence.model import Classification, EvidenceKind, Place
from dicu.vocabulary.messages import Message, T

ATTACHED = "report.evidence.attached"
PROPOSED, APPROVED, REFUSED, WITHDRAWN = (f"claim.{step}" for step in ("proposed", "approved", "refused", "withdrawn"))

CODE = {"type": "string", "minLength": 1, "maxLength": 80}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
DAY = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
TEXT = {"type": "string", "maxLength": 20_000}
REASON = {**TEXT, "minLength": 1}
NUMBER = {"type": "integer", "minimum": 1}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    return EntryKind(name, 1, _object(**properties), sentence)


FILE = _object(digest=DIGEST, name=TEXT, media_type=CODE, size={"type": "integer", "minimum": 0})
DESCRIPTION = _object(
    kind={"enum": [str(kind) for kind in EvidenceKind]},
    title={**REASON, "maxLength": 1000},
    issuer=TEXT,
    reference=TEXT,
    dated=DAY,
    place={"enum": [str(place) for place in Place]},
    locator=TEXT,
    classification={"enum": [str(c) for c in Classification]},
    language={"type": "string", "pattern": "^[a-z]{2,3}$"},
    url=TEXT,
    captured=DAY,
)
ON_LINES = (
    _kind(
        ATTACHED,
        T("Attached evidence to the line of task {task}, with its description."),
        task=CODE,
        file={"anyOf": [FILE, {"type": "null"}]},
        description=DESCRIPTION,
    ),
)
"""`file` is null of a web page of which no copy is kept."""
CLAIM_KINDS = (
    _kind(
        PROPOSED,
        T("Proposed a public claim for the line of task {task}."),
        task=CODE,
        evidence={"type": "array", "items": DIGEST, "minItems": 1, "maxItems": 500},
        text=_object(vi=REASON, en=REASON),
        reason=REASON,
    ),
    _kind(APPROVED, T("Approved the public claim for the line of task {task}: {reason}"), task=CODE, claim=NUMBER, reason=REASON),
    _kind(REFUSED, T("Refused the public claim for the line of task {task}: {reason}"), task=CODE, claim=NUMBER, reason=REASON),
    _kind(WITHDRAWN, T("Took the public claim for the line of task {task} back: {reason}"), task=CODE, claim=NUMBER, reason=REASON),
)
"""`evidence`: what the claim stands for; a line that gets more is not covered by it."""
EVIDENCE_KINDS = (*ON_LINES, *CLAIM_KINDS)
