"""One's own authenticator app: set up with a picture or a typed key, proved by its first code, removed."""

from base64 import b64decode, b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.store.signing_in import authenticator, recovery, throttle
from dicu.store.signing_in.limits import CODE
from dicu.store.signing_in.models import Authenticator
from dicu.store.signing_in.sealing import Unsealable, opened, sealed
from dicu.vocabulary.messages import T
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.keeping import check_may_lose
from dicu.web.account.qr import drawn
from dicu.web.account.renewing import renew
from dicu.web.account.unkept import unkept
from dicu.web.account.waiting import form, wait_words
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify

_PENDING = "dicu-authenticator"
"""In the session: the sealed secret that the page shows until its first code is right."""


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@recently_confirmed
def index(request: HttpRequest) -> HttpResponse:
    problems, wait = Problems(), 0
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _removed(request, problems)
    secret = _pending(request)
    if request.method == "POST":
        wait = _set_up(request, secret, problems)
        if not problems:
            return _after(request)
    return _page(request, secret, problems, wait)


def _set_up(request: HttpRequest, secret: bytes, problems: Problems) -> int:
    account: Any = request.user
    code, key = typed(request, "code"), str(account.pk)
    if wait := throttle.reserve(CODE, key, kept=True):
        problems.add("code", wait_words(wait))
        return wait
    step = authenticator.step_of(secret, code)
    if step is None:
        problems.add("code", T("This code is not right. Check that the clock of your telephone is right, and enter the code it shows now."))
        return 0
    throttle.succeeded(CODE, key)
    authenticator.set_up(account, secret, step)
    request.session.pop(_PENDING, None)
    renew(request, strong=True)
    return 0


def _after(request: HttpRequest) -> HttpResponse:
    notify(request, T("Your authenticator app was set up. From now on you are asked for its code when you sign in."))
    without_codes = not recovery.left(request.user)  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("recovery-codes" if without_codes else "account"))


def _removed(request: HttpRequest, problems: Problems) -> HttpResponse:
    with attempt(problems):
        check_may_lose(request, app_left=False)
        Authenticator.objects.filter(account=request.user).delete()
        renew(request)
    if problems:
        return _page(request, _pending(request), problems, 0)
    notify(request, T("Your authenticator app was removed. Its codes are worth nothing now."))
    return HttpResponseRedirect(reverse("account"))


def _page(request: HttpRequest, secret: bytes, problems: Problems, wait: int) -> HttpResponse:
    account: Any = request.user
    words = {
        "problems": problems,
        "there": Authenticator.objects.filter(account=account).first(),
        "picture": drawn(authenticator.address(secret, account.username)),
        "key": authenticator.typed_key(secret),
    }
    return form(request, "account/authenticator.jinja", words, wait)


def _pending(request: HttpRequest) -> bytes:
    """The same secret as long as the page is open, so that reloading it does not void a picture already taken."""
    purpose = f"pending authenticator of {request.user.pk}"
    try:
        return opened(b64decode(request.session.get(_PENDING, "")), purpose)
    except Unsealable:
        secret = authenticator.new_secret()
        request.session[_PENDING] = b64encode(sealed(secret, purpose)).decode()
        return secret
