"""Accounts, the roles they were given, and tokens of programs: what an administrator does.

A secret (what somebody begins with, a token) is in the answer to the request that made it and nowhere else: what is kept for a repeated
request is without it.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from dicu.administration.model import AccountView, GivenRole, NewAccount, NewRole, TokenView
from dicu.api import errands, paging
from dicu.api.operations import Asked, Done, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.shapes import Day, Name, Sent, Shape, Step

room = Room("accounts")
ONE = "/accounts/{username}"
ALL_OF_THEM = 100_000
Code = Annotated[str, Field(min_length=1, max_length=160)]
Text = Annotated[str, Field(max_length=2000)]
Search = Annotated[str, Query(max_length=100, description="Only those whose username, name or agency holds this.")]


class AccountBrief(Shape):
    """`service`: it is a program's; it has tokens and no password."""

    username: str
    full_name: str
    agency: str
    service: bool
    active: bool
    created: datetime
    last_login: datetime | None


class GivenShape(Shape):
    """`until` is the last day that counts; `state`: in force, to come or over."""

    key: str
    role: str
    agency: str
    clearance: str
    since: date | None
    until: date | None
    state: str
    given_by: str
    given_at: datetime


class TokenShape(Shape):
    key: str
    name: str
    created: datetime
    expires: datetime
    revoked: datetime | None


class AccountShape(AccountBrief):
    """`tokens`: null where this caller may not issue any."""

    email: str
    language: str
    roles: list[GivenShape]
    tokens: list[TokenShape] | None


class OpenedShape(AccountShape):
    """`secret`: with it the owner chooses a password within a day; given this once. Null for a program's, and in a repeated
    answer."""

    secret: str | None


class InvitedShape(Shape):
    """`secret`: given this once; null in a repeated answer."""

    username: str
    secret: str | None


class IdentityShape(Shape):
    """`linked_by`: null where the provider's own verified username did it."""

    issuer: str
    subject: str
    linked: datetime
    linked_by: str | None


class IssuedShape(Shape):
    """`token`: given this once; null in a repeated answer."""

    name: str
    token: str | None


class AccountSent(Sent):
    username: Annotated[str, Field(min_length=1, max_length=100)]
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    agency: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    language: Literal["vi", "en"] = "vi"
    service: bool = False


class RoleSent(Sent):
    role: Code
    agency: Annotated[str, Field(max_length=40)] = ""
    clearance: Literal["open", "protected", "secret"] = "open"
    since: Day | None = None
    until: Day | None = None


class EndSent(Sent):
    """`key` names the grant; `day` is the first one without the role, today if it is not given."""

    key: Code
    day: Day | None = None


class ReasonSent(Sent):
    reason: Text


class InvitationSent(Sent):
    """`forget_factors`: the account's second factors are removed, too."""

    reason: Text
    forget_factors: bool = False


class SubjectSent(Sent):
    """The provider's own lasting code for the person (`sub`), never an e-mail address."""

    subject: Annotated[str, Field(min_length=1, max_length=255)]


class IssuerSent(Sent):
    issuer: Annotated[str, Field(min_length=1, max_length=500)]


class TokenSent(Sent):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=10_000)] = 90


class KeySent(Sent):
    key: Code


@room.reads("/accounts", Page[AccountBrief], "listAccounts", errands.administration)
def accounts(request: Asked, search: Search = "", limit: Limit = USUAL, after: After = "") -> Page[AccountBrief]:
    """Accounts, by their usernames."""
    rows, _ = request.house.administration.accounts.listed(request.asker, search, ALL_OF_THEM, 0)
    rest = paging.beyond(rows, paging.read("accounts", after, str), lambda row: (row.username,))
    more: paging.Key | None = [rest[limit - 1].username] if len(rest) > limit else None
    return Page(items=[AccountBrief(**_brief(row)) for row in rest[:limit]], next=paging.next_page(request.http, "accounts", more))


@room.writes("POST", "/accounts", OpenedShape, "openAccount", errands.administration, status=201)
def open_(request: Asked, body: AccountSent) -> Done:
    """Open an account. A person's begins with a secret that is told this once."""
    opened = request.house.administration.accounts.open(request.asker, NewAccount(**body.model_dump()))
    facts = _facts(request, opened.account)
    kept = OpenedShape(**facts, secret=None)
    where = {"Location": f"{request.http.path}/{opened.account.username}"}
    return Done(OpenedShape(**facts, secret=opened.secret or None), where, kept=kept)


@room.reads(ONE, AccountShape, "getAccount", errands.administration)
def account(request: Asked, username: Name) -> AccountShape:
    """An account with its roles and, of a program's, its tokens."""
    return AccountShape(**_facts(request, request.house.administration.accounts.account(request.asker, username)))


