"""A line of a report as JSON and back, without loss."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from dicu.review.duty import Duty
from dicu.review.opened import RoundHistory
from dicu.review.report import Attachment, Content, Line, LineState, Report, ReportedValue, Return, latest

Json = dict[str, Any]


def packed(line: Line) -> Json:
    return _plain(asdict(line))  # type: ignore[no-any-return]


def unpacked(raw: Json) -> Line:
    return Line(
        task=raw["task"],
        state=LineState(raw["state"]),
        content=_content(raw["content"]),
        files=_files(raw["files"]),
        sent=_content(raw["sent"]),
        sent_files=_files(raw["sent_files"]),
        author=raw["author"],
        submitter=raw["submitter"],
        submitted_at=_moment(raw["submitted_at"]),
        reviewer=raw["reviewer"],
        reviewed_at=_moment(raw["reviewed_at"]),
        returns=tuple(_return(r) for r in raw["returns"]),
        entry=raw["entry"],
        sent_author=raw["sent_author"],
        told=raw["told"],
    )


def packed_duty(report: Report, duty: Duty, history: RoundHistory, agency: str, round_due: date | None) -> Json:
    """What of a duty decides how the agency stands, as others may know it."""
    returned = [line.returns[-1].due for line in report.lines.values() if _is_returned(line)]
    nil = duty.as_told().nil
    # what came to an agency after it had reported is owed by the last day in force, like everything else
    again = min((day for day in returned if day), default=None) if returned else duty.due or round_due
    facts = {
        "round_due": round_due,
        "again_due": again,
        "mended": latest((*([report.mended] if report.mended else []), *_later(report, duty.due or round_due))),
        "nil": nil.state,
        "nil_at": nil.submitted_at,
        "waived": duty.waived,
        "passed_to": history.passed_to(agency),
        "taken_from": history.taken_from(agency),
        "asked": [request.sort for request in duty.requests if request.state == "asked"],
        "asked_of_us": [[r.sort, r.asked_by, r.asked_at] for r in duty.requests if r.state == "asked"],
        "nil_by": nil.submitter,
    }
    return _plain(facts)  # type: ignore[no-any-return]


def unpacked_duty(raw: Json) -> Json:
    """The same as the fields of an Obligation."""
    if not raw:
        return {}
    mended = raw["mended"]
    return {
        "round_due": _day_of(raw["round_due"]),
        "again_due": _day_of(raw["again_due"]),
        "mended": (date.fromisoformat(mended[0]), datetime.fromisoformat(mended[1])) if mended else None,
        "nil": raw["nil"],
        "nil_at": _moment(raw["nil_at"]),
        "waived": raw["waived"],
        "passed_to": tuple(raw["passed_to"]),
        "taken_from": tuple(raw["taken_from"]),
        "asked": tuple(raw["asked"]),
    }


def _later(report: Report, due: date | None) -> list[tuple[date, datetime]]:
    """Lines that went out after the first time and answer no return: what came to the agency when it had sent its own. They are
    owed by the last day in force, and late for it, however early the first ones were."""
    first = report.first_submitted_at
    if due is None or first is None:
        return []
    sent = [line.submitted_at for line in report.lines.values() if line.submitted_at and not line.returns]
    return [(due, at) for at in sent if at > first]


def _is_returned(line: Line) -> bool:
    return bool(line.sent and line.returns) and line.state in (LineState.RETURNED, LineState.DRAFT)


def _day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _content(raw: Json | None) -> Content | None:
    if raw is None:
        return None
    day = raw["completed_on"]
    values = tuple(ReportedValue(**value) for value in raw["values"])
    return Content(raw["claim"], raw["narrative"], raw["difficulties"], date.fromisoformat(day) if day else None, values)


def _files(raw: list[Json]) -> tuple[Attachment, ...]:
    return tuple(Attachment(**file) for file in raw)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _return(raw: Json) -> Return:
    at = datetime.fromisoformat(raw["at"])
    return Return(raw["reason"], raw["text"], raw["by"], at, date.fromisoformat(raw["due"]) if raw["due"] else None)
