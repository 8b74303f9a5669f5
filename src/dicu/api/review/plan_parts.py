"""Parts of a plan: a task with all that it serves, the objectives and crosswalks, the provinces."""

from datetime import date
from typing import Annotated

from ninja import Query

from dicu.access.policy import absent
from dicu.api import errands
from dicu.api.operations import Asked, Room
from dicu.api.review.plan_shapes import TaskShape, task_shape
from dicu.api.shapes import Both, Day, Name, Shape, both
from dicu.review.frameworks import Crossing, Reached, Ref, RefKind, reached
from dicu.review.leading import leader
from dicu.review.localities import Covered, coverage
from dicu.review.model import Plan, Task

room = Room("plan parts")
OnDay = Annotated[Day | None, Query(description="As of this day; today where none is given.")]


class SuccessionShape(Shape):
    successor: str
    function: str
    since: date
    act: str
    verified: bool


class LeadingShape(Shape):
    """`ground`: plan, succession, unknown, ended (no successor known) or divided (several, and the plan does not say which)."""

    day: date
    agency: str
    ground: str
    verified: bool
    predecessor: str
    successions: list[SuccessionShape]


class TenureShape(Shape):
    """An empty agency: nobody knows who led then."""

    agency: str
    since: date | None
    until: date | None
    verified: bool


class ServedShape(Shape):
    """`through`: the objectives in between; empty where the task itself is mapped to it."""

    kind: str
    code: str
    strength: str
    verified: bool
    through: list[str]


class ImplementationShape(Shape):
    plan: str
    task: str


class OneTask(Shape):
    task: TaskShape
    function: str
    phases: list[str]
    local: str
    implements: list[str]
    replaces: list[str]
    leading: LeadingShape
    leads: list[TenureShape]
    serves: list[ServedShape]
    implementations: list[ImplementationShape]
    priorities: list[str]


class CrossingShape(Shape):
    """`source`, `target`: kind and code, for example objective:6 and sdg:10.7."""

    source: str
    target: str
    strength: str
    verified: bool
    author: str
    day: date | None
    cited: str
    note: Both


class PhaseShape(Shape):
    code: str
    title: Both
    since: date
    until: date
    verified: bool


class PrincipleShape(Shape):
    code: str
    letter: str
    title: Both
    verified: bool


class GoalTargetShape(Shape):
    code: str
    title: Both
    verified: bool


class CrosswalkShape(Shape):
    """`actions`: objective.letter → words."""

    phases: list[PhaseShape]
    principles: list[PrincipleShape]
    sdg_targets: list[GoalTargetShape]
    actions: dict[str, Both]
    crosswalk: list[CrossingShape]


class LocalityShape(Shape):
    code: str
    name: Both
    has_plan: bool


class CoveredShape(Shape):
    """`duty`: required, open, none or unknown. `short`: it is required and provinces are missing."""

    task: str
    duty: str
    there: list[str]
    missing: list[str]
    short: bool


class CoverageShape(Shape):
    day: date
    provinces: list[LocalityShape]
    tasks: list[CoveredShape]
    unplaced: list[str]


@room.reads("/plans/{plan}/tasks/{task}", OneTask, "getTask", errands.round_)
def task(request: Asked, plan: Name, task: Name, day: OnDay = None) -> OneTask:
    """One task: who leads it on a day, what it serves, which provincial plans carry it out, what is planned on it."""
    found = request.desk.tools.plan(request.asker, plan)
    one = found.task_by_code.get(task)
    if one is None:
        raise absent()
    locals_ = request.desk.versions.implementing(request.asker, plan)
    return OneTask(
        task=task_shape(one),
        function=one.function,
        phases=list(one.phases),
        local=str(one.local),
        implements=list(one.implements),
        replaces=list(one.replaces),
        leading=_leading(found, one, day or request.desk.tools.today()),
        leads=[TenureShape(agency=t.agency, since=t.since, until=t.until, verified=t.verified) for t in one.leads],
        serves=[_served(r) for r in _all_served(found, one)],
        implementations=[ImplementationShape(plan=p.id, task=t.code) for p in locals_ for t in p.tasks if task in t.implements],
        priorities=[p.id for p in request.desk.priorities.about(request.asker, plan, task)],
    )


@room.reads("/plans/{plan}/crosswalk", CrosswalkShape, "getCrosswalk", errands.round_)
def crosswalk(request: Asked, plan: Name) -> CrosswalkShape:
    """Phases, principles, actions and SDG targets, and every link between them and the plan, each with its certainty."""
    found = request.desk.tools.plan(request.asker, plan)
    return CrosswalkShape(
        phases=[PhaseShape(code=p.code, title=both(p.title), since=p.since, until=p.until, verified=p.verified) for p in found.phases],
        principles=[PrincipleShape(code=p.code, letter=p.letter, title=both(p.title), verified=p.verified) for p in found.principles],
        sdg_targets=[GoalTargetShape(code=t.code, title=both(t.title), verified=t.verified) for t in found.goal_targets],
        actions={f"{o.number}.{a.letter}": both(a.text) for o in found.objectives for a in o.actions},
        crosswalk=[_crossing(c) for c in found.crosswalk],
    )


@room.reads("/plans/{plan}/provinces", CoverageShape, "getCoverage", errands.round_)
def provinces(request: Asked, plan: Name, day: OnDay = None) -> CoverageShape:
    """Which province carries out which national task through a plan in this house, and which that must does not."""
    found, on = request.desk.tools.plan(request.asker, plan), day or request.desk.tools.today()
    covered = coverage(found, request.desk.versions.implementing(request.asker, plan), on)
    return CoverageShape(
        day=on,
        provinces=[LocalityShape(code=one.code, name=both(one.name), has_plan=one.code in covered.with_plan) for one in covered.expected],
        tasks=[_covered(row) for row in covered.tasks],
        unplaced=[local.id for local in covered.unplaced],
    )


def _leading(plan: Plan, task: Task, day: date) -> LeadingShape:
    found = leader(plan, task, day)
    rows = [
        SuccessionShape(successor=s.successor, function=s.function, since=s.since, act=s.basis.number, verified=s.verified)
        for s in found.successions
    ]
    return LeadingShape(
        day=day, agency=found.agency, ground=str(found.ground), verified=found.verified, predecessor=found.predecessor, successions=rows
    )


def _all_served(plan: Plan, task: Task) -> list[Reached]:
    ref, links = Ref(RefKind.TASK, task.code), [(link.number, link.verified) for link in task.objectives]
    own = [found for kind in (RefKind.PRINCIPLE, RefKind.ACTION, RefKind.OTHER_TASK) for found in reached(plan.crosswalk, ref, (), kind)]
    return [*own, *reached(plan.crosswalk, ref, links, RefKind.SDG)]


def _served(r: Reached) -> ServedShape:
    return ServedShape(kind=str(r.target.kind), code=r.target.code, strength=r.strength, verified=r.verified, through=list(r.through))


def _crossing(c: Crossing) -> CrossingShape:
    return CrossingShape(
        source=f"{c.subject.kind}:{c.subject.code}",
        target=f"{c.target.kind}:{c.target.code}",
        strength=c.strength,
        verified=c.verified,
        author=c.author,
        day=c.day,
        cited=c.source,
        note=both(c.note),
    )


def _covered(row: Covered) -> CoveredShape:
    return CoveredShape(task=row.task.code, duty=str(row.task.local), there=list(row.there), missing=list(row.missing), short=row.short)
