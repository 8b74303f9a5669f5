"""Two commits in another order than their positions, and two that deliver at once."""

import json
import threading
from typing import Any

import psycopg
from django.db import connection, transaction
from tests.unit.api.receiving import receiving
from tests.unit.api.webhooks.hooking import deliver, prepared, registered, standing
from tests.unit.store_review.house import DUNG, HAI, World
from tests.unit.web_review.serving import serving

from dicu.store.api import horizon
from dicu.store.api.delivering import Delivery
from dicu.store.embedded import Connection
from dicu.store.security.session import maintaining


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
