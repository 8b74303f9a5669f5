"""Accounts: who opens them, what is recorded, and what never is."""

import json
from dataclasses import replace

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from tests.unit.administration.house import PASSWORD, Office

from dicu.access.model import Absent, Forbidden
from dicu.administration.desk import CONSOLE
from dicu.administration.kinds import KINDS
from dicu.administration.model import NewAccount, NewRole
from dicu.administration.rules import NotAllowed
from dicu.ledger.model import Conflict
from dicu.store.accounts.models import Account
from dicu.store.accounts.tokens import account_by_token
from dicu.store.security.session import maintaining
from dicu.store.signing_in.invitations import begun

LAN = NewAccount("lan", "Nguyễn Thị Lan", "TD-LD", "lan@example.org")


def test_the_first_administrator_is_made_at_the_machine_and_only_once(office: Office) -> None:
    first, role = office.entries()
    assert (first.kind, role.kind, first.author.account) == ("access.account.opened", "access.role.granted", CONSOLE)
    assert office.officer("van").roles(office.desk.tools.today()) == {"administrator"}
    with pytest.raises(NotAllowed, match="has an administrator already"), transaction.atomic(), maintaining():
        office.desk.accounts.first(NewAccount("phu", "Phú"))
    assert len(office.entries()) == 2


def test_when_no_administrator_is_left_the_machine_makes_another(office: Office) -> None:
    """An administrator whose account is closed administers nothing, and must not lock the house for ever."""
    office.hire("phu", NewRole("administrator", until=office.desk.tools.today()))
    office.by("phu", lambda who: office.desk.accounts.close(who, "van", "Nghỉ hưu."))
    with pytest.raises(NotAllowed), transaction.atomic(), maintaining():
        office.desk.accounts.first(NewAccount("quy", "Quý"))
    office.clock.on(days=1)
    with transaction.atomic(), maintaining():
        office.desk.accounts.first(NewAccount("quy", "Quý"))
    assert office.officer("quy").roles(office.desk.tools.today()) == {"administrator"}


def test_an_account_is_opened_and_signs_in_and_may_do_nothing(office: Office) -> None:
    made = office.by("van", lambda who: office.desk.accounts.open(who, LAN))
    opened = made.account
    assert (opened.username, opened.full_name, opened.agency, opened.active) == ("lan", "Nguyễn Thị Lan", "TD-LD", True)
    assert not Account.objects.get(username="lan").has_usable_password()
    begun(made.secret, PASSWORD)
    assert authenticate(username="lan", password=PASSWORD) is not None
    assert office.officer("lan").grants == ()
    assert office.entries()[-1].body == {"username": "lan", "agency": "TD-LD", "service": False}


def test_no_name_no_address_no_secret_is_in_the_ledger(office: Office) -> None:
    made = office.by("van", lambda who: office.desk.accounts.open(who, LAN))
    begun(made.secret, PASSWORD)
    office.hire("may", service=True)
    token = office.by("van", lambda who: office.desk.tokens.issue(who, "may", "ban đêm", 30))
    recorded = json.dumps([dict(entry.body) for entry in office.entries()], ensure_ascii=False)
    for secret in (PASSWORD, made.secret, token, "Nguyễn Thị Lan", "lan@example.org", Account.objects.get(username="lan").password):
        assert secret not in recorded


@pytest.mark.parametrize(
    ("account", "where"),
    [
        (replace(LAN, username="Lan Anh"), "username"),
        (replace(LAN, username=""), "username"),
        (replace(LAN, username="l\0an"), "username"),
        (replace(LAN, username="a" * 101), "username"),
        (replace(LAN, username="van"), "username"),
        (replace(LAN, full_name="  "), "full_name"),
        (replace(LAN, full_name="a" * 201), "full_name"),
        (replace(LAN, agency="TD/LD"), "agency"),
        (replace(LAN, email="lan"), "email"),
        (replace(LAN, language="fr"), "language"),
    ],
)
def test_what_makes_no_account_is_refused_at_its_field_and_leaves_nothing(office: Office, account: NewAccount, where: str) -> None:
    before = len(office.entries())
    with pytest.raises(NotAllowed) as refused:
        office.by("van", lambda who: office.desk.accounts.open(who, account))
    assert refused.value.where == where
    assert len(office.entries()) == before
    assert Account.objects.count() == 1


