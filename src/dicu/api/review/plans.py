"""Plans, and the figures they compile."""

from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.review import plan_shapes
from dicu.api.review.plan_shapes import FiguresShape, PlanBrief, PlanShape
from dicu.api.shapes import Name, Shape

room = Room("plans")


class PlanList(Shape):
    items: list[PlanBrief]


@room.reads("/plans", PlanList, "listPlans", errands.own)
def plans(request: Asked) -> PlanList:
    """The plans that the house knows, each in its current version."""
    tools = request.desk.tools
    loaded = [tools.version(row.digest) for row in tools.records.plans(tools.scope(request.asker, "plan"))]
    return PlanList(items=[PlanBrief(**plan_shapes.brief_facts(plan)) for plan in loaded])


@room.reads("/plans/{plan}", PlanShape, "getPlan", errands.own)
def plan(request: Asked, plan: Name) -> PlanShape:
    """A plan as far as its text is known: tasks, rounds, legal bases, and what could not be had."""
    tools = request.desk.tools
    found = tools.plan(request.asker, plan)
    seen = {r.id for r in found.rounds if tools.may(request.asker, "see", "round", plan=plan, round=r.id)}
    return plan_shapes.whole(found, seen)


@room.reads("/plans/{plan}/figures", FiguresShape, "getFigures", errands.own)
def figures(request: Asked, plan: Name) -> FiguresShape:
    """The figures that a plan compiles, each with its source. Where sources differ, they stand side by side."""
    return plan_shapes.figures(request.desk.tools.plan(request.asker, plan))
