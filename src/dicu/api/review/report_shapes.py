"""A report and its lines, as they are answered and as they are sent."""

import re
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dicu.api.review.evidence_shapes import DescriptionShape, description_shape
from dicu.api.review.round_shapes import ObligationShape, obligation_shape
from dicu.api.shapes import Both, Day, Sent, Shape, both
from dicu.review.changes import Change, changes_of
from dicu.review.clearance import lacking
from dicu.review.desk import ReportView
from dicu.review.model import Task
from dicu.review.report import Attachment, Content, Line, Return, ReturnReason, StatusClaim
from dicu.vocabulary.observation import QUALIFIERS, Missing

LONGEST = 15_000
DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,15})?")

Claim = Literal["not-started", "in-progress", "completed"]
Gone = Literal["not-collected", "not-available-yet", "not-applicable", "suppressed", "refused", "not-computable"]
Qualifier = Literal["nearly", "more-than", "about", "some", "estimate-over", "at-least"]
Reason = Literal["missing-evidence", "value-unclear", "status-contradicts-data", "narrative-incomplete", "other"]
WORDS = ((Claim, StatusClaim), (Gone, Missing), (Qualifier, QUALIFIERS), (Reason, ReturnReason))
"""The codes above and where they come from; a test holds them against each other."""


def _decimal(text: str) -> str:
    if not DECIMAL.fullmatch(text):
        raise PydanticCustomError("decimal", "decimal")
    return text


Decimal = Annotated[str, AfterValidator(_decimal), Field(json_schema_extra={"pattern": f"^{DECIMAL.pattern}$"})]
Text = Annotated[str, Field(max_length=LONGEST)]


class ValueShape(Shape):
    indicator: str
    period: str
    value: str | None
    missing: str | None
    qualifier: str | None
    source: str
    locator: str


class ContentShape(Shape):
    claim: str
    narrative: str
    difficulties: str
    completed_on: date | None
    values: list[ValueShape]


class FileShape(Shape):
    """`kept` false: a web page of which no copy is kept; `sha256` then stands for its address. `described` null: attached before
    evidence was described."""

    sha256: str
    name: str
    media_type: str
    size: int
    locator: str
    kept: bool
    described: DescriptionShape | None


class ReturnShape(Shape):
    reason: str
    text: str
    by: str
    at: datetime
    due: date | None


class QueryShape(Shape):
    """A question on a line. `number` names it; `answered_at` null: it waits for its answer, and the line is not accepted."""

    number: int
    text: str
    by: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class ProposalShape(Shape):
    """Other words for what was done, by a reviewer; they change nothing of the line."""

    text: str
    by: str
    at: datetime


class RefusalShape(Shape):
    """Why a second person of the agency did not clear the line."""

    text: str
    by: str
    at: datetime


class PieceShape(Shape):
    """`sort`: same, gone or new."""

    sort: str
    text: str


class LineChangeShape(Shape):
    """One field that differs from what was sent before. `indicator`: of a value."""

    field: str
    indicator: str
    pieces: list[PieceShape]


class LineShape(Shape):
    """`content`: to its agency, what it works on; to others, what was sent. `editable`: this caller may write it now. `authors`:
    who wrote what its agency works on, and so does not send it; `lacking`: what keeps it from being cleared. `changes`:
    what differs from what was sent before."""

    task: str
    text: Both
    indicators: list[str]
    state: str
    editable: bool
    content: ContentShape | None
    files: list[FileShape]
    submitted_at: datetime | None
    reviewed_at: datetime | None
    returns: list[ReturnShape]
    sendings: int
    authors: list[str]
    lacking: Both | None
    refusals: list[RefusalShape]
    queries: list[QueryShape]
    proposals: list[ProposalShape]
    changes: list[LineChangeShape]


class HappenedShape(Shape):
    at: datetime
    account: str
    kind: str
    said: Both


class ReportShape(Shape):
    """`etag`: the state that this is; send it as If-Match with a step. `closed`: the round is, and nothing changes but the lines
    on `open_tasks`. `history`: what happened to the report, oldest first, as far as the caller may know it."""

    etag: str
    standing: str
    own: bool
    closed: bool
    open_tasks: list[str]
    history: list[HappenedShape]
    obligation: ObligationShape
    lines: list[LineShape]


class OneLine(LineShape):
    etag: str


