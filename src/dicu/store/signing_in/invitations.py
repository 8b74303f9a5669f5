"""An administrator's way to let somebody (back) in: a secret that works once, for a day, and gives the account a password
of its owner's choosing."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from dicu.store.accounts.models import Account
from dicu.store.signing_in import factors, moments, sessions
from dicu.store.signing_in.models import Invitation
from dicu.store.signing_in.recovery import LETTERS
from dicu.vocabulary.messages import Refused, T

LASTS = timedelta(hours=24)
LENGTH = 28  # 137 bits, so that a plain digest cannot be guessed back

NOT_VALID = T(
    "This secret is not valid. It may have been mistyped, used already, or be older than a day. Ask an administrator for a new one."
)


class NotInvited(Refused):
    """No invitation that still works has this secret."""


def invite(account: Account, by: str, *, forget_factors: bool = False) -> str:
    """A new secret for /account/begin, to be handed over in person or by telephone. `by` is the administrator's account.

    The old password stops working and all sessions end at once: a reset is asked for because somebody else may know it.
    Second factors stay, unless their owner has lost them (`forget_factors`). An earlier invitation works no more.
    Whether `by` may do this is decided before, by whoever calls.
    """
    secret = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    now = moments.now()
    with transaction.atomic():
        Invitation.objects.filter(account=account, used__isnull=True).delete()
        Invitation.objects.create(account=account, digest=_digest(secret), made_by=by, made=now, expires=now + LASTS)
        account.set_unusable_password()
        account.save(update_fields=["password"])
        if forget_factors:
            factors.forget(account)
        sessions.end(account)
    return "-".join(secret[i : i + 4] for i in range(0, LENGTH, 4))


def invited(secret: str) -> Account:
    """Whose invitation it is. Raises NotInvited."""
    found = _open(secret).select_related("account").first()
    if found is None or not found.account.is_active:
        raise NotInvited(NOT_VALID, "secret")
    return found.account


def begun(secret: str, password: str) -> Account:
    """The account, which has this password from now on; the secret is spent. Raises NotInvited, also if somebody else has just
    spent it. Whether the password is good enough is decided before."""
    account = invited(secret)
    with transaction.atomic():
        if not _open(secret).update(used=moments.now()):
            raise NotInvited(NOT_VALID, "secret")
        account.set_password(password)
        account.save(update_fields=["password"])
    return account


def _open(secret: str) -> "Invitation.objects":  # type: ignore[name-defined]
    return Invitation.objects.filter(digest=_digest(secret), used__isnull=True, expires__gt=moments.now())


def _digest(secret: str) -> bytes:
    plain = "".join(letter for letter in secret.upper() if letter.isalnum())
    return sha256(plain.encode(errors="surrogateescape")).digest()