@room.writes("POST", f"{ONE}/roles", AccountShape, "giveRole", errands.administration)
def give(request: Asked, username: Name, body: RoleSent) -> AccountShape:
    """Give a role, from a day to a day."""
    request.house.administration.roles.give(request.asker, username, NewRole(**body.model_dump()))
    return account(request, username)


@room.writes("POST", f"{ONE}/roles/end", AccountShape, "endRole", errands.administration)
def end(request: Asked, username: Name, body: EndSent) -> AccountShape:
    """End a role."""
    request.house.administration.roles.end(request.asker, username, body.key, body.day)
    return account(request, username)


@room.writes("POST", f"{ONE}/close", AccountShape, "closeAccount", errands.administration)
def close(request: Asked, username: Name, body: ReasonSent) -> AccountShape:
    """Close an account: it does not sign in any more, and its tokens are worth nothing."""
    request.house.administration.accounts.close(request.asker, username, body.reason)
    return account(request, username)


@room.writes("POST", f"{ONE}/reopen", AccountShape, "reopenAccount", errands.administration)
def reopen(request: Asked, username: Name, body: ReasonSent) -> AccountShape:
    """Open a closed account again."""
    request.house.administration.accounts.reopen(request.asker, username, body.reason)
    return account(request, username)


@room.writes("POST", f"{ONE}/invitation", InvitedShape, "inviteAccount", errands.administration, status=201)
def invite(request: Asked, username: Name, body: InvitationSent) -> Done:
    """Let somebody in again with a secret told this once. Their password and all their sign-ins end at once."""
    part = request.house.administration.admission
    secret = part.invite(request.asker, username, body.reason, forget_factors=body.forget_factors)
    return Done(InvitedShape(username=username, secret=secret), kept=InvitedShape(username=username, secret=None))


@room.reads(f"{ONE}/identities", Page[IdentityShape], "listIdentities", errands.administration)
def identities(request: Asked, username: Name) -> Page[IdentityShape]:
    """Who the account is at identity providers."""
    return _identities(request, username)


@room.writes("POST", f"{ONE}/identities", Page[IdentityShape], "linkIdentity", errands.administration, status=201)
def link(request: Asked, username: Name, body: SubjectSent) -> Page[IdentityShape]:
    """Link the account with a subject at the provider that this house trusts."""
    request.house.administration.admission.link(request.asker, username, body.subject)
    return _identities(request, username)


@room.writes("POST", f"{ONE}/identities/unlink", Page[IdentityShape], "unlinkIdentity", errands.administration)
def unlink(request: Asked, username: Name, body: IssuerSent) -> Page[IdentityShape]:
    """Unlink the account from its identity at a provider."""
    request.house.administration.admission.unlink(request.asker, username, body.issuer)
    return _identities(request, username)


def _identities(request: Asked, username: str) -> Page[IdentityShape]:
    found = request.house.administration.admission.identities(request.asker, username)
    facts = ("issuer", "subject", "linked")
    items = [IdentityShape(**{name: getattr(one, name) for name in facts}, linked_by=one.linked_by or None) for one in found]
    return Page(items=items, next=None)


@room.writes("POST", f"{ONE}/tokens", IssuedShape, "issueToken", errands.administration, status=201)
def issue(request: Asked, username: Name, body: TokenSent) -> Done:
    """Issue a token of a program's account. Its text is told this once."""
    text = request.house.administration.tokens.issue(request.asker, username, body.name, body.days)
    return Done(IssuedShape(name=body.name, token=text), kept=IssuedShape(name=body.name, token=None))


@room.writes("POST", f"{ONE}/tokens/revoke", Step, "revokeToken", errands.administration)
def revoke(request: Asked, username: Name, body: KeySent) -> Step:
    """Revoke a token: it is worth nothing from now on."""
    request.house.administration.tokens.revoke(request.asker, username, body.key)
    return Step()


def _brief(found: AccountView) -> dict[str, Any]:
    return {name: getattr(found, name) for name in AccountBrief.model_fields}


def _facts(request: Asked, found: AccountView) -> dict[str, Any]:
    desk, day = request.house.administration, request.house.administration.tools.today()
    roles = [_given(given, day) for given in desk.roles.of(request.asker, found.username)]
    may = desk.tools.may(request.asker, "issue", "account", username=found.username, service=found.service)
    tokens = [_token(token) for token in desk.tokens.of(request.asker, found.username)] if may else None
    return {**_brief(found), "email": found.email, "language": found.language, "roles": roles, "tokens": tokens}


def _given(given: GivenRole, day: date) -> GivenShape:
    facts = {name: getattr(given.grant, name) for name in ("role", "agency", "clearance", "since", "until")}
    return GivenShape(key=given.key, **facts, state=given.state(day), given_by=given.given_by, given_at=given.given_at)


def _token(token: TokenView) -> TokenShape:
    return TokenShape(**{name: getattr(token, name) for name in TokenShape.model_fields})
