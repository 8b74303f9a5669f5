"""How long a session lives, and what must be done in it before anything else.

It ends after half an hour without a request, after a working day, when its account is closed, and when a role ends that
its officer held when it began. Whoever must have a second factor and has none is led to set one up.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dicu.access.model import Officer
from dicu.store.signing_in import factors, lasting, moments
from dicu.store.signing_in.device import device
from dicu.store.signing_in.sessions import DEVICE, NETWORK
from dicu.vocabulary.messages import Message, T
from dicu.web.account.address import network_of
from dicu.web.language import of_path
from dicu.web.notices import warn
from dicu.web.officer import asking

Answer = Callable[[HttpRequest], HttpResponse]

ENDED = {
    lasting.IDLE: T("You were signed out because nothing was done for a while. Sign in again to go on."),
    lasting.TOO_LONG: T("You were signed out because you signed in too long ago. Sign in again to go on."),
    "closed": T("Your account was closed, or your sign-in was ended. If you do not expect this, ask an administrator."),
    "roles": T("You were signed out because a role of your account has ended. Sign in again to go on with the others."),
}

SET_UP = ("second-factor", "authenticator", "passkeys", "passkey", "passkey-options", "recovery-codes")
FREE = frozenset((*SET_UP, "confirm", "confirm-passkey", "confirm-passkey-options", "sign-out", "signed-out", "about", "accessibility"))
"""Pages that are open to who has still to set up a second factor."""


class SessionLife:
    """Middleware, after Django's own that says who is signed in. `request.network` is where it comes from."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.network = network_of(request)  # type: ignore[attr-defined]
        if SESSION_KEY in request.session:
            if why := _over(request):
                _end(request, ENDED[why])
            else:
                _live(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not request.user.is_authenticated or name in FREE or not _unprotected(request):
            return None
        if of_path(request.path_info) is None:
            return None  # no page: nothing there is open to a session
        return HttpResponseRedirect(reverse("second-factor"))


def _over(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return "closed"
    return lasting.over(request.session) or ("roles" if _lost_a_role(request) else "")


def _live(request: HttpRequest) -> None:
    session = request.session
    lasting.touch(session)
    if DEVICE not in session:
        session[DEVICE] = device(request.headers.get("User-Agent", ""))
        session[NETWORK] = request.network  # type: ignore[attr-defined]


def _end(request: HttpRequest, why: Message) -> None:
    logout(request)
    vars(request).pop("officer", None)
    warn(request, why)


def _lost_a_role(request: HttpRequest) -> bool:
    held = _held(asking(request))
    had = request.session.get(lasting.ROLES)
    if had is None or not set(held) <= set(had):
        request.session[lasting.ROLES] = sorted({*held, *(had or ())})
    return bool(set(had or ()) - set(held))


def _held(officer: Officer) -> list[str]:
    """Roles in force today, each with its agency."""
    return [f"{grant.role}/{grant.agency}" for grant in officer.grants if grant.in_force(moments.today())]


def _unprotected(request: HttpRequest) -> bool:
    return factors.required(asking(request)) and not request.session.get(lasting.STRONG)
