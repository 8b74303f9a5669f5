"""What is recorded when a round opens: the version of the plan, who owes what, the last day and how it came about, and which
duties have passed to successors by then."""

from datetime import date

from dicu.ledger.model import Draft
from dicu.review.deadlines import Deadline
from dicu.review.leading import named_on
from dicu.review.model import Plan, Round
from dicu.review.owing import Passed, owed_on

BY_REGISTER = "succession"
"""The reason of a passing that the register of agencies gives, and nobody decided."""


def opening(plan: Plan, round_: Round, deadline: Deadline, day: date) -> tuple[Draft, ...]:
    """The entries of the round's stream. Agencies stand under the lead that the plan names that day; passings follow."""
    where = {"plan": plan.id, "round": round_.id}
    opened = {
        **where,
        "plan_digest": plan.digest,
        "opens": _iso(round_.opens),
        "cut_off": _iso(deadline.cut_off),
        "due": _iso(deadline.due),
        "agencies": _by_lead(plan, day),
    }
    passed = (Draft("round.duty.passed", {**where, **_passing(one)}) for one in owed_on(plan, day).passed)
    return Draft("round.opened", opened), Draft("round.deadline.set", {**where, **deadline.body()}), *passed


def _by_lead(plan: Plan, day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for task in plan.tasks:
        if lead := named_on(task, day):
            found.setdefault(lead.agency, []).append(task.code)
    return found


def _passing(one: Passed) -> dict[str, object]:
    return {
        "origin": one.origin,
        "heir": one.heir,
        "tasks": list(one.tasks),
        "reason": BY_REGISTER,
        "basis": one.basis,
        "since": one.since.isoformat(),
        "verified": one.verified,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
