"""`dicu review`: build the review, list its gaps, load a plan or its annex."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if there are findings.")]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The review of a plan: gaps, papers, plans and their annexes.")
    plan_group = typer.Typer(no_args_is_help=True, help="Plans: load one, or the template of its annex.")
    group.add_typer(plan_group, name="plan")

    @group.command()
    def build(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        out: Annotated[Path, typer.Option(help="The folder for the papers and the manifest.")] = Path("build/review"),
        languages: Annotated[str, typer.Option(help="vi,en or one of them.")] = "vi,en",
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Build the review of a round: HTML, PDF and DOCX in each language, and a manifest. Untraced numbers stop it.

        Example: DICU_TOKEN=… dicu review build --as an.ngoaigiao --plan vn-402 --round 2024 --out build/review
        """
        asked = _languages(languages)
        with acting(as_, purpose) as asker:
            part = house().desk.editions
            made = part.build(asker, plan, round_, asked)
            if set(made.documents) == {"vi", "en"}:
                part.keep(asker, made)
            with _writing(out):
                made.write(out)
        print(T("{count} files lie in {folder}.", count=len(made.files) + 1, folder=str(out)).say(language()))
        if json_:
            print(json.dumps({"snapshot": made.snapshot.id, "files": sorted(made.files), "out": str(out)}))

    @group.command()
    def gaps(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        purpose: Purpose = "coordination",
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """List the gaps of a round, each with its rule and what would close it.

        Example: DICU_TOKEN=… dicu review gaps --as an.ngoaigiao --plan demo --round 2025 --json
        """
        with acting(as_, purpose) as asker:
            found = house().desk.coordination.overview(asker, plan, round_).gaps
        for gap in found:
            print(f"{gap.rule}  {gap.explanation.say(language())} → {gap.closes_when.say(language())}")
        if json_:
            print(json.dumps([_gap(gap) for gap in found], ensure_ascii=False))
        raise typer.Exit(1 if strict and found else 0)

    @plan_group.command()
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

    @plan_group.command()
    def load(
        as_: As,
        plan: PlanId,
        annex: Annotated[Path | None, typer.Argument(help="A filled-in workbook; without it the plan is loaded as shipped.")] = None,
        purpose: Purpose = "coordination",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Load a plan, with its annex from a workbook if you have it. All or nothing, with a report per row.

        Example: DICU_TOKEN=… dicu review plan load --as an.ngoaigiao --plan vn-402 annex.xlsx
        """
        from dicu.review.annex import with_annex  # noqa: PLC0415
        from dicu.review.bundles import shipped  # noqa: PLC0415

        with acting(as_, purpose) as asker:
            bundle = shipped(plan)
            if annex is not None:
                bundle = with_annex(bundle, _read(annex), annex.name, language())
            loaded = house().desk.coordination.load_plan(asker, bundle, annex.name if annex else "shipped")
        print(
            T("Loaded {plan}, version {version}: {tasks} tasks.", plan=loaded.id, version=loaded.version, tasks=len(loaded.tasks)).say(
                language()
            )
        )
        if json_:
            print(json.dumps({"plan": loaded.id, "version": loaded.version, "digest": loaded.digest, "tasks": len(loaded.tasks)}))

    return group


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(place), reason=str(error.strerror))) from error


def _languages(text: str) -> tuple[str, ...]:
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    if not asked or set(asked) - {"vi", "en"}:
        raise typer.BadParameter("vi, en", param_hint="--languages")
    return asked


def _gap(gap: Any) -> dict[str, Any]:
    return {
        "rule": gap.rule,
        "version": gap.version,
        "severity": gap.severity,
        "subject": gap.subject,
        "agency": gap.agency,
        "count": gap.count,
        "inputs": dict(gap.inputs),
        "vi": gap.explanation.say("vi"),
        "en": gap.explanation.say("en"),
        "closes_when": {"vi": gap.closes_when.say("vi"), "en": gap.closes_when.say("en")},
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(T("The file {file} cannot be read: {reason}.", file=str(path), reason=str(error.strerror))) from error
