"""`dicu review import-open-sdg`, `import-sdmx` and `import-observations`: figures of others become one table of observations.

They work on files that are handed over: they ask nobody who they are, and need no database.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from dicu.cli.asking import Json, Lang
from dicu.cli.steps import language
from dicu.vocabulary.messages import Refused, T

SHOWN = 20  # findings that are said on the screen; the file has all
OF_ONE = 3  # of those of one rule
Out = Annotated[Path, typer.Option("--out", help="The table of observations, a .parquet file.")]
Findings = Annotated[Path | None, typer.Option("--findings", help="Every finding, one JSON object a line.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if there are warnings or worse.")]
Area = Annotated[str, typer.Option("--area", help="Code of the area that the figures are about where they do not say, for example AM.")]
Begins = Annotated[
    int, typer.Option("--year-begins", min=0, max=12, help="Month in which the financial year of 2009/10 begins; 0: not known.")
]
Day = Annotated[str, typer.Option("--day", help="The day on which figures are called stale or not: 2026-11-25. Today, if not said.")]


class Result(Protocol):
    @property
    def findings(self) -> Sequence[Any]: ...
    def as_json(self) -> dict[str, Any]: ...


def add(group: typer.Typer) -> None:
    """The three commands, to those of the review."""
    _add_open_sdg(group)
    _add_sdmx(group)
    _add_observations(group)


def _add_open_sdg(group: typer.Typer) -> None:
    @group.command(name="import-open-sdg")
    def import_open_sdg(
        folder: Annotated[
            Path, typer.Argument(metavar="DIR", help="A platform in the Open SDG layout: data/*.csv, meta/*, translations/*.")
        ],
        out: Out,
        findings: Findings = None,
        area: Area = "",
        year_begins: Begins = 0,
        day: Day = "",
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Read the platform of any country, unchanged: every row is an observation, a coded absence or rejected with its reason.

        Example: dicu review import-open-sdg sdg-data-armenia --out armenia.parquet --findings armenia.jsonl --json
        """
        from dicu.review.foreign.open_sdg import Options, import_platform  # noqa: PLC0415 - other commands need no pyarrow

        options = Options(_day(day), area, year_begins)
        with _progress() as tick:
            made = _written(out, findings, lambda writer: import_platform(folder, writer, options, tick))
        _told(made, out, strict, json_)


def _add_sdmx(group: typer.Typer) -> None:
    @group.command(name="import-sdmx")
    def import_sdmx(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="SDMX-ML 2.1, 3.0 or 3.1, or SDMX-JSON 1.0 or 2.0, with data.")],
        out: Out,
        findings: Findings = None,
        structure: Annotated[
            Path | None, typer.Option("--structure", help="The structure of the data with its code lists, SDMX-ML or SDMX-JSON.")
        ] = None,
        area: Area = "",
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Read the data of an SDMX message; codes are checked against the structure, if it is given.

        Example: dicu review import-sdmx data.xml --structure dsd.xml --out figures.parquet --findings figures.jsonl --json
        """
        from dicu.review.foreign.sdmx import import_message  # noqa: PLC0415

        _told(_written(out, findings, lambda writer: import_message(file, structure, writer, area)), out, strict, json_)


def _add_observations(group: typer.Typer) -> None:
    @group.command(name="import-observations")
    def import_observations(
        file: Annotated[
            Path, typer.Argument(metavar="FILE", help="A table .csv, .xlsx or .parquet; columns: see import-foreign-figures.md.")
        ],
        out: Out,
        findings: Findings = None,
        indicator: Annotated[str, typer.Option("--indicator", help="The indicator, if the table has no column of it.")] = "",
        sheet: Annotated[str, typer.Option("--sheet", help="The sheet of a workbook, if it has several.")] = "",
        area: Area = "",
        year_begins: Begins = 0,
        strict: Strict = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Read a table of observations with columns indicator, period, value, and whatever breaks them down.

        Example: dicu review import-observations figures.xlsx --out figures.parquet --findings figures.jsonl --json
        """
        from dicu.review.foreign.own_tables import import_table  # noqa: PLC0415
        from dicu.review.foreign.rows import Manner  # noqa: PLC0415

        manner = Manner(file.name, indicator, area, year_begins=year_begins)
        _told(_written(out, findings, lambda writer: import_table(file, manner, sheet, writer)), out, strict, json_)


def _day(text: str) -> date:
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise typer.BadParameter("2026-11-25", param_hint="--day") from fault


def _written(out: Path, findings: Path | None, read: Callable[[Any], Result]) -> Result:
    """Both files, or none."""
    from dicu.review.foreign.table import Writer  # noqa: PLC0415

    if out.suffix.lower() != ".parquet":
        raise typer.BadParameter("OBS.parquet", param_hint="--out")
    writer = Writer(out)
    try:
        made = read(writer)
        writer.close()
        if findings:
            _put(findings, _lines(made))
        writer.settle()
    except OSError as fault:
        raise Refused(T("{place} cannot be written: {reason}.", place=str(fault.filename or out), reason=fault.strerror or "")) from fault
    finally:
        writer.abandon()
    return made


def _lines(made: Result) -> list[str]:
    return [json.dumps(found.as_json(language()), ensure_ascii=False, default=str) for found in made.findings]


def _put(place: Path, lines: list[str]) -> None:
    fresh = place.with_name(f".{place.name}.{os.getpid()}.writing")
    try:
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        os.replace(fresh, place)
    finally:
        fresh.unlink(missing_ok=True)


def _told(made: Result, out: Path, strict: bool, json_: bool) -> None:
    """Counts, the worst findings, and what other programs read as the last line."""
    counts = made.as_json()
    print(
        T(
            "{rows} rows: {values} observations, {missing} without a value, {rejected} rejected. They lie in {place}.",
            rows=counts["rows_read"],
            values=counts["observations"],
            missing=counts["missing_coded"],
            rejected=counts["rejected"],
            place=str(out),
        ).say(language())
    )
    for line in _worst(made.findings):
        print(line)
    if json_:
        print(json.dumps(counts, ensure_ascii=False))
    if strict and any(found.severity != "info" for found in made.findings):
        raise typer.Exit(1)


def _worst(findings: Sequence[Any]) -> Iterator[str]:
    serious = sorted((f for f in findings if f.severity != "info"), key=lambda f: (f.severity != "blocking", not f.rejected))
    said: Counter[str] = Counter()
    for found in serious:
        if said.total() < SHOWN and said[found.rule] < OF_ONE:
            said[found.rule] += 1
            yield f"{found.rule}  {found.message.say(language())} → {found.closes.say(language())}"
    rest = Counter(found.rule for found in findings) - said
    if rest:
        listed = ", ".join(f"{rule} × {count}" for rule, count in sorted(rest.items()))
        yield T("Further findings: {listed}.", listed=listed).say(language())


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, of: bar.update(task, completed=done, total=of)
