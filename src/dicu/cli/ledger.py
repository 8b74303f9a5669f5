"""`dicu ledger`: does the chain hold?"""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The ledger: what happened, and whether its record is whole.")

    @group.callback()
    def ledger() -> None:
        """The ledger: what happened, and whether its record is whole."""

    @group.command()
    def verify(
        as_: As,
        purpose: Purpose = "audit",
        stream: Annotated[str, typer.Option(help="One stream only, for example report/demo/2025/TD-LD.")] = "",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Name the first entry that does not fit its chain; exit 1 if there is one.

        Example: DICU_TOKEN=… dicu ledger verify --as uyen.kiemtoan
        """
        with acting(as_, purpose) as asker:
            house().desk.tools.check(asker, "see", "ledger", authority="")
            total = _length(house().ledger, stream)
            fault = house().ledger.verify(stream)
        said = fault.message if fault else T("The chain holds over {count} entries.", count=total)
        print(said.say(language()) + (f" ({fault.stream})" if fault else ""))
        if json_:
            print(json.dumps({"ok": fault is None, "stream": fault.stream if fault else None, "number": fault.number if fault else None}))
        raise typer.Exit(1 if fault else 0)

    return group


def _length(ledger: Any, stream: str) -> int:
    """How many entries are looked at. A stream that is not there would hold in silence."""
    if not stream:
        return int(ledger.latest(0, 0)[1])
    if all(known.name != stream for known in ledger.streams(stream)):
        raise Refused(T("There is no stream “{stream}”, or none that you may see.", stream=stream))
    return len(ledger.read(stream))
