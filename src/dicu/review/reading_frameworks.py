"""From a bundle to what a plan is held against: phases, principles, SDG targets, crosswalks, successions, the parent plan.

Bundles of earlier versions have none of these parts; what is not there is not known.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dicu.review.frameworks import Action, Crossing, GoalTarget, Principle, Ref
from dicu.review.model import LocalPlan, Parent, Phase
from dicu.vocabulary.agency import Succession
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.legal import Kind, LegalBasis, Source

Raw = Mapping[str, Any]


def both(row: Raw | None) -> Bilingual:
    return Bilingual(row.get("vi") or "", row.get("en") or "") if row else Bilingual("", "")


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def phases(plan: Raw) -> tuple[Phase, ...]:
    rows = (
        Phase(r["code"], both(r["title"]), _day(r["since"]), _day(r["until"]), r["source"], bool(r["verified"])) for r in plan["stages"]
    )
    return tuple(sorted(rows, key=lambda phase: phase.since))


def actions(objective: Raw) -> tuple[Action, ...]:
    return tuple(Action(r["letter"], both(r)) for r in objective.get("actions") or [])


def principles(framework: Raw) -> tuple[Principle, ...]:
    return tuple(_principle(row) for row in framework.get("principles") or [])


def goal_targets(framework: Raw) -> tuple[GoalTarget, ...]:
    return tuple(_goal_target(row) for row in framework.get("sdg_targets") or [])


def crosswalk(bundle: Raw) -> tuple[Crossing, ...]:
    """The framework's own rows, which hold for every plan, then the plan's."""
    rows = [*(bundle["framework"].get("crosswalk") or []), *(bundle.get("crosswalk") or [])]
    return tuple(_crossing(row) for row in rows)


def parent(plan: Raw) -> Parent | None:
    row = plan.get("implements")
    if not row:
        return None
    return Parent(row["plan"], row["locality"], day_of(row.get("day")), bool(row["verified"]), row.get("source") or "")


def local_plans(plan: Raw) -> tuple[LocalPlan, ...]:
    return tuple(
        LocalPlan(both(r["place"]), r["level"], r["number"], day_of(r["date"]), both(r["succession"]), r["source"], bool(r["verified"]))
        for r in plan.get("local_plans") or []
    )


def successions(agencies: Any) -> tuple[Succession, ...]:
    if not isinstance(agencies, Mapping):
        return ()
    return tuple(_succession(row, agencies["bases"]) for row in agencies.get("successions") or [])


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _working(row: Raw) -> tuple[str, ...]:
    return () if row.get("vi_verified") else ("vi",)


def _principle(row: Raw) -> Principle:
    return Principle(row["code"], row["letter"], both(row["title"]), bool(row["verified"]), _working(row))


def _goal_target(row: Raw) -> GoalTarget:
    return GoalTarget(row["code"], both(row["title"]), bool(row["verified"]), row.get("source") or "", _working(row))


def _crossing(row: Raw) -> Crossing:
    return Crossing(
        Ref.parse(row["from"]),
        Ref.parse(row["to"]),
        row["strength"],
        bool(row["verified"]),
        row.get("source") or "",
        both(row.get("note")),
        row.get("author") or "",
        day_of(row.get("day")),
    )


def _succession(row: Raw, bases: Raw) -> Succession:
    basis = bases[row["basis"]]
    source = Source(basis["source"]["title"], verified=bool(row["verified"]))
    law = LegalBasis(basis["number"], both(basis["title"]), Kind(basis.get("kind", "statute")), source, since=_day(basis["since"]))
    return Succession(row["from"], row["to"], _day(basis["since"]), row["function"], both(row), law, both(row.get("note")))
