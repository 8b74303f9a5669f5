"""The kinds of entries that the room of recommendations writes."""

from hashlib import sha256
from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
REASON = {**TEXT, "minLength": 1}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
KEY = {"type": "string", "minLength": 3, "maxLength": 170}
MAYBE = {"type": "string", "maxLength": 170}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
BOTH = {"type": "object", "properties": {"vi": TEXT, "en": TEXT}, "required": ["en", "vi"], "additionalProperties": False}
COUNT = {"type": "integer", "minimum": 0}
FILE = {
    "type": "object",
    "properties": {"digest": DIGEST, "name": TEXT, "size": COUNT},
    "required": ["digest", "name", "size"],
    "additionalProperties": False,
}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


IMPORTED, DESCRIBED, JUDGED = "recommendations.imported", "recommendations.described", "recommendations.judged"
ONE = {"set": CODE, "code": CODE}

KINDS = Kinds(
    _kind(
        DESCRIBED,
        T("Described the set of recommendations {set}."),
        set=CODE,
        body=BOTH,
        title=BOTH,
        symbol=TEXT,
        cycle=TEXT,
        published=DAY,
        address=TEXT,
        licence=TEXT,
        verified={"type": "boolean"},
        synthetic={"type": "boolean"},
        announced={"type": ["integer", "null"], "minimum": 0},
    ),
    _kind(
        IMPORTED,
        T("Took in {added} recommendations of the set {set}; {replaced} of them have other words than before."),
        set=CODE,
        file=FILE,
        mapping=FILE,
        rows=COUNT,
        added=COUNT,
        replaced=COUNT,
        unchanged=COUNT,
        likenesses=COUNT,
        digest=DIGEST,
        reason=TEXT,
    ),
    _kind(
        JUDGED,
        T("Said of {first} and {second} whether they say the same ({verdict}): {reason}"),
        first=KEY,
        second=KEY,
        verdict={"enum": ["same", "different"]},
        reason=REASON,
    ),
    _kind(
        "recommendation.answered",
        T("Recorded the position on {code} of {set}: {position}."),
        **ONE,
        position={"enum": ["pending", "supported", "in-part", "noted"]},
        reason=REASON,
    ),
    _kind(
        "recommendation.linked",
        T("Linked {code} of {set} with {plan} {task} {indicator} ({link}): {rationale}"),
        **ONE,
        link={"enum": ["implements", "contributes", "measures"]},
        plan=CODE,
        task=MAYBE,
        indicator=MAYBE,
        rationale=REASON,
    ),
    _kind("recommendation.unlinked", T("Took a link off {code} of {set}: {reason}"), **ONE, removed=MAYBE, reason=REASON),
    _kind("recommendation.started", T("{code} of {set} is in implementation: {reason}"), **ONE, reason=REASON),
    _kind(
        "recommendation.assessed",
        T("Assessed {code} of {set} as {grade}: {reason}"),
        **ONE,
        grade={"enum": ["A", "B", "C", "D", "E"]},
        evidence=REASON,
        reason=REASON,
    ),
    _kind("recommendation.restated", T("{code} of {set} is restated by {by}: {reason}"), **ONE, by=KEY, reason=REASON),
    _kind("recommendation.closed", T("Closed {code} of {set}: {reason}"), **ONE, reason=REASON),
    _kind("recommendation.reopened", T("Opened {code} of {set} again: {reason}"), **ONE, reason=REASON),
)


def set_stream(id_: str) -> str:
    return f"recommendations/{id_}"


def one_stream(key: str) -> str:
    return f"recommendation/{key}"


def pair_stream(first: str, second: str) -> str:
    """Of one pair, whichever of the two is named first."""
    return f"likeness/{sha256('|'.join(sorted((first, second))).encode()).hexdigest()}"
