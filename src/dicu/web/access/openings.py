"""What was opened in an emergency: by oneself, and by others of what belongs to the own agency."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.rulebook import REPORTER
from dicu.access.rulebook.opening import LONGEST, OPENABLE, SHORTEST
from dicu.administration.model import OpeningView
from dicu.administration.rules import ROLES
from dicu.vocabulary.messages import Message, T
from dicu.web import home
from dicu.web.access.asking import desk, number_of, on_any_errand, opener
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.typed_before import typed_before
from dicu.web.forms import Problems, attempt, typed
from dicu.web.home import Tile
from dicu.web.middleware import asking
from dicu.web.notices import notify
from dicu.web.signing_in import signed_in

FIELDS = ("plan", "round", "agency", "reason", "hours")


@signed_in
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    part, tools = desk(request).openings, desk(request).tools
    rows = part.listed(*on_any_errand(request))
    words = {
        "rows": [(row, _may_end(request, row)) for row in rows],
        "now": tools.now(),
        "may_make": part.may_make(opener(request)),
        "openable": OPENABLE,
        "roles": ROLES,
        "wide": True,
    }
    return render(request, "access/openings.jinja", words)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed(keeps=FIELDS)
def new(request: HttpRequest) -> HttpResponse:
    """What is named is opened, whether it is there or not: the answer does not tell."""
    part, who, problems = desk(request).openings, opener(request), Problems()
    part.check_maker(who, "report")
    fields = {name: typed(request, name) for name in FIELDS}
    if request.method == "POST":
        with attempt(problems, *FIELDS):
            made = part.make(who, "report", fields, fields["reason"], number_of(fields["hours"]))
        if not problems:
            notify(request, made_known(made))
            return HttpResponseRedirect(reverse("openings"))
    else:
        fields |= {name: request.GET.get(name, "")[:80] for name in ("plan", "round", "agency")} | typed_before(request)
    words = {"fields": fields, "problems": problems, "shortest": SHORTEST, "hours": range(1, LONGEST + 1)}
    return render(request, "access/new_opening.jinja", words, status=422 if problems else 200)


@signed_in
@require_POST
def end(request: HttpRequest, account: str, number: str) -> HttpResponse:
    request.stays_at = reverse("openings")  # type: ignore[attr-defined]
    key = f"openings/{account}/{number}"
    facts, may = _facts(request, key), desk(request).tools.may
    fitting = [asker for asker in on_any_errand(request) if may(asker, "end", "opening", **facts)]
    desk(request).openings.end(fitting[0] if fitting else opener(request), key)
    notify(request, T("The opening is ended. Its officer does not see the thing any more."))
    return HttpResponseRedirect(reverse("openings"))


def made_known(made: OpeningView) -> Message:
    return T("Open until {moment}. The agency {agency} can read that you opened this, and why.", moment=made.until, agency=made.agency)


def _facts(request: HttpRequest, key: str) -> dict[str, str]:
    """Of an opening that the officer may know of; of any other nothing, so that nothing fits."""
    found = [row for row in desk(request).openings.listed(*on_any_errand(request)) if row.key == key]
    return {"what": found[0].what, "agency": found[0].agency, "account": found[0].account} if found else {}


def _may_end(request: HttpRequest, row: OpeningView) -> bool:
    tools, facts = desk(request).tools, {"what": row.what, "agency": row.agency, "account": row.account}
    return row.running(tools.now()) and any(tools.may(asker, "end", "opening", **facts) for asker in on_any_errand(request))


@home.work
def tiles(request: HttpRequest) -> list[Tile]:
    """For reporters: what of their agency's things is open to somebody else now."""
    officer, tools = asking(request), desk(request).tools
    if REPORTER not in officer.roles(tools.today()):
        return []
    rows = desk(request).openings.listed(*on_any_errand(request))
    running = [row for row in rows if row.running(tools.now()) and row.account != officer.account]
    text = T("Somebody opened what belongs to your agency in an emergency. Read why, and end it if it should not be.")
    return [Tile(T("Openings of your things"), text, reverse("openings"), len(running))] if running else []
