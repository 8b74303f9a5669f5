"""Who a command acts as: an account named with `--as`, proved by DICU_TOKEN or by its password at a prompt, for a purpose.

`access` then decides exactly as it does on a page.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from dicu.cli.joining import joined
from dicu.cli.noting import noted
from dicu.cli.steps import language
from dicu.vocabulary.bilingual import LANGUAGES
from dicu.vocabulary.messages import Refused, T

As = Annotated[
    str, typer.Option("--as", metavar="ACCOUNT", help="The account to act as; its token in DICU_TOKEN, else its password is asked.")
]
Purpose = Annotated[str, typer.Option("--purpose", help="reporting, coordination, publication, audit, reading or administration.")]


def _spoken(lang: str) -> str:
    """From here on every message is in this language, a refusal too."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES))
    os.environ["DICU_LANG"] = lang
    return lang


Lang = Annotated[str, typer.Option("--lang", envvar="DICU_LANG", callback=_spoken, help="Language of messages: vi or en.")]
Json = Annotated[bool, typer.Option("--json", help="A machine-readable summary as the last line.")]


class NotSignedIn(Refused):
    """The credential does not fit the account."""


@contextmanager
def acting(username: str, purpose: str, *, anchored: bool = True) -> Iterator[Any]:
    """The store joined, a transaction begun, the officer known: yields an Asker. Everything of a refused command is undone.
    A database that is older than its anchor is not worked with, except by a command that looks for that itself."""
    with joined():
        ready()
        from django.db import OperationalError, transaction  # noqa: PLC0415

        from dicu.access.rulebook import PURPOSES  # noqa: PLC0415
        from dicu.review.desk import Asker  # noqa: PLC0415
        from dicu.store.ledger.notary import check_anchor  # noqa: PLC0415
        from dicu.store.security.session import speaking_as  # noqa: PLC0415

        if purpose not in PURPOSES:
            raise Refused(
                T("There is no purpose “{purpose}”. Choose one of: {purposes}.", purpose=purpose, purposes=", ".join(sorted(PURPOSES)))
            )
        try:
            if anchored:
                check_anchor()
            officer = _officer(username)
            with noted(officer), transaction.atomic(), speaking_as(officer):
                yield Asker(officer, purpose)
        except OperationalError as gone:
            raise Refused(T("The database does not answer. Nothing was done.")) from gone


def ready() -> None:
    """Django set up: its settings read what `joined` has found."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dicu.settings")
    django.setup()


def _officer(username: str) -> Any:
    from dicu.store.accounts.models import username_as_kept  # noqa: PLC0415
    from dicu.store.accounts.officers import officer_of  # noqa: PLC0415
    from dicu.store.accounts.tokens import account_by_token, expired_on  # noqa: PLC0415
    from dicu.store.environment import told  # noqa: PLC0415

    username = username_as_kept(username)
    token = told("DICU_TOKEN")
    account = account_by_token(token) if token else _by_password(username)
    if account is None and token and (expired := expired_on(token)):
        raise NotSignedIn(
            T("The token expired on {moment}. Issue a new one on the page of your account. Nothing was done.", moment=expired)
        )
    if account is None or account.username != username:
        raise NotSignedIn(T("The token or password does not fit the account “{account}”. Nothing was done.", account=username))
    return officer_of(account)


def _by_password(username: str) -> Any:
    from django.contrib.auth import authenticate  # noqa: PLC0415

    password = typer.prompt(T("Password of {account}", account=username).say(language()), hide_input=True, err=True)
    return authenticate(username=username, password=password)
