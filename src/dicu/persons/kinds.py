"""The kinds of entries about people. Nothing in them says who somebody is without the person's key: a personal value is
sealed, and beside it stand only codes from closed lists, numbers and days. There is no free text in plain."""

from collections.abc import Mapping
from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.ledger.sealing import SEALED
from dicu.vocabulary.legal import Kind
from dicu.vocabulary.messages import Message, T

ID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
DOMAIN = {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$"}
DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ACCOUNT = {"type": "string", "pattern": "^[a-z0-9][a-z0-9._@-]{0,99}$"}
RULE = {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,79}$"}

REASONS = ("retention", "request", "order", "mistake")
"""Why somebody is erased: the time is over; the person asked; a court or authority ordered it; the record should not exist."""
ASIDE = ("still-needed", "not-founded", "another-person")
"""Why a proposal is put aside."""

PERSONAL = ("names", "birth_date", "document", "contact")
KEPT: Mapping[str, Any] = {
    "sex": {"enum": ["F", "M", "X", ""]},
    "birth_year": {"type": "string", "pattern": r"^([0-9]{4})?$"},
    "citizenship": {"type": "string", "pattern": "^([A-Z]{3})?$"},
    "province": {"type": "string", "pattern": r"^([0-9]{2})?$"},
}
"""Coded fields that statistics may keep when the person is erased; empty where not known."""

RECORD: Mapping[str, Any] = {**dict.fromkeys(PERSONAL, SEALED), **KEPT}
GROUND: Mapping[str, Any] = {
    "reason": {"enum": list(REASONS)},
    "rule": RULE,
    "binding": {"enum": [str(kind) for kind in Kind]},
    "verified": {"type": "boolean"},
}


def _kind(name: str, sentence: Message, /, personal: bool = False, **properties: Any) -> EntryKind:
    properties = {"person": ID, "domain": DOMAIN, **properties}
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    if not personal:
        return EntryKind(name, 1, schema, sentence)
    return EntryKind(name, 1, schema, sentence, dict.fromkeys(PERSONAL, "@domain"), "person", frozenset(KEPT))


KINDS = Kinds(
    _kind("person.recorded", T("Recorded the person {person}."), personal=True, **RECORD),
    _kind("person.corrected", T("Corrected the record of the person {person}."), personal=True, **RECORD),
    _kind("person.closed", T("Closed the case of the person {person} on {on}."), on=DAY),
    _kind("person.erasure.proposed", T("Proposed to erase the person {person} (rule {rule})."), **GROUND),
    _kind("person.erasure.refused", T("Put aside the proposal to erase the person {person}."), why={"enum": list(ASIDE)}),
    _kind(
        "person.erased",
        T("Erased the person {person} (rule {rule}); {proposed_by} had proposed it."),
        **GROUND,
        proposed_by=ACCOUNT,
    ),
)


def stream_name(domain: str, person: str) -> str:
    """The domain stands in the name, so that the database can tell streams apart without opening anything."""
    return f"person/{domain}/{person}"
