import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dicu.access.model import Grant
from dicu.store.accounts.models import Account, GrantRow, Token
from dicu.store.accounts.officers import officer_of
from dicu.store.accounts.tokens import account_by_token, issue

PASSWORD = "mật khẩu đủ dài"
APART = unicodedata.normalize("NFD", PASSWORD)
SOON = datetime.now(UTC) + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> Account:
    return Account.objects.create_account("Lan", PASSWORD, full_name="Nguyễn Thị Lan", agency="BTP")


class TestAccounts:
    def test_a_username_is_one_however_it_is_typed(self, lan: Account) -> None:
        assert lan.username == "lan"
        assert authenticate(username=" LAN ", password=PASSWORD) == lan
        with pytest.raises(ValidationError, match="username"):
            Account.objects.create_account("lAN", PASSWORD, full_name="Another")

    @pytest.mark.parametrize("username", ["", "lan anh", "l\nan", "l\x00an", ".lan", "a" * 101, "lan<b>"])
    def test_a_username_that_is_none_is_refused(self, username: str) -> None:
        with pytest.raises(ValidationError, match="username"):
            Account.objects.create_account(username, PASSWORD, full_name="Lan")

    @pytest.mark.parametrize("password", ["", "ngắn", "password1234", "123456789012"])
    def test_a_password_that_is_easily_guessed_is_refused(self, password: str) -> None:
        with pytest.raises(ValidationError):
            Account.objects.create_account("lan", password, full_name="Lan")
        assert not Account.objects.exists()

    def test_a_password_is_one_however_the_keyboard_composes_it(self, lan: Account) -> None:
        assert APART != PASSWORD
        assert authenticate(username="lan", password=APART) == lan
        minh = Account.objects.create_account("minh", APART, full_name="Minh")
        assert authenticate(username="minh", password=PASSWORD) == minh

    def test_passwords_are_kept_as_argon2(self, lan: Account) -> None:
        assert lan.password.startswith("argon2$argon2id$")
        assert not authenticate(username="lan", password=PASSWORD.upper())


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each time a password was hashed."""
    calls: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *given: Any, real: Any = real, name: str = name) -> Any:
            calls.append(name)
            return real(self, *given)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    yield calls


class TestSigningIn:
    @pytest.mark.parametrize("username", ["lan", "nobody", "inactive", "service"])
    def test_a_failed_try_costs_one_hash_whatever_was_wrong(self, lan: Account, hashed: list[str], username: str) -> None:
        Account.objects.create_account("inactive", PASSWORD, full_name="Gone", is_active=False)
        Account.objects.create_account("service", None, full_name="Service")
        hashed.clear()
        assert authenticate(username=username, password="không phải mật khẩu") is None
        assert len(hashed) == 1

    @pytest.mark.parametrize("username", ["lan\x00", "\udcff", "lan' OR ''='", "", None, "a" * 10_000, "ⓛan"])
    def test_what_no_username_can_be_costs_the_same_and_is_no_fault(self, lan: Account, hashed: list[str], username: str | None) -> None:
        hashed.clear()
        assert authenticate(username=username, password=PASSWORD) is None
        assert len(hashed) == (0 if username is None else 1)  # None: nobody tried to sign in

    def test_an_inactive_account_does_not_sign_in_even_with_its_password(self) -> None:
        Account.objects.create_account("inactive", PASSWORD, full_name="Gone", is_active=False)
        assert authenticate(username="inactive", password=PASSWORD) is None


class TestTokens:
    def test_a_token_finds_its_account_and_is_not_kept(self, lan: Account) -> None:
        text = issue(lan, "schedule", SOON)
        assert account_by_token(text) == lan
        assert text.encode() not in bytes(Token.objects.get().digest)
        assert len(text) >= 43

    @pytest.mark.parametrize("text", ["", "x", "lan", "\x00", "\udcff", "a" * 10_000])
    def test_what_is_no_token_finds_nobody(self, lan: Account, text: str) -> None:
        issue(lan, "schedule", SOON)
        assert account_by_token(text) is None

    def test_an_expired_token_finds_nobody(self, lan: Account) -> None:
        assert account_by_token(issue(lan, "old", datetime.now(UTC) - timedelta(seconds=1))) is None

    def test_the_token_of_an_account_that_was_closed_finds_nobody(self, lan: Account) -> None:
        text = issue(lan, "schedule", SOON)
        lan.is_active = False
        lan.save()
        assert account_by_token(text) is None


class TestOfficers:
    def test_an_account_becomes_an_officer_with_all_its_grants(self, lan: Account) -> None:
        GrantRow.objects.create(account=lan, role="reporter", agency="BTP", until=date(2020, 1, 1), granted_by="hoa")
        GrantRow.objects.create(account=lan, role="auditor", granted_by="hoa")
        officer = officer_of(lan)
        assert (officer.account, officer.name, officer.agency) == ("lan", "Nguyễn Thị Lan", "BTP")
        assert officer.grants == (Grant("reporter", "BTP", None, date(2020, 1, 1)), Grant("auditor"))
        assert officer.roles(date(2026, 1, 1)) == {"auditor"}

    def test_a_grant_cannot_end_before_it_begins(self, lan: Account) -> None:
        with pytest.raises(IntegrityError, match="grant_ends_after_it_begins"), transaction.atomic():
            GrantRow.objects.create(account=lan, role="auditor", since=date(2024, 2, 1), until=date(2024, 1, 1), granted_by="hoa")
