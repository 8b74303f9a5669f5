"""An account, a clock that a test sets, and a passkey device of software."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.unit.signing_in.softkey import SoftKey

from dicu.store.accounts.models import GrantRow
from dicu.store.signing_in import authenticator, moments
from dicu.web import home, navigation, urls

PASSWORD = "mật khẩu đủ dài"
RIGHT = {"username": "lan", "password": PASSWORD}
SECRET = b"01234567890123456789"


class NoHouse:
    """These pages use no room."""


@pytest.fixture(autouse=True)
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_places", {urls.FRONT.route: urls.FRONT})
    monkeypatch.setattr(home, "_work", [])
    monkeypatch.setattr(home, "_published", [])
    settings.DICU_HOUSE = "tests.unit.signing_in.conftest.NoHouse"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # what is examined is when, not how


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def pass_(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(moments, "now", made.now)
    return made


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def account(db: None) -> Any:
    return get_user_model().objects.create_account("lan", PASSWORD, full_name="Nguyễn Thị Lan", agency="BNG", language="en")


@pytest.fixture
def other(db: None) -> Any:
    return get_user_model().objects.create_account("minh", PASSWORD, full_name="Trần Văn Minh", agency="BCA", language="en")


@pytest.fixture
def granted() -> Callable[..., GrantRow]:
    def give(account: Any, role: str, **facts: Any) -> GrantRow:
        return GrantRow.objects.create(account=account, role=role, granted_by="test", **facts)

    return give


@pytest.fixture
def entered(client: Client, account: Any, clock: Clock) -> Client:
    client.post("/en/sign-in", RIGHT)
    assert signed_in(client)
    return client


@pytest.fixture
def device() -> SoftKey:
    return SoftKey("http://testserver", "testserver")


@pytest.fixture
def with_app(account: Any, clock: Clock) -> Any:
    """The account, with an authenticator app whose secret the tests know."""
    authenticator.set_up(account, SECRET, 0)
    return account


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_now(steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds from now."""
    step = int(moments.now().timestamp()) // authenticator.STEP + steps
    return authenticator._code(SECRET, step).decode()
