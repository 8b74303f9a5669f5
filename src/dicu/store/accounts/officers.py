"""An account as an officer of `access`: with its grants, ended ones too, so that a refusal can say that one has lapsed."""

from dicu.access.model import Grant, Officer
from dicu.store.accounts.models import Account


def officer_of(account: Account) -> Officer:
    grants = account.grants.order_by("id").values_list("role", "agency", "since", "until")
    return Officer(account.username, account.full_name, account.agency, tuple(Grant(*row) for row in grants))
