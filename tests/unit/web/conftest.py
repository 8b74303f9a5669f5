"""The service with the failing pages of the showcase added, and an account."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.browser import showcase

PASSWORD = "mật khẩu đủ dài"


class NoHouse:
    """The frame's pages use no room."""


@pytest.fixture(autouse=True)
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    showcase.alone(monkeypatch)
    settings.ROOT_URLCONF = "tests.browser.showcase"
    settings.DICU_HOUSE = "tests.unit.web.conftest.NoHouse"


@pytest.fixture
def client() -> Client:
    """As a browser sees it: a fault is a page, not an exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def account(db: None) -> Any:
    return get_user_model().objects.create_account("lan", PASSWORD, full_name="Nguyễn Thị Lan", agency="BNG", language="en")


@pytest.fixture
def signed_in(client: Client, account: Any) -> Client:
    client.force_login(account)
    return client
