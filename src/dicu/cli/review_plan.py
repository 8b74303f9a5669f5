"""`dicu review plan`: what a new version changes and touches, loading it, and the template of the annex."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
Given = Annotated[
    Path | None,
    typer.Argument(help="A workbook of tasks (.xlsx, .csv), or a plan's folder or archive (.zip); without it the plan as shipped."),
]
Whole = Annotated[bool, typer.Option("--whole", help="The workbook is the whole list: tasks that are not in it are dropped.")]
Follow = Annotated[list[str] | None, typer.Option("--map", help="OLD=NEW: the task NEW follows OLD, which is dropped. Repeatable.")]
Ended = Annotated[list[str] | None, typer.Option("--ended", help="OLD=WHY: the dropped task OLD ended, and by which act. Repeatable.")]
Expect = Annotated[
    str | None, typer.Option("--expect", help="The digest of the version in force that was compared; refused if it is another.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if anything differs.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Plans: compare a version, load it, or the template of its annex.")

    @group.command()
    def template(
        out: Annotated[Path, typer.Option(help="The workbook to write.")],
        plan: PlanId = "vn-402",
        lang: Lang = "vi",
    ) -> None:
        """Write the workbook in which somebody who has the plan's annex fills in its tasks. Works without the store.

        Example: dicu review plan template --plan vn-402 --out annex.xlsx
        """
        from dicu.review.annex import template as made  # noqa: PLC0415
        from dicu.review.bundles import shipped  # noqa: PLC0415

        content = made(shipped(plan), language())
        with _writing(out):
            out.write_bytes(content)
        print(T("The template lies in {file}.", file=str(out)).say(language()))

    @group.command()
    def compare(
        as_: As,
        plan: PlanId,
        given: Given = None,
        whole: Whole = False,
        purpose: Purpose = "coordination",
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Show what a version of a plan would change and touch. Nothing is written.

        Example: DICU_TOKEN=… dicu review plan compare --as an.ngoaigiao --plan vn-402 annex.xlsx --json
        """
        with acting(as_, purpose) as asker:
            part = house().desk.versions
            bundle, places, _ = _handed_in(part, asker, plan, given, whole)
            made, _ = part.read(asker, bundle, places)
            found = part.compared(asker, made)
        _show(found)
        if json_:
            print(json.dumps(_compared(found), ensure_ascii=False))
        raise typer.Exit(1 if strict and not found.comparison.same else 0)

    @group.command()
    def load(
        as_: As,
        plan: PlanId,
        given: Given = None,
        whole: Whole = False,
        follow: Follow = None,
        ended: Ended = None,
        expect: Expect = None,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask at a terminal.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Load a plan, with its annex from a workbook if you have it. All or nothing, with a report per row.

        At a terminal it shows what changes first, and asks. Where lines that were sent hang on tasks that the version drops, say
        with --map or --ended what becomes of them.

        Example: DICU_TOKEN=… dicu review plan load --as an.ngoaigiao --plan vn-402 annex.xlsx
        """
        from dicu.review.versions import Fates  # noqa: PLC0415

        fates = Fates(_pairs(follow, "--map"), _pairs(ended, "--ended"))
        with acting(as_, purpose) as asker:
            part = house().desk.versions
            bundle, places, origin = _handed_in(part, asker, plan, given, whole)
            if sys.stdin.isatty() and not yes:
                found = part.compared(asker, part.read(asker, bundle, places)[0])
                _ask(found)
                expect = expect if expect is not None else found.against  # another version, loaded meanwhile, was not compared
            loaded = part.load(asker, bundle, origin, fates, expect, places)
        said = T("Loaded {plan}, version {version}: {tasks} tasks.", plan=loaded.id, version=loaded.version, tasks=len(loaded.tasks))
        print(said.say(language()))
        if json_:
            print(json.dumps({"plan": loaded.id, "version": loaded.version, "digest": loaded.digest, "tasks": len(loaded.tasks)}))

    _lists(group, house)
    return group


def _lists(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def versions(as_: As, plan: PlanId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List the versions of a plan, the newest first.

        Example: DICU_TOKEN=… dicu review plan versions --as an.ngoaigiao --plan vn-402
        """
        with acting(as_, purpose) as asker:
            part = house().desk.versions
            found = part.versions(asker, plan)
            current = part.current(asker, plan)
        rows = [_version(v, current) for v in found]
        for row in rows:
            print(f"{row['digest'][:12]}  {row['version']}  {row['state']:<9} {row['tasks']:>6}  {row['origin']}")
        if json_:
            print(json.dumps(rows, ensure_ascii=False))

    @group.command()
    def provinces(as_: As, plan: PlanId, purpose: Purpose = "coordination", strict: Strict = False, json_: Json = False,
                  lang: Lang = "vi") -> None:  # fmt: skip
        """List for each national task how many provinces carry it out, and where one that must does not.

        Example: DICU_TOKEN=… dicu review plan provinces --as an.ngoaigiao --plan demo --json
        """
        from dicu.review.localities import coverage  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            desk = house().desk
            covered = coverage(desk.tools.plan(asker, plan), desk.versions.implementing(asker, plan), desk.tools.today())
        for row in covered.tasks:
            missing = f"  ← {', '.join(row.missing)}" if row.short else ""
            print(f"{row.task.code}  {len(row.there)}/{len(covered.expected)}  {row.task.local}{missing}")
        if json_:
            print(json.dumps(_coverage(covered), ensure_ascii=False))
        raise typer.Exit(1 if strict and covered.short else 0)


def _handed_in(part: Any, asker: Any, plan: str, given: Path | None, whole: bool) -> tuple[Any, Callable[[str], str], str]:
    """The bundle that is meant, where its parts stand, and what it is called."""
    from dicu.review.archives import from_disk, offered  # noqa: PLC0415
    from dicu.review.bundles import shipped  # noqa: PLC0415

    if given is None:
        return shipped(plan), str, "shipped"
    if given.is_dir():
        bundle, places = from_disk(given)
    else:
        bundle, places = offered(_read(given), given.name, lambda: part.base(asker, plan, shipped), language(), whole=whole)
    found = str(bundle["plan"].get("id", ""))
    if found != plan:
        raise Refused(T("The file holds the plan “{found}”, not “{expected}”.", found=found[:80], expected=plan))
    return bundle, places, given.name


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in given or []]
    if any(not before or not between or not after for before, between, after in pairs):
        raise typer.BadParameter("OLD=…", param_hint=option)
    return {before: after for before, _, after in pairs}


