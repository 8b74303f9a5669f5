"""Recommendations of the demonstration: of the real Migration Profile only that there are twelve, and two invented sets, on which a
coordinator takes some steps."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker
from dicu.review.desk.recommendation_steps import RecommendationSteps

As = Callable[[str, str, Callable[[Asker], Any]], Any]
AN = "an.ngoaigiao"
ANNOUNCED, SETS = "migration-profile-2023", ("demo-review", "demo-body")
STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("3.1", "link", {"link": "implements", "plan": "demo", "task": "3.1", "rationale": "Nhiệm vụ nói về đường dây nóng (giả định)."}),
    ("3.1", "start", {"reason": "Đã ban hành kế hoạch (giả định)."}),
    ("3.5", "link", {"link": "contributes", "plan": "demo", "task": "1.1", "rationale": "Nhiệm vụ nói về số liệu (giả định)."}),
    ("3.4", "answer", {"position": "noted", "reason": "Công văn trả lời số 12 (giả định)."}),
)
"""Of demo-review. What stays without a task is a gap for people to find."""


def play(recommendations: RecommendationSteps, as_: As) -> None:
    """Takes in what was never taken in; a second run of `make demo` changes nothing."""
    part = recommendations.looking
    known = {one.facts.id for one in as_(AN, COORDINATION, part.sets)}
    shipped = files("dicu.plans") / "recommendations"
    if ANNOUNCED not in known:
        as_(AN, COORDINATION, lambda who: part.describe(who, (shipped / f"{ANNOUNCED}.yaml").read_bytes()))
    for id_ in SETS:
        if id_ not in known:
            table, mapping = (shipped / f"{id_}.csv").read_bytes(), (shipped / f"{id_}.yaml").read_bytes()
            as_(AN, COORDINATION, lambda who, i=id_, t=table, m=mapping: part.take_in(who, t, f"{i}.csv", m))
    if SETS[0] not in known:
        for code, step, typed in STEPS:
            as_(AN, COORDINATION, lambda who, c=code, s=step, t=typed: _taken(recommendations, who, c, s, t))


def _taken(recommendations: RecommendationSteps, who: Asker, code: str, step: str, typed: dict[str, str]) -> None:
    view = recommendations.looking.view(who, SETS[0], code)
    recommendations.take(who, view, step, typed, view.course.number)
