"""The only door to webhooks: decide access, fold, apply the rules, append; projections follow."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dicu.access.model import Asker, Thing
from dicu.access.policy import Policy, absent
from dicu.access.rulebook import PURPOSES
from dicu.ledger.model import Author, Draft, Ledger, Stream
from dicu.vocabulary.dates import VIET_NAM
from dicu.vocabulary.messages import T
from dicu.webhooks.folding import WEBHOOK
from dicu.webhooks.model import Announcer, Reason, Standing, State, Webhook, stream_name
from dicu.webhooks.ports import Accounts, Keys, Records
from dicu.webhooks.rules import BadWebhook, check_kinds, check_overlap, target_of


@dataclass(frozen=True)
class WebhookDesk:
    """`announcers`: kind of entry → what of it is told; `plain_allowed`: whether an address may be plain HTTP."""

    ledger: Ledger
    records: Records
    accounts: Accounts
    keys: Keys
    announcers: Mapping[str, Announcer]
    policy: Policy
    instance: str
    now: Callable[[], datetime]
    plain_allowed: bool = False

    def register(self, asker: Asker, address: str, account: str, purpose: str, kinds: Collection[str]) -> Webhook:
        """The webhook tells what happens from now on, as far as `account` may know it for `purpose`."""
        id_, service = secrets.token_hex(8), self.accounts.is_service(account)
        self._check(asker, "register", id_, account, service)
        if service is None:
            raise BadWebhook(T("There is no open account “{account}”.", account=account), where="account")
        if purpose not in PURPOSES:
            raise BadWebhook(T("Choose one of these purposes: {purposes}.", purposes=", ".join(sorted(PURPOSES))), where="purpose")
        target_of(address, self.plain_allowed)
        check_kinds(kinds, self.announcers)
        body = {"address": address, "account": account, "purpose": purpose, "kinds": sorted(set(kinds))}
        webhook = self._append(asker, id_, 0, "webhook.registered", **body, public_key=self.keys.public(id_, 1))
        self.records.begin_at(id_, webhook.begun)
        return webhook

    def all(self, asker: Asker) -> tuple[Webhook, ...]:
        return self.records.webhooks(self.policy.scope(asker.officer, "see", "webhook", asker.purpose, self.today()))

    def one(self, asker: Asker, id_: str) -> Webhook:
        found = next((webhook for webhook in self.all(asker) if webhook.id == id_), None)
        if found is None:
            raise absent()
        return found

    def standing(self, asker: Asker, id_: str) -> Standing:
        return self.records.standing(self.one(asker, id_).id)

    def renew(self, asker: Asker, id_: str, overlap_days: int) -> Webhook:
        """A new key signs from now on; former ones sign beside it for so many days more."""
        webhook = self._allowed(asker, "renew", id_)
        check_overlap(overlap_days)
        generation = webhook.keys[-1].generation + 1
        until = (self.now() + timedelta(days=overlap_days)).astimezone(UTC).isoformat()
        facts = {"generation": generation, "public_key": self.keys.public(id_, generation), "former_until": until}
        return self._append(asker, id_, webhook.number, "webhook.renewed", **facts)

    def resume(self, asker: Asker, id_: str) -> Webhook:
        """Goes on after the last thing that was told, so that nothing is lost by having been stopped."""
        webhook = self._allowed(asker, "resume", id_)
        if webhook.state is not State.STOPPED:
            raise BadWebhook(T("This webhook is not stopped."))
        found = self._append(asker, id_, webhook.number, "webhook.resumed")
        self.records.begin_at(id_, self.records.standing(id_).position)
        return found

    def replay(self, asker: Asker, id_: str, position: int) -> Webhook:
        """Tells again what came after a ledger position: never what was before the webhook was registered."""
        webhook = self._allowed(asker, "replay", id_)
        at = self.records.standing(id_).position
        if not webhook.begun <= position <= at:
            raise BadWebhook(
                T("Choose an entry from {first} to {last}: from the registration to the last that was told.", first=webhook.begun, last=at),
                where="position",
            )
        found = self._append(asker, id_, webhook.number, "webhook.replayed", position=position)
        self.records.begin_at(id_, position)
        return found

    def remove(self, asker: Asker, id_: str) -> None:
        webhook = self._allowed(asker, "remove", id_)
        self._append(asker, id_, webhook.number, "webhook.removed")

    def give_up(self, webhook: Webhook, reason: Reason, position: int) -> None:
        """The house's own step, within `maintaining`: nobody is told any more until somebody resumes it."""
        body = {"webhook": webhook.id, "reason": str(reason), "position": position}
        stream, author = Stream(stream_name(webhook.id), self.instance, self.instance), Author("", "administration")
        self.ledger.append(stream, (Draft("webhook.stopped", body),), expected=webhook.number, author=author)

    def today(self) -> date:
        return self.now().astimezone(VIET_NAM).date()

    def _allowed(self, asker: Asker, action: str, id_: str) -> Webhook:
        webhook = self.one(asker, id_)
        self._check(asker, action, id_, webhook.account, self.accounts.is_service(webhook.account))
        return webhook

    def _check(self, asker: Asker, action: str, id_: str, account: str, service: bool | None) -> None:
        thing = Thing("webhook", {"webhook": id_, "account": account, "service": bool(service)})
        self.policy.check(asker.officer, action, thing, asker.purpose, self.today())

    def _append(self, asker: Asker, id_: str, expected: int, kind: str, **body: Any) -> Webhook:
        stream, author = Stream(stream_name(id_), self.instance, self.instance), Author(asker.officer.account, asker.purpose)
        self.ledger.append(stream, (Draft(kind, {"webhook": id_, **body}),), expected=expected, author=author)
        found = WEBHOOK.over(self.ledger.read(stream.name))
        assert found is not None, "its stream begins with its registration"
        return found
