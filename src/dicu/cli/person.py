"""`dicu person`: keys, erasing in two steps by two people, whose time is over, and where copies lie.

Nobody's name is an argument of a command: what is typed there stays in the history of the shell.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, acting
from dicu.cli.person_keys import keys
from dicu.cli.steps import language
from dicu.persons.retention import Due, RetentionRule
from dicu.vocabulary.messages import Message, T

HouseOf = Callable[[], Any]
Id = Annotated[str, typer.Argument(metavar="ID", help="The person's number in the house: 32 digits and small letters.")]
Domain = Annotated[str, typer.Option("--purpose", help="The domain worked in (support, enforcement, consular), or audit.")]

OF = {"people": T("people"), "officers": T("officers"), "text": T("free text and files")}


def application(house: HouseOf) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="People's records: keys, erasing, how long they are kept, where copies lie.")
    _erase(group, house)
    _due(group, house)
    _copies(group, house)
    group.add_typer(keys(house), name="keys")
    return group


def _erase(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def erase(
        as_: As,
        person: Id,
        basis: Annotated[str, typer.Option(metavar="RULE", help="The rule by which: its id, as `dicu person due` shows it.")] = "",
        reason: Annotated[str, typer.Option(help="retention, request, order or mistake.")] = "retention",
        approve: Annotated[bool, typer.Option("--approve", help="The second step, by somebody else. It cannot be undone.")] = False,
        refuse: Annotated[str, typer.Option(metavar="WHY", help="Put aside: still-needed, not-founded or another-person.")] = "",
        purpose: Domain = "support",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Erase a person: one officer proposes it, another approves it, and then nobody can read anything about them any more.

        Example: DICU_TOKEN=… dicu person erase 3f…c2 --basis asked-by-the-person --reason request --as lan.hotro
        Then: DICU_TOKEN=… dicu person erase 3f…c2 --approve --as mai.hotro
        """
        if bool(basis) + approve + bool(refuse) != 1:
            raise typer.BadParameter(T("Give one of --basis, --approve and --refuse.").say(language()))
        with acting(as_, purpose) as asker:
            desk = house().persons
            found = desk.tools.found(asker, person)
            if approve:
                desk.erasing.approve(asker, person, found.number)
            elif refuse:
                desk.erasing.refuse(asker, person, found.number, refuse)
            else:
                desk.erasing.propose(asker, person, found.number, basis, reason)
        state = "erased" if approve else "open" if refuse else "proposed"
        print(SAID[state].say(language()))
        if json_:
            print(json.dumps({"person": person, "state": state}))


SAID = {
    "proposed": T("Proposed. Another officer approves it with --approve; until then nothing is erased."),
    "open": T("The proposal is put aside. Nothing was erased."),
    "erased": T("Erased. The person's keys are destroyed; the ledger keeps that it was done, by whom and by which rule."),
}


def _due(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def due(
        as_: As,
        on: Annotated[str, typer.Option(help="As of another day, for example 2030-12-31.")] = "",
        purpose: Domain = "support",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List the records whose time is over, each with the rule that says so. Nothing is erased by it.

        Example: DICU_TOKEN=… dicu person due --as lan.hotro
        """
        day = _day(on)
        with acting(as_, purpose) as asker:
            found, unknown = house().persons.erasing.due(asker, day)
        for line in [*map(_due_line, found), T("{count} records are past their time.", count=len(found)), *map(_unknown_line, unknown)]:
            print(line.say(language()))
        if json_:
            print(json.dumps(_due_summary(found, unknown), ensure_ascii=False))


def _copies(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def copies(as_: As, purpose: Domain = "support", json_: Json = False, lang: Lang = "vi") -> None:
        """The register of copies: every place where something about a person lies, and how it is erased there.

        Example: DICU_TOKEN=… dicu person copies --as uyen.kiemtoan --purpose audit
        """
        with acting(as_, purpose) as asker:
            found = house().persons.copies(asker)
        for copy in found:
            plain = T("readable") if copy.plain else T("sealed")
            print(
                T("{name} ({of}, {plain}): {where} {how}", name=copy.name, of=OF[copy.of], plain=plain, where=copy.where, how=copy.how).say(
                    language()
                )
            )
        if json_:
            rows = [
                {"name": c.name, "of": c.of, "plain": c.plain, "domain": c.domain, "erased": "by itself" if c.eraser else "by hand"}
                for c in found
            ]
            print(json.dumps(rows))


def _day(text: str) -> date | None:
    from dicu.vocabulary import dates  # noqa: PLC0415

    return dates.read(text, language()) if text else None


def _due_line(due: Due) -> Message:
    return T(
        "{person}: kept until {day} by the rule “{rule}” ({basis}; {standing}).",
        person=due.person.id,
        day=due.last_day,
        rule=due.rule.id,
        basis=due.rule.basis.number or due.rule.basis.title,
        standing=_standing(due.rule),
    )


def _standing(rule: RetentionRule) -> Message:
    return T("source read") if rule.basis.verified else T("NOT VERIFIED: nobody has read its source")


def _unknown_line(rule: RetentionRule) -> Message:
    return T("The period of the rule “{rule}” is not known, so nobody is listed by it: {concerns}.", rule=rule.id, concerns=rule.concerns)


def _due_summary(found: tuple[Due, ...], unknown: tuple[RetentionRule, ...]) -> dict[str, Any]:
    rows = [
        {
            "person": due.person.id,
            "rule": due.rule.id,
            "last_day": due.last_day.isoformat(),
            "state": due.person.state,
            "verified": due.rule.basis.verified,
        }
        for due in found
    ]
    return {"due": rows, "unknown": [rule.id for rule in unknown]}
