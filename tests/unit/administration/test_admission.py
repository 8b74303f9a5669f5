"""Letting people in again: a secret with a reason, and who somebody is at the identity provider."""

import json
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from tests.unit.administration.house import PASSWORD, Office

from dicu.access.model import Absent, Forbidden
from dicu.administration.desk import CONSOLE
from dicu.administration.model import NewRole
from dicu.administration.rules import NotAllowed
from dicu.store.accounts.models import Account
from dicu.store.accounts.tokens import account_by_token
from dicu.store.security.session import maintaining
from dicu.store.signing_in import authenticator, factors, identities
from dicu.store.signing_in.invitations import NotInvited, begun
from dicu.store.signing_in.providing import Provider

ISSUER = "https://id.mofa.example"
NEW = "mật khẩu hoàn toàn khác"


@pytest.fixture
def provided(settings: Any) -> None:
    settings.DICU_PROVIDER = Provider(ISSUER, "dicu")


def invite(office: Office, username: str, by: str = "van", **more: Any) -> str:
    return office.by(by, lambda who: office.desk.admission.invite(who, username, "Quên mật khẩu.", **more))


def kinds(office: Office, count: int) -> list[str]:
    return [entry.kind for entry in office.entries()[-count:]]


def test_who_forgot_a_password_begins_anew_and_the_old_one_is_worth_nothing(office: Office) -> None:
    office.hire("lan")
    secret = invite(office, "lan")
    assert authenticate(username="lan", password=PASSWORD) is None
    begun(secret, NEW)
    assert authenticate(username="lan", password=NEW) is not None
    with pytest.raises(NotInvited):
        begun(secret, PASSWORD)
    entry = office.entries()[-1]
    assert (entry.kind, entry.author.account) == ("access.account.invited", "van")
    assert entry.body == {"username": "lan", "reason": "Quên mật khẩu."}
    assert secret not in json.dumps([dict(entry.body) for entry in office.entries()])


def test_second_factors_stay_unless_their_owner_has_lost_them(office: Office) -> None:
    office.hire("lan")
    account = Account.objects.get(username="lan")
    authenticator.set_up(account, b"x" * 20, 0)
    invite(office, "lan")
    assert factors.of(account)
    invite(office, "lan", forget_factors=True)
    assert not factors.of(account)
    assert kinds(office, 2) == ["access.account.invited", "access.factors.forgotten"]


def test_the_tokens_of_who_is_let_in_again_are_worth_nothing(office: Office) -> None:
    """Whoever knew the password may have made one with it; and the ledger says that it was revoked, and by whom."""
    office.hire("lan", NewRole("reporter"))
    token = office.by("lan", lambda who: office.desk.tokens.issue(who, "lan", "máy lạ", 366), "reading")
    invite(office, "lan")
    assert account_by_token(token) is None
    revoked = office.entries()[-1]
    assert (revoked.kind, revoked.body["token"], revoked.author.account) == ("access.token.revoked", "access/lan/tokens/1", "van")


def test_a_secret_ends_the_one_before_it(office: Office) -> None:
    office.hire("lan")
    first, second = invite(office, "lan"), invite(office, "lan")
    with pytest.raises(NotInvited):
        begun(first, NEW)
    begun(second, NEW)


def test_nobody_lets_themselves_or_a_program_in_and_no_other_role_anybody(office: Office) -> None:
    office.hire("minh", NewRole("coordinator"))
    office.hire("may", service=True)
    for by, username in (("van", "van"), ("van", "may"), ("minh", "van"), ("minh", "nobody")):
        with pytest.raises(Forbidden):
            invite(office, username, by)
        with pytest.raises(Forbidden):
            office.by(by, lambda who, username=username: office.desk.admission.link(who, username, "7f3a"))  # type: ignore[misc]
    with pytest.raises(Absent):
        invite(office, "nobody")
    assert authenticate(username="van", password=PASSWORD) is not None


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_secret_without_a_reason_is_refused_and_the_old_password_stays(office: Office, reason: str) -> None:
    office.hire("lan")
    with pytest.raises(NotAllowed) as refused:
        office.by("van", lambda who: office.desk.admission.invite(who, "lan", reason))
    assert refused.value.where == "reason"
    assert authenticate(username="lan", password=PASSWORD) is not None


