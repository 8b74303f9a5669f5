"""The list of accounts, a new one, and one with its roles, tokens and history."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dicu.access.clearances import LEVELS
from dicu.access.clearances import NAMES as CLEARANCES
from dicu.administration.model import NewAccount, NewRole
from dicu.administration.rules import ROLES, NotAllowed
from dicu.vocabulary.messages import Message, T
from dicu.web.access.asking import administrator, day_of, desk, number_of
from dicu.web.account.confirming import recently_confirmed
from dicu.web.account.typed_before import typed_before
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify
from dicu.web.signing_in import signed_in

PAGE = 50
FIELDS = ("username", "full_name", "agency", "email", "language")
ROLE_FIELDS = ("role", "agency", "clearance", "since", "until")
STATES = {"in force": T("in force"), "to come": T("to come"), "over": T("over")}
TONES = {"in force": "good", "to come": "waiting", "over": "neutral"}


@signed_in
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    who, part = administrator(request), desk(request).accounts
    search, page = request.GET.get("q", "").strip()[:100], max(1, number_of(request.GET.get("page", "1")))
    rows, total = part.listed(who, search, PAGE, (page - 1) * PAGE)
    words = {"rows": rows, "total": total, "page": page, "pages": -(-total // PAGE), "search": search, "roles": ROLES}
    words |= {"held": _held(request), "clashes": part.findings(who), "wide": True}
    return render(request, "access/accounts.jinja", words)


def _held(request: HttpRequest) -> dict[str, list[Message]]:
    """Username → the names of the roles that it has today."""
    day = desk(request).tools.today()
    return {
        username: [ROLES[given.grant.role].name for given in roles if given.state(day) == "in force" and given.grant.role in ROLES]
        for username, (_, roles) in desk(request).tools.records.held().items()
    }


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed(keeps=(*FIELDS, "kind"))
@sensitive_variables("opened")
def new(request: HttpRequest) -> HttpResponse:
    """The secret with which the owner begins is shown on the answer to the form, this once."""
    desk(request).tools.check(administrator(request), "see", "account")
    problems = Problems()
    if request.method == "POST":
        with attempt(problems, *FIELDS):
            opened = desk(request).accounts.open(administrator(request), _told(request, typed(request, "kind") == "service"))
        if not problems:
            username = opened.account.username
            return once(request, username, opened.secret, T("The account {username} is open.", username=username), begins=True)
    words = {"problems": problems, "fields": _typed(request, (*FIELDS, "kind")) | typed_before(request)}
    return render(request, "access/new_account.jinja", words, status=422 if problems else 200)


def _told(request: HttpRequest, service: bool) -> NewAccount:
    language = typed(request, "language") or "vi"
    return NewAccount(
        typed(request, "username"), typed(request, "full_name"), typed(request, "agency"), typed(request, "email"), language, service
    )


@signed_in
@require_safe
def account(request: HttpRequest, username: str) -> HttpResponse:
    return _page(request, username, Problems(), typed_before(request))


def here(username: str) -> str:
    return reverse("administration-account", args=(username,))


@require_POST
@recently_confirmed(back=here, keeps=ROLE_FIELDS)
def grant(request: HttpRequest, username: str) -> HttpResponse:
    _stays(request, username)
    part, problems = desk(request).roles, Problems()
    desk(request).accounts.account(administrator(request), username)
    with attempt(problems, *ROLE_FIELDS):
        where = (typed(request, "agency"), typed(request, "clearance") or "open")
        part.give(administrator(request), username, NewRole(typed(request, "role"), *where, *_days(request)))
    if problems:
        return _page(request, username, problems, _typed(request, ROLE_FIELDS))
    return _done(request, username, T("The role was given."))


def _days(request: HttpRequest) -> tuple[date | None, date | None]:
    return day_of(request, "since"), day_of(request, "until")


@signed_in
@require_POST
def end(request: HttpRequest, username: str) -> HttpResponse:
    _stays(request, username)
    problems = Problems()
    with attempt(problems):
        desk(request).roles.end(administrator(request), username, typed(request, "grant"), day_of(request, "day"))
    return _page(request, username, problems, {}) if problems else _done(request, username, T("The role is ended."))


@signed_in
@require_POST
def turn(request: HttpRequest, username: str) -> HttpResponse:
    """Closes the account, or opens it again."""
    _stays(request, username)
    part, problems, step = desk(request).accounts, Problems(), typed(request, "step")
    part.account(administrator(request), username)
    with attempt(problems, "reason"):
        if step not in {"close", "reopen"}:
            raise NotAllowed(T("Choose what is to be done with the account."))
        (part.close if step == "close" else part.reopen)(administrator(request), username, typed(request, "reason"))
    if problems:
        return _page(request, username, problems, _typed(request, ("reason",)))
    said = T("The account is closed. It does not sign in any more, and its tokens are worth nothing.")
    return _done(request, username, said if step == "close" else T("The account is open again."))


@require_POST
@recently_confirmed(back=here, keeps=("name", "days"))
def issue(request: HttpRequest, username: str) -> HttpResponse:
    _stays(request, username)
    problems = Problems()
    desk(request).accounts.account(administrator(request), username)
    with attempt(problems, "name", "days"):
        text = desk(request).tokens.issue(administrator(request), username, typed(request, "name"), number_of(typed(request, "days")))
    if problems:
        return _page(request, username, problems, _typed(request, ("name", "days")))
    return once(request, username, text, T("The token was issued."))


@signed_in
@require_POST
def revoke(request: HttpRequest, username: str) -> HttpResponse:
    _stays(request, username)
    problems = Problems()
    desk(request).accounts.account(administrator(request), username)
    with attempt(problems):
        desk(request).tokens.revoke(administrator(request), username, typed(request, "token"))
    return _page(request, username, problems, {}) if problems else _done(request, username, T("The token is revoked."))


def _page(request: HttpRequest, username: str, problems: Problems, fields: dict[str, str]) -> HttpResponse:
    who, house = administrator(request), desk(request)
    found = house.accounts.account(who, username)
    facts = {"username": username, "service": found.service}
    tokens = house.tokens.of(who, username) if house.tools.may(who, "issue", "account", **facts) else None
    words = {
        "account": found,
        "given": house.roles.of(who, username),
        "history": [(entry, _said(request, entry)) for entry in house.accounts.history(who, username)],
        "tokens": tokens,
        "may": {step: house.tools.may(who, step, "account", **facts) for step in ("grant", "end", "close", "reopen", "issue", "invite")},
        "day": house.tools.today(),
        "now": house.tools.now(),
        "fields": fields,
        "problems": problems,
        "roles": ROLES,
        "levels": [(level, CLEARANCES[level]) for level in LEVELS],
        "clearances": CLEARANCES,
        "states": STATES,
        "tones": TONES,
        "wide": True,
    }
    return render(request, "access/account.jinja", words, status=422 if problems else 200)


def _said(request: HttpRequest, entry: Any) -> Message:
    kinds = request.house.kinds  # type: ignore[attr-defined]
    return Message(kinds[entry.kind].sentence.sentence, {**entry.body, "role": _role(entry.body.get("role", ""))})


def _role(role: str) -> Message | str:
    return ROLES[role].name if role in ROLES else role


@sensitive_variables("secret")
def once(request: HttpRequest, username: str, secret: str, said: Message, *, begins: bool = False) -> HttpResponse:
    """An answer that holds a secret: never kept, never shown again. `begins`: its owner chooses a password with it."""
    _stays(request, username)
    words = {"username": username, "secret": secret, "said": said, "begins": begins}
    response = render(request, "access/once.jinja", words)
    response["Cache-Control"] = "no-store"
    return response


def _stays(request: HttpRequest, username: str) -> None:
    request.stays_at = here(username)  # type: ignore[attr-defined]


def _done(request: HttpRequest, username: str, said: Message) -> HttpResponse:
    notify(request, said)
    return HttpResponseRedirect(here(username))


def _typed(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: typed(request, name) for name in names}
