"""`dicu account` and `dicu opening` as other programs call them: exit codes, the last line of `--json`, what is left behind."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from tests.conftest import emptied
from tests.contract.test_review_commands import Shell
from tests.unit.store_review.house import World

FIRST = ("account", "first", "van", "--name", "Trịnh Hà Vân", "--agency", "TD-NG")


@pytest.fixture(scope="module")
def shell(django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An installation with a plan and an open round, and nobody in it yet."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setattr(settings, "FILES", home / "files")
    with django_db_blocker.unblock():
        World().load().open()
        yield Shell(home, postgres, {})
        emptied(postgres)
    patch.undo()


def signed_in(shell: Shell, username: str, secret: str) -> None:
    """What an officer does once: chooses a password with the secret, and issues a token for commands on the page of the account."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from dicu.store.accounts.tokens import issue  # noqa: PLC0415
    from dicu.store.signing_in.invitations import begun  # noqa: PLC0415

    account = begun(secret, "mật khẩu đủ dài")
    assert account.username == username
    shell.tokens[username] = issue(account, "test", datetime.now(UTC) + timedelta(hours=1))


def keys(shell: Shell, username: str) -> list[dict[str, Any]]:
    return list(shell.as_("van", "account", "show", username, "--json").last)


def test_from_an_empty_house_to_an_opening_that_its_owner_ended(shell: Shell) -> None:
    """The first administrator opens accounts and gives roles; a coordinator opens a draft in an emergency; its agency ends that."""
    first = shell.run(*FIRST, "--json", "--lang", "en", afresh=True)
    assert first.code == 0 and "shown this once" in first.out
    signed_in(shell, "van", first.last["secret"])
    again = shell.run("account", "first", "phu", "--name", "Phú", "--lang", "en")
    assert (again.code, again.out) == (1, "") and "has an administrator already" in again.err
    for username, role, agency in (("an", "coordinator", ""), ("dung", "reporter", "TD-LD")):
        opened = shell.as_("van", "account", "open", username, "--name", username, "--agency", "TD-LD", "--json")
        given = shell.as_("van", "account", "grant", username, "--role", role, "--agency", agency, "--json")
        assert (opened.code, given.code, given.last["role"]) == (0, 0, role)
        signed_in(shell, username, opened.last["secret"])
    named = ("--plan", "demo", "--round", "2025", "--agency", "TD-LD", "--reason", "Bộ trưởng yêu cầu kiểm tra gấp.", "--hours", "2")
    made = shell.as_("an", "opening", "make", *named, "--json")
    assert (made.code, made.last["key"]) == (0, "openings/an/1")
    listed = shell.as_("dung", "opening", "list", "--purpose", "reporting", "--json", afresh=True)
    assert [row["account"] for row in listed.last] == ["an"]
    assert shell.as_("dung", "opening", "end", "openings/an/1", "--purpose", "reporting").code == 0
    over = shell.as_("an", "opening", "end", "openings/an/1", "--lang", "en")
    assert (over.code, over.out) == (1, "") and "over already" in over.err


def test_a_role_is_ended_and_an_account_closed(shell: Shell) -> None:
    (row,) = keys(shell, "dung")
    assert (row["role"], row["state"]) == ("reporter", "in force")
    assert shell.as_("van", "account", "end", "dung", row["key"]).code == 0
    assert keys(shell, "dung")[0]["state"] == "over"
    assert shell.as_("van", "account", "close", "dung", "--reason", "Chuyển công tác").code == 0
    assert shell.as_("dung", "opening", "list", "--lang", "en").code == 1
    assert shell.as_("van", "account", "reopen", "dung", "--reason", "Trở lại").code == 0
    assert shell.as_("dung", "opening", "list").code == 0
    rows = shell.as_("van", "account", "list", "--search", "dung", "--json").last
    assert rows == [{"account": "dung", "name": "dung", "agency": "TD-LD", "service": False, "active": True}]


def test_tokens_of_a_service(shell: Shell) -> None:
    shell.as_("van", "account", "open", "may", "--name", "máy dựng báo cáo", "--service")
    issued = shell.as_("van", "account", "token", "issue", "may", "--name", "ban đêm", "--days", "30", "--json")
    shell.tokens["may"] = issued.last["token"]
    assert shell.as_("may", "opening", "list").code == 0
    (row,) = shell.as_("van", "account", "token", "list", "may", "--json").last
    assert (row["name"], row["valid"], "token" in row) == ("ban đêm", True, False)
    assert shell.as_("van", "account", "token", "revoke", "may", row["key"]).code == 0
    assert shell.as_("may", "opening", "list").code == 1


NOT_HERS = [
    ("account", "reopen", "dung", "--reason", "Trở lại"),
    ("account", "token", "issue", "may", "--name", "x"),
    ("account", "token", "list", "may"),
    ("account", "token", "revoke", "may", "access/may/1"),
]


@pytest.mark.parametrize("arguments", NOT_HERS, ids=" ".join)
def test_who_is_no_administrator_does_none_of_it(shell: Shell, arguments: tuple[str, ...]) -> None:
    before = roles(shell)
    ran = shell.as_("an", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (1, "") and "administrator" in ran.err
    assert roles(shell) == before


REFUSED = [
    (("account", "grant", "an", "--role", "auditor"), "cannot be Auditor as well"),
    (("account", "grant", "an", "--role", "minister"), "Choose the role."),
    (("account", "grant", "an", "--role", "reporter", "--until", "31/02/2027"), "2027"),
    (("account", "grant", "van", "--role", "auditor"), "never to themselves"),
    (("account", "close", "van", "--reason", "x"), "accounts of others"),
    (("account", "open", "Lan Anh", "--name", "Lan"), "small letters"),
    (("account", "show", "nobody"), "There is nothing under this name"),
    (("account", "token", "issue", "an", "--name", "x"), "tokens of service accounts"),
    (("account", "list", "--purpose", "reading"), "another purpose"),
    (("opening", "make", "--plan", "demo", "--round", "2025", "--agency", "TD-LD", "--reason", "x" * 30), "In an emergency"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[" ".join(row[0][:3]) for row in REFUSED])
def test_a_refusal_is_a_sentence_and_leaves_nothing(shell: Shell, arguments: tuple[str, ...], said: str) -> None:
    before = roles(shell)
    ran = shell.as_("van", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert roles(shell) == before
    assert shell.as_("van", *arguments, "--lang", "vi").err != ran.err


def roles(shell: Shell) -> list[Any]:
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        grants = "accounts_account a LEFT JOIN accounts_grantrow g ON g.account_id = a.id"
        return open_.execute(f"SELECT username, is_active, role, ended FROM {grants} ORDER BY 1, 3, 4").fetchall()


def test_no_password_and_no_token_lies_in_the_ledger(shell: Shell) -> None:
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        bodies = json.dumps(open_.execute("SELECT body FROM ledger_entry").fetchall(), ensure_ascii=False)
    assert "Trịnh Hà Vân" not in bodies
    assert not any(token in bodies for token in shell.tokens.values())
