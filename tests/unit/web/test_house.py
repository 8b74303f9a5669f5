"""The view finds the house and who asks, and the database knows the same, for one transaction."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from tests.unit.web import conftest

from dicu.access.model import PUBLIC, Officer
from dicu.access.rulebook import reach
from dicu.store.accounts.officers import officer_of
from dicu.vocabulary.dates import VIET_NAM

pytestmark = pytest.mark.django_db


def told(officer: Officer) -> str:
    return f"{reach(officer, datetime.now(VIET_NAM).date())} {officer.agency} True {officer.account}"


def test_the_database_knows_who_asks(client: Client, account: Any) -> None:
    account.grants.create(role="coordinator", agency="BNG", granted_by="test")
    assert client.get("/vi/reached").content.decode() == told(PUBLIC)
    client.force_login(account)
    assert client.get("/vi/reached").content.decode() == told(officer_of(account))
    assert told(officer_of(account)) != told(PUBLIC)


def test_what_it_was_told_does_not_outlive_the_request(signed_in: Client) -> None:
    signed_in.get("/vi/reached")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dicu.agency', true), '')")
        assert cursor.fetchone() == ("",)


def test_a_refused_step_is_undone(client: Client) -> None:
    assert client.post("/vi/half-done").status_code == 422
    assert not get_user_model().objects.filter(username="nua-chung").exists()


def test_a_page_that_forgot_to_speak_reaches_nothing(signed_in: Client) -> None:
    assert signed_in.get("/vi/unspoken").content.decode() == "  True lan"


class Counted:
    built = 0

    def __init__(self) -> None:
        type(self).built += 1


def test_the_house_is_built_when_a_page_first_asks_for_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "NoHouse", Counted)
    client.get("/vi/about")
    assert Counted.built == 0
    assert client.get("/vi/housed").content.decode().endswith("True")
    assert Counted.built == 1
