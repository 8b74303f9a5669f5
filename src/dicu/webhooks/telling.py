"""What a receiver is told: the kind of event, when it was, and the codes that name what it is about. Whoever wants to know more
asks the interface, with rights of their own."""

from collections.abc import Mapping
from datetime import datetime

from dicu.access.model import Officer
from dicu.access.policy import Policy
from dicu.ledger.canonical import canonical
from dicu.ledger.model import Entry
from dicu.vocabulary.dates import VIET_NAM
from dicu.webhooks.model import Announcer, Webhook


def message_id(webhook: str, position: int) -> str:
    """The same for the same event, however often it is sent: a receiver knows by it what it has had already."""
    return f"msg_{webhook}_{position}"


def told(
    webhook: Webhook, entry: Entry, announcers: Mapping[str, Announcer], officer: Officer, policy: Policy, now: datetime
) -> bytes | None:
    """The body for this receiver; None if the event is none of theirs: not asked for, or not theirs to know."""
    announcer = announcers.get(entry.kind)
    if announcer is None or entry.kind not in webhook.kinds:
        return None
    thing, names = announcer(entry)
    today = now.astimezone(VIET_NAM).date()
    if not policy.decide(officer, "see", thing, webhook.purpose, today).allowed:
        return None
    data = {"webhook": webhook.id, "position": entry.position, **names}
    return canonical({"type": entry.kind, "timestamp": entry.at.isoformat(timespec="microseconds"), "data": data})
