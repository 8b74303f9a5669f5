"""What gaps are held against besides the round itself: the round before, and provincial plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dicu.review.model import Plan, Round
from dicu.review.report import Line


@dataclass(frozen=True, slots=True)
class Beside:
    """`before`: the round before, and `lines`, by task, what was accepted in it. `provincial`: the provincial plans of this plan;
    None where nobody asked."""

    before: Round | None = None
    lines: Mapping[str, Line] = field(default_factory=dict)
    provincial: tuple[Plan, ...] | None = None


NOTHING = Beside()


def round_before(plan: Plan, now: Round) -> Round | None:
    """The newest round of the plan whose period began earlier."""
    return max((r for r in plan.rounds if r.period.start < now.period.start), key=lambda r: r.period.start, default=None)