class Sending(Shape):
    """The tasks whose lines the step moved: asked to be cleared, given back, or sent."""

    tasks: list[str]
    etag: str


class ValueSent(Sent):
    """Give either `value` or `missing`. `value` is decimal text, so that nothing is rounded on its way."""

    indicator: Annotated[str, Field(min_length=1, max_length=80)]
    value: Decimal | None = None
    missing: Gone | None = None
    qualifier: Qualifier | None = None
    period: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    source: Text = ""
    locator: Text = ""


class LineSent(Sent):
    """The whole line: what is not given is empty afterwards."""

    claim: Claim
    narrative: Text = ""
    difficulties: Text = ""
    completed_on: Day | None = None
    values: Annotated[list[ValueSent], Field(max_length=100)] = []


class ReturnSent(Sent):
    reason: Reason
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    due: Day | None = None
    proposed: Text = ""


class QuerySent(Sent):
    """`proposed`: other words for what was done."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    proposed: Text = ""


class QueryAnswerSent(Sent):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class SeveralSent(Sent):
    """One step for several lines, each by itself. `reason`, `text`, `due` as the step takes them: `return` a reason's code and words,
    `refuse` words in `text`."""

    step: Literal["ask", "send", "refuse", "accept", "return"]
    tasks: Annotated[list[Annotated[str, Field(min_length=1, max_length=80)]], Field(min_length=1, max_length=1000)]
    reason: Reason | None = None
    text: Text = ""
    due: Day | None = None


class ResultShape(Shape):
    """`why`: what refused the step; null if it was done."""

    task: str
    done: bool
    why: Both | None


class Results(Shape):
    results: list[ResultShape]
    etag: str


class WithdrawalSent(Sent):
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST)]


def etag(view: ReportView) -> str:
    return f'"{view.report.number}"'


def report_shape(view: ReportView, today: date, late: int | None, history: list[HappenedShape]) -> ReportShape:
    return ReportShape(
        closed=view.history.closed,
        open_tasks=[task.code for task in view.tasks],
        history=history,
        etag=etag(view),
        standing=view.standing,
        own=view.own,
        obligation=obligation_shape(view.obligation, today, late),
        lines=[LineShape(**line_facts(view, task, line)) for task, line in view.lines],
    )


def line_facts(view: ReportView, task: Task, line: Line) -> dict[str, Any]:
    return {
        "task": task.code,
        "text": both(task.text),
        "indicators": list(task.indicators),
        "state": str(line.state),
        "editable": view.own and line.editable and not view.frozen(task.code),
        "content": _content(line.content) if line.content else None,
        "files": [file_shape(file) for file in line.files],
        "submitted_at": line.submitted_at,
        "reviewed_at": line.reviewed_at,
        "returns": [_return(back) for back in line.returns],
        "sendings": line.sendings,
        "authors": list(line.writers) if view.own else [],
        "lacking": both(why) if view.own and (why := lacking(task, line)) else None,
        "refusals": [RefusalShape(text=one.text, by=one.by, at=one.at) for one in line.refusals],
        "queries": [QueryShape(**asdict(query)) for query in line.queries],
        "proposals": [ProposalShape(**asdict(said)) for said in line.proposals],
        "changes": [_change(change) for change in changes_of(line)],
    }


def _change(change: Change) -> LineChangeShape:
    pieces = [PieceShape(sort=piece.sort, text=piece.text) for piece in change.pieces]
    return LineChangeShape(field=change.field, indicator=change.indicator, pieces=pieces)


def file_shape(file: Attachment) -> FileShape:
    facts = {"name": file.name, "media_type": file.media_type, "size": file.size, "locator": file.locator, "kept": file.kept}
    return FileShape(sha256=file.digest, **facts, described=description_shape(file.described))  # type: ignore[arg-type]


def _content(content: Content) -> ContentShape:
    values = [
        ValueShape(
            indicator=v.indicator,
            period=v.period,
            value=v.value or None,
            missing=v.missing or None,
            qualifier=v.qualifier or None,
            source=v.source,
            locator=v.locator,
        )
        for v in content.values
    ]
    return ContentShape(
        claim=content.claim,
        narrative=content.narrative,
        difficulties=content.difficulties,
        completed_on=content.completed_on,
        values=values,
    )


def _return(back: Return) -> ReturnShape:
    return ReturnShape(reason=back.reason, text=back.text, by=back.by, at=back.at, due=back.due)
