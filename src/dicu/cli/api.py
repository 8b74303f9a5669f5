"""`dicu api`: the description of the interface for programs. `dicu webhook`: who else is told what happens."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting, ready
from dicu.cli.joining import joined
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

House = Callable[[], Any]
WebhookId = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its number, as `list` prints it.")]


def api(house: House) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The interface for programs.")

    @group.callback()
    def interface() -> None:
        """The interface for programs."""

    @group.command()
    def schema(
        out: Annotated[Path, typer.Option(help="The file to write.")],
        lang: Lang = "vi",
    ) -> None:
        """Write the OpenAPI 3.1 description of the interface, as it is served at /api/v1/openapi.json.

        To a file that ends with .md the reference for readers is written; what stands before its mark is kept.

        Example: dicu api schema --out openapi.json
        """
        try:
            text = _written(out)
            out.write_text(text, "utf-8")
        except OSError as error:
            raise Refused(T("{place} cannot be written: {reason}.", place=str(out), reason=str(error.strerror))) from error
        print(T("The description lies in {file}.", file=str(out)).say(language()))

    return group


def _written(out: Path) -> str:
    """The interface stands beside the commands, so it is asked for by name."""
    from importlib import import_module  # noqa: PLC0415

    with joined():
        ready()
        found = import_module("dicu.api.interface").description()
        if out.suffix != ".md":
            return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        before = out.read_text("utf-8") if out.is_file() else ""
        return str(import_module("dicu.api.reference").joined(before, found))


def webhook(house: House) -> typer.Typer:  # noqa: PLR0915 - one after the other, seven small commands
    group = typer.Typer(no_args_is_help=True, help="Webhooks: who else is told what happens, and delivering it.")

    @group.command()
    def add(
        as_: As,
        address: Annotated[str, typer.Argument(help="Where to send: https://name.example/path.")],
        account: Annotated[str, typer.Option(help="The account that it acts as: it is told what this one may know.")],
        for_: Annotated[str, typer.Option("--for", help="The purpose that it acts for, for example coordination.")],
        kinds: Annotated[str, typer.Option(help="What is told, with commas between: report.submitted,publication.published.")],
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Register a webhook; prints its number and its public key.

        Example: DICU_TOKEN=… dicu webhook add --as van.quantri --account may.bao --for reading --kinds publication.published https://nhan.example/x
        """
        with acting(as_, purpose) as asker:
            asked = [kind.strip() for kind in kinds.split(",") if kind.strip()]
            made = house().webhooks.register(asker, address, account, for_, asked)
        print(f"{made.id}  {made.keys[-1].public}")
        if json_:
            print(json.dumps(_facts(made)))

    @group.command(name="list")
    def list_(as_: As, purpose: Purpose = "administration", json_: Json = False, lang: Lang = "vi") -> None:
        """List the webhooks and how their deliveries stand.

        Example: DICU_TOKEN=… dicu webhook list --as van.quantri
        """
        with acting(as_, purpose) as asker:
            desk = house().webhooks
            rows = [_facts(one) | _standing(desk.standing(asker, one.id)) for one in desk.all(asker)]
        for row in rows:
            print(f"{row['webhook']}  {row['state']}  {row['account']}  {row['address']}  {row['position']}  {row['last_result']}")
        if json_:
            print(json.dumps(rows))

    @group.command()
    def renew(
        as_: As,
        webhook: WebhookId,
        overlap_days: Annotated[int, typer.Option(help="How many days the former key signs beside the new one.")] = 7,
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """Give a webhook a new signing key; prints the public one.

        Example: DICU_TOKEN=… dicu webhook renew --as van.quantri 9f1c2d3e4f5a6b7c
        """
        with acting(as_, purpose) as asker:
            print(house().webhooks.renew(asker, webhook, overlap_days).keys[-1].public)

    @group.command()
    def resume(as_: As, webhook: WebhookId, purpose: Purpose = "administration", lang: Lang = "vi") -> None:
        """Go on with a webhook that was stopped, after the last message that arrived.

        Example: DICU_TOKEN=… dicu webhook resume --as van.quantri 9f1c2d3e4f5a6b7c
        """
        with acting(as_, purpose) as asker:
            house().webhooks.resume(asker, webhook)
        print(T("The webhook goes on.").say(language()))

    @group.command()
    def replay(
        as_: As,
        webhook: WebhookId,
        after: Annotated[int, typer.Option(help="The entry of the ledger after which everything is told again.")],
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """Tell a webhook again what happened after an entry of the ledger.

        Example: DICU_TOKEN=… dicu webhook replay --as van.quantri --after 1234 9f1c2d3e4f5a6b7c
        """
        with acting(as_, purpose) as asker:
            house().webhooks.replay(asker, webhook, after)
        print(T("It is told again, from entry {position} on.", position=after).say(language()))

    @group.command()
    def remove(as_: As, webhook: WebhookId, purpose: Purpose = "administration", lang: Lang = "vi") -> None:
        """Remove a webhook.

        Example: DICU_TOKEN=… dicu webhook remove --as van.quantri 9f1c2d3e4f5a6b7c
        """
        with acting(as_, purpose) as asker:
            house().webhooks.remove(asker, webhook)
        print(T("The webhook is removed.").say(language()))

    @group.command()
    def deliver(
        once: Annotated[bool, typer.Option("--once", help="Deliver what is due, then end. The worker does it again and again.")] = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Deliver what is due to all webhooks. Exit 1 if a message did not arrive; it is tried again later.

        Example: dicu webhook deliver --once
        """
        if not once:
            raise typer.BadParameter(T("Use --once here; the worker (dicu worker) delivers again and again.").say(language()))
        with joined():
            ready()
            tally = house().deliveries.deliver()
        print(T("{sent} messages arrived, {failed} did not.", sent=tally.sent, failed=tally.failed).say(language()))
        if json_:
            print(json.dumps({"sent": tally.sent, "failed": tally.failed, "stopped": tally.stopped}))
        raise typer.Exit(1 if tally.failed else 0)

    return group


def _facts(webhook: Any) -> dict[str, Any]:
    named = {name: getattr(webhook, name) for name in ("address", "account", "purpose")}
    keys = [{"generation": key.generation, "public": key.public} for key in webhook.keys]
    return {"webhook": webhook.id, **named, "kinds": list(webhook.kinds), "state": str(webhook.state), "keys": keys}


def _standing(standing: Any) -> dict[str, Any]:
    failing = standing.failing_since.isoformat() if standing.failing_since else None
    return {"position": standing.position, "attempts": standing.attempts, "failing_since": failing, "last_result": standing.last_result}
