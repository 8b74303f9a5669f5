"""One's own sign-ins: on which devices, since when, from which network; and their end."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dicu.store.signing_in import sessions
from dicu.vocabulary.messages import T
from dicu.web.account.confirming import signed_in
from dicu.web.account.unkept import unkept
from dicu.web.notices import notify


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _end(request)
        return HttpResponseRedirect(reverse("sessions"))
    this = sessions.digest(request.session.session_key or "")
    found = sessions.of(request.user)  # type: ignore[arg-type]
    return render(request, "account/sessions.jinja", {"sessions": found, "this": this})


def _end(request: HttpRequest) -> None:
    account: Any = request.user
    key = request.session.session_key
    which = request.POST.get("session", "")
    if which == "others":
        ended = sessions.end(account, but=key)
    else:
        ended = sessions.end(account, only=which) if len(which) == 64 and which != sessions.digest(key or "") else 0
    said = T("Sign-ins that were ended: {count}.", count=ended) if which == "others" else T("The sign-in was ended.")
    notify(request, said if ended else T("There was nothing to end: it was over already."))
