"""Dialogues: from entries to rows, in the transaction of the entry. Of a commitment its whole stream is read anew."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.dialogues.course import Happening, course
from dicu.review.dialogues.desk import recorded_commitment
from dicu.review.dialogues.kinds import KINDS
from dicu.review.dialogues.model import NOTHING, Basis, Commitment
from dicu.review.obligations import LOCAL
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.dialogue_models import BriefRow, DialogueRow, FollowUpRow, PositionRow

Read = Callable[[str], tuple[Entry, ...]]
RECORDED = "commitment.recorded"


def projectors(read: Read) -> Mapping[str, Projector]:
    whole = Whole(lambda entry: _followed(read(entry.stream.name)))
    commitments = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("commitment.")), whole)
    return {**commitments, "dialogue.loaded": _loaded, "dialogue.brief.built": _built, "position.recorded": _position}


def _loaded(entry: Entry) -> None:
    b = entry.body
    facts = {"digest": b["digest"], "version": b["version"], "synthetic": b["synthetic"], "loaded_at": entry.at}
    DialogueRow.objects.update_or_create(series=b["series"], defaults=facts)


def _followed(entries: tuple[Entry, ...]) -> None:
    first = entries[0].body
    recorded = first if entries[0].kind == RECORDED else None
    happenings = [_happening(e) for e in entries if e.kind != RECORDED]
    commitment = recorded_commitment(recorded) if recorded else _nameless(str(first["commitment"]))
    found = course(commitment, (read_happening(row) for row in happenings))
    facts = {
        "series": first["series"],
        "commitment": first["commitment"],
        "sensitivity": recorded["sensitivity"] if recorded else "internal",  # what officers do is theirs, whatever it is about
        "state": str(found.state),
        "recorded": dict(recorded, by=entries[0].author.account, at=entries[0].at.isoformat()) if recorded else None,
        "happenings": happenings,
    }
    FollowUpRow.objects.update_or_create(id=f"{first['series']}/{first['commitment']}", defaults=facts)


def _nameless(code: str) -> Commitment:
    """Stands for a compiled commitment, of which the entries alone do not know more than its code."""
    return Commitment(code, "", "", (), "both", "", NOTHING, None, Basis())


def _happening(entry: Entry) -> dict[str, Any]:
    """The day is that which the body gives, else the day of the entry."""
    body = dict(entry.body)
    day = body.get("day") or entry.at.astimezone(LOCAL).date().isoformat()
    kind = entry.kind.removeprefix("commitment.")
    return {"kind": kind, "day": day, "body": body, "by": entry.author.account, "at": entry.at.isoformat(), "number": entry.number}


def read_happening(row: Mapping[str, Any]) -> Happening:
    return Happening(row["kind"], date.fromisoformat(row["day"]), row["body"], row["by"], row["at"], row["number"])


def _position(entry: Entry) -> None:
    b = entry.body
    facts = {name: b[name] for name in ("series", "round", "pillar", "sensitivity", "text")}
    key = f"{b['series']}/{entry.number}"
    PositionRow.objects.update_or_create(id=key, defaults={**facts, "by": entry.author.account, "at": entry.at})


def _built(entry: Entry) -> None:
    b = entry.body
    facts = {**{name: b[name] for name in ("series", "round", "side", "files")}, "day": date.fromisoformat(b["day"])}
    key = f"{b['series']}/{entry.number}"
    BriefRow.objects.update_or_create(id=key, defaults={**facts, "built_at": entry.at, "built_by": entry.author.account})
