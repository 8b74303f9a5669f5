"""Projections made anew from the ledger are the same rows, to the byte; what should not be there is gone."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from tests.unit.store.conftest import BNG, BTP, LAN, at_work, noted
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, World, measured

from dicu.ledger.model import Draft, Entry
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.projecting import Many, Whole
from dicu.vocabulary.messages import Refused

UNGUARDED = {"session_replication_role": "replica"}
TABLES = ("review_plan", "review_round", "review_obligation", "review_line", "review_edition")
Sql = Callable[..., Any]


def rows(superuser_sql: Sql) -> dict[str, list[str]]:
    """Each row as PostgreSQL writes it, by key."""
    return {table: [text for (text,) in superuser_sql(f"SELECT t::text FROM {table} t ORDER BY 1")] for table in TABLES}


@pytest.fixture
def world(transactional_db: None, files: None) -> World:
    """A round with reports written, sent, returned, mended and accepted, and a review that was built and published."""
    world = World().load().open()
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310"))
    world.give_back(AN, "3.1")
    world.write(DUNG, "3.1", narrative="Nháp.")
    world.accept(BINH, "3.2")
    world.report(HAI, "TD-TP")
    edition = world.by(AN, "coordination", lambda who: _kept(world, who))
    world.by(BINH, "publication", lambda who: world.desk.editions.publish(who, "demo", "2025", edition.snapshot))
    return world


def _kept(world: World, who: Any) -> Any:
    return world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025"))


def rebuilt(world: World) -> int:
    with at_work():
        return world.house.ledger.rebuild("review")


def test_the_same_rows_to_the_byte(world: World, superuser_sql: Sql) -> None:
    before = rows(superuser_sql)
    assert all(before.values())
    assert rebuilt(world) > 0
    assert rows(superuser_sql) == before
    assert rebuilt(world) > 0
    assert rows(superuser_sql) == before


TAMPERING = {
    "changed": "UPDATE review_line SET line = jsonb_set(line, '{content,narrative}', '\"khác\"'), state = 'accepted'",
    "moved": "UPDATE review_obligation SET agency = 'TD-XX', head = '', submitted_at = NULL WHERE agency = 'TD-LD'",
    "missing": "DELETE FROM review_line WHERE task = '3.1'; DELETE FROM review_round; DELETE FROM review_edition",
    "surplus": "INSERT INTO review_line SELECT 'demo/2025/TD-LD/9.9', plan, round, agency, '9.9', 99, state, submitted_by, line "
    "FROM review_line LIMIT 1; INSERT INTO review_plan SELECT 'ghost', digest, version, synthetic, loaded_at FROM review_plan LIMIT 1",
    "all gone": "; ".join(f"DELETE FROM {table}" for table in TABLES),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_rows_that_were_tampered_with(world: World, superuser_sql: Sql, how: str) -> None:
    before = rows(superuser_sql)
    superuser_sql(TAMPERING[how], settings=UNGUARDED)
    assert rows(superuser_sql) != before
    rebuilt(world)
    assert rows(superuser_sql) == before


def test_a_rebuild_that_fails_leaves_the_rows_that_were_there(world: World, superuser_sql: Sql) -> None:
    before = rows(superuser_sql)

    def fails(entry: Entry) -> None:
        raise ZeroDivisionError

    world.house.ledger.rooms = {"review": {**world.house.ledger.rooms["review"], "publication.published": fails}}
    with pytest.raises(ZeroDivisionError):
        rebuilt(world)
    assert rows(superuser_sql) == before


def test_the_work_grows_with_streams_and_not_with_the_square_of_entries(world: World, superuser_sql: Sql) -> None:
    """A report is folded once, however often it was written: many more entries, hardly more questions."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            rebuilt(world)
        return len(found)

    few = asked()
    for turn in range(25):
        world.write(DUNG, "3.1", narrative=f"Nháp {turn}.")
    assert asked() == few


def test_a_room_that_is_none_is_refused(world: World) -> None:
    with at_work(), pytest.raises(Refused, match=r"no room “reviews”.*Rooms: .*review"):
        world.house.ledger.rebuild("reviews")


