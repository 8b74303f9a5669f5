"""`dicu account invite`, `recover` and `identity`: letting people (back) in."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from dicu.cli.account_steps import Reason, Username, at_the_machine, say, told
from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.vocabulary.messages import T

HouseOf = Callable[[], Any]


def add(group: typer.Typer, house: HouseOf) -> None:
    """The commands, to those on accounts."""
    _secrets(group, house)
    group.add_typer(_identities(house), name="identity")


def _secrets(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def invite(
        as_: As,
        username: Username,
        reason: Reason,
        forget_factors: Annotated[bool, typer.Option("--forget-factors", help="Remove all second factors, too.")] = False,
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Let somebody in again who lost a password or a device. The password that they have and all sign-ins end at once.

        Example: DICU_TOKEN=… dicu account invite lan.laodong --reason "Quên mật khẩu" --as van.quantri
        """
        with acting(as_, purpose) as asker:
            secret = house().administration.admission.invite(asker, username, reason, forget_factors=forget_factors)
        told(T("The account {username} can begin anew.", username=username), username, secret, json_)

    @group.command()
    def recover(username: Username, reason: Reason, json_: Json = False, lang: Lang = "vi") -> None:
        """Let an administrator in again when no other one could. Needs no account, but the machine.

        Example: dicu account recover van.quantri --reason "Mất điện thoại, không còn quản trị viên nào khác"
        """
        with at_the_machine():
            secret = house().administration.admission.recover(username, reason)
        told(T("The account {username} can begin anew.", username=username), username, secret, json_)


def _identities(house: HouseOf) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Who an account is at the identity provider.")

    @group.command(name="list")
    def list_(as_: As, username: Username, purpose: Purpose = "administration", json_: Json = False, lang: Lang = "vi") -> None:
        """List the identities of an account.

        Example: DICU_TOKEN=… dicu account identity list lan.laodong --as van.quantri
        """
        with acting(as_, purpose) as asker:
            found = house().administration.admission.identities(asker, username)
        for one in found:
            print(f"{one.issuer}  {one.subject}")
        if json_:
            print(json.dumps([{"issuer": one.issuer, "subject": one.subject, "linked_by": one.linked_by} for one in found]))

    @group.command()
    def link(
        as_: As,
        username: Username,
        subject: Annotated[str, typer.Argument(help="The provider’s own lasting code for the person (sub).")],
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """Link an account with a subject at the provider that this house trusts.

        Example: DICU_TOKEN=… dicu account identity link lan.laodong 7f3a-90c1 --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.admission.link(asker, username, subject)
        say(T("The account is linked. Its owner signs in at the identity provider from now on, too."))

    @group.command()
    def unlink(
        as_: As,
        username: Username,
        issuer: Annotated[str, typer.Argument(help="The provider’s address, as `list` prints it.")],
        purpose: Purpose = "administration",
        lang: Lang = "vi",
    ) -> None:
        """Unlink an account from its identity at a provider.

        Example: DICU_TOKEN=… dicu account identity unlink lan.laodong https://id.example.vn --as van.quantri
        """
        with acting(as_, purpose) as asker:
            house().administration.admission.unlink(asker, username, issuer)
        say(T("The account is unlinked from the identity provider."))

    return group
