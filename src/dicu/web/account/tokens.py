"""One's own tokens for commands: until when they are valid, when they were last used, and their end."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dicu.access.model import Asker
from dicu.access.rulebook import READING
from dicu.store.signing_in import moments
from dicu.store.signing_in.token_uses import last_uses
from dicu.vocabulary.messages import Refused, T
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.unkept import unkept
from dicu.web.account.waiting import form
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify
from dicu.web.officer import asking

USUAL, MOST = 90, 366  # days


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@recently_confirmed
def index(request: HttpRequest) -> HttpResponse:
    desk, asker = _desk(request), Asker(asking(request), READING)
    problems, text = Problems(), ""
    if request.method == "POST" and request.POST.get("do") == "revoke":
        desk.revoke(asker, asker.officer.account, request.POST.get("token", ""))
        notify(request, T("The token was revoked. Commands that use it are refused from now on."))
        return HttpResponseRedirect(reverse("tokens"))
    if request.method == "POST":
        with attempt(problems, "name", "days"):
            text = desk.issue(asker, asker.officer.account, typed(request, "name"), _days(request))
    return _page(request, desk, asker, problems, text)


def _page(request: HttpRequest, desk: Any, asker: Asker, problems: Problems, text: str) -> HttpResponse:
    """`text`: a token just made; it is shown on this page and never again."""
    username = asker.officer.account
    words = {
        "problems": problems,
        "text": text,
        "name": "" if text else typed(request, "name")[:100],
        "days": typed(request, "days")[:4] or str(USUAL),
        "tokens": desk.of(asker, username),
        "uses": last_uses(username),
        "now": moments.now(),
    }
    return form(request, "account/tokens.jinja", words)


def _days(request: HttpRequest) -> int:
    days = typed(request, "days")
    if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST):
        raise Refused(T("A token is valid for 1 to {count} days.", count=MOST), "days")
    return int(days)


def _desk(request: HttpRequest) -> Any:
    return request.house.administration.tokens  # type: ignore[attr-defined]
