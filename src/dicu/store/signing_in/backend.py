"""Passwords, behind the limits: whatever door they come through (page or command), wrong ones are counted and a lock holds
for right ones too."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from dicu.store.accounts.models import Account, username_as_kept
from dicu.store.signing_in import factors, throttle
from dicu.store.signing_in.limits import CONFIRMING, NETWORK, PASSWORD


class LimitedBackend(ModelBackend):
    """Django's password backend. Where it says no because of a wait, `request.wait` says for how many seconds; after a
    right password `request.failed_before` says how many attempts had failed since the last one.

    A name that is no account is counted and waited for like one, and Django hashes for it in vain: nothing tells them apart.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **facts: Any) -> Any:
        if username is None or password is None:
            return None
        network = getattr(request, "network", "")
        wait, key = _waits(username, network)
        if wait:
            _say(request, wait=wait)
            return None
        account = super().authenticate(request, username, password, **facts)
        if account is None or (request is None and factors.of(account)):
            return None  # a command cannot ask for a second factor: such an account uses a token there
        _say(request, failed_before=_right(key, network))
        return account


def password_fits(account: Account, password: str) -> tuple[bool, int]:
    """Whether it is the password of whoever is signed in already, and seconds to wait; wrong ones are counted."""
    key = str(account.pk)
    if wait := throttle.reserve(CONFIRMING, key, kept=True):
        return False, wait
    if not account.check_password(password):
        return False, 0
    throttle.succeeded(CONFIRMING, key)
    return True, 0


def _key(username: str) -> tuple[str, bool]:
    """What is counted: the account, or the name that nobody has."""
    try:
        return f"account {Account.objects.get_by_natural_key(username).pk}", True
    except Account.DoesNotExist:
        return f"name {username_as_kept(username)}", False


def _waits(username: str, network: str) -> tuple[int, str]:
    """Seconds to wait, and what was counted. An attempt at a locked account is turned away before the network counts it: one
    attacked account locks no others behind the same address."""
    if network and (wait := throttle.throttled(NETWORK, network)):
        return wait, ""
    key, known = _key(username)
    wait = throttle.reserve(PASSWORD, key, kept=known)
    return wait or (throttle.reserve(NETWORK, network) if network else 0), key


def _right(key: str, network: str) -> int:
    if network:
        throttle.taken_back(NETWORK, network)
    return throttle.succeeded(PASSWORD, key)


def _say(request: HttpRequest | None, **facts: int) -> None:
    for name, value in facts.items():
        if request is not None:
            setattr(request, name, value)
