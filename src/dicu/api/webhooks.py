"""Webhooks: which there are, registering and removing them, renewing keys, going on and telling again."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from dicu.access.model import Officer
from dicu.access.rulebook import COORDINATION, COORDINATOR
from dicu.api import errands
from dicu.api.operations import Asked, Done, Room
from dicu.api.shapes import Name, Sent, Shape, Step
from dicu.webhooks.model import Standing, Webhook
from dicu.webhooks.rules import LONGEST, LONGEST_OVERLAP, OVERLAP

room = Room("webhooks")
ONE = "/webhooks/{webhook}"
Code = Annotated[str, Field(min_length=1, max_length=100)]


def errand(house: object, officer: Officer, values: dict[str, object]) -> str:
    """Who coordinates sees to the own ones; everybody else administers, if anything."""
    held = officer.roles(house.desk.tools.today())  # type: ignore[attr-defined]
    return COORDINATION if COORDINATOR in held else errands.administration(house, officer, values)


class KeyShape(Shape):
    """`public`: what a receiver checks signatures with; `until`: when it stops signing."""

    generation: int
    public: str
    until: datetime | None


class DeliveryShape(Shape):
    """`position`: everything up to this entry of the ledger was told or is none of this webhook's."""

    position: int
    delivered: int
    attempts: int
    failing_since: datetime | None
    next_at: datetime | None
    last_at: datetime | None
    last_result: str


class WebhookShape(Shape):
    webhook: str
    address: str
    account: str
    purpose: str
    kinds: list[str]
    state: str
    reason: str
    registered_by: str
    registered_at: datetime
    begun: int
    keys: list[KeyShape]
    standing: DeliveryShape


class WebhookList(Shape):
    """`kinds`: what may be told at all."""

    items: list[WebhookShape]
    kinds: list[str]


class WebhookSent(Sent):
    address: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    account: Code
    purpose: Code
    kinds: Annotated[list[Code], Field(min_length=1, max_length=100)]


class RenewalSent(Sent):
    """How many days the former keys sign beside the new one."""

    overlap_days: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP)] = OVERLAP.days


class ReplaySent(Sent):
    """The entry after which everything is told again."""

    position: Annotated[int, Field(ge=1, le=2**53)]


@room.reads("/webhooks", WebhookList, "listWebhooks", errand)
def webhooks(request: Asked) -> WebhookList:
    """The webhooks that this caller may see, and what a webhook can be told."""
    desk = request.house.webhooks
    return WebhookList(items=[_shape(request, found) for found in desk.all(request.asker)], kinds=sorted(desk.announcers))


@room.writes("POST", "/webhooks", WebhookShape, "registerWebhook", errand, status=201)
def register(request: Asked, body: WebhookSent) -> Done:
    """Register a webhook. It acts as an account, and is told from now on what that account may know."""
    found = request.house.webhooks.register(request.asker, body.address, body.account, body.purpose, body.kinds)
    return Done(_told(found, request.house.webhooks.records.standing(found.id)), {"Location": f"{request.http.path}/{found.id}"})


@room.reads(ONE, WebhookShape, "getWebhook", errand)
def webhook(request: Asked, webhook: Name) -> WebhookShape:
    """One webhook, and where its deliveries stand."""
    return _shape(request, request.house.webhooks.one(request.asker, webhook))


@room.writes("DELETE", ONE, Step, "removeWebhook", errand)
def remove(request: Asked, webhook: Name) -> Step:
    """Remove a webhook: nothing is told to it any more."""
    request.house.webhooks.remove(request.asker, webhook)
    return Step()


@room.writes("POST", f"{ONE}/renew", WebhookShape, "renewWebhook", errand)
def renew(request: Asked, webhook: Name, body: RenewalSent) -> WebhookShape:
    """Give a webhook a new signing key; former ones sign beside it for some days."""
    return _shape(request, request.house.webhooks.renew(request.asker, webhook, body.overlap_days))


@room.writes("POST", f"{ONE}/resume", WebhookShape, "resumeWebhook", errand)
def resume(request: Asked, webhook: Name) -> WebhookShape:
    """Go on with a webhook that was stopped, after the last message that arrived."""
    return _shape(request, request.house.webhooks.resume(request.asker, webhook))


@room.writes("POST", f"{ONE}/replay", WebhookShape, "replayWebhook", errand)
def replay(request: Asked, webhook: Name, body: ReplaySent) -> WebhookShape:
    """Tell again what came after an entry of the ledger, under the same names as before."""
    return _shape(request, request.house.webhooks.replay(request.asker, webhook, body.position))


def _shape(request: Asked, found: Webhook) -> WebhookShape:
    return _told(found, request.house.webhooks.standing(request.asker, found.id))


def _told(found: Webhook, standing: Standing) -> WebhookShape:
    names = ("address", "account", "purpose", "reason", "registered_by", "registered_at", "begun")
    facts = {name: getattr(found, name) for name in names}
    keys = [KeyShape(generation=key.generation, public=key.public, until=key.until) for key in found.keys]
    where = {name: getattr(standing, name) for name in DeliveryShape.model_fields}
    return WebhookShape(
        webhook=found.id, **facts, kinds=list(found.kinds), state=str(found.state), keys=keys, standing=DeliveryShape(**where)
    )
