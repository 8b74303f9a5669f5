"""`dicu review policy`: registers brought in, entries listed, proposed and checked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import T

Register = Annotated[str, typer.Argument(metavar="REGISTER", help="The register, for example vn-gb.")]
Code = Annotated[str, typer.Argument(metavar="ENTRY", help="Its code, for example vn-law-53-2024.")]
Fields = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=TEXT", help="A field of the step. Repeatable.")]
Given = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="The folder of the register, or a ZIP archive of it; without it the shipped one.")
]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Policy watch: changes of law and legal routes, each with its source and check.")
    _registers(group, house)
    _entries(group, house)
    return group


def _registers(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def load(
        as_: As,
        given: Given = None,
        compare: Annotated[bool, typer.Option("--compare", help="Only show what it would change.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Load a register, or a newer version of one: all or nothing, with every fault named by file and line.

        Example: DICU_TOKEN=… dicu review policy load --as bao.chinhsach vn-gb/ --compare
        """
        from dicu.review.policy_watch.bundles import from_disk, shipped  # noqa: PLC0415

        bundle, places = from_disk(given) if given else shipped("vn-gb")
        with acting(as_, purpose) as asker:
            part = house().policies.loading
            origin = given.name if given else "shipped"
            found = part.offered(asker, bundle, places) if compare else part.load(asker, bundle, origin, places)
        for d in found.changes:
            print(f"{d.how:<8} {d.key}" + (f"/{d.field}  {d.old} → {d.new}" if d.field else ""))
        r = found.register
        print(
            T("{register}, version {version}: {count} changes.", register=r.id, version=r.version, count=len(found.changes)).say(language())
        )
        if json_:
            facts = {"register": r.id, "version": r.version, "digest": r.digest, "same": found.same, "loaded": not compare}
            print(json.dumps({**facts, "changes": len(found.changes)}))

    @group.command("list")
    def listed(
        as_: As,
        within: Annotated[int | None, typer.Option(help="Only what comes into force within so many days.")] = None,
        topic: Annotated[str, typer.Option(help="Only of this topic.")] = "",
        words: Annotated[str, typer.Option(help="Only with these words, with or without marks.")] = "",
        routes: Annotated[bool, typer.Option("--routes", help="Only with a legal route.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List entries of all registers; what nobody has checked says so.

        Example: DICU_TOKEN=… dicu review policy list --as bao.chinhsach --topic trafficking --within 30
        """
        from dicu.review.policy_watch.choosing import Wanted, chosen  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            desk = house().policies
            found = chosen(desk.looking.policies(asker), Wanted(topic=topic, words=words, routes=routes, within=within), desk.tools.today())
        for p in found:
            print(_said(p))
        if json_:
            print(json.dumps([_row(p) for p in found], ensure_ascii=False))


def _entries(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def propose(as_: As, register: Register, set_: Fields = None, purpose: Purpose = "coordination", json_: Json = False,
                lang: Lang = "vi") -> None:  # fmt: skip
        """Propose an entry; it is not public until another officer has checked it.

        Example: DICU_TOKEN=… dicu review policy propose vn-gb --as bao.chinhsach --set kind=decree --set "title_vi=…"
        """
        from dicu.review.policy_watch.desk.recording import FACTS  # noqa: PLC0415

        typed = _typed(set_, FACTS)
        with acting(as_, purpose) as asker:
            desk = house().policies
            code = desk.recording.propose(asker, register, typed)
            found = desk.looking.policy(asker, register, code).policy
        _told(found, json_)

    @group.command()
    def step(
        as_: As, register: Register, code: Code, name: Annotated[str, typer.Argument(metavar="STEP")], set_: Fields = None,
        purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Take a step: verify, correct or withdraw. Each names its fields if one is not known.

        Example: DICU_TOKEN=… dicu review policy step vn-gb new-1 verify --as cuc.chinhsach --set read=text --set "where=…"
        """
        from dicu.review.policy_watch.desk.recording import FIELDS  # noqa: PLC0415

        if name not in FIELDS:
            raise typer.BadParameter(", ".join(FIELDS), param_hint="STEP")
        typed = _typed(set_, FIELDS[name])
        with acting(as_, purpose) as asker:
            desk = house().policies
            view = desk.looking.policy(asker, register, code)
            desk.recording.take(asker, view, name, typed, view.policy.number)
            found = desk.looking.policy(asker, register, code).policy
        _told(found, json_)


def _typed(given: list[str] | None, known: tuple[str, ...]) -> dict[str, str]:
    """The fields by their names; one that the step does not take would be overlooked in silence."""
    pairs = [text.partition("=") for text in given or ()]
    if any(not between or name.strip() not in known for name, between, _ in pairs):
        raise typer.BadParameter("=… ".join(known) + "=…", param_hint="--set")
    return {name.strip(): text for name, _, text in pairs}


def _told(p: Any, json_: bool) -> None:
    print(_said(p))
    if json_:
        print(json.dumps(_row(p), ensure_ascii=False))


def _said(p: Any) -> str:
    from dicu.review.policy_watch.words import STATE  # noqa: PLC0415

    return f"{p.register}/{p.code}  {p.entry.in_force or '—'}  {p.entry.title.say(language())}  ({STATE[p.state].say(language())})"


def _row(p: Any) -> dict[str, Any]:
    e = p.entry
    day = e.in_force.isoformat() if e.in_force else None
    title = {"vi": e.title.vi, "en": e.title.en}
    return {"register": p.register, "entry": p.code, "state": p.state, "in_force": day, "title": title, "number": p.number}
