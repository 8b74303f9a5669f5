"""Second factors: which an account has, and whose role must have one."""

from django.conf import settings

from dicu.access.model import Officer
from dicu.access.rulebook import ADMINISTRATOR, AUDITOR, COORDINATOR
from dicu.store.accounts.models import Account
from dicu.store.signing_in import moments
from dicu.store.signing_in.models import Authenticator, Passkey, RecoveryCode

REQUIRED_OF = frozenset({ADMINISTRATOR, COORDINATOR, AUDITOR})
"""Roles that open accounts, decide for several agencies or see everything. A reporter may have a second factor."""

REQUIRED, OFFERED = "required", "offered"
AUTHENTICATOR, PASSKEY = "authenticator", "passkey"


def of(account: Account) -> frozenset[str]:
    """AUTHENTICATOR and PASSKEY, where the account has them. Recovery codes are no factor of their own."""
    has_app = Authenticator.objects.filter(account=account).exists()
    has_passkey = Passkey.objects.filter(account=account).exists()
    return frozenset(name for name, there in ((AUTHENTICATOR, has_app), (PASSKEY, has_passkey)) if there)


def required(officer: Officer) -> bool:
    """Whether a role the officer holds today must have a second factor here."""
    return settings.DICU_SECOND_FACTOR == REQUIRED and bool(officer.roles(moments.today()) & REQUIRED_OF)


def forget(account: Account) -> None:
    """Every factor and recovery code of an account whose owner has lost them."""
    for kind in (Authenticator, Passkey, RecoveryCode):
        kind.objects.filter(account=account).delete()
