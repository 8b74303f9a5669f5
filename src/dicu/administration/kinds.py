"""The kinds of entries that administration writes. A token or secret itself, a password, a
name, an address, or who somebody is at an identity provider is in none of them."""

from typing import Any

from dicu.access.clearances import LEVELS
from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

CODE = {"type": "string", "minLength": 1, "maxLength": 160}
AGENCY = {"type": "string", "maxLength": 40}
ISSUER = {"type": "string", "minLength": 1, "maxLength": 500}
TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
USERNAME = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9._@-]*$", "maxLength": 100}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DAY_OR_NONE = {**DAY, "type": ["string", "null"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(\+00:00|Z)$"}


def _kind(name: str, sentence: Message, /, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


KINDS = Kinds(
    _kind(
        "access.account.opened",
        T("Opened the account {username}."),
        username=USERNAME,
        agency=AGENCY,
        service={"type": "boolean"},
    ),
    _kind("access.account.closed", T("Closed the account {username}: {reason}"), username=USERNAME, reason=TEXT),
    _kind("access.account.reopened", T("Opened the account {username} again: {reason}"), username=USERNAME, reason=TEXT),
    _kind("access.account.invited", T("Gave {username} a secret to begin anew: {reason}"), username=USERNAME, reason=TEXT),
    _kind("access.factors.forgotten", T("Removed all second factors of {username}."), username=USERNAME),
    _kind("access.identity.linked", T("Linked {username} with an identity at {issuer}."), username=USERNAME, issuer=ISSUER),
    _kind("access.identity.unlinked", T("Unlinked {username} from its identity at {issuer}."), username=USERNAME, issuer=ISSUER),
    _kind(
        "access.role.granted",
        T("Gave {username} the role {role}."),
        username=USERNAME,
        role=CODE,
        agency=AGENCY,
        clearance={"enum": list(LEVELS)},
        since=DAY_OR_NONE,
        until=DAY_OR_NONE,
    ),
    _kind(
        "access.role.ended",
        T("Ended the role {role} of {username} from {day} on."),
        username=USERNAME,
        grant=CODE,
        role=CODE,
        day=DAY,
    ),
    _kind("access.token.issued", T("Issued the token “{name}” of {username}."), username=USERNAME, name=CODE, expires=MOMENT),
    _kind("access.token.revoked", T("Revoked the token “{name}” of {username}."), username=USERNAME, token=CODE, name=CODE),
    _kind(
        "access.opened",
        T("Opened in an emergency what belongs to {agency}: {reason}"),
        what=CODE,
        role=CODE,
        agency={**AGENCY, "minLength": 1},
        attributes={"type": "object", "additionalProperties": CODE, "minProperties": 1},
        reason=TEXT,
        until=MOMENT,
    ),
    _kind("access.opening.ended", T("Ended the opening of what belongs to {agency}."), agency={**AGENCY, "minLength": 1}),
)
