"""One step over several streams: all of it or nothing, and no two of them wait for each other."""

import threading
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connections
from tests.unit.store.conftest import BNG, BTP, KINDS, LAN, NOON, at_work, hire, noted
from tests.unit.store.test_keeper import race

from dicu.ledger.clock import ClockBehind
from dicu.ledger.model import Conflict, Draft, Entry, Stream
from dicu.store.accounts.models import Account
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.vocabulary.messages import Refused, T

BCA = Stream("report/demo/2024/BCA", "BCA", "vn")


def count() -> int:
    with at_work():
        return LedgerEntry.objects.count()


def test_the_entries_come_back_stream_by_stream_in_the_order_asked(written: PostgresLedger) -> None:
    with at_work():
        btp, none, new = written.append_together(((BTP, noted("năm", "sáu"), 4), (BNG, (), 2), (BCA, noted("a"), 0)), LAN)
        assert [entry.number for entry in btp] == [5, 6]
        assert none == ()
        assert [(entry.stream, entry.number) for entry in new] == [(BCA, 1)]
        assert written.read(BTP.name)[4:] == btp
        assert written.read(BCA.name) == new
        assert written.verify() is None


@pytest.mark.parametrize(("btp", "bng", "moved"), [(4, 1, BNG), (3, 2, BTP), (4, 0, BNG)])
def test_one_stream_that_moved_on_and_nothing_is_recorded(written: PostgresLedger, btp: int, bng: int, moved: Stream) -> None:
    with at_work(), pytest.raises(Conflict) as conflict:
        written.append_together(((BTP, noted("năm"), btp), (BCA, noted("a"), 0), (BNG, noted("three"), bng)), LAN)
    assert conflict.value.where == moved.name
    assert count() == 6
    with at_work():
        assert not LedgerStream.objects.filter(name=BCA.name).exists()


def test_a_stream_without_drafts_must_stand_where_it_was_expected(written: PostgresLedger) -> None:
    with at_work(), pytest.raises(Conflict) as conflict:
        written.append_together(((BTP, noted("năm"), 4), (BNG, (), 1)), LAN)
    assert conflict.value.where == BNG.name
    assert count() == 6


@pytest.mark.parametrize("bad", [Draft("noted", {}), Draft("unheard", {"text": "a"})])
def test_one_bad_draft_and_nothing_is_recorded(written: PostgresLedger, bad: Draft) -> None:
    with at_work(), pytest.raises(Refused):
        written.append_together(((BTP, noted("năm"), 4), (BNG, (bad,), 2)), LAN)
    assert count() == 6


def test_a_projector_that_fails_takes_every_stream_with_it(written: PostgresLedger) -> None:
    def fails(entry: Entry) -> None:
        hire(entry)
        raise Refused(T("No room."))

    written.projectors = {"hired": fails}
    with at_work(), pytest.raises(Refused, match="No room"):
        written.append_together(((BTP, noted("năm"), 4), (BNG, (Draft("hired", {"text": "minh"}),), 2)), LAN)
    assert (count(), Account.objects.count()) == (6, 0)


def test_a_clock_behind_one_of_the_streams_refuses_all(written: PostgresLedger) -> None:
    behind = PostgresLedger(KINDS, now=lambda: NOON - timedelta(minutes=1))
    with at_work(), pytest.raises(ClockBehind) as refused:
        behind.append_together(((BCA, noted("a"), 0), (BNG, noted("three"), 2)), LAN)
    assert refused.value.where == BNG.name
    assert count() == 6
    with at_work():
        assert not LedgerStream.objects.filter(name=BCA.name).exists()


def test_a_stream_named_twice_is_a_fault_of_the_program(written: PostgresLedger) -> None:
    with at_work(), pytest.raises(ValueError, match="twice"):
        written.append_together(((BTP, noted("năm"), 4), (BTP, noted("sáu"), 5)), LAN)


def test_of_many_over_the_same_streams_in_every_order_one_gets_through(written: PostgresLedger) -> None:
    """Six writers, each with another order of three streams, one of them new: five are told, none waits for ever."""
    steps = [(BTP, noted("năm"), 4), (BNG, noted("three"), 2), (BCA, noted("a"), 0)]
    found = race([lambda order=order: written.append_together(order, LAN) for order in permutations(steps)])
    assert [type(outcome) for outcome in found if isinstance(outcome, Exception)] == [Conflict] * 5
    assert count() == 9
    with at_work():
        assert written.verify() is None


def test_crossing_pairs_all_get_through_in_the_end(written: PostgresLedger) -> None:
    """Each of four threads moves the same two streams ten times, half of them in the other order. Nobody is ever told that the
    database found them waiting for each other: a Conflict names the one stream that moved, and repeating the step helps."""
    told: list[str] = []

    def work(first: Stream, second: Stream) -> None:
        done = 0
        while done < 10:
            try:
                with at_work():
                    lengths = {s.name: s.length for s in LedgerStream.objects.all()}
                    steps = tuple((s, noted("x"), lengths[s.name]) for s in (first, second))
                    written.append_together(steps, LAN)
                done += 1
            except Conflict as conflict:
                told.append(conflict.where)
        connections.close_all()

    threads = [threading.Thread(target=work, args=pair) for pair in [(BTP, BNG), (BNG, BTP)] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert set(told) <= {BTP.name, BNG.name}
    with at_work():
        assert {s.name: s.length for s in LedgerStream.objects.all()} == {BTP.name: 44, BNG.name: 42}
        assert written.verify() is None


def test_who_holds_a_stream_makes_others_wait_not_fail(written: PostgresLedger) -> None:
    """A writer that comes while another is at it waits, and then finds that the stream has moved on."""
    began, let_go = threading.Event(), threading.Event()

    def slow() -> Any:
        written.append(BTP, noted("năm"), expected=4, author=LAN)
        began.set()
        let_go.wait(20)
        return "done"

    def late() -> Any:
        began.wait(20)
        threading.Timer(0.3, let_go.set).start()
        return written.append_together(((BNG, noted("three"), 2), (BTP, noted("muộn"), 4)), LAN)

    first, second = race([slow, late])
    assert first == "done"
    assert isinstance(second, Conflict)
    assert second.where == BTP.name
    assert count() == 7
