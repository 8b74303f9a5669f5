"""Telling webhooks what happened: computed from the ledger and one number for each webhook, so whoever was stopped has lost nothing,
and a message that may not have arrived is sent again under the same id.

What happens to one webhook holds no other up. Nothing of the database is held while a receiver takes its time.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dicu.access.model import Officer
from dicu.access.policy import Policy
from dicu.ledger.model import Conflict, Entry
from dicu.store.accounts.models import Account
from dicu.store.accounts.officers import officer_of
from dicu.store.api.horizon import stable
from dicu.store.api.models import DeliveryRow
from dicu.store.api.posting import Poster, Result
from dicu.store.api.signing_keys import MasterKeys
from dicu.store.api.webhooks import active, locked_standing
from dicu.store.ledger.models import LedgerEntry
from dicu.store.ledger.rows import FIELDS, as_entry
from dicu.store.security.session import maintaining, speaking_as
from dicu.vocabulary.messages import Refused
from dicu.webhooks.desk import WebhookDesk
from dicu.webhooks.model import Reason, Webhook
from dicu.webhooks.rules import given_up, target_of, wait_after
from dicu.webhooks.signing import headers
from dicu.webhooks.telling import message_id, told

log = logging.getLogger("dicu.webhooks")

AT_ONCE = 50
"""Entries that are looked at in one go."""
GONE = 410


@dataclass
class Tally:
    sent: int = 0
    failed: int = 0
    stopped: int = 0


@dataclass(frozen=True)
class Next:
    """What is to be told next; without a body, how far there is nothing to tell. `after`: what was done when this was found."""

    after: int
    position: int
    body: bytes | None = None


class Delivery:
    """`policy`: the rules, asked by the house itself. `turn`: seconds for one webhook in one go, `round_`: for all together; the
    rest comes the next time, those first that waited."""

    def __init__(
        self, desk: WebhookDesk, policy: Policy, keys: MasterKeys, poster: Poster, turn: float = 10.0, round_: float = 30.0,
        patience: float = 5.0,
    ) -> None:  # fmt: skip
        self.desk = desk
        self.policy = policy
        self.keys = keys
        self.poster = poster
        self.turn = turn
        self.round = round_
        self.patience = patience

    def deliver(self) -> Tally:
        """Once round all webhooks that something is due to. Two at the same time do not send the same."""
        tally, ends = Tally(), time.monotonic() + self.round
        with transaction.atomic(), maintaining():
            webhooks = active()
            horizon = stable(self.patience) if webhooks else None
        for webhook in webhooks if horizon is not None else []:
            with _alone(webhook.id) as mine:
                if mine and time.monotonic() < ends:
                    self._to(webhook, horizon or 0, tally)
        return tally

    def _to(self, webhook: Webhook, horizon: int, tally: Tally) -> None:
        try:
            self.keys.check(webhook)
        except Refused as wrong:
            log.error("webhook %s: %s", webhook.id, wrong)
            return
        ends = time.monotonic() + self.turn
        while time.monotonic() < ends and (found := self._next(webhook, horizon)) is not None:
            if found.body is None:
                self._done(webhook, found)
            elif not self._told(webhook, found, tally):
                return

    def _next(self, webhook: Webhook, horizon: int) -> Next | None:
        """None: nothing is due now. Whether it may be told is asked anew for each event."""
        with transaction.atomic(), maintaining():
            row = DeliveryRow.objects.get(webhook=webhook.id)
            officer = _officer(webhook.account, self.desk.now())
        if row.position >= horizon or (row.next_at is not None and row.next_at > self.desk.now()):
            return None
        if officer is None:
            self._give_up(webhook, Reason.ACCOUNT, row.position)
            return None
        entries = self._entries(webhook, officer, row.position, horizon)
        for entry in entries:
            body = told(webhook, entry, self.desk.announcers, officer, self.policy, self.desk.now())
            if body is not None:
                return Next(row.position, entry.position, body)
        return Next(row.position, entries[-1].position if len(entries) == AT_ONCE else horizon)

    def _entries(self, webhook: Webhook, officer: Officer, after: int, horizon: int) -> list[Entry]:
        """Behind the database's second lock, as the account that the webhook acts as."""
        with transaction.atomic(), speaking_as(officer):
            rows = LedgerEntry.objects.filter(position__gt=after, position__lte=horizon, kind__in=webhook.kinds).order_by("position")
            return [as_entry(row) for row in rows.values_list(*FIELDS)[:AT_ONCE]]

    def _told(self, webhook: Webhook, found: Next, tally: Tally) -> bool:
        now, body = self.desk.now(), found.body or b""
        keys: Any = [self.keys.private(webhook.id, key.generation) for key in webhook.signing(now)]
        signed = headers(keys, message_id(webhook.id, found.position), int(now.timestamp()), body)
        result = self.poster.post(target_of(webhook.address, self.desk.plain_allowed), signed, body)
        if result.good:
            tally.sent += 1
            facts = {"attempts": 0, "failing_since": None, "next_at": None, "last_at": self.desk.now(), "last_result": result.said}
            self._done(webhook, found, **facts)
        else:
            tally.failed += 1
            tally.stopped += self._failed(webhook, result)
        return result.good

    def _done(self, webhook: Webhook, found: Next, **facts: Any) -> None:
        """Unless somebody has set the delivery back meanwhile: then their word holds."""
        with transaction.atomic(), maintaining():
            row = locked_standing(webhook.id)
            if row.position == found.after:
                row.position, row.delivered = found.position, row.delivered + (found.body is not None)
                _save(row, facts)

    def _failed(self, webhook: Webhook, result: Result) -> bool:
        """Whether the webhook was stopped."""
        now = self.desk.now()
        with transaction.atomic(), maintaining():
            row = locked_standing(webhook.id)
            since, attempts = row.failing_since or now, row.attempts + 1
            facts = {"attempts": attempts, "failing_since": since, "last_at": now, "last_result": result.said}
            _save(row, {**facts, "next_at": now + wait_after(attempts, result.retry_after)})
        log.warning("webhook %s: attempt %d failed (%s)", webhook.id, attempts, result.said)
        if result.status == GONE:
            return self._give_up(webhook, Reason.GONE, row.position)
        return given_up(since, now) and self._give_up(webhook, Reason.FAILING, row.position)

    def _give_up(self, webhook: Webhook, reason: Reason, position: int) -> bool:
        try:
            with transaction.atomic(), maintaining():
                self.desk.give_up(webhook, reason, position)
        except Conflict:  # somebody changed it in this very moment; the next round sees how it stands
            return False
        log.error("webhook %s was stopped: %s", webhook.id, reason)
        return True


def _save(row: DeliveryRow, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()


def _officer(username: str, now: datetime) -> Officer | None:
    account = Account.objects.filter(username=username, is_active=True).first()
    return officer_of(account, now) if account else None


@contextmanager
def _alone(webhook: str) -> Iterator[bool]:
    """Whether nobody else is telling this webhook now. Held by the connection, so it goes with the process."""
    key = [f"webhook {webhook}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 2))", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 2))", key)
