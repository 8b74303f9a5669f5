"""What the commands on accounts share: who it is about, why, what is said, and steps that are done at the machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dicu.cli.joining import joined
from dicu.cli.steps import language
from dicu.vocabulary.messages import Message, T

Username = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account that it is about.")]
Reason = Annotated[str, typer.Option(help="Why. It is recorded.")]


@contextmanager
def at_the_machine() -> Iterator[None]:
    """As nobody: who can start this command with the database's address could write its tables anyway."""
    with joined():
        from dicu.cli.asking import ready  # noqa: PLC0415

        ready()
        from django.db import transaction  # noqa: PLC0415

        from dicu.store.security.session import maintaining  # noqa: PLC0415

        with transaction.atomic(), maintaining():
            yield


def say(message: Message) -> None:
    print(message.say(language()))


def told(said: Message, username: str, secret: str, as_json: bool) -> None:
    """What a step says that may have made a secret."""
    say(said)
    if secret:
        say(T("With this secret, shown this once, its owner chooses a password within a day: {secret}", secret=secret))
        say(T("On the page {path} of this house.", path=f"/{language()}/account/begin"))
    if as_json:
        print(json.dumps({"account": username, "secret": secret}))
