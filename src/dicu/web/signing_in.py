"""Signing in and out, and keeping pages for those who have signed in."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.vocabulary.messages import T
from dicu.web.account.confirming import LONGEST_PASSWORD
from dicu.web.account.entering import PASSWORD, enter, front_page, local
from dicu.web.account.unkept import View, unkept
from dicu.web.account.waiting import form, wait_words
from dicu.web.forms import Problems, typed
from dicu.web.language import current, in_language

_WRONG = T("The username or the password is not right, or the account is closed. Check both and try again, or ask an administrator.")


def signed_in(view: View) -> View:
    """Decorator: whoever has not signed in is asked to, and then comes back to this page."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return kept


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards. A form's data is not carried over, only its address."""
    here = request.get_full_path() if request.method == "GET" else request.path
    target = f"{reverse('sign-in')}?{urlencode({'next': here})}"
    if request.headers.get("HX-Request"):  # htmx would put the sign-in page into the middle of this one
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
@unkept
def sign_in(request: HttpRequest) -> HttpResponse:
    """With username and password. Not one transaction: a failed attempt must stay counted whatever happens after it."""
    if request.method == "POST":
        return _checked(request)
    if request.user.is_authenticated:
        return redirect(in_language(local(request), current()) if local(request) else front_page(request))
    return _asked(request, Problems())


def _checked(request: HttpRequest) -> HttpResponse:
    problems = _missing(request)
    if problems:
        return _asked(request, problems)
    password = request.POST["password"]
    account = authenticate(request, username=typed(request, "username"), password=password[:LONGEST_PASSWORD])
    if account is None or len(password) > LONGEST_PASSWORD:
        wait = getattr(request, "wait", 0)
        problems.add("username", wait_words(wait) if wait else _WRONG)
        return _asked(request, problems, wait)
    failed = getattr(request, "failed_before", 0)
    return enter(request, account, PASSWORD, strong=False, wanted=local(request), failed=failed)  # type: ignore[arg-type]


def _missing(request: HttpRequest) -> Problems:
    problems = Problems()
    if not typed(request, "username"):
        problems.add("username", T("Enter your username."))
    if not request.POST.get("password"):
        problems.add("password", T("Enter your password."))
    return problems


def _asked(request: HttpRequest, problems: Problems, wait: int = 0) -> HttpResponse:
    words = {"problems": problems, "username": typed(request, "username")[:150], "next": local(request), "provider": settings.DICU_PROVIDER}
    return form(request, "pages/sign_in.jinja", words, wait)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Only a POST signs out; whoever opens the address gets a page with the button."""
    if request.method != "POST":
        return render(request, "pages/sign_out.jinja")
    logout(request)  # the session is gone from the database, not only from this browser
    return redirect("signed-out")


def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/signed_out.jinja")
