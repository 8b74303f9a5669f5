"""`dicu.administration.ports.Entrances` on the tables of signing in."""

from django.conf import settings

from dicu.administration.model import IdentityView
from dicu.store.accounts.models import Account
from dicu.store.signing_in import identities, invitations

FIELDS = ("issuer", "subject", "linked", "linked_by")


class PostgresEntrances:
    def invite(self, username: str, by: str, *, forget_factors: bool) -> str:
        return invitations.invite(_account(username), by, forget_factors=forget_factors)

    def identities(self, username: str) -> tuple[IdentityView, ...]:
        return tuple(IdentityView(*row) for row in identities.of(_account(username)).values_list(*FIELDS))

    def provider(self) -> str:
        return settings.DICU_PROVIDER.issuer if settings.DICU_PROVIDER else ""

    def link(self, username: str, subject: str, by: str) -> None:
        identities.link(_account(username), self.provider(), subject, by)

    def unlink(self, username: str, issuer: str, by: str) -> None:
        identities.unlink(_account(username), issuer, by)


def _account(username: str) -> Account:
    return Account.objects.get(username=username)
