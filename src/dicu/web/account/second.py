"""The second step of signing in: a code of the authenticator app, or a recovery code, or a passkey."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.store.accounts.models import Account
from dicu.store.signing_in import authenticator, factors, recovery, throttle
from dicu.store.signing_in.limits import CODE, RECOVERY
from dicu.vocabulary.messages import T
from dicu.web.account.entering import admit, half
from dicu.web.account.unkept import unkept
from dicu.web.account.waiting import form, wait_words
from dicu.web.forms import Problems, typed
from dicu.web.notices import warn

TOO_LATE = T("Signing in took too long, so it begins anew. Enter your username and password again.")

WRONG = {
    CODE: T("This code is not right, or was used already. Wait for the next one in your app and enter that."),
    RECOVERY: T("This recovery code is not right, or was used already. Enter another one."),
}
ACCEPTS = {CODE: authenticator.accepts, RECOVERY: recovery.accepts}


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
@unkept
def second(request: HttpRequest) -> HttpResponse:
    found = half(request)
    if found is None:
        return too_late(request)
    account, begun = found
    problems, wait = Problems(), 0
    by = RECOVERY if request.GET.get("by") == RECOVERY else CODE
    if request.method == "POST":
        wait = _checked(account, by, typed(request, "code"), problems)
        if not problems:
            return _through(request, account, by, begun)
    return page(request, account, by, problems, wait)


def page(request: HttpRequest, account: Account, by: str, problems: Problems, wait: int = 0) -> HttpResponse:
    has = factors.of(account)
    words = {
        "problems": problems,
        "by": by,
        "app": factors.AUTHENTICATOR in has,
        "passkey": factors.PASSKEY in has,
        "codes": recovery.left(account),
        "who": account.full_name,
        "next": "",
    }
    return form(request, "account/second.jinja", words, wait)


def too_late(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        warn(request, TOO_LATE)
    return HttpResponseRedirect(reverse("sign-in"))


def _checked(account: Account, by: str, code: str, problems: Problems) -> int:
    if not code:
        problems.add("code", T("Enter the code."))
        return 0
    key = str(account.pk)
    if wait := throttle.reserve(by, key, kept=True):
        problems.add("code", wait_words(wait))
        return wait
    if ACCEPTS[by](account, code):
        throttle.succeeded(by, key)
    else:
        problems.add("code", WRONG[by])
    return 0


def _through(request: HttpRequest, account: Account, by: str, begun: dict[str, Any]) -> HttpResponse:
    response = admit(request, account, f"{begun['how']} {by}", strong=True, wanted=begun["wanted"], failed=begun["failed"])
    if by == RECOVERY:
        warn(request, T("You used a recovery code. Codes that are left: {count}.", count=recovery.left(account)))
    return response
