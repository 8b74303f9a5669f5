"""Webhooks put together: their desk, and what tells them."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from dicu.access.policy import Policy
from dicu.ledger.model import Ledger
from dicu.readings.watching import counted
from dicu.store.api.delivering import Delivery
from dicu.store.api.posting import Poster
from dicu.store.api.signing_keys import MasterKeys
from dicu.store.api.webhooks import PostgresAccounts, PostgresWebhooks
from dicu.store.environment import listed, production, yes
from dicu.webhooks.desk import WebhookDesk
from dicu.webhooks.model import Announcer


def webhooks(
    ledger: Ledger, policies: tuple[Policy, Policy], announcers: Mapping[str, Announcer], instance: str, now: Callable[[], datetime],
    environment: Mapping[str, str] = os.environ,
) -> tuple[WebhookDesk, Delivery]:  # fmt: skip
    """`policies`: the one that officers are asked by, and the same rules for the house's own question what may be told, which is
    nobody's reading. Plain HTTP is for demonstration and tests; in production the switch does nothing."""
    plain = yes("DICU_WEBHOOK_HTTP", environment) and not production(environment)
    keys = MasterKeys(environment)
    desk = WebhookDesk(ledger, counted(PostgresWebhooks()), PostgresAccounts(), keys, announcers, policies[0], instance, now, plain)
    return desk, Delivery(desk, policies[1], keys, Poster(tuple(listed("DICU_WEBHOOK_NETWORKS", "", environment))))
