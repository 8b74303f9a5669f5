"""Tokens: of one's own account, or of a service's; shown once, revoked at once."""

from datetime import timedelta

import pytest
from tests.unit.administration.house import Office

from dicu.access.model import Absent, Forbidden
from dicu.administration.model import NewRole
from dicu.administration.rules import NotAllowed
from dicu.store.accounts.models import Account, Token
from dicu.store.accounts.tokens import account_by_token, issue


def test_an_administrator_issues_tokens_of_a_service(office: Office) -> None:
    office.hire("may", service=True)
    text = office.by("van", lambda who: office.desk.tokens.issue(who, "may", " ban đêm ", 30))
    assert account_by_token(text) == Account.objects.get(username="may")
    token = Token.objects.get()
    assert (token.key, token.name, token.expires) == ("access/may/tokens/1", "ban đêm", office.clock() + timedelta(days=30))
    assert text not in str([dict(entry.body) for entry in office.entries()])


def test_nobody_issues_or_sees_a_token_of_another_person(office: Office) -> None:
    """It would act as that person."""
    office.hire("lan", NewRole("reporter"))
    office.hire("minh", NewRole("coordinator"))
    with pytest.raises(Forbidden, match="service accounts"):
        office.by("van", lambda who: office.desk.tokens.issue(who, "lan", "máy", 30))
    with pytest.raises(Forbidden):
        office.by("van", lambda who: office.desk.tokens.of(who, "lan"))
    for username in ("lan", "nobody"):
        with pytest.raises(Forbidden, match="An administrator sees accounts"):
            office.by("minh", lambda who, username=username: office.desk.tokens.issue(who, username, "máy", 30))  # type: ignore[misc]
    assert not Token.objects.exists()


@pytest.mark.parametrize("purpose", ["reporting", "reading", "administration"])
def test_everybody_issues_and_revokes_their_own(office: Office, purpose: str) -> None:
    office.hire("lan", NewRole("reporter"))
    text = office.by("lan", lambda who: office.desk.tokens.issue(who, "lan", "máy", 30), purpose)
    (token,) = office.by("lan", lambda who: office.desk.tokens.of(who, "lan"), purpose)
    assert token.valid(office.clock())
    office.by("lan", lambda who: office.desk.tokens.revoke(who, "lan", token.key), purpose)
    assert account_by_token(text) is None
    (token,) = office.by("lan", lambda who: office.desk.tokens.of(who, "lan"), purpose)
    assert not token.valid(office.clock())
    with pytest.raises(NotAllowed, match="revoked already"):
        office.by("lan", lambda who: office.desk.tokens.revoke(who, "lan", token.key), purpose)


def test_a_program_issues_none_for_itself_and_revokes_its_own(office: Office) -> None:
    """Whoever steals its token must not be able to make it last."""
    office.hire("may", service=True)
    text = office.by("van", lambda who: office.desk.tokens.issue(who, "may", "máy", 30))
    with pytest.raises(Forbidden):
        office.by("may", lambda who: office.desk.tokens.issue(who, "may", "máy mới", 30), "reading")
    office.by("may", lambda who: office.desk.tokens.revoke(who, "may", "access/may/tokens/1"), "reading")
    assert account_by_token(text) is None


def test_a_token_of_another_is_not_revoked_through_one_s_own_account(office: Office) -> None:
    office.hire("lan")
    office.hire("may", service=True)
    text = office.by("van", lambda who: office.desk.tokens.issue(who, "may", "máy", 30))
    with pytest.raises(Absent):
        office.by("lan", lambda who: office.desk.tokens.revoke(who, "lan", "access/may/tokens/1"))
    assert account_by_token(text) is not None


@pytest.mark.parametrize(("name", "days", "where"), [("", 30, "name"), ("a" * 101, 30, "name"), ("máy", 0, "days"), ("máy", 367, "days"),
                                                     ("máy", -1, "days"), ("máy", 10**12, "days")])  # fmt: skip
def test_what_is_no_token_is_refused(office: Office, name: str, days: int, where: str) -> None:
    office.hire("may", service=True)
    with pytest.raises(NotAllowed) as refused:
        office.by("van", lambda who: office.desk.tokens.issue(who, "may", name, days))
    assert refused.value.where == where
    assert not Token.objects.exists()


def test_a_token_from_before_the_ledger_can_be_revoked(office: Office) -> None:
    office.hire("may", service=True)
    text = issue(Account.objects.get(username="may"), "cũ", office.clock() + timedelta(days=5))
    (token,) = office.by("van", lambda who: office.desk.tokens.of(who, "may"))
    office.by("van", lambda who: office.desk.tokens.revoke(who, "may", token.key))
    assert account_by_token(text) is None
