"""A passkey's challenge: made for one page, answered once, within five minutes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dicu.store.signing_in import moments
from dicu.store.signing_in.passkeys import NotAccepted, Site
from dicu.vocabulary.messages import T
from dicu.web.account.entering import shorten

LASTS = 5 * 60  # seconds
_KEY = "dicu-challenge"


def site(request: HttpRequest) -> Site:
    host = request.get_host()
    scheme = "https" if settings.HTTPS or request.is_secure() else "http"
    return Site(host.rpartition(":")[0] if _has_port(host) else host, f"{scheme}://{host}")


def keep(request: HttpRequest, use: str, state: dict[str, Any]) -> None:
    """`use`: what the answer is for; it is good for nothing else."""
    request.session[_KEY] = {"use": use, "state": state, "at": moments.now().timestamp()}
    shorten(request)


def take(request: HttpRequest, use: str) -> dict[str, Any]:
    """The state, and it is gone. Raises NotAccepted."""
    kept = request.session.pop(_KEY, None)
    if not kept or kept["use"] != use or not 0 <= moments.now().timestamp() - kept["at"] < LASTS:
        raise NotAccepted(T("The passkey took too long. Try again."))
    state: dict[str, Any] = kept["state"]
    return state


def _has_port(host: str) -> bool:
    return ":" in host and not host.endswith("]")
