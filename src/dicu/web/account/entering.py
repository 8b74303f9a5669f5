"""The way in, whatever proved who somebody is: straight, or by a second step first; and where it leads."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from dicu.store.accounts.models import Account
from dicu.store.signing_in import factors, lasting, moments
from dicu.vocabulary.messages import T
from dicu.web.language import chosen, current, in_language, known, of_path
from dicu.web.notices import warn

BACKEND = "dicu.store.signing_in.backend.LimitedBackend"
HALF = "dicu-half"
"""In the session of somebody whose password was right and whose second step is still to come."""
HALF_LASTS = 10 * 60  # seconds

PASSWORD, PASSKEY, PROVIDER, INVITATION = "password", "passkey", "provider", "invitation"


def enter(request: HttpRequest, account: Account, how: str, *, strong: bool, wanted: str = "", failed: int = 0) -> HttpResponse:
    """Sign in, or ask for the second step. `strong`: two factors were proved. `wanted`: the page to go to; `failed`: how many
    attempts had failed since the last sign-in."""
    if strong or not factors.of(account):
        return admit(request, account, how, strong=strong, wanted=wanted, failed=failed)
    half = {"account": account.pk, "how": how, "wanted": wanted, "failed": failed, "at": moments.now().timestamp()}
    half["proved"] = account.get_session_auth_hash()
    request.session.cycle_key()
    request.session[HALF] = half
    shorten(request)
    return HttpResponseRedirect(reverse("sign-in-second"))


def half(request: HttpRequest) -> tuple[Account, dict[str, Any]] | None:
    """Who is half signed in; None if nobody is, or no longer: after a change of the password, or an administrator's secret, the
    first step counts for nothing."""
    found = request.session.get(HALF)
    if not found or not 0 <= moments.now().timestamp() - found["at"] < HALF_LASTS:
        return None
    account = Account.objects.filter(pk=found["account"], is_active=True).first()
    if account is None or not constant_time_compare(found.get("proved", ""), account.get_session_auth_hash()):
        return None
    return account, found


def admit(request: HttpRequest, account: Account, how: str, *, strong: bool, wanted: str = "", failed: int = 0) -> HttpResponse:
    """Signed in, in a session with a new key."""
    request.session.pop(HALF, None)
    request.session.set_expiry(None)
    login(request, account, backend=BACKEND)
    vars(request).pop("officer", None)
    request.session.update({lasting.HOW: how, lasting.STRONG: strong})
    if failed:
        warn(
            request,
            T(
                "Failed attempts to sign in as you since you last signed in: {count}. If they were not yours, change your password.",
                count=failed,
            ),
        )
    return redirect(in_language(wanted, current()) if wanted else front_page(request))


def shorten(request: HttpRequest) -> None:
    """A session of nobody: it need not last longer than a form is open."""
    if not request.user.is_authenticated:
        request.session.set_expiry(HALF_LASTS)


def front_page(request: HttpRequest) -> str:
    """In the account's language, unless this browser chose one."""
    own = known(getattr(request.user, "language", None))
    return in_language(reverse("home"), chosen(request) or own or current())


def local(request: HttpRequest) -> str:
    """`next`, if it is a page of ours; anything else is forgotten, so that nobody can be sent away by a crafted link."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and of_path(wanted) is not None
    return wanted if ours and wanted.isprintable() else ""
