"""When a token was last accepted: its owner sees there what they do not know of."""

from datetime import datetime, timedelta

from dicu.store.accounts.models import Token
from dicu.store.signing_in import moments
from dicu.store.signing_in.models import TokenUse

OFTEN = timedelta(minutes=1)
"""A token used a hundred times a second is written down once a minute."""


def note(token: Token) -> None:
    now = moments.now()
    use, new = TokenUse.objects.get_or_create(token=token, defaults={"last": now})
    if not new and now - use.last >= OFTEN:
        TokenUse.objects.filter(pk=use.pk).update(last=now)


def last_uses(username: str) -> dict[str, datetime]:
    """Key of a token → when it was last used; none for one that never was."""
    rows = TokenUse.objects.filter(token__account__username=username)
    return dict(rows.values_list("token__key", "last"))
