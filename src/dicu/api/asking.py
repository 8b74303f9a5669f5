"""Who asks: the account of the bearer token, on the errand that `Dicu-Purpose` names; without a token, the public.

A session's cookie gives nothing here: a page of somebody else's could make a browser send it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string

from dicu.access.model import PUBLIC, Officer
from dicu.access.rulebook import PURPOSES
from dicu.api import problems
from dicu.api.guessing import check_guesses
from dicu.api.limits import check_rate
from dicu.api.problems import Problem, in_parameter
from dicu.store.accounts.officers import officer_of
from dicu.store.accounts.tokens import account_by_token, expired_on, was_issued
from dicu.vocabulary.messages import Message, T

PURPOSE = "Dicu-Purpose"
TOKEN = re.compile(r"[Bb]earer +([A-Za-z0-9_~+/.=-]{1,200})")


@dataclass(frozen=True, slots=True)
class Caller:
    """`purpose` is empty where none was named: then it is the usual one of what is asked for."""

    officer: Officer
    purpose: str


class Bearer:
    """What ninja calls before it reads anything of a request. The public passes too: what they may is decided by `access`."""

    openapi_security_schema = {"type": "http", "scheme": "bearer"}  # noqa: RUF012 - ninja reads it from the class

    def __call__(self, request: HttpRequest) -> Caller:
        officer = _officer(request)
        request.officer = officer  # type: ignore[attr-defined] - an answer to a refusal must know who was refused
        check_rate(request, officer)
        return Caller(officer, _purpose(request))


def _officer(request: HttpRequest) -> Officer:
    header = request.headers.get("Authorization")
    if header is None:
        return PUBLIC
    token = TOKEN.fullmatch(header.strip())
    if token is None:
        raise Problem(problems.TOKEN_NEEDED)
    with transaction.atomic():
        account = account_by_token(token[1])
        if account is not None:
            return officer_of(account, house().now())
    raise _opens_nothing(request, token[1])


def house() -> Any:
    """The rooms, from where the settings say: the interface stands below what puts them together."""
    return import_string(settings.DICU_HOUSE)()


def _opens_nothing(request: HttpRequest, token: str) -> Problem:
    """Whoever holds a token that was good once may know that it is no longer."""
    check_rate(request, PUBLIC)  # whoever tries out tokens is one of the public
    moment = expired_on(token)
    if moment is None:
        if not was_issued(token):
            check_guesses(request)
        return Problem(problems.TOKEN_UNKNOWN)
    return Problem(problems.TOKEN_EXPIRED, Message(problems.TOKEN_EXPIRED.detail.sentence, {"moment": moment}))


def _purpose(request: HttpRequest) -> str:
    purpose: Any = request.headers.get(PURPOSE)
    if purpose is not None and purpose not in PURPOSES:
        choices = ", ".join(sorted(PURPOSES))
        raise problems.invalid(in_parameter(PURPOSE, T("Choose one of these: {choices}.", choices=choices)))
    return purpose or ""
