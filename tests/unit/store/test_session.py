from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.unit.store.conftest import BNG, BTP

from dicu.access.model import PUBLIC, Grant, Officer
from dicu.store.accounts.models import Account
from dicu.store.ledger.keeper import PostgresLedger
from dicu.store.security.session import maintaining, speaking_as

REPORTER = Officer("lan", "Lan", "BTP", (Grant("reporter", agency="BTP"),))
COORDINATOR = Officer("hoa", "Hoa", "BCA", (Grant("coordinator"),))


def seen(ledger: PostgresLedger) -> set[str]:
    return {stream.name for stream in ledger.streams("report/")}


def test_an_officer_sees_as_far_as_the_own_reach(written: PostgresLedger) -> None:
    for officer, streams in ((REPORTER, {BTP.name}), (COORDINATOR, {BTP.name, BNG.name}), (PUBLIC, set())):
        with transaction.atomic(), speaking_as(officer):
            assert seen(written) == streams


def test_who_has_not_said_who_they_are_sees_nothing(written: PostgresLedger) -> None:
    with transaction.atomic():
        assert seen(written) == set()


def test_the_reach_ends_with_its_block_and_what_was_before_holds_again(written: PostgresLedger) -> None:
    with transaction.atomic():
        with speaking_as(REPORTER):
            with maintaining():
                assert seen(written) == {BTP.name, BNG.name}
            assert seen(written) == {BTP.name}
        assert seen(written) == set()


def test_the_reach_ends_also_with_an_error(written: PostgresLedger) -> None:
    with transaction.atomic():
        with pytest.raises(ValueError, match="thrown"), speaking_as(COORDINATOR):
            raise ValueError("thrown")
        assert seen(written) == set()


def test_the_reach_does_not_outlive_its_transaction(written: PostgresLedger) -> None:
    with transaction.atomic():
        speaking = speaking_as(COORDINATOR)
        speaking.__enter__()
    with transaction.atomic():
        assert seen(written) == set()


def test_an_error_of_the_database_is_not_hidden_by_the_way_out(transactional_db: None) -> None:
    fault = pytest.raises(IntegrityError, match="accounts_account")
    with fault, transaction.atomic(), speaking_as(REPORTER), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_account (username) VALUES (NULL)")
    assert not Account.objects.exists()


def test_without_a_transaction_the_reach_cannot_be_set(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"), speaking_as(COORDINATOR):
        pass


def test_a_lapsed_grant_reaches_nothing(written: PostgresLedger) -> None:
    lapsed = Officer("hoa", "Hoa", "BCA", (Grant("coordinator", until=date(2020, 1, 1)),))
    with transaction.atomic(), speaking_as(lapsed):
        assert seen(written) == set()
    with transaction.atomic(), speaking_as(lapsed, date(2019, 1, 1)):
        assert seen(written) == {BTP.name, BNG.name}
