"""Signing in with a passkey, as the whole way in or as the second step; and confirming with one."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dicu.store.signing_in import passkeys
from dicu.store.signing_in.limits import CODE
from dicu.store.signing_in.passkeys import NotAccepted
from dicu.web.account import challenge
from dicu.web.account.confirming import confirmed, not_confirmed, signed_in
from dicu.web.account.entering import PASSKEY, admit, half, local
from dicu.web.account.second import page as second_page
from dicu.web.account.unkept import unkept
from dicu.web.forms import Problems
from dicu.web.notices import warn

ENTERING, CONFIRMING = "entering", "confirming"


@require_POST
@unkept
def options(request: HttpRequest) -> JsonResponse:
    """What the page's script asks the browser for. Whoever is half signed in is asked for their own passkeys."""
    found = half(request)
    asked, state = passkeys.request(challenge.site(request), found[0] if found else None)
    challenge.keep(request, ENTERING, state)
    return JsonResponse(asked)


@require_POST
@transaction.non_atomic_requests
@unkept
def enter(request: HttpRequest) -> HttpResponse:
    found = half(request)
    try:
        state = challenge.take(request, ENTERING)
        account = passkeys.proved(challenge.site(request), request.POST.get("answer", ""), state, found[0] if found else None)
    except NotAccepted as refusal:
        return _not_entered(request, refusal)
    how, wanted, failed = (
        (f"{found[1]['how']} {PASSKEY}", found[1]["wanted"], found[1]["failed"]) if found else (PASSKEY, local(request), 0)
    )
    return admit(request, account, how, strong=True, wanted=wanted, failed=failed)


def _not_entered(request: HttpRequest, refusal: NotAccepted) -> HttpResponse:
    found = half(request)
    if found:
        request.stays_at = reverse("sign-in-second")  # type: ignore[attr-defined]
        return second_page(request, found[0], CODE, Problems([("", refusal.message)]))
    warn(request, refusal.message)
    return HttpResponseRedirect(reverse("sign-in"))


@require_POST
@unkept
@signed_in
def options_to_confirm(request: HttpRequest) -> JsonResponse:
    asked, state = passkeys.request(challenge.site(request), request.user)  # type: ignore[arg-type]
    challenge.keep(request, CONFIRMING, state)
    return JsonResponse(asked)


@require_POST
@unkept
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    request.stays_at = reverse("confirm")  # type: ignore[attr-defined]
    try:
        state = challenge.take(request, CONFIRMING)
        passkeys.proved(challenge.site(request), request.POST.get("answer", ""), state, request.user)  # type: ignore[arg-type]
    except NotAccepted as refusal:
        return not_confirmed(request, refusal)
    return confirmed(request)
