"""`dicu person keys`: making, rotating and looking through the keys of people. The work on the files themselves needs no account:
who can reach the files could do it anyway."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from dicu.cli.asking import Json, Lang, acting, ready
from dicu.cli.joining import URLS, joined
from dicu.cli.steps import language
from dicu.store.keys.place import KeyPlace, keyplace
from dicu.vocabulary.messages import Message, T

HouseOf = Callable[[], Any]
As = Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="For --search and --person: the account to act as, as elsewhere.")]


def keys(house: HouseOf) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The keys of people: make, rotate and check them.")
    _init(group)
    _rotate(group, house)
    _check(group, house)
    return group


def _init(group: typer.Typer) -> None:
    @group.command()
    def init(json_: Json = False, lang: Lang = "vi") -> None:
        """Make the folder of keys and the master key, once, where DICU_KEYS and DICU_MASTER_KEY_FILE say.

        Example: DICU_KEYS=/srv/dicu-keys DICU_MASTER_KEY_FILE=/etc/dicu/master-key dicu person keys init
        """
        from dicu.store.environment import instance  # noqa: PLC0415
        from dicu.store.keys.making import make  # noqa: PLC0415

        place = _place()
        keyring = make(place, instance())
        print(_made(place).say(language()))
        if json_:
            print(json.dumps({"instance": keyring.instance, "keyring": keyring.name, "master": keyring.port.current()}))


def _rotate(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def rotate(
        search: Annotated[str, typer.Option(metavar="DOMAIN", help="Instead: new search keys for this domain (administrator).")] = "",
        person: Annotated[str, typer.Option(metavar="ID", help="Instead: a new key for what is written about this person.")] = "",
        as_: As = "",
        purpose: Annotated[str, typer.Option("--purpose", help="administration with --search, the domain with --person.")] = "",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """A new master key: every key is locked anew under it. Cut off, it is carried on by calling it again.

        Example: dicu person keys rotate
        Example: DICU_TOKEN=… dicu person keys rotate --search support --as van.quantri --purpose administration
        """
        if (search and person) or bool(search or person) != bool(as_):
            raise typer.BadParameter(T("Give --search or --person, and --as with it; or neither for the master key.").say(language()))
        said, summary = _rotated(house, search, person, as_, purpose)
        print(said.say(language()))
        if json_:
            print(json.dumps(summary))


def _check(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def check(
        files: Annotated[bool, typer.Option("--files", help="The files only, without the database.")] = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Open every key, finish what was cut off, and destroy again what an older backup has brought back; exit 1 on a fault.

        Example: dicu person keys check
        """
        from dicu.store.keys.rotation import looked_through  # noqa: PLC0415

        with _keyring(house, files) as (keyring, settled):
            found = looked_through(keyring)
            unfinished = len(found.masters | {keyring.port.current()}) > 1
        for message in _findings(found, settled, unfinished):
            print(message.say(language()))
        for fault in found.faults:
            print(fault.message.say(language()), file=sys.stderr)
        if json_:
            print(json.dumps(_summary(found, settled, unfinished)))
        raise typer.Exit(1 if found.faults else 0)


def _place() -> KeyPlace:
    """Where keys lie, found without starting anything."""
    from dicu.store import environment  # noqa: PLC0415
    from dicu.store.embedded import home  # noqa: PLC0415

    if not any(os.environ.get(name) for name in URLS):
        os.environ["DICU_HOME"] = str(home())
    return keyplace(environment.home(), environment.production())


def _rotated(house: HouseOf, search: str, person: str, as_: str, purpose: str) -> tuple[Message, dict[str, Any]]:
    if search:
        with acting(as_, purpose or "administration") as asker:
            count = house().persons.renew_search(asker, search)
        return T("New search keys for {domain}; {count} people can be found by them.", domain=search, count=count), {"people": count}
    if person:
        with acting(as_, purpose or "support") as asker:
            key = house().persons.renew_keys(asker, person)
        return T("What is written about this person from now on has a new key."), {"key": key}
    return _master_rotated()


def _master_rotated() -> tuple[Message, dict[str, Any]]:
    from dicu.store.environment import instance  # noqa: PLC0415
    from dicu.store.keys.making import opened  # noqa: PLC0415
    from dicu.store.keys.rotation import rotate_master  # noqa: PLC0415

    done = rotate_master(opened(_place(), instance()))
    said = T(
        "The master key is a new one ({name}); {count} of {all} files were locked anew. Make a new backup of the keys and destroy the old.",
        name=done.master,
        count=done.anew,
        all=done.files,
    )
    return said, {"master": done.master, "files": done.files, "anew": done.anew}


@contextmanager
def _keyring(house: HouseOf, files: bool) -> Iterator[tuple[Any, Any]]:
    """The keyring, and what had to be done again; None where the database was not asked."""
    from dicu.store.environment import instance  # noqa: PLC0415
    from dicu.store.keys.making import opened  # noqa: PLC0415

    if files:
        yield opened(_place(), instance()), None
        return
    with joined():
        ready()
        tools = house().persons.tools
        keyring = tools.keyring.open()
        yield keyring, tools.finishing.settle(keyring)


def _made(place: KeyPlace) -> Message:
    return T(
        "Keys lie in {folder}, locked under the master key in {master}. Back up both, each in a place of its own, and neither with the "
        "database.",
        folder=str(place.folder),
        master=str(place.master),
    )


def _findings(found: Any, settled: Any, unfinished: bool) -> Iterator[Message]:
    yield T(
        "{files} files of keys, {people} of people; {faults} do not open.", files=found.files, people=found.people, faults=len(found.faults)
    )
    if unfinished:
        yield T("A rotation of the master key is not finished. Carry it on with: dicu person keys rotate")
    if settled and settled.people:
        yield T(
            "Keys of {count} erased people were here again and have been destroyed: the folder comes from an older backup.",
            count=len(settled.people),
        )
    if settled and settled.parts:
        yield T("{count} parts of the search were finished.", count=len(settled.parts))


def _summary(found: Any, settled: Any, unfinished: bool) -> dict[str, Any]:
    return {
        "files": found.files,
        "people": found.people,
        "faults": [fault.where for fault in found.faults],
        "rotation_unfinished": unfinished,
        "destroyed_again": list(settled.people) if settled else None,
    }
