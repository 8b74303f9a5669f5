"""Webhooks as the tests set them up: an administrator, programs with accounts, and what is asked of the house."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from tests.unit.api.receiving import Server
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import account_of, enrol

from dicu.access.model import Grant, Officer
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR, COORDINATION, COORDINATOR, REPORTER
from dicu.store.accounts.models import Account
from dicu.store.api.models import DeliveryRow
from dicu.store.api.posting import Poster
from dicu.store.security.session import maintaining
from dicu.webhooks.model import State, Webhook

QUAN = Officer("quan", "Quân", "", (Grant(ADMINISTRATOR),))
ALL = (
    "round.opened", "report.line.written", "report.submitted", "report.line.returned", "report.line.accepted", "publication.built",
    "publication.published",
)  # fmt: skip
PROGRAMS = {
    "he-thong": Officer("he-thong", "Hệ thống", "TD-NG", (Grant(COORDINATOR),)),
    "may-ld": Officer("may-ld", "Máy", "TD-LD", (Grant(REPORTER, "TD-LD"),)),
}


def prepared(world: World) -> None:
    enrol()
    for officer in (QUAN, *PROGRAMS.values()):
        account = account_of(officer)
        Account.objects.filter(pk=account.pk).update(service=officer is not QUAN)
    world.house.deliveries.poster = Poster(("127.0.0.0/8",), resolve=lambda host, port: ["127.0.0.1"])


def registered(
    world: World, server: Server, account: str = "he-thong", purpose: str = COORDINATION, kinds: tuple[str, ...] = ALL
) -> Webhook:
    return world.by(QUAN, ADMINISTRATION, lambda who: world.house.webhooks.register(who, server.address, account, purpose, kinds))


def deliver(world: World) -> Any:
    return world.house.deliveries.deliver()


def events(server: Server) -> list[str]:
    return [json.loads(heard.body)["type"] for heard in server.heard]


def standing(webhook: Webhook) -> DeliveryRow:
    with transaction.atomic(), maintaining():
        return DeliveryRow.objects.get(webhook=webhook.id)


def state(world: World, webhook: Webhook) -> State:
    return world.by(QUAN, ADMINISTRATION, lambda who: world.house.webhooks.one(who, webhook.id)).state


def as_admin(world: World, step: Callable[[Any], Any]) -> Any:
    return world.by(QUAN, ADMINISTRATION, step)
