"""From the entries of its stream to a webhook."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.webhooks.model import Key, State, Webhook


def _registered(_: Webhook | None, entry: Entry) -> Webhook:
    b = entry.body
    return Webhook(
        id=b["webhook"],
        address=b["address"],
        account=b["account"],
        purpose=b["purpose"],
        kinds=tuple(b["kinds"]),
        state=State.ACTIVE,
        keys=(Key(1, b["public_key"]),),
        registered_by=entry.author.account,
        registered_at=entry.at,
        begun=entry.position,
        number=entry.number,
    )


def _renewed(webhook: Webhook | None, entry: Entry) -> Webhook:
    found, b = _known(webhook, entry), entry.body
    until = datetime.fromisoformat(b["former_until"])
    former = tuple(replace(key, until=key.until if key.until and key.until < until else until) for key in found.keys)
    return replace(found, keys=(*former, Key(b["generation"], b["public_key"])), number=entry.number)


def _stopped(webhook: Webhook | None, entry: Entry) -> Webhook:
    return replace(_known(webhook, entry), state=State.STOPPED, reason=entry.body["reason"], number=entry.number)


def _resumed(webhook: Webhook | None, entry: Entry) -> Webhook:
    return replace(_known(webhook, entry), state=State.ACTIVE, reason="", number=entry.number)


def _replayed(webhook: Webhook | None, entry: Entry) -> Webhook:
    return replace(_known(webhook, entry), number=entry.number)


def _removed(webhook: Webhook | None, entry: Entry) -> Webhook:
    return replace(_known(webhook, entry), state=State.REMOVED, number=entry.number)


def _known(webhook: Webhook | None, entry: Entry) -> Webhook:
    if webhook is None:
        raise ValueError(f"{entry.stream.name} does not begin with a registration")
    return webhook


STEPS: Mapping[str, object] = {
    "webhook.registered": _registered,
    "webhook.renewed": _renewed,
    "webhook.stopped": _stopped,
    "webhook.resumed": _resumed,
    "webhook.replayed": _replayed,
    "webhook.removed": _removed,
}
WEBHOOK: Fold[Webhook | None] = Fold(None, STEPS)  # type: ignore[arg-type]
