"""Gaps of the plan itself: its text, who leads, what measures it, whom it serves."""

from collections.abc import Iterator

from dicu.review.gaps.model import Gap, agencies_named, agency_named
from dicu.review.leading import Ground, leader
from dicu.review.localities import coverage
from dicu.review.model import LocalDuty
from dicu.review.situation import Situation
from dicu.vocabulary.messages import T


def plan_text(s: Situation) -> Iterator[Gap]:
    """G00: parts of the plan that are not public."""
    for unknown in s.plan.unknowns:
        yield Gap(
            "G00", "warning", unknown.code, T("{what}", what=unknown.what), T("{when}", when=unknown.closes_when), count=unknown.count or 1
        )


def no_lead(s: Situation) -> Iterator[Gap]:
    """G04: nobody leads a task, or its lead no longer exists on this day and nobody has its functions."""
    for task in s.plan.tasks:
        found = leader(s.plan, task, s.day)
        if found.ground is Ground.UNKNOWN:
            yield Gap(
                "G04",
                "warning",
                task.code,
                T("The leading agency of task {task} is not known.", task=task.code),
                T("The plan is loaded again with the leading agency of this task."),
            )
        elif found.ground is Ground.ENDED:
            yield Gap(
                "G04",
                "warning",
                task.code,
                T(
                    "Task {task} is led by {agency}, which no longer exists on {day}.",
                    task=task.code,
                    agency=agency_named(s, found.agency),
                    day=s.day,
                ),
                T("The plan is loaded again with the successor as leading agency."),
                found.agency,
            )


def successor_not_mapped(s: Situation) -> Iterator[Gap]:
    """G25: the lead has ended, its functions went to others, and the plan does not say which one has this task."""
    for task in s.plan.tasks:
        found = leader(s.plan, task, s.day)
        if found.ground is Ground.DIVIDED:
            yield Gap(
                "G25",
                "warning",
                task.code,
                T(
                    "Task {task} was led by {agency}, which no longer exists on {day}. Its functions went to {heirs}; the plan does not"
                    " say which of them has this task.",
                    task=task.code,
                    agency=agency_named(s, found.agency),
                    day=s.day,
                    heirs=agencies_named(s, found.heirs),
                ),
                T("The plan is loaded again with the function of this task, or with its leading agency by day."),
                found.agency,
                inputs=tuple((succession.function, succession.successor) for succession in found.successions),
            )


def no_indicator(s: Situation) -> Iterator[Gap]:
    """G05: nothing measures a task."""
    for task in s.plan.tasks:
        if not task.indicators:
            yield Gap(
                "G05",
                "info",
                task.code,
                T("Task {task} has no indicator.", task=task.code),
                T("The plan is loaded again with an indicator for this task."),
                leader(s.plan, task, s.day).agency,
            )


def without_task(s: Situation) -> Iterator[Gap]:
    """G16: an objective of the framework that no task of the plan serves, as far as the plan is known."""
    served = {link.number for task in s.plan.tasks for link in task.objectives}
    served |= {link.number for clause in s.plan.focal_tasks for link in clause.objectives}
    for objective in s.plan.objectives if s.plan.tasks else ():
        if objective.number not in served:
            yield Gap(
                "G16",
                "info",
                f"objective-{objective.number}",
                T(
                    "No task of the plan, as far as it is known, serves objective {number}: {title}.",
                    number=objective.number,
                    title=objective.title,
                ),
                T("A task that serves this objective is loaded."),
            )


def without_provinces(s: Situation) -> Iterator[Gap]:
    """G16, its other half: provinces without a plan of their own for this one. A warning where a task must be carried out by each."""
    if s.beside.provincial is None:
        return
    found = coverage(s.plan, s.beside.provincial, s.day)
    without = found.without_plan
    if without and any(task.local in (LocalDuty.REQUIRED, LocalDuty.OPEN) for task in s.plan.tasks):
        due = any(task.local is LocalDuty.REQUIRED for task in s.plan.tasks)
        yield Gap(
            "G16",
            "warning" if due else "info",
            "provinces",
            T("{count} of {all} provinces have no plan of their own in this house.", count=len(without), all=len(found.expected)),
            T("The plans of these provinces are loaded."),
            count=len(without),
            inputs=tuple((one.code, one.name.vi) for one in without),
        )
