"""Signing in and out, and keeping pages for those who have signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.vocabulary.messages import T
from dicu.web.forms import Problems, typed
from dicu.web.language import chosen, current, in_language, known, of_path

LONGEST_PASSWORD = 1024
"""Hashing is made to be slow; a longer one would only be a way to keep the server busy."""

View = Callable[..., HttpResponse]

_WRONG = T(
    "The username or the password is not right, or the account is closed. Check both and try again, or ask the coordinator of the review."
)


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
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _checked(request)
    if request.user.is_authenticated:
        return redirect(_afterwards(request))
    return _asked(request, Problems())


def _checked(request: HttpRequest) -> HttpResponse:
    problems = _missing(request)
    if problems:
        return _asked(request, problems)
    password = request.POST["password"]
    account = authenticate(request, username=typed(request, "username"), password=password[:LONGEST_PASSWORD])
    if account is None or len(password) > LONGEST_PASSWORD:
        problems.add("username", _WRONG)
        return _asked(request, problems)
    login(request, account)  # gives the session a new key
    return redirect(_afterwards(request))


def _missing(request: HttpRequest) -> Problems:
    problems = Problems()
    if not typed(request, "username"):
        problems.add("username", T("Enter your username."))
    if not request.POST.get("password"):
        problems.add("password", T("Enter your password."))
    return problems


def _asked(request: HttpRequest, problems: Problems) -> HttpResponse:
    words = {"problems": problems, "username": typed(request, "username")[:150], "next": _local(request)}
    return render(request, "pages/sign_in.jinja", words, status=422 if problems else 200)


def _afterwards(request: HttpRequest) -> str:
    """The page that was asked for; else the front page, in the account's language unless this browser chose one."""
    if wanted := _local(request):
        return in_language(wanted, current())
    own = known(getattr(request.user, "language", None))
    return in_language(reverse("home"), chosen(request) or own or current())


def _local(request: HttpRequest) -> str:
    """`next`, if it is a page of ours; anything else is forgotten, so that nobody can be sent away by a crafted link."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and of_path(wanted) is not None
    return wanted if ours and wanted.isprintable() else ""


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Only a POST signs out; whoever opens the address gets a page with the button."""
    if request.method != "POST":
        return render(request, "pages/sign_out.jinja")
    logout(request)
    return redirect("signed-out")


def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/signed_out.jinja")
