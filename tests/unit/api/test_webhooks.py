"""Webhooks from the registration to the receiver: told in order, as far as the account may know, signed, once; nothing is lost by
being stopped, and nothing is told to who lost the right to know."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from tests.unit.api.receiving import Heard, Server, example, receiving
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, UYEN, World
from tests.unit.web_review.serving import account_of, enrol, serving

from dicu.access.model import Absent, Forbidden, Grant, Officer
from dicu.access.rulebook import ADMINISTRATION, ADMINISTRATOR, AUDIT, COORDINATION, COORDINATOR, REPORTER, REPORTING
from dicu.store.accounts.models import Account, GrantRow
from dicu.store.api import horizon
from dicu.store.api.delivering import Delivery
from dicu.store.api.models import DeliveryRow, WebhookRow
from dicu.store.api.posting import Poster
from dicu.store.embedded import Connection
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused
from dicu.webhooks.model import State, Webhook
from dicu.webhooks.rules import BadWebhook

QUAN = Officer("quan", "Quân", "", (Grant(ADMINISTRATOR),))
ALL = (
    "round.opened", "report.line.written", "report.submitted", "report.line.returned", "report.line.accepted", "publication.built",
    "publication.published",
)  # fmt: skip
PROGRAMS = {
    "he-thong": Officer("he-thong", "Hệ thống", "TD-NG", (Grant(COORDINATOR),)),
    "may-ld": Officer("may-ld", "Máy", "TD-LD", (Grant(REPORTER, "TD-LD"),)),
}


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DICU_HOME", str(tmp_path))
    monkeypatch.setenv("DICU_WEBHOOK_HTTP", "true")
    monkeypatch.setenv("DICU_WEBHOOK_NETWORKS", "127.0.0.0/8")


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        prepared(found)
        yield found


def prepared(world: World) -> None:
    enrol()
    for officer in (QUAN, *PROGRAMS.values()):
        account = account_of(officer)
        Account.objects.filter(pk=account.pk).update(service=officer is not QUAN)
    world.house.deliveries.poster = Poster(("127.0.0.0/8",), resolve=lambda host, port: ["127.0.0.1"])


@pytest.fixture
def server() -> Iterator[Server]:
    with receiving() as found:
        yield found


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


# Who may register what ----------------------------------------------------------------------------------------------------


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


# Two commits in another order than their positions -----------------------------------------------------------------------


def test_what_is_committed_late_is_not_passed_over(transactional_db: None, files: None, postgres: Connection) -> None:
    """A writer that got an earlier position and is not done yet holds the reading back, until everything before is there."""
    with serving(World().load().open()) as world, receiving() as server:
        prepared(world)
        webhook = registered(world, server)
        world.house.deliveries.patience = 0.2
        begun, go_on, done = threading.Event(), threading.Event(), threading.Event()

        def slowly() -> None:
            with transaction.atomic():
                world.report(DUNG, "TD-LD")
                begun.set()
                go_on.wait(20)
            connection.close()
            done.set()

        threading.Thread(target=slowly, daemon=True).start()
        assert begun.wait(20)
        world.report(HAI, "TD-TP")
        assert deliver(world).sent == 0, "nothing is told while something earlier may still come"
        go_on.set()
        assert done.wait(20)
        assert deliver(world).sent == 2
        told = [json.loads(heard.body)["data"] for heard in server.heard]
        assert [one["agency"] for one in told] == ["TD-LD", "TD-TP"]
        assert told[0]["position"] < told[1]["position"] and standing(webhook).attempts == 0


def test_a_writer_that_begins_later_holds_nothing_up(transactional_db: None, postgres: Connection) -> None:
    with psycopg.connect(postgres.address("app")) as other, transaction.atomic(), maintaining():
        other.execute("LOCK TABLE ledger_entry IN ROW EXCLUSIVE MODE")
        assert horizon.stable(patience=0.1) is None
        other.rollback()
        assert horizon.stable(patience=0.1) == 0


def test_two_that_deliver_at_once_send_nothing_twice(transactional_db: None, files: None) -> None:
    with serving(World().load().open()) as world, receiving() as server:
        prepared(world)
        registered(world, server)
        world.report(DUNG, "TD-LD")
        going, tallies = threading.Barrier(2), []

        def go() -> None:
            going.wait(10)
            tallies.append(Delivery(*_parts(world)).deliver().sent)
            connection.close()

        threads = [threading.Thread(target=go) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sum(tallies) == 1 == len(server.heard)


def _parts(world: World) -> tuple[Any, ...]:
    found = world.house.deliveries
    return found.desk, found.policy, found.keys, found.poster
