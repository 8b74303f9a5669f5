"""Who owes a report on which tasks on a day. The duty of an agency that has ended passes to its successor where there is only
one for the task's function; where there are several, or none, it stays until a coordinator says whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dicu.review.model import Plan, Task
from dicu.vocabulary.agency import ALL, Succession


@dataclass(frozen=True, slots=True)
class Passed:
    """Tasks whose duty has passed by a succession that the register knows."""

    origin: str
    heir: str
    tasks: tuple[str, ...]
    since: date
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Agency → tasks, in the plan's order, and what came to an agency from one that has ended."""

    tasks: Mapping[str, tuple[str, ...]]
    passed: tuple[Passed, ...] = ()


def owed_on(plan: Plan, day: date) -> Owed:
    found: dict[str, list[str]] = {}
    moved: dict[tuple[str, Succession], list[str]] = {}
    for task in plan.tasks:
        lead = lead_on(task, day)
        heir = heir_of(plan, task, lead, day) if lead else None
        if heir is not None:
            moved.setdefault((lead, heir), []).append(task.code)
        if lead:
            found.setdefault(heir.successor if heir else lead, []).append(task.code)
    passed = tuple(Passed(origin, s.successor, tuple(tasks), s.since, s.basis.number, s.verified) for (origin, s), tasks in moved.items())
    return Owed({agency: tuple(tasks) for agency, tasks in found.items()}, passed)


def lead_on(task: Task, day: date) -> str:
    """Who leads the task that day, by the plan; empty where it does not say."""
    for tenure in task.leads:
        if (tenure.since is None or tenure.since <= day) and (tenure.until is None or day <= tenure.until):
            return tenure.agency
    return "" if task.leads else task.responsible


def heir_of(plan: Plan, task: Task, lead: str, day: date) -> Succession | None:
    """The one successor of an ended lead for this task; None while the lead exists, and where there is not just one. A task
    whose function is not said goes only to who took over everything."""
    if lead not in plan.register.by_code:
        return None
    heirs = plan.register.successors(lead, day, task.function or None)
    sole = len({heir.successor for heir in heirs}) == 1
    return heirs[0] if sole and (task.function or any(heir.function == ALL for heir in heirs)) else None
