"""One's own recovery codes: made anew, and shown this once."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dicu.store.signing_in import factors, recovery
from dicu.vocabulary.messages import T
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.renewing import renew
from dicu.web.account.unkept import unkept
from dicu.web.notices import warn


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@recently_confirmed
def index(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    if not factors.of(account):
        warn(request, T("Recovery codes stand in for a second factor. Set up an authenticator app or a passkey first."))
        return HttpResponseRedirect(reverse("second-factor"))
    codes = _renewed(request) if request.method == "POST" else []
    return render(request, "account/recovery.jinja", {"codes": codes, "left": recovery.left(account), "most": recovery.HOW_MANY})


def _renewed(request: HttpRequest) -> list[str]:
    codes = recovery.renew(request.user)  # type: ignore[arg-type]
    renew(request)
    return codes
