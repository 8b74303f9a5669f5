"""`dicu calendar`: the working days of a year, and whether an overlay for a new one fits. Files only; no account is asked."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import Json, Lang
from dicu.cli.steps import language
from dicu.store import environment
from dicu.vocabulary.dates import short
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.overlays import Calendars
from dicu.vocabulary.workdays import CODES, Calendar


def application() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Working-day calendars: what is loaded, and what an overlay would add.")

    @group.callback()
    def calendar() -> None:
        """Working-day calendars: what is loaded, and what an overlay would add."""

    group.command()(check)
    group.command()(show)
    return group


def check(file: Annotated[Path, typer.Argument(help="The overlay, a YAML file.")], json_: Json = False, lang: Lang = "vi") -> None:
    """Say whether an overlay can be laid over its calendar, with all that is in DICU_CALENDARS; exit 1 with the reason if not.

    Example: dicu calendar check vn-2027.yaml
    """
    calendars = Calendars(environment.calendars())
    found = calendars.check(file)
    before = calendars.without(file, found.code)
    new = sorted(found.years - before.years)
    changed = sorted(day for day in _special(before) ^ _special(found) if day.year in before.years)
    print(T("{file} fits the calendar {calendar}.", file=file.name, calendar=found.code).say(language()))
    for year in new:
        print(T("It opens the year {year}: {count} working days.", year=str(year), count=_working(found, year)).say(language()))
    if changed:
        print(T("It changes these days: {days}.", days=", ".join(short(day, language()) for day in changed)).say(language()))
    print(T("Put it into the folder that DICU_CALENDARS names; it counts from then on.").say(language()))
    if json_:
        print(json.dumps({"ok": True, "calendar": found.code, "years": new, "changed": [day.isoformat() for day in changed]}))


def show(
    code: Annotated[str, typer.Argument(help=f"One of: {', '.join(CODES)}.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    json_: Json = False,
    lang: Lang = "vi",
) -> None:
    """List the days of a year on which nobody works although the week says so, and the weekend days that are worked.

    Example: dicu calendar show vn 2026 --lang en
    """
    found = Calendars(environment.calendars()).calendar(code)
    if not 1 <= year <= 9999:
        raise Refused(T("{year} is not a year.", year=str(year)))
    found.check_loaded(date(year, 1, 1))
    entries = sorted([*_of(found.days_off, year, False), *_of(found.make_up, year, True)], key=lambda row: row["day"])
    print(T("{calendar}, {year}: {count} working days", calendar=found.name, year=str(year), count=_working(found, year)).say(language()))
    for row in entries:
        mark = "" if row["verified"] else " " + T("(not verified)").say(language())
        print(f"  {row['day']}  {row[language()]}{mark}  [{row['source']}]")
    if json_:
        print(json.dumps({"calendar": code, "year": year, "working_days": _working(found, year), "days": entries}, ensure_ascii=False))


def _special(found: Calendar) -> set[date]:
    return {*found.days_off, *found.make_up}


def _of(days: Any, year: int, worked: bool) -> list[dict[str, Any]]:
    return [
        {"day": day.isoformat(), "worked": worked, "vi": entry.reason.vi, "en": entry.reason.en, "source": entry.source.title,
         "verified": entry.source.verified}
        for day, entry in days.items() if day.year == year
    ]  # fmt: skip


def _working(found: Calendar, year: int) -> int:
    first = date(year, 1, 1)
    return sum(found.is_working(first + timedelta(days=n)) for n in range((date(year, 12, 31) - first).days + 1))
