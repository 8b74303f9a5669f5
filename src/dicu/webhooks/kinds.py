"""The kinds of entries of webhooks. A private key is in none of them."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.vocabulary.messages import Message, T

ID = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
CODE = {"type": "string", "minLength": 1, "maxLength": 100}
ADDRESS = {"type": "string", "pattern": r"^https?://[!-~]{1,490}$"}
PUBLIC = {"type": "string", "pattern": "^whpk_[A-Za-z0-9+/]{43}=$"}
COUNT = {"type": "integer", "minimum": 0}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00$"}


def _kind(name: str, sentence: Message, /, **properties: Any) -> EntryKind:
    properties = {"webhook": ID, **properties}
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


KINDS = Kinds(
    _kind(
        "webhook.registered",
        T("Registered the webhook {webhook} to {address}, which acts as {account}."),
        address=ADDRESS,
        account=CODE,
        purpose=CODE,
        kinds={"type": "array", "items": CODE, "minItems": 1, "maxItems": 100, "uniqueItems": True},
        public_key=PUBLIC,
    ),
    _kind(
        "webhook.renewed",
        T("Renewed the signing key of the webhook {webhook}."),
        generation=COUNT,
        public_key=PUBLIC,
        former_until=MOMENT,
    ),
    _kind(
        "webhook.stopped",
        T("Stopped the webhook {webhook}: {reason}."),
        reason={"enum": ["failing", "gone", "account"]},
        position=COUNT,
    ),
    _kind("webhook.resumed", T("Resumed the webhook {webhook}.")),
    _kind("webhook.replayed", T("Told the webhook {webhook} again what happened after entry {position}."), position=COUNT),
    _kind("webhook.removed", T("Removed the webhook {webhook}.")),
)
