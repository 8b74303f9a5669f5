"""A line of a report as JSON and back, without loss."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from dicu.review.report import Attachment, Content, Line, LineState, ReportedValue, Return

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
