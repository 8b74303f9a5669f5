"""When a message does not arrive, and when it is told again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.api.receiving import Server, example, receiving
from tests.unit.api.webhooks.hooking import as_admin, deliver, events, registered, standing, state
from tests.unit.store_review.house import AN, DUNG, World

from dicu.access.model import Forbidden
from dicu.store.accounts.models import Account
from dicu.webhooks.model import State
from dicu.webhooks.rules import BadWebhook

# When it does not arrive --------------------------------------------------------------------------------------------------


def test_a_message_that_failed_is_tried_again_and_the_later_ones_wait_behind_it(world: World, server: Server) -> None:
    webhook = registered(world, server)
    server.status = 500
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.2")
    assert (deliver(world).failed, len(server.heard)) == (1, 1)
    assert deliver(world).failed == 0, "not before its time"
    assert standing(webhook).last_result == "500"
    world.clock.at += timedelta(seconds=31)
    server.status = 200
    assert deliver(world).sent == 2
    assert events(server) == ["report.submitted", "report.submitted", "report.line.returned"]
    assert server.heard[0].headers["webhook-id"] == server.heard[1].headers["webhook-id"]
    assert standing(webhook).attempts == 0


def test_a_message_whose_arrival_could_not_be_written_comes_again_under_its_name(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever dies between the receiver's answer and the note of it has lost nothing; the receiver knows it by its name."""
    webhook = registered(world, server)
    world.report(DUNG, "TD-LD")
    with monkeypatch.context() as dying:
        dying.setattr(world.house.deliveries, "_done", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(world)
    assert deliver(world).sent == 1
    receiver = example()(webhook.id, [webhook.keys[0].public], now=lambda: world.clock().timestamp())
    assert [bool(receiver.accept(heard.headers, heard.body)) for heard in server.heard] == [True, False]


def test_one_that_fails_holds_no_other_up(world: World, server: Server) -> None:
    with receiving(status=500) as broken:
        registered(world, broken)
        registered(world, server)
        world.report(DUNG, "TD-LD")
        tally = deliver(world)
        assert (tally.sent, tally.failed) == (1, 1)


def test_after_long_failure_it_is_stopped_and_loses_nothing(world: World, server: Server) -> None:
    webhook = registered(world, server)
    server.status = 500
    world.report(DUNG, "TD-LD")
    for _ in range(200):
        deliver(world)
        world.clock.at += timedelta(hours=6, seconds=1)
        if state(world, webhook) is State.STOPPED:
            break
    assert state(world, webhook) is State.STOPPED and 15 < len(server.heard) < 40
    world.give_back(AN, "3.2")
    assert deliver(world).sent == 0
    server.status, server.heard = 200, []
    as_admin(world, lambda who: world.house.webhooks.resume(who, webhook.id))
    assert deliver(world).sent == 2
    assert events(server) == ["report.submitted", "report.line.returned"]


def test_a_receiver_that_is_no_more_is_left_at_once(world: World, server: Server) -> None:
    webhook = registered(world, server)
    server.status = 410
    world.report(DUNG, "TD-LD")
    assert deliver(world).stopped == 1 and state(world, webhook) is State.STOPPED


def test_a_closed_account_is_told_nothing(world: World, server: Server) -> None:
    webhook = registered(world, server)
    Account.objects.filter(username="he-thong").update(is_active=False)
    world.report(DUNG, "TD-LD")
    deliver(world)
    assert server.heard == [] and state(world, webhook) is State.STOPPED
    with pytest.raises(Forbidden):
        as_admin(world, lambda who: world.house.webhooks.resume(who, webhook.id))


def test_a_long_list_of_what_is_not_told_is_passed_over(world: World, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicu.store.api.delivering.AT_ONCE", 3)
    registered(world, server)
    for turn in range(10):
        world.write(DUNG, "3.1", narrative=f"Lần {turn}.")
    world.report(DUNG, "TD-LD")
    assert deliver(world).sent == 1


def test_another_installation_s_secret_sends_nothing(world: World, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    registered(world, server)
    world.report(DUNG, "TD-LD")
    (tmp_path / "secrets" / "webhook-key").unlink()
    assert deliver(world).sent == 0 and server.heard == []


# Again from a position ----------------------------------------------------------------------------------------------------


def test_what_was_told_can_be_told_again_under_the_same_names(world: World, server: Server) -> None:
    webhook = registered(world, server)
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.2")
    deliver(world)
    first = json.loads(server.heard[0].body)["data"]["position"]
    as_admin(world, lambda who: world.house.webhooks.replay(who, webhook.id, first))
    assert deliver(world).sent == 1
    as_admin(world, lambda who: world.house.webhooks.replay(who, webhook.id, webhook.begun))
    assert deliver(world).sent == 2
    ids = [heard.headers["webhook-id"] for heard in server.heard]
    assert ids == [ids[0], ids[1], ids[1], ids[0], ids[1]]
    for position in (webhook.begun - 1, 10**9):
        with pytest.raises(BadWebhook):
            as_admin(world, lambda who, position=position: world.house.webhooks.replay(who, webhook.id, position))


def test_a_replay_that_is_ordered_in_the_middle_of_a_delivery_holds(world: World, server: Server) -> None:
    """The answer that comes in afterwards does not put the old place back."""
    webhook = registered(world, server)
    world.report(DUNG, "TD-LD")
    deliver(world)
    before = standing(webhook).position
    world.give_back(AN, "3.2")
    real, once = world.house.deliveries.poster.post, []

    def post(*what: Any) -> Any:
        if not once:
            once.append(as_admin(world, lambda who: world.house.webhooks.replay(who, webhook.id, webhook.begun)))
        return real(*what)

    object.__setattr__(world.house.deliveries.poster, "post", post)
    deliver(world)
    assert events(server) == ["report.submitted", "report.line.returned", "report.submitted", "report.line.returned"]
    assert standing(webhook).position >= before
