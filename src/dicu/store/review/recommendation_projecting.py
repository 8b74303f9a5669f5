"""Recommendations: from entries to rows, in the transaction of the entry. Of one recommendation its whole stream is read anew."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.obligations import LOCAL
from dicu.review.recommendations.course import Happening, course
from dicu.review.recommendations.kinds import DESCRIBED, IMPORTED, JUDGED, KINDS
from dicu.review.recommendations.likeness import alike
from dicu.review.recommendations.model import Position
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.recommendation_models import HandlingRow, LikenessRow, RecommendationRow, RecommendationSetRow

Read = Callable[[str], tuple[Entry, ...]]


def projectors(read: Read) -> Mapping[str, Projector]:
    whole = Whole(lambda entry: _handled(read(entry.stream.name)))
    steps = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("recommendation.")), whole)
    return {**steps, DESCRIBED: _described, IMPORTED: _imported, JUDGED: _judged}


def _described(entry: Entry) -> None:
    facts = {"synthetic": entry.body["synthetic"], "facts": dict(entry.body), "head": entry.digest.hex()}
    RecommendationSetRow.objects.update_or_create(
        set=entry.body["set"], defaults=facts, create_defaults={**facts, "described_at": entry.at}
    )


def _imported(entry: Entry) -> None:
    """The rows themselves are a register; the set keeps the head of its stream."""
    RecommendationSetRow.objects.filter(set=entry.body["set"]).update(head=entry.digest.hex())


def _judged(entry: Entry) -> None:
    b = entry.body
    said = {"verdict": b["verdict"], "reason": b["reason"], "by": entry.author.account, "at": entry.at}
    key = f"{b['first']}|{b['second']}"
    if not LikenessRow.objects.filter(id=key).update(**said):
        LikenessRow.objects.create(id=key, first=b["first"], second=b["second"], score=_score(b["first"], b["second"]), **said)


def _score(first: str, second: str) -> float:
    texts = list(RecommendationRow.objects.filter(key__in=(first, second), current=True).values_list("texts", flat=True))
    return round(alike(*texts), 3) if len(texts) == 2 else 0.0


def _handled(entries: tuple[Entry, ...]) -> None:
    first = entries[0].body
    stood(f"{first['set']}/{first['code']}", first["set"], first["code"], [_happening(entry) for entry in entries])


def stood(key: str, set_: str, code: str, happenings: list[dict[str, Any]]) -> None:
    """The row as it now stands, from what the document says and what officers did."""
    said = RecommendationRow.objects.filter(key=key, current=True).values_list("position", flat=True).first()
    now = course(key, Position(said or ""), map(read_happening, happenings))
    tasks = [f"{link.plan}/{link.task}" for link in now.tasks]
    facts = {"set": set_, "code": code, "state": str(now.state), "owed": now.owed, "tasks": tasks, "happenings": happenings}
    HandlingRow.objects.update_or_create(id=key, defaults=facts)


def _happening(entry: Entry) -> dict[str, Any]:
    day = entry.at.astimezone(LOCAL).date().isoformat()
    kind = entry.kind.removeprefix("recommendation.")
    return {"kind": kind, "day": day, "body": dict(entry.body), "by": entry.author.account, "number": entry.number}


def read_happening(row: Mapping[str, Any]) -> Happening:
    return Happening(row["kind"], date.fromisoformat(row["day"]), row["body"], row["by"], row["number"])
