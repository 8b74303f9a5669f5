"""One's own tokens: made, shown once, listed with their last use, revoked; and what an expired one is told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dicu.store.accounts.models import Token
from dicu.store.accounts.tokens import account_by_token, expired_on, issue
from dicu.store.signing_in import moments, token_uses
from dicu.wiring import built

pytestmark = pytest.mark.django_db

PAGE = "/en/account/tokens"


@pytest.fixture
def serving_all(settings: Any, db: None) -> Iterator[None]:
    settings.DICU_HOUSE = "tests.unit.signing_in.test_tokens.house"
    yield


def house() -> Any:
    return built(lambda: datetime.now(UTC))


@pytest.fixture
def officer(serving_all: None, account: Any, client: Client) -> Client:
    client.force_login(account)
    return client


def test_a_token_is_made_shown_once_listed_and_revoked(officer: Client, account: Any) -> None:
    page = officer.post(PAGE, {"name": "hằng đêm", "days": "30"}).content.decode()
    (text,) = re.findall(r'<code class="dc-code">([\w-]{43})</code>', page)
    listed = officer.get(PAGE).content.decode()
    assert text not in listed
    assert "hằng đêm" in listed and "never used" in listed
    assert account_by_token(text) == account
    assert "last used" in officer.get(PAGE).content.decode()
    officer.post(PAGE, {"do": "revoke", "token": Token.objects.get().key})
    assert account_by_token(text) is None
    assert "revoked" in officer.get(PAGE).content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"days": "0"}, {"days": "367"}, {"days": "x"}, {"days": "٣٠"}, {"name": "x" * 101}])
def test_what_will_not_do_is_named(officer: Client, wrong: dict[str, str]) -> None:
    assert officer.post(PAGE, {"name": "hằng đêm", "days": "30"} | wrong).status_code == 422
    assert not Token.objects.exists()


def test_another_s_token_is_not_there(officer: Client, other: Any) -> None:
    issue(other, "của Minh", datetime.now(UTC) + timedelta(days=1))
    assert "của Minh" not in officer.get(PAGE).content.decode()
    assert officer.post(PAGE, {"do": "revoke", "token": Token.objects.get().key}).status_code == 404
    assert Token.objects.get().revoked is None


def test_the_last_use_is_written_once_a_minute(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = issue(account, "x", datetime.now(UTC) + timedelta(days=1))
    began = datetime.now(UTC)
    for seconds, expected in ((0, 0), (30, 0), (61, 61), (90, 61)):
        monkeypatch.setattr(moments, "now", lambda seconds=seconds: began + timedelta(seconds=seconds))
        assert account_by_token(text) == account
        assert token_uses.last_uses("lan")[Token.objects.get().key] == began + timedelta(seconds=expected)


def test_an_expired_token_is_known_as_expired_and_an_invented_one_is_not(account: Any) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    text = issue(account, "x", past)
    assert account_by_token(text) is None
    assert expired_on(text) == past
    assert expired_on("invented") is None


def test_a_command_is_told_that_its_token_has_expired(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dicu.cli.asking import NotSignedIn, _officer  # noqa: PLC0415

    monkeypatch.setenv("DICU_TOKEN", issue(account, "x", datetime.now(UTC) - timedelta(seconds=1)))
    with pytest.raises(NotSignedIn, match="The token expired on"):
        _officer("lan")
    monkeypatch.setenv("DICU_TOKEN", "invented")
    with pytest.raises(NotSignedIn, match="does not fit"):
        _officer("lan")
