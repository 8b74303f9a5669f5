"""From a bundle to a Series. What a bundle leaves out is unknown; nothing is filled in here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dicu.review.bundles import digest_of, unpacked
from dicu.review.dialogues.course import Happening
from dicu.review.dialogues.model import (
    NOTHING,
    AuthenticText,
    Basis,
    Commitment,
    Fact,
    Instrument,
    Lineage,
    Milestone,
    Participant,
    Party,
    Pillar,
    PillarMapping,
    Round,
    RoundState,
    Sensitivity,
    Series,
    SideMeeting,
    Unknown,
    VisitItem,
    WorkingGroup,
)
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Source
from dicu.vocabulary.observation import Standing

Raw = Mapping[str, Any]


def read_series(content: bytes) -> Series:
    """The series in a packed bundle that was checked when it was loaded. KeyError or ValueError otherwise."""
    bundle = unpacked(content)
    raw, commitments = bundle["series"], bundle["commitments"]
    days = {row["id"]: _day(row.get("day")) for row in (*bundle["instruments"], *bundle["rounds"])}
    return Series(
        id=raw["id"],
        version=raw["version"],
        digest=digest_of(content),
        standing=Standing(raw["standing"]),
        authority=raw["authority"],
        title=_both(raw["title"]),
        short=_both(raw["short"]),
        banner=_both(raw["banner"]),
        ours=_party(raw["ours"]),
        theirs=_party(raw["theirs"]),
        rounds=tuple(_round(row) for row in bundle["rounds"]),
        instruments=tuple(_instrument(row) for row in bundle["instruments"]),
        mappings=tuple(_mapping(row) for row in bundle["pillars"]),
        commitments=tuple(_commitment(row, days) for row in commitments),
        courses={row["code"]: tuple(row.get("course") or ()) for row in commitments},
        working_groups=tuple(WorkingGroup(r["code"], _both(r["name"]), r["state"], _basis(r)) for r in raw.get("working_groups") or []),
        milestones=tuple(_milestone(row) for row in raw.get("milestones") or []),
        unknowns=_unknowns(raw),
        sources={key: _source(row) for key, row in bundle["sources"].items()},
    )


def compiled(series: Series, code: str) -> tuple[Happening, ...]:
    """What the sources tell of a commitment's course, as happenings without an author."""
    return tuple(Happening(row["kind"], _day(row.get("day")), row) for row in series.courses.get(code, ()))  # type: ignore[arg-type]


def _both(row: Raw | None) -> Bilingual:
    return Bilingual(row.get("vi") or "", row.get("en") or "") if row else NOTHING


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _basis(row: Raw) -> Basis:
    return Basis(tuple(row.get("sources") or ()), bool(row.get("verified")), _both(row.get("note")))


def _source(row: Raw) -> Source:
    return Source(row["title"], row.get("locator") or "", _day(row.get("published")), bool(row["verified"]), row.get("address") or "")


def _party(row: Raw) -> Party:
    return Party(row["code"], _both(row["name"]))


def _working(row: Raw) -> tuple[str, ...]:
    return tuple(row.get("working") or ())


def _participant(row: Raw) -> Participant:
    said = (_both(row.get("rank")), _both(row.get("title")), _both(row.get("office")))
    return Participant(row["side"], row["name"], *said, _basis(row), bool(row.get("title_verified", row["verified"])), _working(row))


def _round(row: Raw) -> Round:
    return Round(
        id=row["id"],
        number=row["number"],
        state=RoundState(row["state"]),
        day=_day(row.get("day")),
        until=_day(row.get("until")),
        place=_both(row.get("place")),
        title=_both(row["title"]),
        basis=_basis(row),
        co_chairs=tuple(_participant(r) for r in row["co_chairs"]),
        delegates=tuple(_participant(r) for r in row["delegates"]),
        pillars=tuple(Pillar(r["code"], _both(r["title"]), _basis(r), _working(r)) for r in row["pillars"]),
        side_meetings=tuple(SideMeeting(r["code"], _both(r["with"]), _day(r.get("day")), _basis(r)) for r in row["side_meetings"]),
        visit=tuple(_visit(r) for r in row["visit"]),
        outcomes=tuple(row["outcomes"]),
        unknowns=_unknowns(row),
    )


def _visit(row: Raw) -> VisitItem:
    return VisitItem(row["code"], _day(row.get("day")), _day(row.get("until")), _both(row["what"]), _both(row.get("place")), _basis(row))


def _unknowns(row: Raw) -> tuple[Unknown, ...]:
    return tuple(Unknown(r["code"], _both(r["what"]), _both(r["closes_when"])) for r in row.get("unknown") or [])


def _milestone(row: Raw) -> Milestone:
    when, order = _both(row.get("when")), date.fromisoformat(row["order"])
    return Milestone(row["code"], _day(row.get("day")), _day(row.get("until")), when, order, _both(row["what"]), _basis(row))


def _mapping(row: Raw) -> PillarMapping:
    return PillarMapping(row["code"], row["before"], row["after"], row["relation"], _both(row["rationale"]), _basis(row))


def _instrument(row: Raw) -> Instrument:
    return Instrument(
        id=row["id"],
        type=row["type"],
        title=_both(row["title"]),
        day=_day(row.get("day")),
        status=row["status"],
        basis=_basis(row),
        day_note=_both(row.get("day_note")),
        signatories=tuple(_participant(r) for r in row["signatories"]),
        texts=tuple(_text(r) for r in row["texts"]),
        lineage=tuple(Lineage(r["relation"], r["target"], _basis(r)) for r in row["lineage"]),
        facts=tuple(Fact(r["code"], _both(r["text"]), _basis(r)) for r in row["facts"]),
        working=_working(row),
    )


def _text(row: Raw) -> AuthenticText:
    return AuthenticText(row["language"], row.get("authentic"), row["had"], row.get("words") or "", row.get("digest") or "")


def _commitment(row: Raw, days: Mapping[str, date | None]) -> Commitment:
    """Promised on the day given, else on that of its instrument, else of its round."""
    promised = _day(row.get("promised")) or days.get(row["instrument"]) or days.get(row["round"])
    owners = row.get("owners") or {}
    return Commitment(
        code=row["code"],
        round=row["round"],
        instrument=row["instrument"],
        pillars=tuple(row["pillars"]),
        party=row["party"],
        type=row["type"],
        text=_both(row["texts"]),
        promised=promised,
        basis=_basis(row),
        due=_day(row.get("due")),
        due_note=_both(row.get("due_note")),
        wording=_both(row.get("wording")),
        working=_working(row),
        sensitivity=Sensitivity.PUBLIC,
        owner_ours=owners.get("ours") or "",
        owner_theirs=owners.get("theirs") or "",
        restates=tuple(row.get("restates") or ()),
        replaces=tuple(row.get("replaces") or ()),
    )
