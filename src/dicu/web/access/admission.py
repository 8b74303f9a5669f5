"""How an account gets in: a new secret for somebody who is locked out, and who they are at the identity provider."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from dicu.administration.rules import NotAllowed
from dicu.vocabulary.messages import T
from dicu.web.access.accounts import once
from dicu.web.access.asking import administrator, desk
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.typed_before import typed_before
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify

FIELDS = ("reason", "forget", "subject", "issuer")


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed(keeps=("reason", "subject"))
@sensitive_variables("secret")
def admission(request: HttpRequest, username: str) -> HttpResponse:
    who, part, problems = administrator(request), desk(request).admission, Problems()
    part.identities(who, username)
    step = typed(request, "step")
    if request.method == "POST" and step == "invite":
        with attempt(problems, *FIELDS):
            secret = part.invite(who, username, typed(request, "reason"), forget_factors=typed(request, "forget") == "yes")
        if not problems:
            return once(request, username, secret, T("The account {username} can begin anew.", username=username), begins=True)
    elif request.method == "POST":
        with attempt(problems, *FIELDS):
            _linked(request, username, step)
        if not problems:
            return HttpResponseRedirect(reverse("administration-admission", args=(username,)))
    return _page(request, username, problems)


def _linked(request: HttpRequest, username: str, step: str) -> None:
    part = desk(request).admission
    if step == "link":
        part.link(administrator(request), username, typed(request, "subject"))
        notify(request, T("The account is linked. Its owner signs in at the identity provider from now on, too."))
    elif step == "unlink":
        part.unlink(administrator(request), username, typed(request, "issuer"))
        notify(request, T("The account is unlinked from the identity provider."))
    else:
        raise NotAllowed(T("Choose what is to be done with the account."))


def _page(request: HttpRequest, username: str, problems: Problems) -> HttpResponse:
    words = {
        "account": desk(request).accounts.account(administrator(request), username),
        "identities": desk(request).admission.identities(administrator(request), username),
        "provider": settings.DICU_PROVIDER,
        "fields": {name: typed(request, name) for name in FIELDS} | typed_before(request),
        "problems": problems,
        "wide": True,
    }
    return render(request, "access/admission.jinja", words, status=422 if problems else 200)
