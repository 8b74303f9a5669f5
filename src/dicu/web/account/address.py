"""Which network a request comes from. What a browser says of it counts for nothing; what our own proxies add does."""

from django.conf import settings
from django.http import HttpRequest

from dicu.store.signing_in.device import network


def network_of(request: HttpRequest) -> str:
    """As limits count it (203.0.113.0/24); empty where nothing is known, as behind a socket."""
    return network(_address(request))


def _address(request: HttpRequest) -> str:
    """With N proxies in front (DICU_PROXIES), the Nth address from the right is the first that one of them has seen."""
    if not settings.DICU_PROXIES:
        return str(request.META.get("REMOTE_ADDR", ""))
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return passed[-settings.DICU_PROXIES] if len(passed) >= settings.DICU_PROXIES else ""
