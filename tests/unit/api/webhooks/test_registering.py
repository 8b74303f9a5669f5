"""Who registers which webhook, who sees it, and what is refused."""

from typing import Any

import pytest
from django.db import transaction
from tests.unit.api.receiving import Server
from tests.unit.api.webhooks.hooking import ALL, QUAN, as_admin, deliver, registered
from tests.unit.store_review.house import AN, BINH, DUNG, UYEN, World

from dicu.access.model import Absent, Forbidden, Officer
from dicu.access.rulebook import ADMINISTRATION, AUDIT, COORDINATION, REPORTING
from dicu.store.api.models import WebhookRow
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused


def test_who_registers_whom(world: World, server: Server) -> None:
    """An administrator programs' accounts and no person's; a coordinator their own and nobody else's; others nothing."""
    desk = world.house.webhooks

    def tries(officer: Officer, purpose: str, account: str) -> bool:
        try:
            world.by(officer, purpose, lambda who: desk.register(who, server.address, account, COORDINATION, ("report.submitted",)))
        except (Forbidden, Absent):
            return False
        return True

    assert [tries(QUAN, ADMINISTRATION, account) for account in ("he-thong", "an", "quan")] == [True, False, False]
    assert [tries(AN, COORDINATION, account) for account in ("an", "binh", "he-thong")] == [True, False, False]
    assert not any(
        tries(officer, purpose, officer.account) for officer, purpose in ((DUNG, REPORTING), (UYEN, AUDIT), (QUAN, COORDINATION))
    )
    assert not tries(AN, AUDIT, "an")


def test_who_sees_which(world: World, server: Server) -> None:
    desk = world.house.webhooks
    registered(world, server)
    own = world.by(AN, COORDINATION, lambda who: desk.register(who, server.address, "an", COORDINATION, ("report.submitted",)))
    seen = {(o.account, p): len(world.by(o, p, desk.all)) for o, p in ((QUAN, ADMINISTRATION), (AN, COORDINATION), (BINH, COORDINATION),
                                                                      (UYEN, AUDIT), (DUNG, REPORTING))}  # fmt: skip
    assert list(seen.values()) == [2, 1, 0, 2, 0]
    for step in (desk.renew, desk.replay):
        with pytest.raises(Absent):
            world.by(BINH, COORDINATION, lambda who, step=step: step(who, own.id, 0))
    with pytest.raises(Absent):
        world.by(BINH, COORDINATION, lambda who: desk.remove(who, own.id))
    with pytest.raises(Absent):
        world.by(BINH, COORDINATION, lambda who: desk.one(who, "0" * 16))


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "niemand"}, {"purpose": "curiosity"}, {"kinds": ()}, {"kinds": ("reading.noted",)}, {"kinds": ("nothing",)},
        {"address": "https://user@x.example/"}, {"address": "file:///etc/passwd"},
    ],
)  # fmt: skip
def test_what_is_no_webhook_is_refused_and_leaves_nothing(world: World, server: Server, wrong: dict[str, Any]) -> None:
    asked = {"address": server.address, "account": "he-thong", "purpose": COORDINATION, "kinds": ALL, **wrong}
    before = world.entries()
    with pytest.raises(Refused):
        as_admin(world, lambda who: world.house.webhooks.register(who, **asked))
    assert world.entries() == before


def test_a_removed_webhook_is_told_nothing_and_seen_no_more(world: World, server: Server) -> None:
    webhook = registered(world, server)
    as_admin(world, lambda who: world.house.webhooks.remove(who, webhook.id))
    world.report(DUNG, "TD-LD")
    assert deliver(world).sent == 0 and as_admin(world, world.house.webhooks.all) == ()


def test_the_rows_are_made_anew_from_the_ledger(world: World, server: Server) -> None:
    webhook = registered(world, server)
    as_admin(world, lambda who: world.house.webhooks.renew(who, webhook.id, 7))
    with transaction.atomic(), maintaining():
        before = list(WebhookRow.objects.values())
        WebhookRow.objects.update(address="https://elsewhere.example", state="removed")
        world.house.ledger.rebuild("webhooks")
        assert list(WebhookRow.objects.values()) == before
