"""Which account a provider's subject is. An e-mail address is no proof: providers let people choose it, and reuse it."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dicu.store.accounts.models import Account, username_as_kept
from dicu.store.signing_in import moments, sessions
from dicu.store.signing_in.models import Identity
from dicu.vocabulary.messages import Refused, T

UNLINKED = "\x7f"
"""Begins the subject of a link that an administrator took away. No provider's subject is read that holds such a character."""


class Taken(Refused):
    """The subject is another account's, or the account has another subject at this provider."""


def link(account: Account, issuer: str, subject: str, by: str) -> Identity:
    """From now on this subject signs in as the account. Raises Taken. `by` is an administrator's account, who may say so as was
    decided before; empty where the provider's own verified username says it, which undoes no unlinking."""
    try:
        with transaction.atomic():
            if by:
                Identity.objects.filter(account=account, issuer=issuer, subject__startswith=UNLINKED).delete()
            return Identity.objects.create(account=account, issuer=issuer, subject=subject, linked_by=by, linked=moments.now())
    except IntegrityError as fault:
        raise Taken(
            T("This identity belongs to an account already, or the account has another identity at this provider. Unlink that first."),
            "subject",
        ) from fault


def unlink(account: Account, issuer: str, by: str) -> None:
    """From now on the provider opens nothing of the account, whatever username it tells, until somebody links it by hand. All
    sessions end: some may have begun there."""
    taken = {"subject": f"{UNLINKED}{account.username}", "linked_by": by, "linked": moments.now()}
    Identity.objects.filter(account=account, issuer=issuer).update(**taken)
    sessions.end(account)


def of(account: Account) -> QuerySet[Identity]:
    """The links that count."""
    return Identity.objects.filter(account=account).exclude(subject__startswith=UNLINKED).order_by("issuer")


def account_of(issuer: str, subject: str, username: str = "") -> Account | None:
    """The active account linked to the subject; else the one that has the verified `username` (empty: none was given)
    and no other subject at this issuer, which is linked from then on."""
    if not subject.isprintable():
        return None
    linked = Identity.objects.select_related("account").filter(issuer=issuer, subject=subject).first()
    if linked:
        return linked.account if linked.account.is_active else None
    named = _named(username)
    if named is None:
        return None
    try:
        link(named, issuer, subject, by="")
    except Taken:
        return None
    return named


def _named(username: str) -> Account | None:
    try:
        found = Account.objects.get_by_natural_key(username_as_kept(username))
    except Account.DoesNotExist:
        return None
    return found if found.is_active else None
