"""The offline form of a report: downloaded, filled in elsewhere, and taken in whole or not at all."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from dicu.api import errands, problems
from dicu.api.operations import Asked, Room
from dicu.api.problems import Problem
from dicu.api.review.reports import REPORT
from dicu.api.shapes import Name, RoundName, Shape
from dicu.intake.report import BadTable
from dicu.intake.sniffing import MediaType
from dicu.review.workbook.telling import Clashing, rows

room = Room("workbooks")
MOST = 200
FileName = Annotated[str, Query(min_length=1, max_length=255, description="What the file is called; it ends in .xlsx.")]
Take = Annotated[
    str,
    Query(
        max_length=20_000,
        description="What counts where form and report were both changed: `file` or `house` for all, or "
        "`TASK=file,TASK/PART=house` with the names of the clashes.",
    ),
]


class TakenWorkbook(Shape):
    taken: bool = Field(description="Whether anything was written.")
    again: bool = Field(description="This very file was taken in before; nothing was changed.")
    lines: list[str] = Field(description="Tasks whose lines were written.")
    changes: int = Field(description="Parts of lines that are other than before.")
    chosen: dict[str, str] = Field(description="Clashes that were decided: the name → file or house.")


@room.downloads(f"{REPORT}/workbook.xlsx", "downloadWorkbook", errands.report, str(MediaType.XLSX))
def download(request: Asked, plan: Name, round_: RoundName, agency: Name) -> HttpResponse:
    """The form of a report as it stands, for those who write it, in the language of the request."""
    made = request.desk.workbooks.export(request.asker, plan, round_, agency, request.language)
    disposition = f'attachment; filename="{made.name}"'
    return HttpResponse(made.content, content_type=str(MediaType.XLSX), headers={"Content-Disposition": disposition})


@room.writes("POST", f"{REPORT}/workbook", TakenWorkbook, "takeWorkbook", errands.report, uploads=True)
def take(request: Asked, plan: Name, round_: RoundName, agency: Name, name: FileName, take: Take = "") -> TakenWorkbook:
    """Take a filled-in form in. The same file once more changes nothing.

    What does not fit is told row by row (`findings`); where the report was changed meanwhile too, what somebody has to decide (`clashes`).
    """
    content = request.http.upload.content.read()  # type: ignore[attr-defined]
    try:
        taken = request.desk.workbooks.take(request.asker, content, name, _choices(take), (plan, round_, agency))
    except (BadTable, Clashing) as refused:
        findings, clashes = rows(refused)
        raise Problem(problems.REFUSED, refused.message, more={"findings": findings[:MOST], "clashes": clashes[:MOST]}) from refused
    chosen = dict(taken.chosen or {})
    return TakenWorkbook(
        taken=bool(taken.lines), again=taken.before is not None, lines=list(taken.lines), changes=taken.parts, chosen=chosen
    )


def _choices(text: str) -> dict[str, str]:
    pairs = (part.strip().rpartition("=") for part in text.split(",") if part.strip())
    return {name: side for name, _, side in pairs}
