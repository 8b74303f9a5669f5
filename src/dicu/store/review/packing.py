"""A line of a report as JSON and back, without loss."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from dicu.review.duty import Duty
from dicu.review.evidence.model import Description
from dicu.review.opened import RoundHistory
from dicu.review.report import (
    Attachment,
    Clearance,
    Content,
    Line,
    LineState,
    Proposal,
    Query,
    Refusal,
    Report,
    ReportedValue,
    Return,
    Stage,
    latest,
)

Json = dict[str, Any]


def packed(line: Line) -> Json:
    facts = asdict(line)
    facts["stages"] = [{**stage, "files": sorted(stage["files"], key=lambda f: str(f["digest"]))} for stage in _stages(line)]
    return _plain(facts)  # type: ignore[no-any-return]


def _stages(line: Line) -> list[Json]:
    """`asdict` cannot turn a set of files into a set of dictionaries."""
    return [
        {"content": asdict(s.content) if s.content else None, "files": list(map(asdict, s.files)), "authors": s.authors}
        for s in line.stages
    ]


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
        **_since(raw),
    )


def _since(raw: Json) -> Json:
    """What a row of before does not have."""
    clearance = raw.get("clearance")
    return {
        "authors": tuple(raw.get("authors", ())),
        "sent_authors": tuple(raw.get("sent_authors", ())),
        "stages": tuple(Stage(_content(s["content"]), frozenset(_files(s["files"])), tuple(s["authors"])) for s in raw.get("stages", ())),
        "previous": _content(raw.get("previous")),
        "previous_files": _files(raw.get("previous_files", [])),
        "sendings": raw.get("sendings", 0),
        "clearance": Clearance(clearance["asked_by"], datetime.fromisoformat(clearance["asked_at"])) if clearance else None,
        "refusals": tuple(Refusal(r["text"], r["by"], datetime.fromisoformat(r["at"])) for r in raw.get("refusals", ())),
        "queries": tuple(_query(q) for q in raw.get("queries", ())),
        "proposals": tuple(Proposal(p["text"], p["by"], datetime.fromisoformat(p["at"])) for p in raw.get("proposals", ())),
    }


def _query(raw: Json) -> Query:
    at = datetime.fromisoformat(raw["at"])
    return Query(raw["number"], raw["text"], raw["by"], at, raw["answer"], raw["answered_by"], _moment(raw["answered_at"]))


def packed_inside(report: Report, duty: Duty, tasks: tuple[str, ...]) -> Json:
    """What waits for the agency's own people: lines and a nil return that want clearing, questions that want answering. {}: nothing."""
    lines = [report.line(task) for task in tasks]
    waits = [[line.task, line.writers, line.clearance.asked_at] for line in lines if line.clearance]
    queries = [[line.task, query.number, query.at] for line in lines for query in line.open_queries if line.state is not LineState.ACCEPTED]
    nil = [duty.nil.authors, duty.nil.written_at] if duty.nil.in_clearance and duty.nil.written_at else None
    return _plain({"lines": waits, "queries": queries, "nil": nil}) if waits or queries or nil else {}


def packed_closing(history: RoundHistory) -> Json:
    """{}: the round was never closed."""
    if not history.closings:
        return {}
    last = history.closings[-1]
    asked = [[r.number, r.agency, r.asked_by, r.asked_at] for r in history.reopenings if r.state == "asked"]
    again = {agency: sorted(tasks) for agency, tasks in sorted(history.again.items())}
    return _plain({"closed": history.closed, "at": last.at, "snapshot": last.snapshot, "again": again, "asked": asked})  # type: ignore[no-any-return]


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


def unpacked_closing(raw: Json) -> Json:
    """The same as the fields of an OpenedRound."""
    if not raw or not raw["closed"]:
        return {}
    again = {agency: tuple(tasks) for agency, tasks in raw["again"].items()}
    return {"closed_at": datetime.fromisoformat(raw["at"]), "snapshot": raw["snapshot"], "again": again}


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
    return tuple(unpacked_file(file) for file in raw)


def unpacked_file(raw: Json) -> Attachment:
    said = raw.get("described")
    return Attachment(**{**raw, "described": Description(**said) if said else None})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _return(raw: Json) -> Return:
    at = datetime.fromisoformat(raw["at"])
    return Return(raw["reason"], raw["text"], raw["by"], at, date.fromisoformat(raw["due"]) if raw["due"] else None)