def test_a_closed_account_is_opened_first(office: Office) -> None:
    office.hire("lan")
    office.by("van", lambda who: office.desk.accounts.close(who, "lan", "Nghỉ."))
    with pytest.raises(NotAllowed, match="Open it again first"):
        invite(office, "lan")


def test_the_machine_lets_in_the_only_administrator_and_nobody_else(office: Office) -> None:
    office.hire("lan", NewRole("reporter"))
    with transaction.atomic(), maintaining():
        secret = office.desk.admission.recover("van", "Mất điện thoại.")
    begun(secret, NEW)
    assert [entry.author.account for entry in office.entries()[-2:]] == [CONSOLE, CONSOLE]
    for username in ("lan", "nobody"):
        with pytest.raises(NotAllowed, match="no administrator"), transaction.atomic(), maintaining():
            office.desk.admission.recover(username, "Mất điện thoại.")


def test_an_identity_is_linked_and_unlinked_and_told_without_the_subject(office: Office, provided: None) -> None:
    office.hire("lan")
    office.by("van", lambda who: office.desk.admission.link(who, "lan", " 7f3a-90c1 "))
    (found,) = office.by("van", lambda who: office.desk.admission.identities(who, "lan"))
    assert (found.issuer, found.subject, found.linked_by) == (ISSUER, "7f3a-90c1", "van")
    assert identities.account_of(ISSUER, "7f3a-90c1") == Account.objects.get(username="lan")
    office.by("van", lambda who: office.desk.admission.unlink(who, "lan", ISSUER))
    assert identities.account_of(ISSUER, "7f3a-90c1") is None
    assert kinds(office, 2) == ["access.identity.linked", "access.identity.unlinked"]
    assert office.by("van", lambda who: office.desk.admission.identities(who, "lan")) == ()
    assert "7f3a" not in json.dumps([dict(entry.body) for entry in office.entries()])
    with pytest.raises(NotAllowed, match="no identity at"):
        office.by("van", lambda who: office.desk.admission.unlink(who, "lan", ISSUER))


def test_who_was_unlinked_is_not_linked_again_by_the_provider_s_own_word(office: Office, provided: None) -> None:
    """A username that the provider tells links an account once; not one that an administrator took away from it."""
    office.hire("lan")
    office.hire("minh")
    assert identities.account_of(ISSUER, "7f3a", "lan") == Account.objects.get(username="lan")
    for username in ("lan", "minh"):
        if username == "minh":
            office.by("van", lambda who: office.desk.admission.link(who, "minh", "5e5e"))
        office.by("van", lambda who, username=username: office.desk.admission.unlink(who, username, ISSUER))  # type: ignore[misc]
    assert identities.account_of(ISSUER, "7f3a", "lan") is None
    assert identities.account_of(ISSUER, f"{identities.UNLINKED}lan", "") is None, "the mark of it is nobody's subject"
    office.by("van", lambda who: office.desk.admission.link(who, "lan", "7f3a"))
    assert identities.account_of(ISSUER, "7f3a") == Account.objects.get(username="lan")


def test_a_subject_belongs_to_one_account_and_nothing_is_told_of_what_failed(office: Office, provided: None) -> None:
    office.hire("lan")
    office.hire("minh")
    office.by("van", lambda who: office.desk.admission.link(who, "lan", "7f3a"))
    before = len(office.entries())
    for username, subject in (("minh", "7f3a"), ("lan", "another")):
        with pytest.raises(identities.Taken):
            office.by("van", lambda who, a=username, s=subject: office.desk.admission.link(who, a, s))  # type: ignore[misc]
    assert len(office.entries()) == before


@pytest.mark.parametrize("subject", ["", " ", "a\nb", "tên", "x" * 256])
def test_what_is_no_subject_is_refused(office: Office, provided: None, subject: str) -> None:
    office.hire("lan")
    with pytest.raises(NotAllowed) as refused:
        office.by("van", lambda who: office.desk.admission.link(who, "lan", subject))
    assert refused.value.where == "subject"


def test_a_house_without_a_provider_links_nobody(office: Office) -> None:
    office.hire("lan")
    with pytest.raises(NotAllowed, match="DICU_OIDC_ISSUER"):
        office.by("van", lambda who: office.desk.admission.link(who, "lan", "7f3a"))
