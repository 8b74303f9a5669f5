"""After a change of password or factor: a new key for this session, and an end for all others."""

from typing import Any

from django.http import HttpRequest

from dicu.store.signing_in import lasting, sessions


def renew(request: HttpRequest, *, strong: bool | None = None) -> int:
    """How many other sessions were ended. `strong`: from now on this session is (not) one of two factors."""
    account: Any = request.user
    if strong is not None:
        request.session[lasting.STRONG] = strong
    request.session.cycle_key()
    return sessions.end(account, but=request.session.session_key)
