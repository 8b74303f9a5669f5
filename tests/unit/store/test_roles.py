from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from dicu.store.accounts.models import Account
from dicu.store.security.roles import WrongRole, check_role


def as_role(login: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    connections["default"].close()
    monkeypatch.setitem(connections["default"].settings_dict, "USER", login.user)
    monkeypatch.setitem(connections["default"].settings_dict, "PASSWORD", login.password)


@pytest.fixture
def afterwards(transactional_db: None) -> Any:
    yield
    connections["default"].close()


def test_the_applications_own_role_is_the_right_one(db: None) -> None:
    check_role()


@pytest.mark.parametrize(("role", "reason"), [("owner", "owns the tables"), ("superuser", "may do everything")])
def test_the_application_does_not_work_as_owner_or_superuser(
    postgres: Any, afterwards: None, monkeypatch: pytest.MonkeyPatch, role: str, reason: str
) -> None:
    with monkeypatch.context() as patch:
        as_role(postgres.login(role), patch)
        with pytest.raises(WrongRole, match=reason):
            check_role()
        connections["default"].close()


@pytest.mark.parametrize(("role", "reason"), [("owner", "owns the tables"), ("superuser", "may do everything")])
def test_the_first_connection_of_the_wrong_role_is_the_last(
    postgres: Any, afterwards: None, monkeypatch: pytest.MonkeyPatch, role: str, reason: str
) -> None:
    """Nobody has to remember to look: each try to work is refused, and no connection stays open behind the refusal."""
    with monkeypatch.context() as patch:
        as_role(postgres.login(role), patch)
        for _ in range(2):
            with pytest.raises(WrongRole, match=reason):
                Account.objects.count()
            assert connections["default"].connection is None


def rights(ask: Callable[..., Any], table: str) -> set[str]:
    rows = ask("SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'dicu_app' AND table_name = %s", table)
    return {right for (right,) in rows}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("ledger_entry", {"SELECT", "INSERT"}),
        ("ledger_stream", {"SELECT", "INSERT"}),
        ("accounts_account", {"SELECT", "INSERT", "UPDATE"}),
        ("accounts_grantrow", {"SELECT", "INSERT", "UPDATE"}),
        ("accounts_token", {"SELECT", "INSERT", "UPDATE", "DELETE"}),
        ("django_session", {"SELECT", "INSERT", "UPDATE", "DELETE"}),
        ("django_migrations", {"SELECT"}),
    ],
)
def test_the_rights_on_a_table(owner_sql: Callable[..., Any], table: str, expected: set[str]) -> None:
    assert rights(owner_sql, table) == expected


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_migration_takes_back_a_right_that_was_given_by_hand(owner_sql: Callable[..., Any]) -> None:
    owner_sql("GRANT ALL ON ledger_entry TO dicu_app")
    assert "DELETE" in rights(owner_sql, "ledger_entry")
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    assert rights(owner_sql, "ledger_entry") == {"SELECT", "INSERT"}


def test_migrations_say_all_that_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_guards_can_be_taken_off_and_put_on_again(owner_sql: Callable[..., Any]) -> None:
    quiet: dict[str, Any] = {"database": "owner", "interactive": False, "verbosity": 0}
    try:
        call_command("migrate", "ledger", "zero", **quiet)
    finally:
        call_command("migrate", **quiet)
    triggers = owner_sql("SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND NOT tgisinternal")
    assert {name for (name,) in triggers} >= {"ledger_entry_stays", "ledger_entry_kept", "ledger_entry_advances"}