def test_every_room_but_that_of_accounts_can_be_emptied(world: World, superuser_sql: Sql) -> None:
    """Rows of accounts hold passwords, which no entry holds: they are written over and none is taken away."""
    known = {name for (name,) in superuser_sql("SELECT proname FROM pg_proc WHERE proname LIKE '%\\_emptied'")}
    assert {room for room in world.house.ledger.rooms if f"{room}_emptied" not in known} <= {"access"}


@pytest.mark.parametrize("reach", ["all", "watch", "own", "public", ""])
def test_nobody_empties_projections_but_the_house_itself(world: World, app_sql: Sql, superuser_sql: Sql, reach: str) -> None:
    """A coordinator, who reaches everything, does not either."""
    before = rows(superuser_sql)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="by the house itself"):
        app_sql("SELECT review_emptied()", settings={"dicu.reach": reach, "dicu.account": "an"})
    for table in TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_sql(f"DELETE FROM {table}", settings={"dicu.reach": "all"})
    assert rows(superuser_sql) == before


def test_whoever_writes_meanwhile_waits_and_is_not_lost(world: World, superuser_sql: Sql) -> None:
    """The writer comes while the rebuild is at it; its entry is there afterwards, and its row."""
    begun, let_go = threading.Event(), threading.Event()
    projectors = world.house.ledger.rooms["review"]

    def slow(entry: Entry) -> None:
        begun.set()
        let_go.wait(20)
        projectors[entry.kind](entry)

    world.house.ledger.rooms = {"review": {**projectors, "round.opened": slow}}

    def write() -> None:
        begun.wait(20)
        threading.Timer(0.3, let_go.set).start()
        world.write(HAI, world_task(world), narrative="Viết trong khi chờ.")
        connections.close_all()

    writer = threading.Thread(target=write)
    world.give_back(AN, world_task(world))
    writer.start()
    rebuilt(world)
    writer.join(30)
    assert world.history("TD-TP")[-1] == "line.written"
    after = rows(superuser_sql)
    world.house.ledger.rooms = {"review": projectors}
    rebuilt(world)
    assert rows(superuser_sql) == after


def world_task(world: World) -> str:
    from tests.unit.review.making import plan_of  # noqa: PLC0415

    return plan_of().tasks_led_by("TD-TP")[0].code


class TestSortsOfProjectors:
    """What a rebuild asks of each sort of projector, over two streams that were written in turns."""

    @pytest.fixture
    def twisted(self, ledger: PostgresLedger, transactional_db: None) -> PostgresLedger:
        with at_work():
            for turn in range(3):
                ledger.append(BTP, (*noted(f"a{turn}"), Draft("hired", {"text": f"x{turn}"})), expected=2 * turn, author=LAN)
                ledger.append(BNG, noted(f"b{turn}"), expected=turn, author=LAN)
        return ledger

    def played(self, ledger: PostgresLedger) -> None:
        from dicu.store.ledger.rebuilding import replayed  # noqa: PLC0415

        with at_work():
            replayed(ledger.projectors)

    def test_one_that_reads_whole_streams_is_called_once_for_each(self, twisted: PostgresLedger) -> None:
        seen: list[str] = []
        whole = Whole(lambda entry: seen.append(entry.body["text"]))
        twisted.projectors = {"noted": whole, "hired": whole}
        self.played(twisted)
        assert seen == ["x2", "b2"]

    def test_two_that_read_whole_streams_each_get_their_last(self, twisted: PostgresLedger) -> None:
        seen: list[str] = []
        twisted.projectors = {kind: Whole(lambda entry: seen.append(entry.body["text"])) for kind in ("noted", "hired")}
        self.played(twisted)
        assert seen == ["a2", "x2", "b2"]

    def test_one_that_takes_many_gets_them_in_their_order(self, twisted: PostgresLedger) -> None:
        seen: list[Any] = []
        twisted.projectors = {"noted": Many(lambda entries: seen.append([entry.body["text"] for entry in entries]))}
        self.played(twisted)
        assert [text for part in seen for text in part] == ["a0", "b0", "a1", "b1", "a2", "b2"]

    def test_any_other_gets_each(self, twisted: PostgresLedger) -> None:
        seen: list[str] = []
        twisted.projectors = {"hired": lambda entry: seen.append(entry.body["text"])}
        self.played(twisted)
        assert seen == ["x0", "x1", "x2"]
