"""The kinds of entries that the room of dialogues writes, with their schemas and the sentence each says to a person."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
REASON = {**TEXT, "minLength": 1}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
MAYBE = {"type": "string", "maxLength": 80}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
BOTH = {"type": "object", "properties": {"vi": TEXT, "en": TEXT}, "required": ["en", "vi"], "additionalProperties": False}
SIDE = {"enum": ["ours", "theirs"]}
PARTY = {"enum": ["ours", "theirs", "both"]}
CODES = {"type": "array", "items": CODE, "maxItems": 50}
LEVEL = {"enum": ["public", "internal", "restricted"]}
WARNING = {
    "type": "object",
    "properties": {"kind": CODE, "weight": {"enum": ["error", "warning"]}, "first": TEXT, "second": TEXT, "why": BOTH},
    "required": ["first", "kind", "second", "weight", "why"],
    "additionalProperties": False,
}
FILE = {
    "type": "object",
    "properties": {"name": CODE, "language": {"enum": ["vi", "en"]}, "format": CODE, "digest": DIGEST, "size": {"type": "integer"}},
    "required": ["digest", "format", "language", "name", "size"],
    "additionalProperties": False,
}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


OF_COMMITMENT = {"series": CODE, "commitment": CODE}

KINDS = Kinds(
    _kind(
        "dialogue.loaded",
        T("Loaded version {version} of the dialogue series {series}: {rounds} rounds, {commitments} commitments."),
        series=CODE,
        version=CODE,
        digest=DIGEST,
        synthetic={"type": "boolean"},
        rounds={"type": "integer"},
        commitments={"type": "integer"},
        changes={"type": "integer"},
        origin=TEXT,
    ),
    _kind(
        "dialogue.brief.built",
        T("Built the brief for {side} on round {round} of {series}."),
        series=CODE,
        round=CODE,
        side=SIDE,
        day={**DAY, "type": "string"},
        files={"type": "array", "minItems": 1, "maxItems": 12, "items": FILE},
        figures={"type": "integer"},
    ),
    _kind(
        "position.recorded",
        T("Recorded a position for round {round} of {series}."),
        series=CODE,
        round=CODE,
        pillar=MAYBE,
        text=BOTH,
        sensitivity={"enum": ["internal", "restricted"]},
    ),
    _kind(
        "commitment.recorded",
        T("Recorded the commitment {commitment} of {series}."),
        **OF_COMMITMENT,
        round=MAYBE,
        instrument=MAYBE,
        pillars=CODES,
        party=PARTY,
        type={"enum": ["activity", "exchange", "instrument", "meeting", "funding", "target"]},
        text=BOTH,
        promised={**DAY, "type": "string"},
        due=DAY,
        sensitivity=LEVEL,
        restates=CODES,
        replaces=CODES,
        source=REASON,
        warnings={"type": "array", "items": WARNING, "maxItems": 200},
    ),
    _kind(
        "commitment.assigned",
        T("Said who has {commitment}: {owner_ours}; {owner_theirs}"),
        **OF_COMMITMENT,
        owner_ours=MAYBE,
        owner_theirs={"type": "string", "maxLength": 200},
        due=DAY,
        reason=TEXT,
    ),
    _kind("commitment.started", T("{commitment} was begun: {reason}"), **OF_COMMITMENT, reason=REASON),
    _kind(
        "commitment.reported",
        T("Reported {commitment} to the partner: {where}"),
        **OF_COMMITMENT,
        where=REASON,
        day={**DAY, "type": "string"},
    ),
    _kind(
        "commitment.confirmed",
        T("Recorded that {side} confirms {commitment} as {what}: {where}"),
        **OF_COMMITMENT,
        side=SIDE,
        what={"enum": ["agreed", "fulfilled"]},
        day={**DAY, "type": "string"},
        title=BOTH,
        document=MAYBE,
        where=TEXT,
        digest={"type": "string", "pattern": "^([0-9a-f]{64})?$"},
    ),
    _kind("commitment.carried", T("Carried {commitment} into round {round}: {reason}"), **OF_COMMITMENT, round=CODE, reason=REASON),
    _kind("commitment.restated", T("{commitment} is restated by {by}: {reason}"), **OF_COMMITMENT, by=CODE, reason=REASON),
    _kind("commitment.lapsed", T("{commitment} lapsed: {reason}"), **OF_COMMITMENT, reason=REASON),
    _kind(
        "commitment.linked",
        T("Linked {commitment} with {plan} {task} {indicator} ({link}): {rationale}"),
        **OF_COMMITMENT,
        link={"enum": ["implements", "contributes", "measures"]},
        plan=CODE,
        task=MAYBE,
        indicator=MAYBE,
        rationale=REASON,
    ),
    _kind("commitment.unlinked", T("Took a link off {commitment}: {reason}"), **OF_COMMITMENT, removed=CODE, reason=REASON),
)
