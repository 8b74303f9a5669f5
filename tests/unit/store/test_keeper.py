import threading
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from tests.unit.store.conftest import BNG, BTP, KINDS, LAN, NOON, at_work, hire, noted, ticking

from dicu.ledger.chain import verify
from dicu.ledger.clock import TOLERANCE, ClockBehind
from dicu.ledger.model import Author, Conflict, Draft, Entry, Stream
from dicu.store.accounts.models import Account
from dicu.store.ledger import heads
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.vocabulary.messages import Refused, T


def count() -> int:
    with at_work():
        return LedgerEntry.objects.count()


@pytest.mark.usefixtures("reaching_all")
class TestAppending:
    def test_what_was_appended_is_read_back_the_same(self, ledger: PostgresLedger) -> None:
        appended = ledger.append(BTP, noted("một", "hai"), expected=0, author=LAN)
        assert ledger.read(BTP.name) == appended
        assert [(entry.number, entry.body["text"], entry.version) for entry in appended] == [(1, "một", 1), (2, "hai", 1)]
        assert (appended[0].at, appended[0].author, appended[0].stream) == (NOON, LAN, BTP)
        assert verify(appended) is None

    def test_an_unknown_stream_is_empty(self, ledger: PostgresLedger) -> None:
        assert ledger.read("report/demo/2024/none") == ()

    def test_the_next_entries_follow(self, ledger: PostgresLedger) -> None:
        first = ledger.append(BTP, noted("một"), expected=0, author=LAN)
        second = ledger.append(BTP, noted("hai"), expected=1, author=LAN)
        assert second[0].previous == first[0].digest
        assert ledger.verify() is None

    def test_text_that_was_typed_apart_is_one_stream_and_one_body(self, ledger: PostgresLedger) -> None:
        apart = unicodedata.normalize("NFD", "Đà Nẵng")
        stream = Stream(f"report/{apart}", apart, "vn")
        ledger.append(stream, noted(apart), expected=0, author=Author(apart, "reporting"))
        ledger.append(Stream("report/Đà Nẵng", "Đà Nẵng", "vn"), noted("hai"), expected=1, author=LAN)
        entries = ledger.read(stream.name)
        assert [entry.body["text"] for entry in entries] == ["Đà Nẵng", "hai"]
        assert entries[0].author.account == "Đà Nẵng"
        assert ledger.verify() is None

    @pytest.mark.parametrize("expected", [0, 1, 3, 100, -1])
    def test_who_read_another_state_is_refused(self, ledger: PostgresLedger, expected: int) -> None:
        ledger.append(BTP, noted("một", "hai"), expected=0, author=LAN)
        with pytest.raises(Conflict):
            ledger.append(BTP, noted("ba"), expected=expected, author=LAN)
        assert len(ledger.read(BTP.name)) == 2

    def test_a_refused_first_entry_leaves_no_stream(self, ledger: PostgresLedger) -> None:
        with pytest.raises(Conflict):
            ledger.append(BTP, noted("một"), expected=1, author=LAN)
        assert not LedgerStream.objects.exists()

    def test_nothing_appended_leaves_no_stream(self, ledger: PostgresLedger) -> None:
        assert ledger.append(BTP, (), expected=0, author=LAN) == ()
        assert not LedgerStream.objects.exists()

    def test_a_stream_keeps_its_owner(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        for other in (Stream(BTP.name, "BNG", "vn"), Stream(BTP.name, "BTP", "gb")):
            with pytest.raises(Conflict):
                ledger.append(other, noted("hai"), expected=1, author=LAN)

    @pytest.mark.parametrize("bad", [Draft("noted", {"text": 0.5}), Draft("noted", {}), Draft("unheard", {"text": "a"})])
    def test_one_bad_draft_and_nothing_is_recorded(self, ledger: PostgresLedger, bad: Draft) -> None:
        with pytest.raises(Refused):
            ledger.append(BTP, (*noted("một"), bad), expected=0, author=LAN)
        assert count() == 0

    def test_streams_are_listed_by_the_beginning_of_their_names(self, ledger: PostgresLedger) -> None:
        for name in ("report/a%", "report/ab", "plan/a"):
            ledger.append(Stream(name, "BCA", "vn"), noted("một"), expected=0, author=LAN)
        assert [stream.name for stream in ledger.streams("report/a%")] == ["report/a%"]
        assert [stream.name for stream in ledger.streams("report/")] == ["report/a%", "report/ab"]
        assert ledger.streams()[0] == Stream("plan/a", "BCA", "vn")

    def test_the_latest_entries_come_newest_first(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, noted("một", "hai", "ba"), expected=0, author=LAN)
        entries, total = ledger.latest(2, 1)
        assert ([entry.body["text"] for entry in entries], total) == (["hai", "một"], 3)


def at(*moments: datetime) -> PostgresLedger:
    """A ledger whose clock says these, one after the other, and stays with the last."""
    said = chain(moments, repeat(moments[-1]))
    return PostgresLedger(KINDS, now=lambda: next(said))


@pytest.mark.usefixtures("reaching_all")
class TestTheClock:
    def test_a_clock_that_was_set_back_is_told_and_nothing_is_recorded(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        with pytest.raises(ClockBehind, match=r"says 2024-03-01 11:59:50.*made at 2024-03-01 12:00:00.*Set the clock") as refused:
            at(NOON - timedelta(seconds=10)).append(BTP, noted("hai"), expected=1, author=LAN)
        assert refused.value.where == BTP.name
        assert len(ledger.read(BTP.name)) == 1

    @pytest.mark.parametrize("behind", [timedelta(microseconds=1), TOLERANCE])
    def test_two_machines_a_little_apart_do_not_notice(self, ledger: PostgresLedger, behind: timedelta) -> None:
        """The later entry has the time of the one before it: in a stream time stands still, but does not go back."""
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        second = at(NOON - behind).append(BTP, noted("hai"), expected=1, author=LAN)
        assert second[0].at == NOON
        assert ledger.verify() is None

    def test_each_entry_of_a_step_is_compared(self) -> None:
        with pytest.raises(ClockBehind):
            at(NOON, NOON - timedelta(minutes=1)).append(BTP, noted("một", "hai"), expected=0, author=LAN)
        assert count() == 0

    def test_another_stream_may_play_the_past(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        assert at(NOON - timedelta(days=900)).append(BNG, noted("one"), expected=0, author=LAN)


@pytest.mark.usefixtures("reaching_all")
class TestProjecting:
    def test_an_entry_reaches_its_projector_with_its_place(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, (*noted("một"), Draft("hired", {"text": "minh"})), expected=0, author=LAN)
        assert Account.objects.get().full_name == "2"

    def test_a_projector_that_fails_takes_its_entry_with_it(self) -> None:
        def fails(entry: Entry) -> None:
            hire(entry)
            raise Refused(T("No room."))

        ledger = PostgresLedger(KINDS, now=ticking(), projectors={"hired": fails})
        with pytest.raises(Refused):
            ledger.append(BTP, (*noted("một"), Draft("hired", {"text": "minh"})), expected=0, author=LAN)
        assert (count(), LedgerStream.objects.count(), Account.objects.count()) == (0, 0, 0)

    def test_projections_are_made_again_from_the_entries(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, (*noted("một"), Draft("hired", {"text": "minh"})), expected=0, author=LAN)
        Account.objects.update(full_name="spoiled")
        assert ledger.project_again() == 1
        assert Account.objects.get().full_name == "2"


def race(steps: list[Callable[[], Any]]) -> list[Any]:
    """Each step in a thread and on a connection of its own; what each gave, or raised."""
    start = threading.Barrier(len(steps))
    found: list[Any] = [None] * len(steps)

    def run(index: int) -> None:
        try:
            start.wait(10)
            with at_work():
                found[index] = steps[index]()
        except Exception as error:  # noqa: BLE001 - what is raised is what is looked at
            found[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


class TestTwoAtOnce:
    @pytest.mark.parametrize("expected", [0, 4])
    def test_of_four_who_write_at_once_one_gets_through(self, written: PostgresLedger, expected: int) -> None:
        stream = BTP if expected else Stream("report/demo/2024/new", "BTP", "vn")
        steps = [lambda who=who: written.append(stream, noted(who), expected=expected, author=LAN) for who in "abcd"]
        found = race(steps)
        assert [type(outcome) for outcome in found if isinstance(outcome, Exception)] == [Conflict] * 3
        with at_work():
            assert len(written.read(stream.name)) == expected + 1
            assert written.verify() is None

    @pytest.mark.parametrize("expected", [0, 4])
    def test_the_database_lets_one_through_also_without_the_lock(
        self, written: PostgresLedger, expected: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        all_have_read = threading.Barrier(2)

        def read_together(streams: Iterable[Stream]) -> Any:
            found = heads.looked_up(streams)  # takes no lock
            all_have_read.wait(10)  # both find the same before either writes
            return found

        monkeypatch.setattr(heads, "held", read_together)
        stream = BTP if expected else Stream("report/demo/2024/new", "BTP", "vn")
        found = race([lambda who=who: written.append(stream, noted(who, who), expected=expected, author=LAN) for who in "ab"])
        assert [type(outcome) for outcome in found].count(Conflict) == 1
        with at_work():
            assert written.verify() is None

    def test_two_steps_over_the_same_streams_in_two_orders_both_end(self, written: PostgresLedger) -> None:
        def both(first: Stream, second: Stream) -> int:
            written.hold(first.name, second.name)
            for stream in (first, second):
                written.append(stream, noted("cùng"), expected=len(written.read(stream.name)), author=LAN)
            return 1

        assert race([lambda: both(BTP, BNG), lambda: both(BNG, BTP)]) == [1, 1]

    def test_two_who_wait_for_each_other_are_told_to_repeat(self, written: PostgresLedger) -> None:
        met = threading.Barrier(2)

        def crossing(first: Stream, second: Stream) -> int:
            written.append(first, noted("một"), expected=len(written.read(first.name)), author=LAN)
            met.wait(10)
            written.append(second, noted("hai"), expected=len(written.read(second.name)), author=LAN)
            return 1

        found = race([lambda: crossing(BTP, BNG), lambda: crossing(BNG, BTP)])
        assert [type(outcome) for outcome in found].count(Conflict) == 1


def test_a_database_that_goes_away_in_the_middle_keeps_nothing_of_the_step(postgres: Any, transactional_db: None) -> None:
    def cut(entry: Entry) -> None:
        hire(entry)
        pid = connection.connection.info.backend_pid
        with psycopg.connect(postgres.address("superuser"), autocommit=True) as above:
            above.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        hire(entry)

    ledger = PostgresLedger(KINDS, now=ticking(), projectors={"hired": cut})
    with pytest.raises(OperationalError), at_work():
        ledger.append(BTP, (*noted("một"), Draft("hired", {"text": "minh"})), expected=0, author=LAN)
    connection.close()
    assert (count(), Account.objects.count()) == (0, 0)
    with at_work():
        assert not LedgerStream.objects.exists()
        assert ledger.append(BTP, noted("một"), expected=0, author=LAN)[0].number == 1
