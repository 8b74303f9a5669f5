"""Very many entries at once: the same entries, guards and refusals as one by one."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.store.conftest import BNG, BTP, KINDS, LAN, NOON, at_work, noted, ticking
from tests.unit.store.test_keeper import race

from dicu.ledger.clock import ClockBehind
from dicu.ledger.model import Conflict, Draft, Entry, Step, Stream
from dicu.store.accounts.models import Account
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.store.ledger.projecting import Many, Whole
from dicu.vocabulary.messages import Refused


def named(number: int) -> Stream:
    return Stream(f"report/demo/{number}/BTP", "BTP", "vn")


def steps(streams: int, each: int) -> Iterator[Step]:
    return ((named(number), noted(*(f"{number} ạ\\\t\n{turn}" for turn in range(each))), 0) for number in range(streams))


@pytest.mark.usefixtures("reaching_all")
class TestLoading:
    @pytest.mark.parametrize("batch", [1, 7, 1000])
    def test_what_is_loaded_is_what_appending_gives(self, batch: int) -> None:
        one, many = PostgresLedger(KINDS, now=ticking()), PostgresLedger(KINDS, now=ticking())
        assert many.load(steps(6, 4), LAN, batch=batch) == 24
        loaded = [many.read(named(number).name) for number in range(6)]
        for stream, drafts, _ in steps(6, 4):
            one.append(Stream(stream.name + "x", "BTP", "vn"), drafts, expected=0, author=LAN)
        appended = [one.read(named(number).name + "x") for number in range(6)]
        told = [[(e.number, e.at, e.body, e.author, e.kind, e.version) for e in entries] for entries in loaded]
        assert told == [[(e.number, e.at, e.body, e.author, e.kind, e.version) for e in entries] for entries in appended]
        assert many.verify() is None

    def test_places_follow_the_order_in_which_entries_came(self, ledger: PostgresLedger) -> None:
        ledger.load([(BTP, noted("một"), 0), (BNG, noted("one"), 0), (BTP, noted("hai"), 1), (BNG, noted("two"), 1)], LAN)
        entries, _ = ledger.latest(10, 0)
        assert [entry.body["text"] for entry in reversed(entries)] == ["một", "one", "hai", "two"]

    @pytest.mark.parametrize("batch", [1, 2, 100])
    def test_a_stream_may_come_again_and_goes_on_where_it_stood(self, ledger: PostgresLedger, batch: int) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        ledger.load([(BTP, noted("hai"), 1), (BNG, noted("one"), 0), (BTP, noted("ba", "bốn"), 2)], LAN, batch=batch)
        assert [entry.number for entry in ledger.read(BTP.name)] == [1, 2, 3, 4]
        assert ledger.verify() is None

    def test_nothing_to_load(self, ledger: PostgresLedger) -> None:
        assert ledger.load([], LAN) == 0
        assert ledger.load([(BTP, (), 0)], LAN) == 0

    @pytest.mark.parametrize(
        ("last", "refusal"),
        [
            ((BTP, noted("x"), 5), Conflict),
            ((Stream(BTP.name, "BNG", "vn"), noted("x"), 1), Conflict),
            ((BNG, (Draft("noted", {}),), 0), Refused),
            ((BNG, (Draft("unheard", {"text": "a"}),), 0), Refused),
        ],
    )
    @pytest.mark.parametrize("batch", [1, 100])
    def test_one_that_does_not_fit_and_nothing_is_loaded(self, ledger: PostgresLedger, last: Step, refusal: type, batch: int) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        with pytest.raises(refusal):
            ledger.load([*steps(5, 2), last], LAN, batch=batch)
        assert (LedgerEntry.objects.count(), LedgerStream.objects.count()) == (1, 1)

    def test_a_clock_behind_refuses_all(self, ledger: PostgresLedger) -> None:
        ledger.append(BTP, noted("một"), expected=0, author=LAN)
        ledger.now = lambda: NOON - timedelta(minutes=1)
        with pytest.raises(ClockBehind):
            ledger.load([(BNG, noted("one"), 0), (BTP, noted("hai"), 1)], LAN, batch=1)
        assert LedgerEntry.objects.count() == 1

    def test_projections_are_written_with_them_each_sort_in_its_way(self) -> None:
        seen: list[Any] = []

        def many(entries: Sequence[Entry]) -> None:
            seen.append(tuple(entry.body["text"] for entry in entries))

        def whole(entry: Entry) -> None:
            seen.append((entry.body["text"], len(ledger.read(entry.stream.name))))

        ledger = PostgresLedger(KINDS, now=ticking(), projectors={"noted": Many(many), "hired": Whole(whole)})
        hired = tuple(Draft("hired", {"text": text}) for text in "xyz")
        ledger.load([(BTP, (*noted("một", "hai"), *hired, *noted("ba")), 0), (BNG, noted("one"), 0)], LAN)
        assert seen == [("một", "hai"), ("z", 6), ("ba", "one")]

    def test_an_entry_that_hires_has_its_row(self, ledger: PostgresLedger) -> None:
        ledger.load([(BTP, (Draft("hired", {"text": "minh"}), Draft("hired", {"text": "lan"})), 0)], LAN)
        assert dict(Account.objects.values_list("username", "full_name")) == {"minh": "1", "lan": "2"}


def test_whoever_appends_meanwhile_waits_and_is_told(written: PostgresLedger) -> None:
    found = race([
        lambda: written.load([*steps(50, 20), (BTP, noted("năm"), 4)], LAN, batch=100),
        lambda: written.append(BTP, noted("năm"), expected=4, author=LAN),
    ])  # fmt: skip
    assert [type(outcome) for outcome in found].count(Conflict) == 1
    with at_work():
        assert len(written.read(BTP.name)) == 5
        assert written.verify() is None
