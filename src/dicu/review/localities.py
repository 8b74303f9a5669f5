"""Provincial plans that implement a national one: which province carries out which national task, and which does not.

A province that was merged since counts for the one that it joined; a province is counted once, however many of its plans
say the same. What nobody has said of a task's duty is not counted as a duty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dicu.review.model import LocalDuty, Plan, Task
from dicu.review.rules import NotAllowed
from dicu.vocabulary.agency import AgencyKind
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.vocabulary.place import Places, UnknownPlace

FROM_AGENCIES, FROM_PLACES = "agencies", "places"


@dataclass(frozen=True, slots=True)
class Locality:
    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Implementation:
    """A task of a provincial plan that implements a national one. `locality`: the province as of today."""

    locality: str
    plan: Plan
    task: Task


@dataclass(frozen=True, slots=True)
class Covered:
    """A national task and where it is carried out. `missing` are the provinces without a task for it: a shortfall where the
    duty is `required`, and only then."""

    task: Task
    implementations: tuple[Implementation, ...]
    there: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def short(self) -> bool:
        return self.task.local is LocalDuty.REQUIRED and bool(self.missing)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`unplaced`: provincial plans whose province is not among those expected on the day."""

    expected: tuple[Locality, ...]
    with_plan: tuple[str, ...]
    tasks: tuple[Covered, ...]
    unplaced: tuple[Plan, ...]

    @property
    def without_plan(self) -> tuple[Locality, ...]:
        return tuple(one for one in self.expected if one.code not in self.with_plan)

    @property
    def short(self) -> tuple[Covered, ...]:
        return tuple(covered for covered in self.tasks if covered.short)


def localities(plan: Plan, day: date) -> tuple[Locality, ...]:
    """The provinces of which a plan's coverage is counted; none where the plan does not say which list holds."""
    if plan.localities == FROM_PLACES:
        return tuple(Locality(place.code, place.full_name) for place in Places.load().at(day))
    if plan.localities == FROM_AGENCIES:
        provinces = (a for a in plan.agencies if a.kind is AgencyKind.PROVINCE and a.exists_on(day))
        return tuple(Locality(a.code, a.name) for a in provinces)
    return ()


def coverage(national: Plan, locals_: Iterable[Plan], day: date) -> Coverage:
    """Who carries out what on a day. Invented plans never count for a real one, nor real ones for an invented one."""
    locals_ = tuple(p for p in locals_ if p.synthetic == national.synthetic)
    expected = localities(national, day)
    codes = [one.code for one in expected]
    placed = [(where, plan) for plan in locals_ if (where := locality_of(national, plan, day)) in codes]
    unplaced = tuple(p for p in locals_ if locality_of(national, p, day) not in codes)
    found = [Implementation(where, plan, task) for where, plan in placed for task in plan.tasks]
    rows = tuple(_covered(task, found, codes) for task in national.tasks)
    return Coverage(expected, tuple(c for c in codes if c in {where for where, _ in placed}), rows, unplaced)


def _covered(task: Task, found: list[Implementation], codes: list[str]) -> Covered:
    own = tuple(i for i in found if task.code in i.task.implements)
    there = {i.locality for i in own}
    return Covered(task, own, tuple(c for c in codes if c in there), tuple(c for c in codes if c not in there))


def locality_of(national: Plan, local: Plan, day: date) -> str:
    """The province of a provincial plan as of `day`: the one that it joined, if it was merged. Empty where none is known."""
    parent = local.parent
    if parent is None:
        return ""
    if national.localities != FROM_PLACES:
        return _heir(national, parent.locality, day)
    try:
        return Places.load().successor(parent.locality, parent.day or day, day).code
    except (UnknownPlace, ValueError):
        return ""


def _heir(national: Plan, code: str, day: date) -> str:
    agency = national.agency_by_code.get(code)
    if agency is None or agency.exists_on(day):
        return code if agency else ""
    heirs = {s.successor for s in national.register.successors(code, day)}
    return heirs.pop() if len(heirs) == 1 else ""


def check_parent(local: Plan, national: Plan | None) -> None:
    """A provincial plan implements a plan that is in the house, tasks that it has, for a province that it counts."""
    parent = local.parent
    if parent is None:
        return
    if national is None:
        raise NotAllowed(T("It implements the plan {plan}, which is not loaded. Load that one first.", plan=parent.plan))
    if local.synthetic != national.synthetic:
        raise NotAllowed(
            T(
                "The plan {plan} holds another kind of data: an invented plan implements an invented one, a real plan a real one.",
                plan=parent.plan,
            )
        )
    unknown = {code: task.code for task in local.tasks for code in task.implements if code not in national.task_by_code}
    if unknown:
        named = ", ".join(f"{code} ({task})" for code, task in unknown.items())
        raise NotAllowed(T("The plan {plan} has no such tasks: {tasks}.", plan=parent.plan, tasks=named))
    if not _known(national, local):
        raise NotAllowed(T("“{code}” is no province that the plan {plan} counts.", code=parent.locality, plan=parent.plan))


def _known(national: Plan, local: Plan) -> bool:
    """Of any time: a province that has ended since is still the one whose plan this is."""
    parent = local.parent
    if parent is None or not national.localities:
        return True
    if national.localities == FROM_AGENCIES:
        agency = national.agency_by_code.get(parent.locality)
        return agency is not None and agency.kind is AgencyKind.PROVINCE
    return any(place.code == parent.locality for place in Places.load().places)
