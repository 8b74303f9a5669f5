"""`dicu review workbook`: the offline form of an agency's report, out and back in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import As, Json, Lang, Purpose, acting
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

PlanId = Annotated[str, typer.Option("--plan", help="The plan, for example vn-402.")]
RoundId = Annotated[str, typer.Option("--round", help="The round, for example 2024.")]
AgencyCode = Annotated[str, typer.Option("--agency", help="The agency whose report it is, for example TD-LD.")]
Take = Annotated[
    list[str] | None,
    typer.Option(
        "--take",
        help="Where form and report were both changed: file or house for all, TASK=file, or TASK/PART=house as the report of clashes "
        "names them. Repeatable.",
    ),
]


def application(house: Callable[[], Any]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="The offline form of a report, as a workbook of Excel: out, and back in.")

    @group.command()
    def export(
        as_: As,
        plan: PlanId,
        round_: RoundId,
        agency: AgencyCode,
        out: Annotated[Path, typer.Option(help="The workbook to write.")],
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Write the form of an agency's report, as the report stands now, in the language of --lang.

        Example: DICU_TOKEN=… dicu review workbook export --as dung.laodong --plan demo --round 2026 --agency TD-LD --out TD-LD.xlsx
        """
        with acting(as_, purpose) as asker:
            made = house().desk.workbooks.export(asker, plan, round_, agency, language())
        try:
            out.write_bytes(made.content)
        except OSError as error:
            raise Refused(T("{place} cannot be written: {reason}.", place=str(out), reason=str(error.strerror))) from error
        print(T("The form lies in {file}.", file=str(out)).say(language()))
        if json_:
            print(json.dumps({"plan": plan, "round": round_, "agency": agency, "file": str(out)}, ensure_ascii=False))

    @group.command("import")
    def take(
        as_: As,
        file: Annotated[Path, typer.Argument(help="The form, filled in (.xlsx).")],
        take: Take = None,
        plan: Annotated[str, typer.Option("--plan", help="Refuse the form of another plan.")] = "",
        round_: Annotated[str, typer.Option("--round", help="Refuse the form of another round.")] = "",
        agency: Annotated[str, typer.Option("--agency", help="Refuse the form of another agency.")] = "",
        purpose: Purpose = "reporting",
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Take a filled-in form in: whole, or not at all with a report per row. The same form once more changes nothing.

        Example: DICU_TOKEN=… dicu review workbook import --as dung.laodong TD-LD.xlsx --take 3.1/narrative=file
        """
        content, choices = _read(file), _choices(take)
        if len({bool(plan), bool(round_), bool(agency)}) > 1:
            raise typer.BadParameter("--plan, --round, --agency")
        where = (plan, round_, agency) if plan else None
        try:
            with acting(as_, purpose) as asker:
                taken = house().desk.workbooks.take(asker, content, file.name, choices, where)
        except Refused as refused:
            if json_:
                print(json.dumps(_refusal(refused), ensure_ascii=False))
            raise
        print(taken.said().say(language()))
        if json_:
            print(json.dumps(_taken(taken), ensure_ascii=False))

    return group


def _taken(taken: Any) -> dict[str, Any]:
    plan, round_, agency = taken.where
    facts = {"plan": plan, "round": round_, "agency": agency, "taken": bool(taken.lines), "again": taken.before is not None}
    return {**facts, "lines": list(taken.lines), "changes": taken.parts, "chosen": dict(taken.chosen or {}), "findings": [], "clashes": []}


def _refusal(refused: Refused) -> dict[str, Any]:
    from dicu.review.workbook.telling import rows  # noqa: PLC0415

    findings, clashes = rows(refused)
    return {"taken": False, "again": False, "lines": [], "changes": 0, "chosen": {}, "findings": findings, "clashes": clashes}


def _choices(given: list[str] | None) -> dict[str, str]:
    found = {}
    for text in given or []:
        name, _, side = text.rpartition("=")
        if side not in ("file", "house"):
            raise typer.BadParameter("file, house, TASK=file, TASK/PART=house", param_hint="--take")
        found[name] = side
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(T("The file {file} cannot be read: {reason}.", file=str(path), reason=str(error.strerror))) from error
