"""`dicu account`: accounts, the roles they are given, their tokens."""

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from dicu.administration.model import NewAccount, NewRole
from dicu.cli import account_admission
from dicu.cli.account_steps import Reason, Username, at_the_machine, say, told
from dicu.cli.account_tokens import tokens
from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary import dates
from dicu.vocabulary.messages import T

HouseOf = Callable[[], Any]
Agency = Annotated[str, typer.Option(help="Code of the agency, for example TD-LD.")]
Name = Annotated[str, typer.Option("--name", help="Name of the person, or what the service does.")]
Day = Annotated[str, typer.Option(help="A day, for example 2026-12-31.")]


def application(house: HouseOf) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Accounts, the roles they are given, their tokens.")
    _opening(group, house)
    _closing(group, house)
    _roles(group, house)
    _looking(group, house)
    account_admission.add(group, house)
    group.add_typer(tokens(house), name="token")
    return group


def _opening(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def first(username: Username, name: Name, agency: Agency = "", json_: Json = False, lang: Lang = "vi") -> None:
        """Make the first administrator of an installation that has none. Needs no account, but the machine.

        Example: dicu account first van.quantri --name "Trịnh Hà Vân" --agency TD-NG
        """
        with at_the_machine():
            opened = house().administration.accounts.first(NewAccount(username, name, agency, language=lang))
        told(T("The account {username} is open.", username=opened.account.username), opened.account.username, opened.secret, json_)

    @group.command(name="open")
    def open_(
        as_: As,
        username: Username,
        name: Name,
        agency: Agency = "",
        email: Annotated[str, typer.Option(help="E-mail address.")] = "",
        speaks: Annotated[str, typer.Option(help="Language of its pages: vi or en.")] = "vi",
        service: Annotated[bool, typer.Option("--service", help="For a program: without a password, with tokens.")] = False,
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Open an account. The secret with which its owner begins is printed once.

        Example: DICU_TOKEN=… dicu account open lan.laodong --name "Nguyễn Thị Lan" --agency TD-LD --as van.quantri
        """
        with acting(as_, purpose) as asker:
            opened = house().administration.accounts.open(asker, NewAccount(username, name, agency, email, speaks, service))
        told(T("The account {username} is open.", username=opened.account.username), opened.account.username, opened.secret, json_)


def _closing(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def close(as_: As, username: Username, reason: Reason, purpose: Purpose = "administration", lang: Lang = "vi") -> None:
        """Close an account: it does not sign in any more, and its tokens are worth nothing.

        Example: DICU_TOKEN=… dicu account close lan.laodong --reason "Chuyển công tác" --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.accounts.close(asker, username, reason)
        say(T("The account {username} is closed.", username=username))

    @group.command()
    def reopen(as_: As, username: Username, reason: Reason, purpose: Purpose = "administration", lang: Lang = "vi") -> None:
        """Open a closed account again, with the roles it has.

        Example: DICU_TOKEN=… dicu account reopen lan.laodong --reason "Trở lại đơn vị" --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.accounts.reopen(asker, username, reason)
        say(T("The account {username} is open again.", username=username))


def _roles(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def grant(
        as_: As,
        username: Username,
        role: Annotated[str, typer.Option(help="reporter, coordinator, auditor or administrator.")],
        agency: Agency = "",
        clearance: Annotated[str, typer.Option(help="open, protected or secret.")] = "open",
        since: Day = "",
        until: Day = "",
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Give a role, from a first day (else today) to a last one (else without end).

        Example: DICU_TOKEN=… dicu account grant lan.laodong --role reporter --agency TD-LD --until 2026-12-31 --as van.quantri
        """
        new = NewRole(role, agency, clearance, _day(since), _day(until))
        with acting(as_, purpose) as asker:
            key = house().administration.roles.give(asker, username, new)
        say(T("{username} has the role {role}.", username=username, role=role))
        if json_:
            print(json.dumps({"account": username, "role": role, "key": key}))

    @group.command()
    def end(
        as_: As,
        username: Username,
        key: Annotated[str, typer.Argument(help="The role’s key, as `dicu account show` prints it.")],
        day: Annotated[str, typer.Option(help="The first day without it; today if it is not said.")] = "",
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """End a role.

        Example: DICU_TOKEN=… dicu account end lan.laodong access/lan.laodong/2 --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.roles.end(asker, username, key, _day(day))
        say(T("The role of {username} is ended.", username=username))


def _looking(group: typer.Typer, house: HouseOf) -> None:
    @group.command(name="list")
    def list_(
        as_: As,
        search: Annotated[str, typer.Option(help="A part of a name, a username or an agency.")] = "",
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List the accounts.

        Example: DICU_TOKEN=… dicu account list --search laodong --as van.quantri
        """
        with acting(as_, purpose) as asker:
            found, _ = house().administration.accounts.listed(asker, search, 100_000)
        for account in found:
            mark = "" if account.active else f"  ({T('closed').say(language())})"
            print(f"{account.username}  {account.full_name}  {account.agency}{mark}")
        if json_:
            print(json.dumps([{"account": a.username, "name": a.full_name, "agency": a.agency, "service": a.service,
                               "active": a.active} for a in found], ensure_ascii=False))  # fmt: skip

    @group.command()
    def show(as_: As, username: Username, purpose: Purpose = "administration", json_: Json = False, lang: Lang = "vi") -> None:
        """Show an account’s roles with their keys.

        Example: DICU_TOKEN=… dicu account show lan.laodong --as van.quantri
        """
        with acting(as_, purpose) as asker:
            desk = house().administration
            day, roles = desk.tools.today(), desk.roles.of(asker, username)
        rows = [_row(given, day) for given in roles]
        for row in rows:
            print("  ".join(str(value or "-") for value in row.values()))
        if json_:
            print(json.dumps(rows))


def _row(given: Any, day: date) -> dict[str, Any]:
    grant = given.grant
    since, until = (d.isoformat() if d else None for d in (grant.since, grant.until))
    named = {"key": given.key, "role": grant.role, "agency": grant.agency, "clearance": grant.clearance}
    return {**named, "since": since, "until": until, "state": given.state(day)}


def _day(text: str) -> date | None:
    return dates.read(text, language()) if text else None
