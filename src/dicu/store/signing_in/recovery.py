"""Recovery codes: for the day the telephone is lost. Each works once; only keyed digests are kept."""

import secrets

from django.db import transaction

from dicu.store.accounts.models import Account
from dicu.store.signing_in import moments
from dicu.store.signing_in.models import RecoveryCode
from dicu.store.signing_in.sealing import digest, digests

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
HOW_MANY = 10
LENGTH = 12  # 58 bits


def renew(account: Account) -> list[str]:
    """Ten new codes in place of all former ones. They can never be shown again."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    now = moments.now()
    with transaction.atomic():
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code), created=now) for code in codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def left(account: Account) -> int:
    return RecoveryCode.objects.filter(account=account, used__isnull=True).count()


def accepts(account: Account, typed: str) -> bool:
    """Whether it is an unused code; from then on it is used. Of two who send the same one, one is let in."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(code) != LENGTH:
        return False
    found = RecoveryCode.objects.filter(account=account, digest__in=digests(code, _purpose(account)), used__isnull=True)
    return found.update(used=moments.now()) == 1


def _digest(account: Account, code: str) -> bytes:
    return digest(code, _purpose(account))


def _purpose(account: Account) -> str:
    return f"recovery code of {account.pk}"
