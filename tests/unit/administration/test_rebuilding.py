"""What the ledger says of accounts is enough to write their rows anew."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate
from django.db import transaction
from tests.unit.administration.house import PASSWORD, Office

from dicu.administration.model import NewRole
from dicu.store.accounts.models import Account, GrantRow, Token
from dicu.store.security.session import maintaining


def rows(office: Office) -> list[Any]:
    with transaction.atomic(), maintaining():
        grants = GrantRow.objects.order_by("key").values("key", "account__username", "role", "agency", "clearance", "since", "until",
                                                         "ended", "granted_by", "granted_at")  # fmt: skip
        accounts = Account.objects.order_by("username").values("username", "agency", "service", "is_active", "opened_until", "password")
        return [list(grants), list(accounts), list(Token.objects.order_by("key").values("key", "name", "expires", "revoked", "digest"))]


def test_grants_accounts_and_tokens_come_out_as_they_were(office: Office) -> None:
    day = office.desk.tools.today()
    office.hire("lan", NewRole("reporter", until=day + timedelta(days=30)))
    office.end("lan", "access/lan/2", day=day + timedelta(days=3))
    office.hire("minh", NewRole("coordinator", "TD-LD", "protected"))
    office.by("van", lambda who: office.desk.accounts.close(who, "minh", "Nghỉ."))
    office.hire("may", service=True)
    for name in ("một", "hai"):
        office.by("van", lambda who, name=name: office.desk.tokens.issue(who, "may", name, 30))  # type: ignore[misc]
    office.by("van", lambda who: office.desk.tokens.revoke(who, "may", "access/may/tokens/1"))
    before = rows(office)
    GrantRow.objects.update(role="x", agency="x", ended=None, until=None, granted_by="x")
    Account.objects.update(is_active=True, agency="", service=False)
    Token.objects.update(revoked=None, name="x")
    with transaction.atomic(), maintaining():
        office.house.ledger.project_again()
    assert rows(office) == before


def test_a_room_made_anew_keeps_what_no_entry_holds_and_loses_what_no_entry_made(office: Office) -> None:
    """A forged grant goes; a password and a grant from before the ledger stay."""
    office.hire("lan", NewRole("reporter"))
    lan = Account.objects.get(username="lan")
    GrantRow.objects.create(account=lan, role="coordinator", granted_by="x", key="access/lan/99")
    GrantRow.objects.create(account=lan, role="auditor", agency="TD-TP", granted_by="x")
    with transaction.atomic(), maintaining():
        office.house.ledger.rebuild("access")
    assert sorted(GrantRow.objects.filter(account=lan).values_list("role", flat=True)) == ["auditor", "reporter"]
    assert authenticate(username="lan", password=PASSWORD) == lan


def test_written_again_a_grant_is_still_one(office: Office) -> None:
    """The row's key is that of its entry, so a second writing of it makes no second row."""
    office.hire("lan", NewRole("reporter"))
    with transaction.atomic(), maintaining():
        office.house.ledger.project_again()
        office.house.ledger.project_again()
    assert GrantRow.objects.filter(account__username="lan").count() == 1
    assert Account.objects.get(username="lan").check_password(PASSWORD)
