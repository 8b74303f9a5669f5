"""`dicu review observations`, `indicators` and `indicator`: importing figures, reading indicators, deciding between figures that
contradict each other."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
Code = Annotated[str, typer.Argument(help="The indicator's code, for example uk_returns.")]
SHOWN = 20  # rows that are named one by one


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Figures: import a table of them, list what was imported, decide between them.")

    @group.command("import")
    def take_in(
        file: Annotated[Path, typer.Argument(help="The table of observations: .csv, .xlsx or .parquet.")],
        as_: As,
        plan: PlanId,
        source: Annotated[str, typer.Option(help="Key of the source: one of the plan's, or a new one with --title.")],
        title: Annotated[str, typer.Option(help="Title of a new source, as papers cite it.")] = "",
        address: Annotated[str, typer.Option(help="Where a new source is found.")] = "",
        published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication of a new source.")] = None,
        area: Annotated[str, typer.Option(help="Area of rows that name none; left out: the plan's own.")] = "",
        code: Annotated[list[str] | None, typer.Option(help="FOREIGN=OURS: what an indicator is called in the file. Repeatable.")] = None,
        unit: Annotated[list[str] | None, typer.Option(help="A word of the file for the indicator's unit. Repeatable.")] = None,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Import a table of observations, whole or not at all. The same file again changes nothing.

        Example: DICU_TOKEN=… dicu review observations import OBS.parquet --as an.ngoaigiao --plan vn-402 --source HO-RET-NAT
        """
        from dicu.intake.report import BadTable  # noqa: PLC0415
        from dicu.review.observations.sourcing import terms_of  # noqa: PLC0415

        facts = {"title": title, "address": address, "published": published.date() if published else None, "area": area}
        with _opened(file) as stream, acting(as_, purpose) as asker:
            desk = house().desk
            terms = terms_of(desk.tools.plan(asker, plan), source, codes=code or (), units=unit or (), **facts)
            try:
                taken = desk.figures.take_in(asker, plan, stream, file.name, terms)
            except BadTable as refused:
                print(refused.report(language()), file=sys.stderr)
                raise
        _told(taken, json_)

    @group.command("list")
    def listed(as_: As, plan: PlanId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List the files that figures came in.

        Example: DICU_TOKEN=… dicu review observations list --as an.ngoaigiao --plan demo
        """
        with acting(as_, purpose) as asker:
            found = house().desk.figures.imports(asker, plan)
        for i in found:
            print(f"{i.at:%Y-%m-%d}  {i.register}  {i.name}  +{i.counts['added']}  {i.by}")
        if json_:
            print(json.dumps([_import(i) for i in found], ensure_ascii=False))

    @group.command()
    def decide(
        code: Code,
        as_: As,
        plan: PlanId,
        subject: Annotated[str, typer.Option(help="The contradiction, as `dicu review indicator` names it.")],
        chosen: Annotated[str, typer.Option(help="Key of the figure that is used from now on.")],
        reason: Annotated[str, typer.Option(help="Why; everybody will read it.")],
        purpose: Purpose = "coordination",
        lang: Lang = "vi",
    ) -> None:
        """Decide which of contradicting figures is used. All stay visible.

        Example: dicu review observations decide CODE --as an.ngoaigiao --plan demo --subject … --chosen … --reason …
        """
        with acting(as_, purpose) as asker:
            part = house().desk.figures
            part.decide(asker, plan, code, subject, chosen, reason, part.indicator(asker, plan, code).number)
        print(T("The decision is recorded. All figures stay visible.").say(language()))

    return group


def add(group: typer.Typer, house: Callable[[], Any]) -> None:
    """The two commands that read, to those of the review."""

    @group.command()
    def indicators(as_: As, plan: PlanId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """List the indicators of a plan: newest value, state towards the target.

        Example: DICU_TOKEN=… dicu review indicators --as an.ngoaigiao --plan demo --json
        """
        with acting(as_, purpose) as asker:
            _, views = house().desk.figures.indicators(asker, plan)
        rows = [_line(view, series) for view in views for series in view.series]
        for row in rows:
            print("  ".join(part for part in (row["indicator"], row["definition"], *row["latest"], row["period"], row["state"]) if part))
        if json_:
            print(json.dumps(rows, ensure_ascii=False))

    @group.command()
    def indicator(code: Code, as_: As, plan: PlanId, purpose: Purpose = "coordination", json_: Json = False, lang: Lang = "vi") -> None:
        """Show one indicator: every value with period, definition, source and vintage; contradictions and revisions.

        Example: DICU_TOKEN=… dicu review indicator uk_returns --as an.ngoaigiao --plan vn-402
        """
        with acting(as_, purpose) as asker:
            view = house().desk.figures.indicator(asker, plan, code).view
        _shown(view)
        if json_:
            print(json.dumps(_whole(view), ensure_ascii=False))


def _opened(file: Path) -> Any:
    try:
        return file.open("rb")
    except OSError as error:
        raise Refused(T("{place} cannot be read: {reason}.", place=str(file), reason=str(error.strerror))) from error


def _told(taken: Any, json_: bool) -> None:
    from dicu.review.observations.words import OUTCOME  # noqa: PLC0415

    counts = {what: taken.intake.count(what) for what in OUTCOME}
    told = {"rows": len(taken.intake.outcomes), **{what.replace("-", "_"): count for what, count in counts.items()}}
    said = T("Rows: {rows}; added {added}, replaced {replaced}, known already {unchanged}, left out {left_out}.", **told)
    print(said.say(language()))
    for o in [o for o in taken.intake.outcomes if o.what in ("replaced", "left-out")][:SHOWN]:
        print(f"  {o.row}: {OUTCOME[o.what].say(language())}{f' – {o.why.say(language())}' if o.why else ''}")
    if taken.made is None:
        print(T("Nothing changed: the register says all of this already.").say(language()))
    if json_:
        rows = [{"row": o.row, "outcome": o.what, "key": o.key} for o in taken.intake.outcomes]
        print(json.dumps({**counts, "rows": rows, "import": _import(taken.made) if taken.made else None}, ensure_ascii=False))


def _import(i: Any) -> dict[str, Any]:
    facts = {name: getattr(i, name) for name in ("plan", "register", "number", "title", "file", "name", "digest", "by")}
    return {**facts, "at": i.at.isoformat(), **i.counts}


def _line(view: Any, series: Any) -> dict[str, Any]:
    from dicu.review.printing import observed_value  # noqa: PLC0415
    from dicu.review.words import MISSING  # noqa: PLC0415

    latest = series.latest
    rows = () if latest is None else (latest.standing,) if latest.standing else latest.contenders
    shown = [MISSING[o.missing].say(language()) if o.missing else observed_value(o, language()) for o in rows]
    return {
        "indicator": view.indicator.code,
        "definition": series.definition.code if series.definition else "",
        "latest": shown,
        "period": rows[0].period.label if rows else "",
        "state": str(series.state),
    }


def _shown(view: Any) -> None:
    from dicu.review.printing import observed_value  # noqa: PLC0415
    from dicu.review.words import MISSING, STANDING  # noqa: PLC0415

    print(view.indicator.name.say(language()))
    for o in view.rows:
        value = MISSING[o.missing].say(language()) if o.missing else observed_value(o, language(), view.indicator.unit)
        parts = ", ".join(f"{name}={code}" for name, code in o.dimensions)
        print("  ".join(part for part in (o.period.label, o.definition, value, parts, o.area, o.source.title, str(o.vintage or ""),
                                          STANDING[o.standing].say(language()), o.key) if part))  # fmt: skip
    for c in view.conflicts:
        said = T("decided: {key}", key=c.choice.decision.chosen) if c.choice.decision else T("nobody has decided")
        print(f"≠ {c.subject}: {' ≠ '.join(str(o.value) for o in c.choice.contenders)} ({said.say(language())})")
    for r in view.revisions:
        print(f"→ {r.was.key}: {r.was.value} → {r.became.value} ({r.became.key})")


def _whole(view: Any) -> dict[str, Any]:
    return {
        "indicator": view.indicator.code,
        "series": [_line(view, series) for series in view.series],
        "observations": [_figure(o) for o in view.rows],
        "contradictions": [
            {"subject": c.subject, "figures": [o.key for o in c.choice.contenders],
             "chosen": c.choice.decision.chosen if c.choice.decision else None} for c in view.conflicts
        ],
        "revisions": [{"was": r.was.key, "became": r.became.key} for r in view.revisions],
    }  # fmt: skip


def _figure(o: Any) -> dict[str, Any]:
    return {
        "key": o.key,
        "period": o.period.label,
        "definition": o.definition,
        "area": o.area,
        "dimensions": dict(o.dimensions),
        "value": None if o.value is None else format(o.value, "f"),
        "missing": str(o.missing) if o.missing else None,
        "qualifier": o.qualifier,
        "vintage": o.vintage.isoformat() if o.vintage else None,
        "standing": str(o.standing),
        "source": o.source.title,
        "supersedes": o.supersedes,
    }
