"""The kinds of entries that policy watch writes, with their schemas and the sentence each says to a person."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.review.policy_watch.model import CERTAINTY, JURISDICTIONS, READ, RELATIONS, TOPICS, WHOM
from dicu.review.policy_watch.model import KINDS as SORTS
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
REASON = {**TEXT, "minLength": 1}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DAY = {"anyOf": [DATE, {"type": "null"}]}


def _whole(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def _codes(*choices: str) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": list(choices)}, "maxItems": 50}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of, "maxItems": 50}


BOTH = _whole(vi=TEXT, en=TEXT)
SOURCE = _whole(title=REASON, locator=TEXT, published=DAY, verified={"type": "boolean"}, address=TEXT)
FACTS = _whole(
    jurisdiction={"enum": list(JURISDICTIONS)},
    kind={"enum": list(SORTS)},
    symbol={"type": "string", "maxLength": 120},
    title=BOTH,
    changes=BOTH,
    adopted=DAY,
    published=DAY,
    in_force=DAY,
    ends=DAY,
    whom=_codes(*WHOM),
    topics=_codes(*TOPICS),
    certainty={"enum": list(CERTAINTY)},
    read={"enum": list(READ)},
    sources=_list(SOURCE),
    routes=_list(_whole(name=BOTH, conditions=BOTH, cost=BOTH, apply=BOTH)),
    links=_list(_whole(relation={"enum": list(RELATIONS)}, symbol=TEXT, target={"type": "string", "maxLength": 80})),
    note=BOTH,
)
"""What an officer records of an entry. Nothing in it says that it is verified: that is a step of somebody else."""


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    return EntryKind(name, 1, _whole(**properties), sentence)


OF_ENTRY = {"register": CODE, "entry": CODE}
KINDS = Kinds(
    _kind(
        "policy.loaded",
        T("Loaded version {version} of the policy register {register}: {entries} entries."),
        register=CODE,
        version=CODE,
        digest={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        synthetic={"type": "boolean"},
        entries={"type": "integer"},
        changes={"type": "integer"},
        origin=TEXT,
    ),
    _kind("policy.proposed", T("Proposed the policy entry {entry} of {register}."), **OF_ENTRY, facts=FACTS),
    _kind(
        "policy.verified",
        T("Verified the policy entry {entry} of {register}; what was read: {where}"),
        **OF_ENTRY,
        read={"enum": ["text", "excerpt"]},
        where=REASON,
        day=DATE,
        of={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    ),
    _kind("policy.corrected", T("Corrected the policy entry {entry} of {register}: {reason}"), **OF_ENTRY, facts=FACTS, reason=REASON),
    _kind("policy.withdrawn", T("Withdrew the policy entry {entry} of {register}: {reason}"), **OF_ENTRY, reason=REASON),
)
"""`of`: the SHA-256 of the version that was checked, so that a check never counts for another one."""
