"""`dicu ledger`: does the record hold, is it anchored, and are the pages what it says?"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Message, Refused, T

HouseOf = Callable[[], Any]

UNANCHORED = T(
    "WARNING: only the chain was checked. Without an anchor nobody can tell whether the end was cut off, a stream was taken away "
    "or all of it was written anew. Set DICU_ANCHOR and make checkpoints."
)


def application(house: HouseOf) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The ledger: what happened, and whether its record is whole.")
    _verify(group, house)
    _checkpoint(group, house)
    _rebuild(group, house)
    _keygen(group)
    return group


def _verify(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def verify(
        as_: As,
        purpose: Purpose = "audit",
        stream: Annotated[str, typer.Option(help="One stream only, for example report/demo/2025/TD-LD.")] = "",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Name the first entry that was changed, dropped, moved, back-dated or cut off; exit 1 if there is one.

        With DICU_ANCHOR the ledger is held against the checkpoints that stand there, and the window that they do not cover is
        told; without it only the chain is checked.

        Example: DICU_TOKEN=… dicu ledger verify --as uyen.kiemtoan
        """
        with acting(as_, purpose, anchored=False) as asker:
            house().desk.tools.check(asker, "see", "ledger", authority="")
            found = house().ledger.examine(stream)
            _check_known(house().ledger, stream, found)
        print("\n".join(message.say(language()) for message in _told(found)))
        if not found.anchored:
            print(UNANCHORED.say(language()), file=sys.stderr)
        if json_:
            print(json.dumps(_examination(found), ensure_ascii=False))
        raise typer.Exit(1 if found.fault else 0)


def _checkpoint(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def checkpoint(
        as_: As,
        purpose: Purpose = "administration",
        fill_anchor: Annotated[bool, typer.Option("--fill-anchor", help="Write a new or lost anchor from the database.")] = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Sign what the ledger is now, and keep that in the anchor, outside the database.

        Reads only what came since the last checkpoint. Needs DICU_ANCHOR, DICU_CHECKPOINT_KEY_FILE and
        DICU_CHECKPOINT_PUBLIC_KEYS.

        Example: DICU_TOKEN=… dicu ledger checkpoint --as quan.tri
        """
        with acting(as_, purpose) as asker:
            from dicu.store.ledger.keys import signing_key  # noqa: PLC0415 - Django is set up by now

            house().desk.tools.check(asker, "checkpoint", "ledger", authority="")
            notary = house().ledger.notary
            if notary is None:
                raise Refused(T("There is no anchor. Name a file on another machine or disk than the database's in DICU_ANCHOR."))
            signed = notary.checkpoint(signing_key(notary.instance, notary.public), house().now, fill=fill_anchor)
        made = signed.checkpoint if signed else None
        print(_made(made, notary.anchor.place).say(language()))
        if json_:
            print(json.dumps({"made": _facts(made) if made else None, "anchor": notary.anchor.place}, ensure_ascii=False))


def _rebuild(group: typer.Typer, house: HouseOf) -> None:
    @group.command()
    def rebuild(
        as_: As,
        room: Annotated[str, typer.Argument(help="One room only, for example review.")] = "",
        purpose: Purpose = "administration",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Make the rows that lists and pages read anew from the ledger, in one transaction: all of it or nothing.

        Whoever writes meanwhile waits; whoever reads sees the old rows until it is done.

        Example: DICU_TOKEN=… dicu ledger rebuild review --as quan.tri
        """
        with acting(as_, purpose) as asker:
            from dicu.store.security.session import maintaining  # noqa: PLC0415 - Django is set up by now

            house().desk.tools.check(asker, "rebuild", "ledger", authority="")
            ledger = house().ledger
            with maintaining():  # an administrator reads nothing of it; the house itself does the work
                counts = {name: ledger.rebuild(name) for name in ([room] if room else sorted(ledger.rooms))}
        for name, count in counts.items():
            print(T("The rows of the room {room} were made anew from {count} entries.", room=name, count=count).say(language()))
        if json_:
            print(json.dumps({"rooms": counts}))


def _keygen(group: typer.Typer) -> None:
    @group.command()
    def keygen(
        out: Annotated[Path, typer.Option(help="The file of the private key; it must not be there yet.")],
        instance: Annotated[str, typer.Option(envvar="DICU_INSTANCE", help="The installation whose checkpoints it signs.")] = "vn",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Make a key that signs checkpoints, and print the line for the list of public keys. Works without the store.

        Example: dicu ledger keygen --out checkpoint-key.pem
        """
        from dicu.ledger.signing import new_key  # noqa: PLC0415
        from dicu.store.environment import instance as named  # noqa: PLC0415
        from dicu.store.ledger.keys import write_key  # noqa: PLC0415

        key = new_key(named({"DICU_INSTANCE": instance}))
        write_key(key, out)
        print(T("The private key lies in {file}, for its owner only. Keep a copy offline; never put it on the database's machine.",
                file=str(out)).say(language()))  # fmt: skip
        print(T("Add this line to the file that DICU_CHECKPOINT_PUBLIC_KEYS names:").say(language()))
        print(key.public.line())
        if json_:
            print(json.dumps({"file": str(out), "instance": key.instance, "key": key.public.name, "line": key.public.line()}))


def _told(found: Any) -> Iterator[Message]:
    """What was found, then how far it can be relied on."""
    if found.fault:
        where = f" ({found.fault.stream})" if found.fault.stream else ""
        yield T("{fault}{where}", fault=found.fault.message, where=where)
    else:
        yield T("The chain holds over {count} entries.", count=found.entries)
    if found.back_dated > 1:
        yield T("{count} entries are back-dated in all.", count=found.back_dated)
    if found.anchored and found.covered is None:
        yield T("There is no checkpoint yet: only the chain was checked. Make one with dicu ledger checkpoint.")
    elif found.covered:
        yield T(
            "Checkpoint {number}, made on {at}, covers {entries} entries. Entries after it, covered by the chain only: {after}.",
            number=found.covered.number,
            at=found.covered.at,
            entries=found.covered.entries,
            after=found.after,
        )


def _examination(found: Any) -> dict[str, Any]:
    fault = found.fault
    return {
        "ok": fault is None,
        "stream": (fault.stream or None) if fault else None,
        "number": (fault.number or None) if fault else None,
        "what": fault.what if fault else None,
        "checkpoint": (fault.checkpoint or None) if fault else None,
        "entries": found.entries,
        "back_dated": found.back_dated,
        "anchored": found.anchored,
        "covered": {**_facts(found.covered), "after": found.after} if found.covered else None,
    }


def _facts(of: Any) -> dict[str, Any]:
    """Of a checkpoint, or of what is kept of one."""
    return {"checkpoint": of.number, "at": of.at.isoformat(), "position": of.position, "entries": of.entries}


def _made(made: Any, place: str) -> Message:
    if made is None:
        return T("Nothing came since the last checkpoint, so none was made.")
    return T(
        "Checkpoint {number} covers {entries} entries, {streams} streams moved; it stands in {place}.",
        number=made.number,
        entries=made.entries,
        streams=len(made.moved),
        place=place,
    )


def _check_known(ledger: Any, stream: str, found: Any) -> None:
    """A stream that was never there would hold in silence."""
    if stream and not found.fault and not found.entries and all(known.name != stream for known in ledger.streams(stream)):
        raise Refused(T("There is no stream “{stream}”, or none that you may see.", stream=stream))
