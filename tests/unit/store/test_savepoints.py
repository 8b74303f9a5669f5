"""What the database was told about who speaks, where part of a transaction is undone, and on a connection that is kept."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from tests.unit.store.conftest import BNG, BTP, LAN, at_work, noted

from dicu.access.model import Grant, Officer
from dicu.ledger.model import Conflict
from dicu.store.accounts.models import Account
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import NAMES, speaking_as, transaction_of, transaction_of_the_log

REPORTER = Officer("lan", "Lan", "BTP", (Grant("reporter", "BTP"),))
COORDINATOR = Officer("hoa", "Hoa", "BCA", (Grant("coordinator"),))
LENT = Officer("minh", "Minh", "BCA", (Grant("reporter", "BTP"), Grant("reporter", "BNG"), Grant("auditor", "BYT")))
SILENCE = ("",) * len(NAMES)


def told() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * len(NAMES)), list(NAMES))
        return tuple(cursor.fetchone())


def fail() -> None:
    """An error of the database itself, not one that Python raises."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_account (username) VALUES (NULL)")


@pytest.mark.usefixtures("db")
class TestInOneTransaction:
    def test_all_agencies_of_all_grants_are_told_and_the_written_ones_by_themselves(self) -> None:
        with transaction.atomic(), speaking_as(LENT):
            assert told() == ("own", "BNG\nBTP\nBYT", "BNG\nBTP", "", "minh")
        with transaction.atomic(), speaking_as(COORDINATOR):
            assert told() == ("all", "BCA", "BCA", "", "hoa")

    def test_an_agency_of_two_lines_is_none(self) -> None:
        with transaction.atomic(), speaking_as(Officer("x", "X", "BTP\nBNG", (Grant("reporter"),))):
            assert told() == ("own", "", "", "", "x")

    def test_what_was_told_before_a_savepoint_survives_its_rollback(self) -> None:
        with transaction.atomic(), speaking_as(REPORTER):
            with pytest.raises(IntegrityError), transaction.atomic():
                fail()
            assert told() == ("own", "BTP", "BTP", "", "lan")

    def test_what_was_told_inside_a_savepoint_goes_with_it(self) -> None:
        with transaction.atomic(), speaking_as(REPORTER):
            with pytest.raises(IntegrityError), transaction.atomic(), speaking_as(COORDINATOR):
                assert told()[0] == "all"
                fail()
            assert told() == ("own", "BTP", "BTP", "", "lan")

    def test_it_goes_also_where_the_savepoint_is_kept(self) -> None:
        with transaction.atomic():
            with transaction.atomic(), speaking_as(COORDINATOR):
                pass
            assert told() == SILENCE

    def test_a_step_that_asks_to_be_undone_is_undone_in_peace(self) -> None:
        with transaction.atomic():
            with transaction.atomic(), speaking_as(COORDINATOR):
                Account.objects.create(username="lan", full_name="Lan")
                transaction.set_rollback(True)
            assert told() == SILENCE
            assert not Account.objects.exists()

    def test_a_refusal_inside_leaves_the_officer_speaking(self, ledger: PostgresLedger) -> None:
        """As on a page that shows the form again: the refused step is undone, the page goes on reading as its officer."""
        with transaction.atomic(), speaking_as(REPORTER):
            with pytest.raises(Conflict):
                ledger.append(BTP, noted("một"), expected=7, author=LAN)
            assert told() == ("own", "BTP", "BTP", "", "lan")
            ledger.append(BTP, noted("một"), expected=0, author=LAN)
            assert [entry.number for entry in ledger.read(BTP.name)] == [1]


@pytest.mark.usefixtures("transactional_db")
class TestOnAConnectionThatIsKept:
    def test_the_next_transaction_starts_in_silence(self) -> None:
        def backend() -> int:
            return connection.connection.info.backend_pid

        with transaction.atomic(), speaking_as(COORDINATOR):
            before = backend()
        assert (told(), backend()) == (SILENCE, before)
        with pytest.raises(ZeroDivisionError), transaction.atomic(), speaking_as(COORDINATOR):
            raise ZeroDivisionError
        with transaction.atomic():
            assert (told(), backend()) == (SILENCE, before)

    def test_the_outermost_transaction_of_an_officer_says_so_once_and_leaves_silence(self, written: PostgresLedger) -> None:
        with CaptureQueriesContext(connection) as asked, transaction_of(LENT):
            pass
        assert [said["sql"].split("(")[0] for said in asked if "config" in said["sql"]] == ["SELECT set_config"]
        with transaction_of(LENT):
            assert told() == ("own", "BNG\nBTP\nBYT", "BNG\nBTP", "", "minh")
        assert told() == SILENCE
        with pytest.raises(ZeroDivisionError), transaction_of(COORDINATOR):
            written.append(BTP, noted("năm"), expected=4, author=LAN)
            raise ZeroDivisionError
        assert told() == SILENCE
        with at_work():
            assert len(written.read(BTP.name)) == 4

    def test_one_inside_another_gives_back_who_spoke_before(self) -> None:
        with transaction_of(REPORTER):
            with transaction_of(COORDINATOR):
                assert told()[0] == "all"
            assert told() == ("own", "BTP", "BTP", "", "lan")
            with transaction_of_the_log():
                assert told() == ("recording", "", "", "", "")
            assert told() == ("own", "BTP", "BTP", "", "lan")
            with pytest.raises(IntegrityError), transaction_of(COORDINATOR):
                fail()
            assert told() == ("own", "BTP", "BTP", "", "lan")

    def test_another_threads_connection_hears_nothing_of_it(self) -> None:
        heard: list[tuple[str, ...]] = []

        def listen() -> None:
            heard.append(told())
            connections.close_all()

        with transaction.atomic(), speaking_as(COORDINATOR):
            other = threading.Thread(target=listen)
            other.start()
            other.join(10)
        assert heard == [SILENCE]

    def test_lent_to_two_agencies_one_sees_both_and_writes_for_both(self, written: PostgresLedger) -> None:
        with transaction.atomic(), speaking_as(LENT):
            assert {entry.stream.name for entry in written.latest(10, 0)[0]} == {BTP.name, BNG.name}
            written.append(BNG, noted("three"), expected=2, author=LAN)
        with at_work():
            assert written.verify() is None

    def test_an_auditor_reads_everything_and_the_database_takes_nothing_from_them(self, written: PostgresLedger) -> None:
        auditor = Officer("uyen", "Uyên", "BTP", (Grant("auditor"),))
        with transaction.atomic(), speaking_as(auditor):
            assert written.latest(0, 0)[1] == 6
            assert written.verify() is None
            with pytest.raises(Exception, match="row-level security"):
                written.append(BTP, noted("năm"), expected=4, author=LAN)

    def test_a_report_is_not_begun_in_another_agencys_place(self, ledger: PostgresLedger) -> None:
        from dataclasses import replace  # noqa: PLC0415

        with pytest.raises(Exception, match="row-level security"), transaction.atomic(), speaking_as(REPORTER):
            ledger.append(replace(BNG, authority="BTP"), noted("một"), expected=0, author=LAN)

    def test_a_grant_that_ended_yesterday_reaches_nothing_today(self, written: PostgresLedger) -> None:
        lapsed = Officer("lan", "Lan", "BTP", (Grant("reporter", "BTP", until=date(2026, 11, 23)),))
        for day, count in ((date(2026, 11, 23), 4), (date(2026, 11, 24), 0)):
            with transaction.atomic(), speaking_as(lapsed, day):
                assert written.latest(0, 0)[1] == count
