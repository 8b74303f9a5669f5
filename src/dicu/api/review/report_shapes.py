"""A report and its lines, as they are answered and as they are sent."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dicu.api.review.round_shapes import ObligationShape, obligation_shape
from dicu.api.shapes import Both, Day, Sent, Shape, both
from dicu.review.desk import ReportView
from dicu.review.model import Task
from dicu.review.report import Attachment, Content, Line, Return, ReturnReason, StatusClaim
from dicu.vocabulary.observation import QUALIFIERS, Missing

LONGEST = 15_000
DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,15})?")

Claim = Literal["not-started", "in-progress", "completed"]
Gone = Literal["not-collected", "not-available-yet", "not-applicable", "suppressed", "refused"]
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
    sha256: str
    name: str
    media_type: str
    size: int
    locator: str


class ReturnShape(Shape):
    reason: str
    text: str
    by: str
    at: datetime
    due: date | None


class LineShape(Shape):
    """`content`: to its agency, what it works on; to others, what was sent. `editable`: this caller may write it now."""

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


class ReportShape(Shape):
    """`etag`: the state that this is; send it as If-Match with a step."""

    etag: str
    standing: str
    own: bool
    obligation: ObligationShape
    lines: list[LineShape]


class OneLine(LineShape):
    etag: str


class Sending(Shape):
    """The tasks whose lines went out."""

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


class WithdrawalSent(Sent):
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST)]


def etag(view: ReportView) -> str:
    return f'"{view.report.number}"'


def report_shape(view: ReportView, today: date, late: int | None = None) -> ReportShape:
    return ReportShape(
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
        "editable": view.own and line.editable,
        "content": _content(line.content) if line.content else None,
        "files": [file_shape(file) for file in line.files],
        "submitted_at": line.submitted_at,
        "reviewed_at": line.reviewed_at,
        "returns": [_return(back) for back in line.returns],
    }


def file_shape(file: Attachment) -> FileShape:
    return FileShape(sha256=file.digest, name=file.name, media_type=file.media_type, size=file.size, locator=file.locator)


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
