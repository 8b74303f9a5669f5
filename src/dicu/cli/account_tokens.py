"""`dicu account token`: tokens by which commands act as an account."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import T

Username = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Your own account, or a service’s.")]


def tokens(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Tokens by which commands act as an account: your own, or a service’s.")

    @group.command()
    def issue(
        as_: As,
        username: Username,
        name: Annotated[str, typer.Option(help="What it is for.")],
        days: Annotated[int, typer.Option(help="How many days it is valid.", min=1)] = 90,
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Issue a token and print it, this once.

        Example: DICU_TOKEN=… dicu account token issue nightly.build --name "máy dựng báo cáo" --days 90 --as van.quantri
        """
        with acting(as_, purpose) as asker:
            text = house().administration.tokens.issue(asker, username, name, days)
        print(json.dumps({"account": username, "token": text}) if json_ else text)

    @group.command(name="list")
    def list_(as_: As, username: Username, purpose: Purpose = "administration", json_: Json = False, lang: Lang = "vi") -> None:
        """List the tokens of an account, without their texts.

        Example: DICU_TOKEN=… dicu account token list nightly.build --as van.quantri
        """
        with acting(as_, purpose) as asker:
            desk = house().administration
            now, found = desk.tools.now(), desk.tokens.of(asker, username)
        rows = [{"key": t.key, "name": t.name, "expires": t.expires.isoformat(), "valid": t.valid(now)} for t in found]
        for row in rows:
            print(f"{row['key']}  {row['name']}  {row['expires']}" + ("" if row["valid"] else f"  ({T('over').say(language())})"))
        if json_:
            print(json.dumps(rows, ensure_ascii=False))

    @group.command()
    def revoke(
        as_: As,
        username: Username,
        key: Annotated[str, typer.Argument(help="The token’s key, as `list` prints it.")],
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """Revoke a token: it is worth nothing from now on.

        Example: DICU_TOKEN=… dicu account token revoke nightly.build access/nightly.build/tokens/1 --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.tokens.revoke(asker, username, key)
        print(T("The token is revoked.").say(language()))

    return group
