"""One's own account at a glance; and the page of who must set up a second factor first."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dicu.store.signing_in import factors, identities, lasting, recovery, sessions
from dicu.store.signing_in.models import Authenticator
from dicu.web.account.confirming import signed_in
from dicu.web.account.unkept import unkept
from dicu.web.officer import asking


@require_safe
@unkept
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.jinja", _facts(request))


@require_safe
@unkept
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where who must have a second factor is led; whoever has one is led on."""
    words = _facts(request)
    if request.session.get(lasting.STRONG) and words["factors"]:
        return HttpResponseRedirect(reverse("account"))
    return render(request, "account/second_factor.jinja", words)


def _facts(request: HttpRequest) -> dict[str, Any]:
    account: Any = request.user
    return {
        "person": account,
        "factors": factors.of(account),
        "required": factors.required(asking(request)),
        "app": Authenticator.objects.filter(account=account).first(),
        "passkeys": list(account.passkeys.all()),
        "codes": recovery.left(account),
        "sessions": len(sessions.of(account)),
        "identities": list(identities.of(account)),
        "provider": settings.DICU_PROVIDER,
    }
