"""A report of one agency for one round: what its entries say, folded. Three people are kept apart for ever: who wrote a
line, who submitted it, who reviewed it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dicu.ledger.fold import Fold
from dicu.ledger.model import Entry
from dicu.review.evidence.kinds import ATTACHED
from dicu.review.evidence.model import Description
from dicu.review.line import (
    REOPENED,
    Attachment,
    Clearance,
    Content,
    Line,
    LineState,
    Proposal,
    Query,
    Refusal,
    ReportedValue,
    Return,
    ReturnReason,
    Stage,
    StatusClaim,
)
from dicu.review.obligations import LOCAL

__all__ = [
    "DRAFTS",
    "OF_DUTY",
    "OF_LINES",
    "REPORT",
    "TOLD",
    "Attachment",
    "Clearance",
    "Content",
    "Line",
    "LineState",
    "Proposal",
    "Query",
    "Refusal",
    "Report",
    "ReportedValue",
    "Return",
    "ReturnReason",
    "Stage",
    "StatusClaim",
    "content_of",
    "latest",
    "stream_name",
]


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
    return _set(report, entry, _edited(line, entry, content_of(entry.body), line.files))


def _edited(line: Line, entry: Entry, content: Content | None, files: tuple[Attachment, ...]) -> Line:
    """The line as somebody left it. Whoever makes it say again what it said before has written nothing of it."""
    stages = line.stages or (Stage(line.content, frozenset(line.files), line.authors),)
    known = next((stage for stage in stages if stage.content == content and stage.files == frozenset(files)), None)
    authors = known.authors if known else tuple(dict.fromkeys((*line.authors, entry.author.account)))
    now = stages if known else (*stages, Stage(content, frozenset(files), authors))
    facts = {"content": content, "files": files, "author": entry.author.account, "authors": authors, "stages": now}
    return replace(line, state=LineState.DRAFT, clearance=None, **facts)  # type: ignore[arg-type]


def _attached(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    file = Attachment(**entry.body["file"])
    kept = tuple(f for f in line.files if f.digest != file.digest)
    return _set(report, entry, _edited(line, entry, line.content, (*kept, file)))


def _evidence(report: Report, entry: Entry) -> Report:
    """Attached with a description, or described anew: the same content stands once on a line."""
    line = report.line(entry.body["task"])
    said, file = Description(**entry.body["description"]), entry.body["file"]
    made = Attachment(**file, locator=said.locator, described=said) if file else Attachment.of_page(said)
    kept = tuple(f for f in line.files if f.digest != made.digest)
    return _set(report, entry, _edited(line, entry, line.content, (*kept, made)))


def _detached(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    kept = tuple(f for f in line.files if f.digest != entry.body["digest"])
    return _set(report, entry, _edited(line, entry, line.content, kept))


def _asked_for_clearance(report: Report, entry: Entry) -> Report:
    waits = Clearance(entry.author.account, entry.at)
    return _each(report, entry, lambda line: replace(line, state=LineState.CLEARANCE, clearance=waits, entry=entry.position))


def _not_cleared(report: Report, entry: Entry) -> Report:
    back = Refusal(entry.body["reason"], entry.author.account, entry.at)
    return _each(
        report,
        entry,
        lambda line: replace(line, state=LineState.DRAFT, clearance=None, refusals=(*line.refusals, back), entry=entry.position),
    )


def _each(report: Report, entry: Entry, step: Callable[[Line], Line]) -> Report:
    """Of every line that the entry names."""
    changed = {task: step(report.line(task)) for task in entry.body["tasks"]}
    return replace(report, number=entry.number, lines={**report.lines, **changed})


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
            authors=(),
            sent_authors=tuple(dict.fromkeys((*line.sent_authors, *line.authors))),
            stages=(),
            previous=line.sent,
            previous_files=line.sent_files,
            sendings=line.sendings + 1,
            clearance=None,
            refusals=(),
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
    """What was sent is a draft again, and so is what waited for clearance; the ledger keeps that it was sent."""
    lines = {task: _taken_back(line, entry) for task, line in report.lines.items()}
    return replace(report, number=entry.number, lines=lines, first_submitted_at=None, told=entry.number)


def _taken_back(line: Line, entry: Entry) -> Line:
    authors = tuple(dict.fromkeys((*line.sent_authors, *line.authors)))
    sent = {"sent": None, "sent_files": (), "sent_author": "", "submitter": "", "submitted_at": None, "sent_authors": ()}
    before = {"previous": None, "previous_files": (), "stages": (), "clearance": None}
    return replace(line, state=LineState.DRAFT, authors=authors, told=entry.position, **sent, **before)  # type: ignore[arg-type]


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


def _reopened(report: Report, entry: Entry) -> Report:
    """Back to its agency, as if it had been returned: what was accepted stays what was sent until something else is."""
    back = Return(REOPENED, entry.body["reason"], entry.author.account, entry.at, None)
    line = report.line(entry.body["task"])
    return _told(report, entry, replace(line, state=LineState.RETURNED, returns=(*line.returns, back)))


def _queried(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    put = Query(entry.number, entry.body["text"], entry.author.account, entry.at)
    return _told(report, entry, replace(line, queries=(*line.queries, put)))


def _answered(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    facts = {"answer": entry.body["text"], "answered_by": entry.author.account, "answered_at": entry.at}
    queries = tuple(replace(q, **facts) if q.number == entry.body["query"] else q for q in line.queries)
    return _told(report, entry, replace(line, queries=queries))


def _proposed(report: Report, entry: Entry) -> Report:
    line = report.line(entry.body["task"])
    said = Proposal(entry.body["text"], entry.author.account, entry.at)
    return _told(report, entry, replace(line, proposals=(*line.proposals, said)))


def _told(report: Report, entry: Entry, line: Line) -> Report:
    return replace(_set(report, entry, replace(line, told=entry.position)), told=entry.number)


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
    "report.nil.refused",
)
OF_LINES = (
    "report.line.written",
    "report.file.attached",
    "report.file.detached",
    "report.submitted",
    "report.line.returned",
    "report.line.accepted",
    "report.withdrawn",
    "report.clearance.asked",
    "report.clearance.refused",
    "report.line.reopened",
    "report.query.asked",
    "report.query.answered",
    "report.wording.proposed",
    "report.workbook.taken",
    ATTACHED,
)
DRAFTS = frozenset(
    {
        "report.line.written",
        "report.file.attached",
        "report.file.detached",
        "report.nil.written",
        "report.nil.refused",
        "report.clearance.asked",
        "report.clearance.refused",
        "report.workbook.taken",
        ATTACHED,
    }
)
TOLD = frozenset({*OF_LINES, *OF_DUTY}) - DRAFTS
"""What leaves the agency, or comes to it; the other entries of a report are its drafts."""

REPORT: Fold[Report] = Fold(
    Report(),
    {
        "report.line.written": _written,
        "report.file.attached": _attached,
        "report.file.detached": _detached,
        ATTACHED: _evidence,
        "report.submitted": _submitted,
        "report.line.returned": _returned,
        "report.line.accepted": _accepted,
        "report.withdrawn": _withdrawn,
        "report.clearance.asked": _asked_for_clearance,
        "report.clearance.refused": _not_cleared,
        "report.line.reopened": _reopened,
        "report.query.asked": _queried,
        "report.query.answered": _answered,
        "report.wording.proposed": _proposed,
        "report.workbook.taken": _unmoved,
        **dict.fromkeys(OF_DUTY, _unmoved),
    },
)
