"""The command `dicu` and its parts. `--help` on each shows an example."""

import sys
from collections.abc import Callable
from typing import Any

import typer

from dicu.cli import account, agenda, api, calendar, demo, ledger, opening, operations, person, reading, review, worker
from dicu.cli.noting import called
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused

HouseOf = Callable[[], Any]


def main(house: HouseOf) -> None:
    """Run the command line with a way to get the house. Exit 0: done; 1: refused, with the reason; 2: wrong usage."""
    try:
        root = application(house)
        called(root, sys.argv[1:])
        root()
    except Refused as refusal:
        print(_said(refusal), file=sys.stderr)
        sys.exit(1)


def _said(refusal: Refused) -> str:
    """The reason, and where a whole report stands behind it, every line of that."""
    head = refusal.message.say(language()) + (f" ({refusal.where})" if refusal.where else "")
    report = getattr(refusal, "report", None)
    return f"{head}\n{report(language())}" if report else head


def application(house: HouseOf) -> typer.Typer:
    root = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Di Cư")
    root.command("demo")(demo.demo)
    root.command("check")(operations.check)
    root.command("migrate")(operations.migrate)
    root.command("serve")(operations.serve)
    root.command("backup")(operations.backup)
    root.command("restore")(operations.restore(house))
    root.add_typer(review.application(house), name="review")
    root.add_typer(ledger.application(house), name="ledger")
    root.add_typer(reading.application(house), name="readings")
    root.add_typer(account.application(house), name="account")
    root.add_typer(opening.application(house), name="opening")
    root.add_typer(person.application(house), name="person")
    root.command("worker")(worker.command(house))
    root.command("agenda")(agenda.command(house))
    root.add_typer(calendar.application(), name="calendar")
    root.add_typer(api.api(house), name="api")
    root.add_typer(api.webhook(house), name="webhook")
    return root
