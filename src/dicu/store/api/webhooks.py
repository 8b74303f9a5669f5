"""Webhooks as rows: their projection from the ledger, and where the delivery to each stands."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from dicu.access.conditions import Condition
from dicu.ledger.model import Entry
from dicu.store.accounts.models import Account
from dicu.store.api.models import DeliveryRow, WebhookRow
from dicu.store.security.scoping import within
from dicu.webhooks.folding import WEBHOOK
from dicu.webhooks.kinds import KINDS
from dicu.webhooks.model import Key, Standing, State, Webhook

Read = Callable[[str], tuple[Entry, ...]]
FIELDS = {"webhook": "id"}
KEPT = ("id", "address", "account", "purpose", "registered_by", "registered_at", "begun", "number", "reason")


def projectors(read: Read) -> Mapping[str, Callable[[Entry], None]]:
    """Entry kind → what it does to the rows. `read` gives a stream's entries, the new one among them."""
    return dict.fromkeys((kind.name for kind in KINDS), lambda entry: _project(entry, read))


def _project(entry: Entry, read: Read) -> None:
    found = WEBHOOK.over(read(entry.stream.name))
    if found is None:
        return
    facts: dict[str, Any] = {name: getattr(found, name) for name in KEPT[1:]}
    facts |= {"kinds": list(found.kinds), "state": str(found.state), "keys": [_packed(key) for key in found.keys]}
    WebhookRow.objects.update_or_create(id=found.id, defaults=facts)


def _packed(key: Key) -> list[Any]:
    return [key.generation, key.public, key.until.isoformat() if key.until else None]


def webhook_of(row: WebhookRow) -> Webhook:
    keys = tuple(Key(generation, public, datetime.fromisoformat(until) if until else None) for generation, public, until in row.keys)
    facts = {name: getattr(row, name) for name in KEPT}
    return Webhook(**facts, kinds=tuple(row.kinds), state=State(row.state), keys=keys)


def active() -> list[Webhook]:
    """Those that are told something, within `maintaining()`; first those that it is longest ago of."""
    found = {row.id: webhook_of(row) for row in WebhookRow.objects.filter(state=State.ACTIVE)}
    turns = DeliveryRow.objects.filter(webhook__in=found).order_by(F("last_at").asc(nulls_first=True), "webhook")
    return [found[webhook] for webhook in turns.values_list("webhook", flat=True)]


class PostgresWebhooks:
    """`dicu.webhooks.ports.Records`."""

    def webhooks(self, scope: Condition) -> tuple[Webhook, ...]:
        rows = WebhookRow.objects.filter(_scoped(scope)).exclude(state=State.REMOVED).order_by("registered_at", "id")
        return tuple(map(webhook_of, rows))

    def standing(self, webhook: str) -> Standing:
        row = DeliveryRow.objects.filter(webhook=webhook).first()
        return standing_of(row) if row else Standing(0)

    def begin_at(self, webhook: str, position: int) -> None:
        fresh = {"position": position, "attempts": 0, "failing_since": None, "next_at": None}
        DeliveryRow.objects.update_or_create(webhook=webhook, defaults=fresh)


def _scoped(scope: Condition) -> Any:
    return within(scope, FIELDS)


def standing_of(row: DeliveryRow) -> Standing:
    times = (row.failing_since, row.next_at, row.last_at)
    return Standing(row.position, row.attempts, *times, row.last_result, row.delivered)


def locked_standing(webhook: str) -> DeliveryRow:
    """The row, to be changed in the current transaction."""
    return DeliveryRow.objects.select_for_update().get(webhook=webhook)


class PostgresAccounts:
    """`dicu.webhooks.ports.Accounts`."""

    def is_service(self, username: str) -> bool | None:
        with transaction.atomic():
            return Account.objects.filter(username=username, is_active=True).values_list("service", flat=True).first()
