"""One entry in one question to the database: what the function `ledger_append` does, and what it refuses to whoever calls it."""

import unicodedata
from datetime import timedelta
from threading import Timer
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.unit.store.conftest import BNG, BTP, LAN, NOON, at_work, noted

from dicu.access.model import Grant, Officer
from dicu.ledger.canonical import plainly, written
from dicu.ledger.chain import FORM, around_number, digest_of, unchained
from dicu.ledger.model import GENESIS, Author, Conflict, Draft, Entry, Stream
from dicu.store.ledger import keeper
from dicu.store.ledger.appending import appended
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.ledger.models import LedgerEntry, LedgerStream
from dicu.store.security.session import speaking_as

REPORTER = Officer("lan", "Lan", "BTP", (Grant("reporter", "BTP"),))
LATER = NOON + timedelta(days=1)
NEW = Stream("report/demo/2024/new", "BTP", "vn")


def draft(text: str = "năm", stream: Stream = BTP, at: Any = LATER) -> Entry:
    return unchained(stream, Draft("noted", plainly({"text": text})), 1, at, LAN)


def called(stream: Stream, expected: int | None, digest_parts: tuple[bytes, bytes, bytes] | None = None) -> list[Any]:
    """As a program of the application's role calls it that goes round the code."""
    entry = draft(stream=stream)
    parts = digest_parts or (FORM, *around_number(entry))
    values = [stream.name, stream.authority, stream.instance, expected, "noted", 1, LATER, "lan", "reporting", written(entry.body).decode()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ledger_append({', '.join(['%s'] * 13)})", [*values, *parts])
        return list(cursor.fetchall())


def standing() -> tuple[int, int]:
    with at_work():
        return LedgerEntry.objects.count(), LedgerStream.objects.count()


class TestWhatItDoes:
    @pytest.mark.parametrize("expected", [4, None])
    def test_the_entry_is_chained_as_any_other(self, written: PostgresLedger, expected: int | None) -> None:
        with at_work():
            entry = appended(draft(), expected)
            assert entry is not None
            assert entry == written.read(BTP.name)[-1]
            assert (entry.number, entry.digest) == (5, digest_of(entry))
            assert entry.previous == written.read(BTP.name)[3].digest
            assert written.verify() is None

    @pytest.mark.parametrize("expected", [0, None])
    def test_a_stream_begins_with_it(self, written: PostgresLedger, expected: int | None) -> None:
        with at_work():
            entry = appended(draft(stream=NEW), expected)
            assert entry and (entry.number, entry.previous, entry.digest) == (1, GENESIS, digest_of(entry))
            assert LedgerStream.objects.get(name=NEW.name).length == 1
            assert written.verify() is None

    @pytest.mark.parametrize("text", ['"number":0,', "a\\n\n\t\x01\x7f", unicodedata.normalize("NFD", "Đà Nẵng"), "𠀀", '{"number":0}', ""])
    def test_whatever_is_written_in_it(self, written: PostgresLedger, text: str) -> None:
        """Also where the header holds what the header is parted by."""
        author = Author(text or "-", '"number":0,')
        with at_work():
            (entry,) = written.append(BNG, noted(text), expected=2, author=author)
            assert entry.digest == digest_of(entry) and entry == written.read(BNG.name)[-1]
            assert written.verify() is None

    def test_one_entry_takes_one_question(self, written: PostgresLedger, monkeypatch: pytest.MonkeyPatch) -> None:
        """And no other way is taken, which would hide that this one fails."""
        monkeypatch.setattr(keeper.heads, "held", lambda _: pytest.fail("the long way was taken"))
        with at_work():
            assert written.append(BTP, noted("năm"), expected=4, author=LAN)[0].number == 5
            assert written.add(BTP, *noted("sáu"), author=LAN).number == 6
            assert written.add(NEW, *noted("một"), author=LAN).number == 1


class TestWhatItRefuses:
    @pytest.mark.parametrize("expected", [5, 6, 100, 2**31 - 2])
    def test_a_place_that_is_not_there(self, written: PostgresLedger, expected: int) -> None:
        with at_work():
            assert called(BTP, expected) == []
        assert standing() == (6, 2)

    @pytest.mark.parametrize("expected", [1, 3])
    def test_a_stream_that_has_moved_on(self, written: PostgresLedger, expected: int) -> None:
        with pytest.raises(IntegrityError, match="ledger_entry_number_once"), at_work():
            called(BTP, expected)
        assert standing() == (6, 2)

    def test_a_beginning_of_a_stream_that_is_there(self, written: PostgresLedger) -> None:
        with at_work():
            assert called(BTP, 0) == []
        assert standing() == (6, 2)

    def test_a_negative_place(self, written: PostgresLedger) -> None:
        with at_work():
            assert called(BTP, -1) == []
            assert appended(draft(), -1) is appended(draft(), 2**40) is None
        assert standing() == (6, 2)

    def test_a_negative_place_in_a_stream_that_is_not_there(self, written: PostgresLedger) -> None:
        with at_work():
            assert called(NEW, -1) == []
        assert standing() == (6, 2)

    def test_a_moment_before_the_last_one(self, written: PostgresLedger) -> None:
        with at_work():
            assert appended(draft(at=NOON), 4) is None
        assert standing() == (6, 2)

    @pytest.mark.parametrize("owner", [("BNG", "vn"), ("BTP", "gb")])
    def test_another_owner(self, written: PostgresLedger, owner: tuple[str, str]) -> None:
        with at_work():
            assert called(Stream(BTP.name, *owner), 4) == []
        assert standing() == (6, 2)

    @pytest.mark.parametrize("expected", [2, None])
    def test_a_stream_that_the_session_does_not_see(self, written: PostgresLedger, expected: int | None) -> None:
        """It is not told apart from one that is not there."""
        with transaction.atomic(), speaking_as(REPORTER):
            if expected:
                assert called(BNG, expected) == []
            else:
                with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
                    called(BNG, expected)
        assert standing() == (6, 2)

    def test_a_stream_that_the_session_sees_and_may_not_write(self, written: PostgresLedger) -> None:
        auditor = Officer("uyen", "Uyên", "BTP", (Grant("auditor"),))
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), speaking_as(auditor):
            called(BTP, 4)
        assert standing() == (6, 2)

    def test_a_stream_in_another_agencys_place(self, written: PostgresLedger) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), speaking_as(REPORTER):
            called(Stream("report/demo/2024/BYT", "BTP", "vn"), 0)
        assert standing() == (6, 2)

    def test_a_session_that_said_nothing(self, written: PostgresLedger) -> None:
        with transaction.atomic():
            assert called(BTP, 4) == []
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            called(NEW, 0)
        assert standing() == (6, 2)

    def test_bytes_that_are_not_the_entrys_are_found(self, written: PostgresLedger) -> None:
        """The application's role could write any digest before; now as then the chain shows it."""
        with at_work():
            called(BTP, 4, (FORM, b"forged", b"\n"))
            fault = written.verify()
        assert fault and (fault.stream, fault.number) == (BTP.name, 5)


