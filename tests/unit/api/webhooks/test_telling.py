"""What is told, in order and signed, to who may know it and to nobody else; and what a receiver refuses."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.api.receiving import Heard, Server, example, receiving
from tests.unit.api.webhooks.hooking import as_admin, deliver, events, registered
from tests.unit.store_review.house import AN, DUNG, HAI, World

from dicu.access.rulebook import AUDIT, REPORTING
from dicu.store.accounts.models import GrantRow

# What is told, and to whom ------------------------------------------------------------------------------------------------


def test_what_happens_is_told_in_order_and_signed(world: World, server: Server) -> None:
    webhook = registered(world, server)
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.2")
    assert deliver(world).sent == 2
    assert events(server) == ["report.submitted", "report.line.returned"]
    receiver = example()(webhook.id, [webhook.keys[0].public], now=lambda: world.clock().timestamp())
    told = [receiver.accept(heard.headers, heard.body) for heard in server.heard]
    assert told[1]["data"] == {
        "webhook": webhook.id, "position": told[1]["data"]["position"], "plan": "demo", "round": "2025", "agency": "TD-LD", "task": "3.2",
    }  # fmt: skip
    assert deliver(world).sent == 0 and len(server.heard) == 2


def test_nothing_that_somebody_wrote_and_nobody_s_name_is_told(world: World, server: Server) -> None:
    registered(world, server)
    registered(world, server, "may-ld", REPORTING)
    world.report(DUNG, "TD-LD", narrative="Chim hoàng yến.", difficulties="Canary", source="Canary")
    world.give_back(AN, "3.1", text="Canary trả lại.")
    deliver(world)
    said = b" ".join(heard.body for heard in server.heard)
    assert len(server.heard) > 5
    for secret in ("Canary", "Chim", "dung", "Dung", '"an"', "hoàng"):
        assert secret.encode() not in said


def test_each_event_is_told_to_who_may_see_it(world: World, server: Server) -> None:
    """A draft to its agency, not to the coordinator; another agency's to neither."""
    with receiving() as other:
        registered(world, server)
        registered(world, other, "may-ld", REPORTING)
        world.write(DUNG, "3.1")
        world.write(HAI, "3.4")
        world.report(DUNG, "TD-LD")
        deliver(world)
        assert events(server) == ["report.submitted"]
        assert events(other) == ["report.line.written"] * 3 + ["report.submitted"]
        assert {json.loads(heard.body)["data"]["agency"] for heard in other.heard} == {"TD-LD"}


def test_another_purpose_is_told_other_things(world: World, server: Server) -> None:
    registered(world, server, purpose=AUDIT)
    world.report(DUNG, "TD-LD")
    assert deliver(world).sent == 0 and server.heard == []


def test_who_lost_the_right_is_told_no_more(world: World, server: Server) -> None:
    """Asked at each delivery, also for what happened while the right still held."""
    registered(world, server)
    world.report(DUNG, "TD-LD")
    GrantRow.objects.filter(account__username="he-thong").update(ended=world.clock().date())
    assert deliver(world).sent == 0 and server.heard == []


def test_what_was_before_the_registration_is_not_told(world: World, server: Server) -> None:
    world.report(DUNG, "TD-LD")
    registered(world, server)
    assert deliver(world).sent == 0


def test_kinds_that_were_not_asked_for_are_not_told(world: World, server: Server) -> None:
    registered(world, server, kinds=("report.line.returned",))
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.2")
    deliver(world)
    assert events(server) == ["report.line.returned"]


# What a receiver refuses --------------------------------------------------------------------------------------------------


def accepted(receiver: Any, heard: Heard, **changed: Any) -> Any:
    return receiver.accept({**heard.headers, **changed.get("headers", {})}, changed.get("body", heard.body))


def test_a_receiver_refuses_what_is_old_changed_or_another_s_and_has_nothing_twice(world: World, server: Server) -> None:
    webhook, other = registered(world, server), registered(world, server)
    world.report(DUNG, "TD-LD")
    deliver(world)
    now = [world.clock().timestamp()]
    receiver = example()(webhook.id, [webhook.keys[0].public], now=lambda: now[0])
    mine, foreign = sorted(server.heard, key=lambda heard: webhook.id not in heard.headers["webhook-id"])
    assert accepted(receiver, mine)["type"] == "report.submitted"
    assert accepted(receiver, mine) is None
    signature = mine.headers["webhook-signature"]
    for changed in (
        {"body": mine.body.replace(b"TD-LD", b"TD-TP")},
        {"headers": {"webhook-id": mine.headers["webhook-id"] + "1"}},
        {"headers": {"webhook-timestamp": str(int(mine.headers["webhook-timestamp"]) + 1)}},
        {"headers": {"webhook-signature": "v1a,AAAA"}},
        {"headers": {"webhook-signature": signature.replace("v1a", "v1")}},
        {"headers": {"webhook-signature": ""}},
    ):
        with pytest.raises(ValueError, match="not signed"):
            accepted(receiver, mine, **changed)
    with pytest.raises(ValueError, match="not signed"):
        accepted(receiver, foreign)
    theirs = example()(webhook.id, [other.keys[0].public], now=lambda: now[0])
    with pytest.raises(ValueError, match="another webhook"):
        accepted(theirs, foreign)
    now[0] += 301
    with pytest.raises(ValueError, match="too old"):
        accepted(receiver, mine)


def test_while_a_key_is_renewed_a_receiver_with_either_understands(world: World, server: Server) -> None:
    webhook = registered(world, server)
    renewed = as_admin(world, lambda who: world.house.webhooks.renew(who, webhook.id, 7))
    old, new = (example()(webhook.id, [key.public], now=lambda: world.clock().timestamp()) for key in renewed.keys)
    world.report(DUNG, "TD-LD")
    deliver(world)
    assert accepted(old, server.heard[-1]) and accepted(new, server.heard[-1])
    world.clock.at += timedelta(days=8)
    world.give_back(AN, "3.2")
    deliver(world)
    assert accepted(new, server.heard[-1])["type"] == "report.line.returned"
    with pytest.raises(ValueError, match="not signed"):
        accepted(old, server.heard[-1])
