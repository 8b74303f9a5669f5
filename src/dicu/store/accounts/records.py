"""`dicu.administration.ports.Records`: accounts and what belongs to them, read from their tables, each list through a scope."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q

from dicu.access.conditions import Condition
from dicu.access.model import Grant
from dicu.administration.model import AccountView, GivenRole, NewAccount, OpeningView, TokenView
from dicu.administration.rules import NotAllowed
from dicu.store.accounts.models import Account, GrantRow, OpeningRow, Token, username_as_kept
from dicu.store.accounts.officers import last_day
from dicu.store.accounts.tokens import issue
from dicu.store.security.scoping import within
from dicu.vocabulary.messages import T
from dicu.vocabulary.vietnamese import fold

FIELDS = ("username", "full_name", "agency", "email", "language", "service", "is_active", "created", "last_login")


class PostgresAccounts:
    """On Django's models."""

    def account(self, username: str) -> AccountView | None:
        row = Account.objects.filter(username=username_as_kept(username).replace("\0", "")).values_list(*FIELDS).first()
        return AccountView(*row) if row else None

    def accounts(self, scope: Condition, search: str, count: int, skip: int) -> tuple[tuple[AccountView, ...], int]:
        """Names are compared without case and marks, which the database cannot do; a house has some thousands of accounts."""
        rows = Account.objects.filter(within(scope)).order_by("username").values_list(*FIELDS)
        if not search:
            return tuple(AccountView(*row) for row in rows[skip : skip + count]), rows.count()
        wanted = fold(search)
        found = [AccountView(*row) for row in rows if any(wanted in fold(text) for text in row[:3])]
        return tuple(found[skip : skip + count]), len(found)

    def roles(self, username: str) -> tuple[GivenRole, ...]:
        return tuple(_given(row) for row in GrantRow.objects.filter(account__username=username).order_by("id"))

    def held(self) -> Mapping[str, tuple[str, tuple[GivenRole, ...]]]:
        found: dict[str, tuple[str, tuple[GivenRole, ...]]] = {}
        for row in GrantRow.objects.filter(account__is_active=True).select_related("account").order_by("account__username", "id"):
            home, roles = found.get(row.account.username, (row.account.agency, ()))
            found[row.account.username] = (home, (*roles, _given(row)))
        return found

    def tokens(self, username: str) -> tuple[TokenView, ...]:
        rows = Token.objects.filter(account__username=username).order_by("id")
        return tuple(TokenView(*row) for row in rows.values_list("key", "name", "created", "expires", "revoked"))

    def administrators(self, role: str, day: date) -> int:
        rows = GrantRow.objects.filter(Q(until=None) | Q(until__gte=day), Q(ended=None) | Q(ended__gt=day), role=role, agency="")
        return rows.filter(account__is_active=True).values("account").distinct().count()

    def complete(self, account: NewAccount) -> None:
        row = Account.objects.get(username=account.username)
        row.full_name, row.email, row.language = account.full_name, account.email, account.language
        try:
            row.set_unusable_password()
            row.full_clean()
        except ValidationError as fault:
            raise _refusal(fault) from fault
        row.save()

    def issue(self, username: str, name: str, expires: datetime, key: str) -> str:
        return issue(Account.objects.get(username=username), name, expires, key)

    def openings(self, scope: Condition, key: str = "") -> tuple[OpeningView, ...]:
        rows = OpeningRow.objects.filter(within(scope))
        return tuple(_opening(row) for row in (rows.filter(key=key) if key else rows))

    def opened_by(self, account: str) -> int:
        return OpeningRow.objects.filter(account=account).count()


def _given(row: GrantRow) -> GivenRole:
    grant = Grant(row.role, row.agency, row.since, last_day(row.until, row.ended), row.clearance)
    return GivenRole(row.key, grant, row.ended, row.granted_by, row.granted_at)


def _opening(row: OpeningRow) -> OpeningView:
    where = (row.key, row.account, row.role, row.what, row.agency, row.attributes, row.reason)
    return OpeningView(*where, row.since, row.until, row.ended, row.ended_by)


REFUSED = {
    "email": T("This is no e-mail address. Check it."),
    "full_name": T("The name is too long."),
    "language": T("Choose the language of the account."),
    "agency": T("The code of the agency is too long."),
}


def _refusal(fault: ValidationError) -> NotAllowed:
    """Django's own words are in English alone."""
    fields = getattr(fault, "error_dict", {})
    for name, message in REFUSED.items():
        if name in fields:
            return NotAllowed(message, name)
    return NotAllowed(T("Something in these fields does not fit."))
