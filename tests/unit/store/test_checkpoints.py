"""Checkpoints are signed, anchored outside the database, and what is done to the database below them is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.unit.store.conftest import BNG, BTP, LAN, NOON, at_work, noted
from tests.unit.store.notarised import HOUR, UNGUARDED, Watched, played

from dicu.ledger.checkpoint import read_line
from dicu.ledger.clock import ClockBehind
from dicu.ledger.model import GENESIS, Stream
from dicu.store.ledger.checkpoints import Unfit
from dicu.store.ledger.models import LedgerCheckpoint

Sql = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return played(tmp_path)


def test_a_checkpoint_names_what_moved_since_the_last(watched: Watched) -> None:
    first, second = (read_line(line).checkpoint for line in watched.lines())
    assert {name: head.length for name, head in first.moved.items()} == {BTP.name: 4, BNG.name: 2}
    assert {name: head.length for name, head in second.moved.items()} == {BTP.name: 6}
    assert (first.entries, second.entries, first.previous, second.previous) == (6, 8, GENESIS, first.own_digest())
    assert (first.at, second.at) == (NOON, NOON + HOUR)


def test_the_window_is_told(watched: Watched) -> None:
    found = watched.examine()
    assert (found.fault, found.entries, found.after, found.anchored) == (None, 9, 1, True)
    assert found.covered is not None
    assert (found.covered.number, found.covered.entries, found.covered.at) == (2, 8, NOON + HOUR)
    one = watched.examine(BNG.name)
    assert (one.fault, one.entries, one.after) == (None, 3, 1)


def test_making_one_reads_only_what_came_since_the_last(watched: Watched, superuser_sql: Sql) -> None:
    """Entries below the last checkpoint could be gone for all it knows; that is for a verification to find."""
    superuser_sql("DELETE FROM ledger_entry WHERE stream = %s AND number < 6", BTP.name, settings=UNGUARDED)
    made = watched.checkpoint()
    assert made is not None
    assert (made.checkpoint.number, made.checkpoint.entries, dict(made.checkpoint.moved).keys()) == (3, 9, {BNG.name})


def test_how_much_it_asks_does_not_grow_with_what_is_below(watched: Watched) -> None:
    with CaptureQueriesContext(connection) as asked:
        watched.checkpoint()
    few = len(asked)
    with at_work():
        watched.ledger.append(BNG, noted(*map(str, range(300))), expected=3, author=LAN)
    watched.checkpoint()
    with at_work():
        watched.ledger.append(BNG, noted("last"), expected=303, author=LAN)
    with CaptureQueriesContext(connection) as asked:
        watched.checkpoint()
    assert len(asked) == few


def test_nothing_new_makes_none(watched: Watched) -> None:
    assert watched.checkpoint() is not None
    assert watched.checkpoint() is None
    assert len(watched.lines()) == 3


def test_a_clock_that_was_set_back_makes_none(watched: Watched) -> None:
    watched.at = NOON
    with pytest.raises(ClockBehind):
        watched.checkpoint()
    assert len(watched.lines()) == 2


BELOW: dict[str, tuple[list[str], str, int, str, int]] = {
    # what was done: statements; stream, number, what and checkpoint that are named
    "the end of a stream cut off, its head with it": (
        ["DELETE FROM ledger_entry WHERE stream = 'report/demo/2024/BTP' AND number > 4",
         "UPDATE ledger_stream s SET length = 4, head = (SELECT digest FROM ledger_entry WHERE stream = s.name AND number = 4) "
         "WHERE name = 'report/demo/2024/BTP'"],
        BTP.name, 5, "cut", 2,
    ),
    "a stream taken away whole": (
        ["DELETE FROM ledger_entry WHERE stream = 'report/demo/2024/BTP'", "DELETE FROM ledger_stream WHERE name = 'report/demo/2024/BTP'"],
        BTP.name, 1, "vanished", 2,
    ),
    "the entries of a stream, its record left empty": (
        ["DELETE FROM ledger_entry WHERE stream = 'report/demo/2024/BNG'",
         "UPDATE ledger_stream SET length = 0, head = decode(repeat('00', 32), 'hex') WHERE name = 'report/demo/2024/BNG'"],
        BNG.name, 1, "vanished", 1,
    ),
    "an entry moved above a checkpoint": (
        ["UPDATE ledger_entry SET position = position + 100 WHERE stream = 'report/demo/2024/BNG' AND number >= 2"],
        BNG.name, 2, "order", 1,
    ),
    "an entry moved below a checkpoint": (
        ["UPDATE ledger_entry SET position = -position WHERE stream = 'report/demo/2024/BTP' AND number = 5",
         "UPDATE ledger_entry SET position = position - 200 WHERE stream = 'report/demo/2024/BTP' AND number < 5"],
        BTP.name, 5, "order", 1,
    ),
    "two streams' places exchanged": (
        ["UPDATE ledger_entry SET position = -1 WHERE stream = 'report/demo/2024/BTP' AND number = 4",
         "UPDATE ledger_entry SET position = position - 1 WHERE stream = 'report/demo/2024/BNG' AND number = 1",
         "UPDATE ledger_entry SET position = (SELECT position + 1 FROM ledger_entry WHERE stream = 'report/demo/2024/BNG' AND number = 1) "
         "WHERE position = -1"],
        "", 0, "order", 1,
    ),
    "a checkpoint taken out of the table": (["DELETE FROM ledger_checkpoint WHERE number = 1"], "", 0, "checkpoint", 1),
    "the last checkpoint taken out of the table": (["DELETE FROM ledger_checkpoint WHERE number = 2"], "", 0, "checkpoint", 2),
    "a checkpoint's line changed": (
        ["UPDATE ledger_checkpoint SET line = replace(line, '\"entries\":6', '\"entries\":7') WHERE number = 1"], "", 0, "checkpoint", 1,
    ),
    "a checkpoint's place changed": (["UPDATE ledger_checkpoint SET position = position + 1 WHERE number = 1"], "", 0, "checkpoint", 1),
    "a checkpoint's moment changed": (
        ["UPDATE ledger_checkpoint SET at = at + interval '1 second' WHERE number = 1"], "", 0, "checkpoint", 1,
    ),
    "a checkpoint's number changed": (["UPDATE ledger_checkpoint SET number = 7 WHERE number = 2"], "", 0, "checkpoint", 2),
}  # fmt: skip


@pytest.mark.parametrize("done", BELOW)
def test_what_the_chain_alone_cannot_show_is_named(watched: Watched, superuser_sql: Sql, done: str) -> None:
    statements, stream, number, what, checkpoint = BELOW[done]
    for statement in statements:
        superuser_sql(statement, settings=UNGUARDED)
    fault = watched.examine().fault
    assert fault is not None
    assert (fault.stream, fault.number, fault.what, fault.checkpoint) == (stream, number, what, checkpoint)
    assert fault.message.say("en")


def recomputed(watched: Watched, superuser_sql: Sql, stream: Stream, number: int, **change: Any) -> None:
    """Entry `number` changed and every digest from there on made anew, up to the head: the chain alone finds nothing."""
    from dicu.ledger.canonical import canonical  # noqa: PLC0415
    from dicu.ledger.chain import digest_of, verify  # noqa: PLC0415

    with at_work():
        entries = list(watched.ledger.read(stream.name))
    entries[number - 1] = replace(entries[number - 1], **change)
    for index in range(number - 1, len(entries)):
        entry = replace(entries[index], previous=entries[index - 1].digest if index else GENESIS)
        entries[index] = replace(entry, digest=digest_of(entry))
    assert verify(entries) is None
    write = "UPDATE ledger_entry SET body = %s, at = %s, account = %s, previous = %s, digest = %s WHERE position = %s"
    for e in entries:
        superuser_sql(write, canonical(e.body).decode(), e.at, e.author.account, e.previous, e.digest, e.position, settings=UNGUARDED)
    head = "UPDATE ledger_stream SET head = %s WHERE name = %s"
    superuser_sql(head, entries[-1].digest, stream.name, settings=UNGUARDED)


@pytest.mark.parametrize(("number", "named", "checkpoint"), [(2, 1, 1), (4, 1, 1), (5, 5, 2), (6, 5, 2)])
def test_a_history_that_was_computed_anew_is_named_by_the_first_head_that_differs(
    watched: Watched, superuser_sql: Sql, number: int, named: int, checkpoint: int
) -> None:
    """Only the heads are signed, so the place is known to lie between two of them; the first entry there is named."""
    recomputed(watched, superuser_sql, BTP, number, body={"text": "khác"})
    fault = watched.examine().fault
    assert fault is not None
    assert (fault.stream, fault.number, fault.checkpoint) == (BTP.name, named, checkpoint)
    with at_work():
        watched.ledger.notary = None
        assert watched.ledger.verify() is None  # the chain alone would not have seen it


def test_what_no_checkpoint_holds_yet_is_the_stated_window(watched: Watched, superuser_sql: Sql) -> None:
    recomputed(watched, superuser_sql, BNG, 3, body={"text": "khác"})
    assert watched.examine().fault is None
    watched.checkpoint()
    recomputed(watched, superuser_sql, BNG, 3, body={"text": "again"})
    fault = watched.examine().fault
    assert fault is not None
    assert (fault.stream, fault.number, fault.checkpoint) == (BNG.name, 3, 3)


class TestBackDated:
    def test_an_entry_dated_before_a_checkpoint_that_was_there_already(self, watched: Watched) -> None:
        watched.at = NOON - timedelta(days=30)
        other = Stream("report/demo/2024/BCA", "BCA", "vn")
        with at_work():
            watched.ledger.append(other, noted("muộn"), expected=0, author=LAN)
        found = watched.examine()
        assert found.fault is not None
        assert (found.fault.stream, found.fault.number, found.fault.what, found.fault.checkpoint) == (other.name, 1, "back-dated", 2)
        assert found.back_dated == 1

    def test_it_stays_back_dated_also_under_a_later_checkpoint(self, watched: Watched) -> None:
        self.test_an_entry_dated_before_a_checkpoint_that_was_there_already(watched)
        watched.at = NOON + 9 * HOUR
        watched.checkpoint()
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint) == ("back-dated", 2)

    def test_it_hides_nothing_graver(self, watched: Watched, superuser_sql: Sql) -> None:
        self.test_an_entry_dated_before_a_checkpoint_that_was_there_already(watched)
        superuser_sql("UPDATE ledger_entry SET account = 'minh' WHERE stream = %s AND number = 6", BTP.name, settings=UNGUARDED)
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.stream, fault.number, fault.what) == (BTP.name, 6, "changed")

    def test_clocks_of_two_machines_a_little_apart_are_no_fault(self, watched: Watched) -> None:
        watched.at = NOON + HOUR - timedelta(seconds=5)
        with at_work():
            watched.ledger.append(Stream("report/demo/2024/BCA", "BCA", "vn"), noted("gần"), expected=0, author=LAN)
        assert watched.examine().fault is None

    def test_the_past_played_before_any_checkpoint_is_no_fault(self, watched: Watched) -> None:
        """As the demonstration does: what came before the first checkpoint is dated by nobody else."""
        assert [read_line(line).checkpoint.number for line in watched.lines()] == [1, 2]
        assert watched.examine().back_dated == 0


class TestInBetween:
    def test_one_that_was_kept_but_not_anchored_is_anchored_the_next_time(self, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        """A program that is stopped after the commit and before the anchor leaves one; it is checked all the same."""
        with monkeypatch.context() as stopped:
            stopped.setattr("dicu.store.ledger.notary.Notary._anchored", lambda self: None)
            watched.checkpoint()
        assert len(watched.lines()) == 2
        found = watched.examine()
        assert found.covered is not None
        assert (found.fault, found.covered.number, found.after) == (None, 3, 0)
        watched.notary.check()
        assert watched.checkpoint() is None
        assert [read_line(line).checkpoint.number for line in watched.lines()] == [1, 2, 3]

    def test_a_transaction_that_is_undone_anchors_nothing(self, watched: Watched) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            watched.checkpoint()
            raise ZeroDivisionError
        assert len(watched.lines()) == 2
        with at_work():
            assert LedgerCheckpoint.objects.count() == 2

    def test_no_entry_gets_an_earlier_place_once_a_checkpoint_is_being_made(self, watched: Watched, postgres: Any) -> None:
        """A writer on its way is waited for; here it does not end, so the wait does."""
        with psycopg.connect(postgres.address("app")) as writer:
            writer.execute("SELECT set_config('dicu.reach', 'all', true)")
            writer.execute(
                "INSERT INTO ledger_entry "
                "(stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest) "
                "SELECT name, authority, instance, length + 1, 'noted', 1, now(), 'x', 'x', '{}', head, sha256('x') FROM ledger_stream "
                "WHERE name = 'report/demo/2024/BTP'"
            )
            with pytest.raises(Exception, match="lock timeout"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                watched.checkpoint()
            writer.rollback()
        assert watched.checkpoint() is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET account = 'minh' WHERE stream = 'report/demo/2024/BNG' AND number = 3",
        "UPDATE ledger_entry SET previous = sha256('x') WHERE stream = 'report/demo/2024/BNG' AND number = 3",
        "UPDATE ledger_stream SET length = 9 WHERE name = 'report/demo/2024/BNG'",
    ],
)
def test_what_is_wrong_already_is_not_signed(watched: Watched, superuser_sql: Sql, statement: str) -> None:
    superuser_sql(statement, settings=UNGUARDED)
    with pytest.raises(Unfit, match="No checkpoint was made"):
        watched.checkpoint()
    assert len(watched.lines()) == 2


def test_an_entry_whose_place_a_checkpoint_went_past_is_refused(watched: Watched, postgres: Any) -> None:
    """A program that takes a place and dawdles: by then the checkpoint holds a later one."""
    with psycopg.connect(postgres.address("app")) as writer:
        writer.execute("SELECT set_config('dicu.reach', 'all', true)")
        (place,) = writer.execute("SELECT nextval('ledger_entry_position_seq')").fetchone()  # type: ignore[misc]
        with at_work():
            watched.ledger.append(BNG, noted("four"), expected=3, author=LAN)
        watched.checkpoint()
        with pytest.raises(psycopg.errors.RestrictViolation, match="place that comes next"):
            writer.execute(
                "INSERT INTO ledger_entry "
                "(position, stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest) "
                "SELECT %s, name, authority, instance, length + 1, 'noted', 1, now(), 'x', 'x', '{}', head, sha256('x') FROM ledger_stream "
                "WHERE name = 'report/demo/2024/BTP'",
                [place],
            )
        writer.rollback()


@pytest.mark.parametrize("reach", ["own", "public", "recording", ""])
def test_a_session_that_does_not_see_everything_sees_no_checkpoint(watched: Watched, app_sql: Sql, reach: str) -> None:
    """It names streams."""
    assert app_sql("SELECT * FROM ledger_checkpoint", settings={"dicu.reach": reach}) == []


def test_a_place_below_a_checkpoint_is_refused_also_to_who_sees_no_checkpoint(watched: Watched, app_sql: Sql) -> None:
    """As an agency that writes its own report does."""
    own = {"dicu.reach": "own", "dicu.agency": "BTP", "dicu.written": "BTP"}
    statement = (
        "INSERT INTO ledger_entry "
        "(position, stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest) "
        "SELECT {}, name, authority, instance, length + 1, 'noted', 1, now(), 'x', 'x', '{{}}', head, sha256('x') FROM ledger_stream "
        "WHERE name = 'report/demo/2024/BTP'"
    )
    with pytest.raises(psycopg.errors.RestrictViolation, match="place that comes next"):
        app_sql(statement.format("-5"), settings=own)
    app_sql(statement.format("nextval('ledger_entry_position_seq')"), settings=own)
