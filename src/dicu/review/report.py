"""A report of one agency for one round: what its entries say, folded. Three people are kept apart for ever: who wrote a
line, who submitted it, who reviewed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.obligations import LOCAL


class LineState(StrEnum):
    EMPTY = "empty"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class StatusClaim(StrEnum):
    """What the agency says of a task; what the data say is computed and compared with it."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class ReturnReason(StrEnum):
    """Why a line goes back; the text beside it says what to do."""

    MISSING_EVIDENCE = "missing-evidence"
    VALUE_UNCLEAR = "value-unclear"
    STATUS_CONTRADICTS_DATA = "status-contradicts-data"
    NARRATIVE_INCOMPLETE = "narrative-incomplete"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """A value as the agency entered it; exactly one of `value` (decimal text) and `missing` (a code) is not empty."""

    indicator: str
    period: str
    value: str
    missing: str
    qualifier: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by its content: the digest is its identity, the name what the officer called it."""

    digest: str
    name: str
    media_type: str
    size: int
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a line says."""

    claim: str
    narrative: str
    difficulties: str
    completed_on: date | None
    values: tuple[ReportedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    reason: str
    text: str
    by: str
    at: datetime
    due: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """`content` is what the agency works on; `sent` what the coordinator has before them. The same holds of `author` and
    `sent_author`, of `entry` (ledger position of the entry that last changed it) and `told` (of the last one that left
    the agency: sent, returned, accepted)."""

    task: str
    state: LineState = LineState.EMPTY
    content: Content | None = None
    files: tuple[Attachment, ...] = ()
    sent: Content | None = None
    sent_files: tuple[Attachment, ...] = ()
    author: str = ""
    submitter: str = ""
    submitted_at: datetime | None = None
    reviewer: str = ""
    reviewed_at: datetime | None = None
    returns: tuple[Return, ...] = ()
    entry: int = 0
    sent_author: str = ""
    told: int = 0

    @property
    def editable(self) -> bool:
        return self.state in (LineState.EMPTY, LineState.DRAFT, LineState.RETURNED)


@dataclass(frozen=True, slots=True)
class Report:
    """`number` is the last entry folded: what a form was filled on, and what the next append expects. `told` is the last
    one that left the agency. `mended`: of the answers to returns that had a last day, the one that came latest for it."""

    number: int = 0
    lines: Mapping[str, Line] = field(default_factory=dict)
    first_submitted_at: datetime | None = None
    told: int = 0
    mended: tuple[date, datetime] | None = None

    def line(self, task: str) -> Line:
        return self.lines.get(task, Line(task))

    @property
    def submitted(self) -> bool:
        return self.first_submitted_at is not None


def stream_name(plan: str, round_: str, agency: str) -> str:
    return f"report/{plan}/{round_}/{agency}"


def _set(report: Report, entry: Entry, line: Line) -> Report:
    return replace(report, number=entry.number, lines={**report.lines, line.task: replace(line, entry=entry.position)})


def _written(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    return _set(report, entry, replace(line, state=LineState.DRAFT, content=content_of(entry.body), author=entry.author.account))


def _attached(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    file = Attachment(**entry.body["file"])
    kept = tuple(f for f in line.files if f.digest != file.digest)
    return _set(report, entry, replace(line, state=LineState.DRAFT, files=(*kept, file), author=entry.author.account))


def _detached(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    kept = tuple(f for f in line.files if f.digest != entry.body["digest"])
    return _set(report, entry, replace(line, state=LineState.DRAFT, files=kept, author=entry.author.account))


def _submitted(report: Report, entry: Entry) -> Report:
    lines = dict(report.lines)
    mended = _mended(report, entry)
    for task in entry.body["tasks"]:
        line = report.line(task)
        lines[task] = replace(
            line,
            state=LineState.SUBMITTED,
            sent=line.content,
            sent_files=line.files,
            sent_author=line.author,
            submitter=entry.author.account,
            submitted_at=entry.at,
            reviewer="",
            reviewed_at=None,
            entry=entry.position,
            told=entry.position,
        )
    first = report.first_submitted_at or entry.at
    return replace(report, number=entry.number, lines=lines, first_submitted_at=first, told=entry.number, mended=mended)


def _mended(report: Report, entry: Entry) -> tuple[date, datetime] | None:
    """The answer that was latest for its last day, this one included."""
    lines = [report.line(task) for task in entry.body["tasks"]]
    answers = [(line.returns[-1].due, entry.at) for line in lines if line.returns]
    known = [(due, at) for due, at in answers if due is not None]
    return latest((*known, *([report.mended] if report.mended else [])))


def latest(sent: Iterable[tuple[date, datetime]]) -> tuple[date, datetime] | None:
    """Of pairs (last day, when it was sent), the one that was latest for its last day."""
    return max(sent, key=lambda pair: pair[1].astimezone(LOCAL).date() - pair[0], default=None)


def _withdrawn(report: Report, entry: Entry) -> Report:
    """What was sent is a draft again; the ledger keeps that it was sent."""
    lines = {
        task: replace(
            line, state=LineState.DRAFT, sent=None, sent_files=(), sent_author="", submitter="", submitted_at=None, told=entry.position
        )
        for task, line in report.lines.items()
    }
    return replace(report, number=entry.number, lines=lines, first_submitted_at=None, told=entry.number)


def _unmoved(report: Report, entry: Entry) -> Report:
    """An entry of the stream that is not about a line; `dicu.review.duty` folds those."""
    return replace(report, number=entry.number, told=entry.number if entry.kind in TOLD else report.told)


def _returned(report: Report, entry: Entry) -> Report:
    due = entry.body.get("due")
    day = date.fromisoformat(due) if due else None
    back = Return(entry.body["reason"], entry.body["text"], entry.author.account, entry.at, day)
    line = report.line(entry.body["task"])
    return _judged(report, entry, replace(line, state=LineState.RETURNED, returns=(*line.returns, back)))


def _accepted(report: Report, entry: Entry) -> Report:
    return _judged(report, entry, replace(report.line(entry.body["task"]), state=LineState.ACCEPTED))


def _judged(report: Report, entry: Entry, line: Line) -> Report:
    seen = replace(line, reviewer=entry.author.account, reviewed_at=entry.at, told=entry.position)
    return replace(_set(report, entry, seen), told=entry.number)


def content_of(body: Mapping[str, Any]) -> Content:
    """The content that an entry's body holds."""
    day = body.get("completed_on")
    return Content(
        claim=body["claim"],
        narrative=body["narrative"],
        difficulties=body["difficulties"],
        completed_on=date.fromisoformat(day) if day else None,
        values=tuple(ReportedValue(**value) for value in body["values"]),
    )


OF_DUTY = (
    "report.extension.asked",
    "report.extension.granted",
    "report.extension.refused",
    "report.waiver.asked",
    "report.waiver.granted",
    "report.waiver.refused",
    "report.nil.written",
    "report.nil.sent",
    "report.nil.withdrawn",
    "report.nil.returned",
    "report.nil.accepted",
)
OF_LINES = (
    "report.line.written",
    "report.file.attached",
    "report.file.detached",
    "report.submitted",
    "report.line.returned",
    "report.line.accepted",
    "report.withdrawn",
)
DRAFTS = frozenset({"report.line.written", "report.file.attached", "report.file.detached", "report.nil.written"})
TOLD = frozenset({*OF_LINES, *OF_DUTY}) - DRAFTS
"""What leaves the agency, or comes to it; the other entries of a report are its drafts."""

REPORT: Fold[Report] = Fold(
    Report(),
    {
        "report.line.written": _written,
        "report.file.attached": _attached,
        "report.file.detached": _detached,
        "report.submitted": _submitted,
        "report.line.returned": _returned,
        "report.line.accepted": _accepted,
        "report.withdrawn": _withdrawn,
        **dict.fromkeys(OF_DUTY, _unmoved),
    },
)
