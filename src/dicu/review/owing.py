"""Who owes a report on which tasks on a day. The duty of an agency that has ended passes to its successor where there is only
one for the task's function; where there are several, or none, it stays until a coordinator says whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dicu.review.leading import Ground, leader
from dicu.review.model import Plan
from dicu.vocabulary.agency import Succession


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
    moved: dict[tuple[str, tuple[Succession, ...]], list[str]] = {}
    for task in plan.tasks:
        who = leader(plan, task, day)
        if who.ground is Ground.SUCCESSION:
            moved.setdefault((who.predecessor, who.successions), []).append(task.code)
        if who.agency:
            found.setdefault(who.agency, []).append(task.code)
    passed = tuple(_passed(origin, taken, tasks) for (origin, taken), tasks in moved.items())
    return Owed({agency: tuple(tasks) for agency, tasks in found.items()}, passed)


def _passed(origin: str, taken: tuple[Succession, ...], tasks: list[str]) -> Passed:
    """`taken`: what the register has of it, more than one where the heir took several functions. It is verified if all are."""
    last, acts = max(s.since for s in taken), "; ".join(dict.fromkeys(s.acts for s in taken))
    return Passed(origin, taken[0].successor, tuple(tasks), last, acts, all(s.verified for s in taken))
