"""`dicu readings`: who has looked at what."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.readings.desk import A_PAGE, AN_EXPORT
from dicu.readings.model import Page, Wanted
from dicu.readings.telling import line, separated
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused, T

Out = Annotated[Path | None, typer.Option(help="Write a table (CSV) into this file instead.")]
Before = Annotated[int | None, typer.Option(help="Only what was noted before this position.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The log of reading: who has looked at what.")

    @group.command("of")
    def of(
        kind: Annotated[str, typer.Argument(help="What kind of thing: report, line, publication, person …")],
        key: Annotated[str, typer.Argument(help="Its codes, for example demo/2025/TD-LD.")],
        as_: As,
        purpose: Purpose = "reading",
        out: Out = None,
        before: Before = None,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Who has seen a thing, newest first: an agency's reporter for its own things, an auditor for all.

        Example: DICU_TOKEN=… dicu readings of report demo/2025/TD-LD --as uyen.kiemtoan --purpose audit
        """
        with acting(as_, purpose) as asker:
            page = house().readings.of(asker, kind, key, before, AN_EXPORT if out else A_PAGE)
        _told(page, out, json_)

    @group.command("mine")
    def mine(as_: As, purpose: Purpose = "reading", out: Out = None, before: Before = None, json_: Json = False, lang: Lang = "vi") -> None:
        """What the account has looked at, newest first.

        Example: DICU_TOKEN=… dicu readings mine --as an.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            page = house().readings.mine(asker, before, AN_EXPORT if out else A_PAGE)
        _told(page, out, json_)

    @group.command("search")
    def search(
        as_: As,
        account: Annotated[str, typer.Option(help="Who looked.")] = "",
        agency: Annotated[str, typer.Option(help="The reader's agency, or the owner's.")] = "",
        day: Annotated[str, typer.Option(help="A day in Viet Nam: 22/11/2026 or 2026-11-22.")] = "",
        purpose: Purpose = "audit",
        out: Out = None,
        before: Before = None,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """An auditor's search, refused attempts among them.

        Example: DICU_TOKEN=… dicu readings search --as uyen.kiemtoan --day 2026-11-22
        """
        wanted = Wanted(account=account.lower(), agency=agency, day=_day(day))
        with acting(as_, purpose) as asker:
            page = house().readings.found(asker, wanted, before, AN_EXPORT if out else A_PAGE)
        _told(page, out, json_)

    return group


def _day(text: str) -> date | None:
    return dates.read(text, language()) if text else None


def _told(page: Page, out: Path | None, as_json: bool) -> None:
    if out:
        _write(out, separated(page.readings))
    else:
        for reading in page.readings:
            print(line(reading, language()))
    print(T("{count} visits are listed.", count=len(page.readings)).say(language()))
    if page.older is not None:
        print(T("There are older ones: repeat with --before {position}.", position=str(page.older)).say(language()))
    if as_json:
        rows = [{**asdict(reading), "at": reading.at.isoformat()} for reading in page.readings]
        print(json.dumps({"readings": rows, "older": page.older}, ensure_ascii=False))


def _write(place: Path, text: str) -> None:
    try:
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(place), reason=str(error.strerror))) from error
