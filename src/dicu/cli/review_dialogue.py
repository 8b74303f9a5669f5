"""`dicu review dialogue`: series brought in, their promises followed up, briefs made."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

SeriesId = Annotated[str, typer.Argument(metavar="SERIES", help="The series, for example gb-vnm.")]
Code = Annotated[str, typer.Argument(metavar="COMMITMENT", help="Its code, for example js24-4.")]
Fields = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=TEXT", help="A field of the step. Repeatable.")]
Given = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="The folder of the series, or a ZIP archive of it; without it the shipped one.")
]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Bilateral dialogues: load a series, follow promises up, make a brief.")
    _series(group, house)
    _promises(group, house)
    _own(group, house)
    return group


def _series(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def load(
        as_: As,
        given: Given = None,
        compare: Annotated[bool, typer.Option("--compare", help="Only show what it would change.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Load a series, or a newer version of one: all or nothing, with every fault named by file and line.

        Example: DICU_TOKEN=… dicu review dialogue load --as my.ngoaigiao gb-vnm/ --compare
        """
        from dicu.review.dialogues.bundles import from_disk, shipped, shipped_series  # noqa: PLC0415

        bundle, places = from_disk(given) if given else shipped(shipped_series()[0])
        origin = given.name if given else "shipped"
        with acting(as_, purpose) as asker:
            part = house().dialogues.loading
            found = part.offered(asker, bundle, places) if compare else part.load(asker, bundle, origin, places)
        s = found.series
        for d in found.changes:
            print(
                f"{d.how:<8} {d.part}/{d.key}{'/' + d.field if d.field else ''}  {d.old} → {d.new}"
                if d.field
                else f"{d.how:<8} {d.part}/{d.key}"
            )
        done = T("{series}, version {version}: {count} changes.", series=s.id, version=s.version, count=len(found.changes))
        print(done.say(language()))
        if json_:
            facts = {"series": s.id, "version": s.version, "digest": s.digest, "same": found.same, "loaded": not compare}
            print(json.dumps({**facts, "changes": len(found.changes)}))

    @group.command("list")
    def listed(as_: As, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List the series that the house knows.

        Example: DICU_TOKEN=… dicu review dialogue list --as my.ngoaigiao
        """
        with acting(as_, purpose) as asker:
            found = house().dialogues.looking.listed(asker)
        for s in found:
            print(f"{s.id}  {s.version}  {s.title.say(language())}")
        if json_:
            print(json.dumps([{"series": s.id, "version": s.version, "digest": s.digest} for s in found]))

    @group.command()
    def show(as_: As, series: SeriesId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """Show the rounds and documents of a series.

        Example: DICU_TOKEN=… dicu review dialogue show gb-vnm --as my.ngoaigiao
        """
        from dicu.review.dialogues.words import INSTRUMENT, ROUND, STATUS  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            view = house().dialogues.looking.view(asker, series)
        s, code = view.series, language()
        for r in s.lasting:
            print(f"{r.id}  {r.day or '—'}  {r.title.say(code)} ({ROUND[r.state].say(code)})")
        for i in s.instruments:
            print(f"{i.id}  {i.day or '—'}  {i.title.say(code)} ({INSTRUMENT[i.type].say(code)}, {STATUS[i.status].say(code)})")
        for gap in view.gaps:
            print(f"{gap.rule}  {gap.explanation.say(code)}")
        if json_:
            rounds = [{"round": r.id, "day": r.day.isoformat() if r.day else None, "state": str(r.state)} for r in s.lasting]
            print(json.dumps({"series": s.id, "version": s.version, "digest": s.digest, "rounds": rounds, "gaps": len(view.gaps)}))

    @group.command()
    def brief(
        as_: As,
        series: SeriesId,
        round_: Annotated[str, typer.Option("--round", help="The round, for example 3.")],
        side: Annotated[str, typer.Option(help="ours or partner.")] = "ours",
        out: Annotated[Path, typer.Option(help="The folder for the papers and the manifest.")] = Path("build/brief"),
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Build the brief of a round in both languages: HTML, PDF and DOCX, with a manifest.

        Example: DICU_TOKEN=… dicu review dialogue brief gb-vnm --as my.ngoaigiao --round 3 --side partner --out build/brief
        """
        with acting(as_, purpose) as asker:
            part = house().dialogues.briefing
            made = part.build(asker, series, round_, side)
            part.keep(asker, made)
        _write(made, out)
        print(T("{count} files lie in {folder}.", count=len(made.files) + 1, folder=str(out)).say(language()))
        if json_:
            print(json.dumps({"files": sorted(made.files), "out": str(out), "side": side}))


def _promises(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def commitments(
        as_: As,
        series: SeriesId,
        state: Annotated[str, typer.Option(help="Only those in this state.")] = "",
        overdue: Annotated[bool, typer.Option("--overdue", help="Only those whose last day has passed.")] = False,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List the promises of a series with their state and the days from promise to delivery.

        Example: DICU_TOKEN=… dicu review dialogue commitments gb-vnm --as my.ngoaigiao --state fulfilled --json
        """
        from dicu.review.dialogues.words import DAYS_RULE  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            view = house().dialogues.looking.view(asker, series)
        found = [c for c in view.courses if (not state or c.state == state) and (not overdue or c.overdue(view.day))]
        for c in found:
            print(_said(c))
        print(DAYS_RULE.say(language()))
        if json_:
            print(json.dumps([_row(c, view.day) for c in found], ensure_ascii=False))

    @group.command()
    def step(
        as_: As, series: SeriesId, code: Code, name: Annotated[str, typer.Argument(metavar="STEP")], set_: Fields = None,
        purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi",
    ) -> None:  # fmt: skip
        """Take a step: assign, start, report, confirm, carry, restate, lapse, link or unlink. Each names its fields if one is missing.

        Example: DICU_TOKEN=… dicu review dialogue step gb-vnm js24-5 assign --as my.ngoaigiao --set owner_ours=BCA --set due=2026-06-30
        """
        typed = _typed(set_, "step", name)
        with acting(as_, purpose) as asker:
            desk = house().dialogues
            view = desk.looking.commitment(asker, series, code)
            desk.following.take(asker, view, name, typed, view.course.number)
            found = desk.looking.commitment(asker, series, code)
        _told(found, json_)

    @group.command()
    def record(as_: As, series: SeriesId, set_: Fields = None, purpose: Purpose = "coordination", json_: Json = False,
               lang: Lang = "vi") -> None:  # fmt: skip
        """Record a promise that stands in no public source, with both texts; where they differ, it says so.

        Example: DICU_TOKEN=… dicu review dialogue record gb-vnm --as my.ngoaigiao --set party=both --set type=meeting --set "text_vi=…"
        """
        typed = _typed(set_, "record")
        with acting(as_, purpose) as asker:
            desk = house().dialogues
            code, warnings = desk.following.record(asker, series, typed)
            found = desk.looking.commitment(asker, series, code)
        for warning in warnings:
            print(f"“{warning['first']}” ≠ “{warning['second']}”: {warning['why'][language()]}")
        _told(found, json_)


def _own(group: typer.Typer, house: Callable[[], Any]) -> None:
    @group.command()
    def position(as_: As, series: SeriesId, set_: Fields = None, purpose: Purpose = "coordination", lang: Lang = "vi") -> None:
        """Record what one's own side holds for a round. The partner never sees it.

        Example: DICU_TOKEN=… dicu review dialogue position gb-vnm --as my.ngoaigiao --set round=3 --set "text_vi=…"
        """
        typed = _typed(set_, "position")
        with acting(as_, purpose) as asker:
            house().dialogues.following.hold(asker, series, typed)
        print(T("The position was recorded. The partner never sees it.").say(language()))


def _typed(given: list[str] | None, what: str, step: str = "") -> dict[str, str]:
    """The fields by their names; one that the step does not take would be overlooked in silence."""
    from dicu.review.dialogues.desk.following import FIELDS, POSITION, RECORD  # noqa: PLC0415

    pairs = [text.partition("=") for text in given or ()]
    if step and step not in FIELDS:
        raise typer.BadParameter(", ".join(FIELDS), param_hint="STEP")
    known = {"record": RECORD, "position": POSITION}.get(what) or FIELDS[step]
    if any(not between or name.strip() not in known for name, between, _ in pairs):
        raise typer.BadParameter("=… ".join(known) + "=…", param_hint="--set")
    return {name.strip(): text for name, _, text in pairs}


def _write(made: Any, out: Path) -> None:
    try:
        made.write(out)
    except OSError as error:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(out), reason=str(error.strerror))) from error


def _told(view: Any, json_: bool) -> None:
    print(_said(view.course))
    if json_:
        print(json.dumps({**_row(view.course, view.day), "steps": list(view.steps)}, ensure_ascii=False))


def _said(c: Any) -> str:
    from dicu.review.dialogues.words import STATE  # noqa: PLC0415

    text = c.commitment.text.say(language()) or c.commitment.text.vi or c.commitment.text.en
    days = T("{days} days", days=c.days).say(language()) if c.days is not None else ""
    return f"{c.code}  {STATE[c.state].say(language())}  {text}  {days}".rstrip()


def _row(c: Any, day: Any) -> dict[str, Any]:
    p = c.commitment
    moments = {name: at.isoformat() if at else None for name, at in (("promised", p.promised), ("due", c.due), ("delivered", c.delivered))}
    return {"commitment": c.code, "state": str(c.state), "party": p.party, "text": {"vi": p.text.vi, "en": p.text.en}, **moments,
            "days": c.days, "overdue": c.overdue(day), "owner_ours": c.owner_ours, "owner_theirs": c.owner_theirs,
            "sensitivity": str(p.sensitivity), "number": c.number}  # fmt: skip