def test_a_closed_account_does_not_sign_in_nor_do_its_tokens(office: Office) -> None:
    office.hire("lan", NewRole("reporter"))
    token = office.by("lan", lambda who: office.desk.tokens.issue(who, "lan", "máy của tôi", 30))
    assert account_by_token(token) is not None
    office.by("van", lambda who: office.desk.accounts.close(who, "lan", "Chuyển công tác."))
    assert authenticate(username="lan", password=PASSWORD) is None
    assert account_by_token(token) is None
    with pytest.raises(NotAllowed, match="closed already"):
        office.by("van", lambda who: office.desk.accounts.close(who, "lan", "Lần nữa."))
    with pytest.raises(NotAllowed, match="closed"):
        office.give("lan", NewRole("auditor", "TD-TP"))
    office.by("van", lambda who: office.desk.accounts.reopen(who, "lan", "Trở lại."))
    assert authenticate(username="lan", password=PASSWORD) is not None
    assert [grant.role for grant in office.officer("lan").grants] == ["reporter"]


@pytest.mark.parametrize("reason", ["", "   ", "a" * 2001])
def test_an_account_is_closed_for_a_reason(office: Office, reason: str) -> None:
    office.hire("lan")
    with pytest.raises(NotAllowed) as refused:
        office.by("van", lambda who: office.desk.accounts.close(who, "lan", reason))
    assert refused.value.where == "reason"
    assert Account.objects.get(username="lan").is_active


def test_nobody_closes_or_opens_themselves(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.by("van", lambda who: office.desk.accounts.close(who, "van", "Nghỉ."))
    assert Account.objects.get(username="van").is_active


@pytest.mark.parametrize("role", [None, "reporter", "coordinator", "auditor"])
def test_who_is_no_administrator_learns_of_no_account(office: Office, role: str | None) -> None:
    """The same refusal for an account that is there and for one that is not."""
    office.hire("lan", *([NewRole(role)] if role else []))
    for username in ("van", "nobody"):
        with pytest.raises(Forbidden, match="An administrator sees accounts"):
            office.by("lan", lambda who, username=username: office.desk.accounts.account(who, username))  # type: ignore[misc]
    with pytest.raises(Forbidden):
        office.by("lan", office.desk.accounts.listed)
    with pytest.raises(Forbidden):
        office.by("lan", lambda who: office.desk.accounts.open(who, replace(LAN, username="!")))


def test_on_another_errand_an_administrator_sees_nothing(office: Office) -> None:
    with pytest.raises(Forbidden, match="another purpose"):
        office.by("van", office.desk.accounts.listed, "reading")


def test_an_account_that_is_not_there_is_absent(office: Office) -> None:
    for step in (
        lambda who: office.desk.accounts.account(who, "nobody"),
        lambda who: office.desk.accounts.close(who, "nobody", "Vì sao."),
        lambda who: office.desk.roles.give(who, "nobody", NewRole("auditor")),
        lambda who: office.desk.tokens.of(who, "nobody"),
        lambda who: office.desk.accounts.account(who, "\0"),
    ):
        with pytest.raises(Absent):
            office.by("van", step)  # type: ignore[arg-type]


def test_a_list_is_searched_and_cut_into_pages(office: Office) -> None:
    for name in ("an", "binh", "chi"):
        office.hire(name, agency="TD-TP" if name == "chi" else "TD-LD")

    def found(search: str, count: int = 50, skip: int = 0) -> tuple[list[str], int]:
        rows, total = office.by("van", lambda who: office.desk.accounts.listed(who, search, count, skip))
        return [row.username for row in rows], total

    assert found("") == (["an", "binh", "chi", "van"], 4)
    assert found("", 2, 1) == (["binh", "chi"], 4)
    assert found("td-tp") == (["chi"], 1)
    assert found("TÊN CỦA BINH") == (["binh"], 1)
    assert found("ten cua binh") == (["binh"], 1)
    assert found("%") == ([], 0)


def test_an_account_s_history_is_told_newest_first(office: Office) -> None:
    office.hire("lan", NewRole("reporter"))
    office.by("lan", lambda who: office.desk.tokens.issue(who, "lan", "máy", 30))
    office.by("van", lambda who: office.desk.accounts.close(who, "lan", "Chuyển công tác."))
    history = office.by("van", lambda who: office.desk.accounts.history(who, "lan"))
    kinds = ["account.closed", "token.issued", "role.granted", "account.opened"]
    assert [entry.kind.removeprefix("access.") for entry in history] == kinds
    assert {entry.kind for entry in history} <= {kind.name for kind in KINDS}


def test_of_two_who_open_the_same_account_one_is_told(office: Office) -> None:
    office.by("van", lambda who: office.desk.accounts.open(who, LAN))
    with pytest.raises(NotAllowed, match="already"):
        office.by("van", lambda who: office.desk.accounts.open(who, LAN))


def test_a_step_on_what_has_moved_on_is_a_conflict(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody gives a role between another's reading and writing: the second is told, and gives nothing."""
    office.hire("lan")
    tools, length = type(office.desk.tools), type(office.desk.tools).length
    monkeypatch.setattr(tools, "length", lambda self, name: length(self, name) - 1)
    with pytest.raises(Conflict):
        office.give("lan", NewRole("reporter"))
    assert office.officer("lan").grants == ()
