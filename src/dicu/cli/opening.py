"""`dicu opening`: what may not be seen, opened in an emergency."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.access.model import Asker
from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary import dates
from dicu.vocabulary.messages import T


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="In an emergency: open what you may not see, for a reason and a few hours.")

    @group.command()
    def make(
        as_: As,
        plan: Annotated[str, typer.Option(help="The plan.")],
        round_: Annotated[str, typer.Option("--round", help="The round.")],
        agency: Annotated[str, typer.Option(help="The agency whose report it is.")],
        reason: Annotated[str, typer.Option(help="Why, in at least 20 characters. The agency reads it.")],
        hours: Annotated[int, typer.Option(help="For how many hours, 1 to 4.")] = 1,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Open an agency’s report of a round. Whether there is one is not told.

        Example: DICU_TOKEN=… dicu opening make --plan demo --round 2025 --agency TD-P3 --reason "…" --as an.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            named = {"plan": plan, "round": round_, "agency": agency}
            made = house().administration.openings.make(asker, "report", named, reason, hours)
        print(T("Open until {moment}. The agency {agency} can read that you opened this, and why.",
                moment=made.until, agency=made.agency).say(language()))  # fmt: skip
        if json_:
            print(json.dumps({"key": made.key, "until": made.until.isoformat()}))

    @group.command(name="list")
    def list_(as_: As, purpose: Purpose = "reading", json_: Json = False, lang: Lang = "vi") -> None:
        """List what you opened, and what others opened of your agency’s things.

        Example: DICU_TOKEN=… dicu opening list --purpose reporting --as dung.laodong
        """
        with acting(as_, purpose) as asker:
            found = house().administration.openings.listed(asker)
        for one in found:
            print(f"{one.key}  {one.agency}  {dates.moment(one.since, language())}  {one.reason}")
        if json_:
            print(json.dumps([{"key": o.key, "account": o.account, "agency": o.agency, "until": o.until.isoformat(),
                               "ended": o.ended.isoformat() if o.ended else None} for o in found]))  # fmt: skip

    @group.command()
    def end(
        as_: As,
        key: Annotated[str, typer.Argument(help="The opening’s key, as `list` prints it.")],
        purpose: Purpose = "reading",
        lang: Lang = "vi",
    ) -> None:
        """End an opening before its time.

        Example: DICU_TOKEN=… dicu opening end openings/an.ngoaigiao/1 --as an.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            house().administration.openings.end(Asker(asker.officer, asker.purpose), key)
        print(T("The opening is ended.").say(language()))

    return group