def _ask(found: Any) -> None:
    _show(found)
    if not found.comparison.same and not typer.confirm(T("Put this version in force?").say(language())):
        raise Refused(T("Nothing was loaded."))


def _show(found: Any) -> None:
    """The comparison in lines: a sign for what happened, the part, the code, and both sides of a change."""
    from dicu.review.planning_words import OTHERS  # noqa: PLC0415

    comparison, spoken = found.comparison, language()
    if comparison.old is None:
        print(T("No version of this plan is in force yet: everything in it is new.").say(spoken))
    elif comparison.same:
        print(T("This version is in force.").say(spoken))
    for c in comparison.changes:
        sign = {"added": "+", "removed": "-", "changed": "~"}[c.how]
        sides = f": {c.before.say(spoken)} → {c.after.say(spoken)}" if c.how == "changed" and c.before != c.after else ""
        print(f"{sign} {c.what} {c.code} {c.part}{sides}".rstrip())
    if comparison.others:
        print(OTHERS.say(spoken))
    for t in found.touches:
        thing = f"{t.kind} {t.name}".rstrip()
        print(f"! {t.plan} {t.round} {t.agency} {t.task}: {thing} {t.state}{' (!)' if t.lost else ''}")


def _compared(found: Any) -> dict[str, Any]:
    c = found.comparison
    changes = [
        {"what": x.what, "code": x.code, "how": x.how, "part": x.part, "before": _both(x.before), "after": _both(x.after)}
        for x in c.changes
    ]
    touches = [
        {
            "kind": t.kind,
            "plan": t.plan,
            "round": t.round,
            "agency": t.agency,
            "task": t.task,
            "state": t.state,
            "lost": t.lost,
            "name": t.name,
            "by": t.by,
        }
        for t in found.touches
    ]
    facts = {"plan": c.new.id, "version": c.new.version, "digest": c.new.digest, "against": found.against, "same": c.same}
    return {**facts, "changes": changes, "touches": touches, "dropped": list(c.removed_tasks()), "followed": dict(c.followed),
            "hanging": list(found.hanging)}  # fmt: skip


def _both(text: Any) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _version(v: Any, current: Any) -> dict[str, Any]:
    in_force = current is not None and current.digest == v.digest
    moments = {name: at.isoformat() if at else None for name, at in (("proposed_at", v.proposed_at), ("loaded_at", v.loaded_at))}
    return {"digest": v.digest, "version": v.version, "state": "in-force" if in_force else v.state, "tasks": v.tasks, "origin": v.origin,
            **moments, "loaded_by": v.loaded_by, "proposed_by": v.proposed_by}  # fmt: skip


def _coverage(covered: Any) -> dict[str, Any]:
    tasks = [
        {"task": row.task.code, "duty": str(row.task.local), "there": list(row.there), "missing": list(row.missing), "short": row.short}
        for row in covered.tasks
    ]
    return {"provinces": [one.code for one in covered.expected], "with_plan": list(covered.with_plan), "tasks": tasks}


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(place), reason=str(error.strerror))) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(T("The file {file} cannot be read: {reason}.", file=str(path), reason=str(error.strerror))) from error
