"""A password of one's own choosing: changed with the old one, or set with an administrator's invitation."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dicu.store.accounts.models import Account
from dicu.store.signing_in import throttle
from dicu.store.signing_in.backend import password_fits
from dicu.store.signing_in.invitations import NotInvited, begun, invited
from dicu.store.signing_in.limits import SECRET
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.text import normalised
from dicu.web.account.confirming import LONGEST_PASSWORD, signed_in
from dicu.web.account.entering import INVITATION, enter
from dicu.web.account.renewing import renew
from dicu.web.account.unkept import unkept
from dicu.web.account.waiting import form, wait_words
from dicu.web.forms import Problems
from dicu.web.notices import notify

SHORTEST = 12

REASONS = {
    "password_too_short": T("The new password is too short. Use at least {count} characters.", count=SHORTEST),
    "password_too_common": T("The new password is on the lists that everybody tries first. Choose another."),
    "password_entirely_numeric": T("The new password is only digits. Choose one with letters too."),
    "password_too_similar": T("The new password is too much like your name, username or address. Choose another."),
}


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@signed_in
def change(request: HttpRequest) -> HttpResponse:
    problems, wait = Problems(), 0
    if request.method == "POST":
        wait = _changed(request, problems)
        if not problems:
            return HttpResponseRedirect(reverse("account"))
    words = {"problems": problems, "shortest": SHORTEST, "has_one": request.user.has_usable_password()}
    return form(request, "account/password.jinja", words, wait)


def _changed(request: HttpRequest, problems: Problems) -> int:
    account: Any = request.user
    old = request.POST.get("old", "")
    if not account.has_usable_password():
        problems.add("", T("Your account has no password. An administrator can give you one."))
        return 0
    _check_new(request, account, problems, unlike=old)
    if problems:  # the old one is examined only for a change that could be made
        return 0
    fits, wait = password_fits(account, old[:LONGEST_PASSWORD])
    if wait or not fits:
        problems.add("old", wait_words(wait) if wait else T("This is not your present password."))
        return wait
    _set(account, request.POST["new"])
    update_session_auth_hash(request, account)
    renew(request)
    notify(request, T("Your password was changed. All other sign-ins of your account were ended."))
    return 0


@sensitive_post_parameters("secret", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
@unkept
def begin(request: HttpRequest) -> HttpResponse:
    """With an administrator's secret: a first password, or a new one."""
    problems, wait = Problems(), 0
    if request.method == "POST":
        account, wait = _begun(request, problems)
        if account:
            return enter(request, account, INVITATION, strong=False)
    words = {"problems": problems, "shortest": SHORTEST, "secret": request.POST.get("secret", "")[:60]}
    return form(request, "account/begin.jinja", words, wait)


def _begun(request: HttpRequest, problems: Problems) -> tuple[Account | None, int]:
    network, secret = request.network, request.POST.get("secret", "")  # type: ignore[attr-defined]
    if wait := throttle.reserve(SECRET, network) if network else 0:
        problems.add("secret", wait_words(wait))
        return None, wait
    try:
        account = invited(secret)
        throttle.taken_back(SECRET, network)
        _check_new(request, account, problems)
        if problems:
            return None, 0
        account = begun(secret, request.POST["new"])
    except NotInvited as refusal:
        problems.add("secret", refusal.message)
        return None, 0
    return account, 0


def _check_new(request: HttpRequest, account: Account, problems: Problems, unlike: str = "") -> None:
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    for message in _wrong(account, new, unlike):
        problems.add("new", message)
    if not problems and normalised(new) != normalised(again):
        problems.add("again", T("The two new passwords differ. Type the same one twice."))


def _wrong(account: Account, new: str, unlike: str) -> list[Message]:
    if len(new) > LONGEST_PASSWORD:
        return [T("The new password is too long. Use at most {count} characters.", count=LONGEST_PASSWORD)]
    if new and new == unlike:
        return [T("The new password is the old one. Choose another.")]
    try:
        validate_password(normalised(new), account)
    except ValidationError as refused:
        return [REASONS.get(error.code or "", REASONS["password_too_common"]) for error in refused.error_list]
    return []


def _set(account: Account, password: str) -> None:
    account.set_password(password)
    account.save(update_fields=["password"])
