"""Whoever must have a second factor keeps one."""

from typing import Any

from django.http import HttpRequest

from dicu.store.signing_in import factors
from dicu.store.signing_in.models import Authenticator, RecoveryCode
from dicu.vocabulary.messages import Refused, T
from dicu.web.officer import asking


def check_may_lose(request: HttpRequest, *, passkeys_left: int | None = None, app_left: bool | None = None) -> None:
    """Raises Refused if it were the last second factor of somebody who must have one. Without any, recovery codes are void."""
    account: Any = request.user
    passkeys = account.passkeys.count() if passkeys_left is None else passkeys_left
    app = Authenticator.objects.filter(account=account).exists() if app_left is None else app_left
    if passkeys or app:
        return
    if factors.required(asking(request)):
        raise Refused(T("Your role needs a second factor, and this is your last. Add another one first."))
    RecoveryCode.objects.filter(account=account).delete()
