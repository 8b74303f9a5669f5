"""Versions of plans, and priorities: from entries to rows, and from rows to what the review's desk reads."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from dicu.access.conditions import Condition
from dicu.ledger.model import Entry
from dicu.review.kinds import KINDS
from dicu.review.ports import PlanVersion
from dicu.review.priorities import PRIORITY, Links, Passage, Priority, PriorityState
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.models import LineRow, PlanVersionRow, PriorityRow
from dicu.store.security.scoping import within
from dicu.vocabulary.bilingual import Bilingual

Read = Callable[[str], tuple[Entry, ...]]


def projectors(read: Read) -> Mapping[str, Projector]:
    """`plan.loaded` moves another row besides and stands with it."""
    whole = Whole(lambda entry: _priority(entry, read))
    priorities = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("priority.")), whole)
    return {**priorities, "plan.proposed": proposed, "plan.followed": followed}


def proposed(entry: Entry) -> None:
    """A version that is or was in force stays so, whoever proposes it again."""
    facts = {**_facts(entry), "state": "proposed", "proposed_at": entry.at, "proposed_by": entry.author.account}
    PlanVersionRow.objects.get_or_create(digest=entry.body["digest"], defaults=facts)


def loaded(entry: Entry) -> None:
    facts = {**_facts(entry), "state": "loaded", "loaded_at": entry.at, "loaded_by": entry.author.account}
    PlanVersionRow.objects.update_or_create(digest=entry.body["digest"], defaults=facts)


def followed(entry: Entry) -> None:
    b = entry.body
    PlanVersionRow.objects.filter(digest=b["digest"]).update(followed=b["followed"], ended=b["ended"])


def _facts(entry: Entry) -> dict[str, Any]:
    return {name: entry.body[name] for name in ("plan", "version", "synthetic", "tasks", "origin")}


def _priority(entry: Entry, read: Read) -> None:
    entries = read(entry.stream.name)
    found = PRIORITY.over(entries)
    facts = {
        "plan": found.plan,
        "round": found.round,
        "agency": found.agency,
        "state": str(found.state),
        "agreed": found.agreed,
        "proposed_by": found.proposed_by,
        "order": entries[0].at,
        "rounds": list(found.rounds),
        "head": entries[-1].digest.hex(),
        "priority": _packed(found),
    }
    PriorityRow.objects.update_or_create(id=f"{found.plan}/{found.id}", defaults=facts)


def versions(scope: Condition, plan: str = "") -> tuple[PlanVersion, ...]:
    rows = PlanVersionRow.objects.filter(within(scope)).filter(**({"plan": plan} if plan else {}))
    found = [_version(row) for row in rows]
    return tuple(sorted(found, key=lambda v: max(at for at in (v.loaded_at, v.proposed_at) if at), reverse=True))


def line_states(scope: Condition, plan: str, tasks: Collection[str]) -> tuple[tuple[str, str, str, str], ...]:
    rows = LineRow.objects.filter(within(scope)).filter(plan=plan, task__in=sorted(tasks))
    return tuple(rows.values_list("round", "agency", "task", "state"))


def priorities(scope: Condition, plan: str, round_: str = "") -> tuple[Priority, ...]:
    rows = PriorityRow.objects.filter(within(scope)).filter(plan=plan, **({"rounds__contains": [round_]} if round_ else {}))
    return tuple(_unpacked(row.priority) for row in rows)


def priority_heads(plan: str, round_: str) -> Mapping[str, tuple[str, datetime]]:
    """Of what was agreed: id → digest of its last entry, and when it was written."""
    rows = PriorityRow.objects.filter(plan=plan, rounds__contains=[round_], agreed=True)
    return {p.id: (row.head, p.history[-1].at) for row in rows for p in (_unpacked(row.priority),)}


def _version(row: PlanVersionRow) -> PlanVersion:
    return PlanVersion(
        row.plan, row.digest, row.version, row.state, row.synthetic, row.tasks, row.origin, row.proposed_at, row.proposed_by,
        row.loaded_at, row.loaded_by, row.followed, row.ended,
    )  # fmt: skip


def _packed(priority: Priority) -> dict[str, Any]:
    raw = asdict(priority)
    raw["due"] = priority.due.isoformat() if priority.due else None
    raw["history"] = [{**passage, "at": passage["at"].isoformat()} for passage in raw["history"]]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in raw.items()}


def _unpacked(raw: dict[str, Any]) -> Priority:
    links = Links(**{name: tuple(value) for name, value in raw["links"].items()})
    history = tuple(Passage(**{**passage, "at": datetime.fromisoformat(passage["at"])}) for passage in raw["history"])
    lists = {name: tuple(raw[name]) for name in ("planned", "rounds")}
    due = date.fromisoformat(raw["due"]) if raw["due"] else None
    plain = Priority(**{**raw, **lists, "links": links, "history": history, "due": due})
    return replace(plain, title=Bilingual(**raw["title"]), state=PriorityState(raw["state"]))