class TestAtTheEnd:
    def test_who_is_told_of_a_conflict_was_told_before_anything_was_written(self, written: PostgresLedger) -> None:
        """The transaction goes on."""
        with at_work():
            for expected in (0, 2, 5):
                with pytest.raises(Conflict):
                    written.append(BTP, noted("năm"), expected=expected, author=LAN)
            assert written.append(BTP, noted("năm"), expected=4, author=LAN)[0].number == 5

    def test_a_clock_a_little_behind_is_no_reason_not_to_note(self, written: PostgresLedger) -> None:
        written.now = lambda: NOON
        with at_work():
            entry = written.add(BTP, *noted("năm"), author=LAN)
            assert (entry.number, entry.at) == (5, written.read(BTP.name)[3].at)
            assert written.verify() is None


OURS = "SELECT pg_advisory_xact_lock_shared(402, 1), pg_advisory_xact_lock(hashtextextended('report/demo/2024/btp', 0))"
"""Another writer of the same stream."""
ALONE = "SELECT pg_advisory_xact_lock(402, 1)"
"""A checkpoint, a rebuild or a load."""


class TestThatItDoesNotWait:
    """An entry is dated when its writer has everything it waits for: else a checkpoint that came between would be later than it,
    and the entry look back-dated for ever."""

    @pytest.mark.parametrize("held", [OURS.replace("report/demo/2024/btp", BTP.name), ALONE])
    def test_what_somebody_else_holds_is_not_waited_for(self, written: PostgresLedger, postgres: Any, held: str) -> None:
        with psycopg.connect(postgres.address("superuser")) as other:
            other.execute(held)
            with at_work():
                assert appended(draft(), 4) is None
        assert standing() == (6, 2)

    def test_the_clock_is_read_after_the_waiting(self, written: PostgresLedger, postgres: Any) -> None:
        times = [LATER]
        written.now = lambda: times[-1]
        with psycopg.connect(postgres.address("superuser")) as other:
            other.execute(ALONE)

            def let_go() -> None:
                times.append(LATER + timedelta(minutes=1))
                other.rollback()

            Timer(0.5, let_go).start()
            with at_work():
                (entry,) = written.append(BTP, noted("năm"), expected=4, author=LAN)
                assert written.add(BTP, *noted("sáu"), author=LAN).number == 6
        assert entry.at == times[-1] == LATER + timedelta(minutes=1)
