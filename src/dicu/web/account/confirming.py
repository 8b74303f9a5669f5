"""Before a step that could hand an account to somebody else, whoever sits there proves once more who they are."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.store.signing_in import factors, identities, lasting
from dicu.store.signing_in.backend import password_fits
from dicu.store.signing_in.passkeys import NotAccepted
from dicu.vocabulary.messages import T
from dicu.web.account.entering import front_page, local
from dicu.web.account.typed_before import keep
from dicu.web.account.unkept import View, unkept
from dicu.web.account.waiting import form, wait_words
from dicu.web.forms import Problems

Back = str | Callable[..., str]

LONGEST_PASSWORD = 1024
"""Hashing is made to be slow; a longer one would only be a way to keep the server busy."""


def recently_confirmed(view: View | None = None, *, back: Back = "", keeps: Sequence[str] = ()) -> Any:
    """Decorator: opens the page only to who proved who they are within ten minutes; asks others to, and brings them back.

    `back` names the page to come back to where this one cannot be opened (it only takes what a form sends), or tells its
    address from the view's arguments. `keeps`: fields that are shown there as they were typed, see `typed_before`.
    """

    def decorated(page: View) -> View:
        @wraps(page)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            here = _here(request, back(**kwargs) if callable(back) else back and reverse(back))
            if not request.user.is_authenticated:
                return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': here})}")
            if not lasting.confirmed(request.session):
                if request.method == "POST" and keeps:
                    keep(request, here, keeps)
                return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode({'next': here})}")
            return page(request, *args, **kwargs)

        return kept

    return decorated(view) if view else decorated


def signed_in(view: View) -> View:
    """Decorator, as `web.signing_in.signed_in`, which stands above this room."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': _here(request, '')})}")

    return kept


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    problems, wait = Problems(), 0
    if request.method == "POST":
        wait = _checked(request, problems)
        if not problems:
            return confirmed(request)
    return _page(request, problems, wait)


def confirmed(request: HttpRequest) -> HttpResponse:
    lasting.confirm(request.session)
    return redirect(local(request) or front_page(request))


def not_confirmed(request: HttpRequest, refusal: NotAccepted) -> HttpResponse:
    """The same page, after a passkey that was not accepted."""
    return _page(request, Problems([("", refusal.message)]), 0)


def _checked(request: HttpRequest, problems: Problems) -> int:
    password = request.POST.get("password", "")
    if not password:
        problems.add("password", T("Enter your password."))
        return 0
    fits, wait = password_fits(request.user, password[:LONGEST_PASSWORD])  # type: ignore[arg-type]
    if wait:
        problems.add("password", wait_words(wait))
    elif not fits or len(password) > LONGEST_PASSWORD:
        problems.add("password", T("This is not your password."))
    return wait


def _page(request: HttpRequest, problems: Problems, wait: int) -> HttpResponse:
    account: Any = request.user
    words = {
        "problems": problems,
        "next": local(request),
        "password": account.has_usable_password(),
        "passkey": factors.PASSKEY in factors.of(account),
        "provider": settings.DICU_PROVIDER if identities.of(account).exists() else None,
    }
    return form(request, "account/confirm.jinja", words, wait)


def _here(request: HttpRequest, back: str) -> str:
    return back or (request.get_full_path() if request.method in {"GET", "HEAD"} else request.path)
