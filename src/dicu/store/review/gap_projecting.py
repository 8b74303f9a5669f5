"""Gaps: from entries to rows, in the transaction of the entry."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.gaps.life import GAP, TO, GapStep, name_of
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.gap_models import GapRow, GapSightingRow

Read = Callable[[str], tuple[Entry, ...]]


def projectors(read: Read) -> Mapping[str, Projector]:
    whole = Whole(lambda entry: _stepped(entry, read))
    return {**dict.fromkeys((f"gap.{step}" for step in TO), whole), "gaps.run": _run}


def _stepped(entry: Entry, read: Read) -> None:
    _, plan, name, agency = entry.stream.name.split("/")
    course = GAP.over(read(entry.stream.name))
    last = course.steps[-1]
    facts = {
        "plan": plan,
        "key": course.key,
        "agency": agency,
        "round": last.round,
        "state": str(TO[last.step]),
        "owner": last.owner,
        "due": last.due,
        "moved_at": last.at,
        "steps": [_packed(step) for step in course.steps],
        "number": course.number,
    }
    GapRow.objects.update_or_create(id=f"{plan}/{name}/{agency}", defaults=facts)


def _packed(step: GapStep) -> dict[str, Any]:
    return {**asdict(step), "at": step.at.isoformat(), "due": step.due.isoformat() if step.due else None}


def _run(entry: Entry) -> None:
    """Only what changed stands in a run, so a run in which nothing changed touches no row."""
    b = entry.body
    agencies = dict(b["opened"])
    changed = {**dict.fromkeys(agencies, True), **dict.fromkeys(b["closed"], False)}
    ids = {f"{b['plan']}/{b['round']}/{name_of(key)}": key for key in changed}
    known = {row.id: row for row in GapSightingRow.objects.filter(id__in=list(ids))}
    rows = [known.get(id_) or GapSightingRow(id=id_, plan=b["plan"], round=b["round"], key=key, changes=[]) for id_, key in ids.items()]
    for row in rows:
        row.found, row.changed_at = changed[row.key], entry.at
        row.agency = agencies.get(row.key, row.agency)
        row.changes = [*row.changes, {"found": row.found, "day": b["day"], "at": entry.at.isoformat()}]
    new = [row for row in rows if row.id not in known]
    GapSightingRow.objects.bulk_create(new)
    GapSightingRow.objects.bulk_update([row for row in rows if row.id in known], ["found", "changed_at", "agency", "changes"])
