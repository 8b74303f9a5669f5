"""The one place where the log of reading listens: the policy that is asked, and the lists that are read within its scopes.

No desk does anything for it. `see` is noted where it was allowed: a question whose answer only hides a button is nobody's
reading. Steps are noted where they were checked, allowed or not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

from dicu.access.conditions import Condition
from dicu.access.model import Absent, Decision, Forbidden, Officer, Thing
from dicu.access.policy import SEE, Policy
from dicu.readings.collecting import current

Records = TypeVar("Records")


@dataclass(frozen=True)
class Watched(Policy):
    """The same answers as the policy it is made of."""

    def scope(self, officer: Officer, action: str, kind: str, purpose: str, today: date) -> Condition:
        condition = super().scope(officer, action, kind, purpose, today)
        if collected := current():
            collected.scoped(condition, kind, purpose)
        return condition

    def decide(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> Decision:
        decision = super().decide(officer, action, thing, purpose, today)
        if action == SEE and decision.allowed:
            _noted(action, thing, purpose, allowed=True)
        return decision

    def check(self, officer: Officer, action: str, thing: Thing, purpose: str, today: date) -> None:
        try:
            super().check(officer, action, thing, purpose, today)
        except (Absent, Forbidden):
            _noted(action, thing, purpose, allowed=False)
            raise
        _noted(action, thing, purpose, allowed=True)


def watched(policy: Policy) -> Watched:
    return Watched(**{field.name: getattr(policy, field.name) for field in fields(policy)})


def counted(records: Records) -> Records:
    """The same lists, each counted as it is read. Takes any object whose lists have their scope as first argument."""
    return _Counted(records)  # type: ignore[return-value]


class _Counted:
    def __init__(self, records: Any) -> None:
        self._records = records

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._records, name)
        return _counting(found) if callable(found) else found


def _counting(listing: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(listing)
    def read(*arguments: Any, **named: Any) -> Any:
        rows = listing(*arguments, **named)
        if collected := current():
            wanted = _wanted(listing, arguments, named)
            collected.read(wanted.pop("scope", None), _listed(rows), wanted)
        return rows

    return read


def _wanted(listing: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """What a list was asked with, by the names of its parameters: `round_` is the round."""
    given = dict(zip(signature(listing).parameters, arguments, strict=False)) | dict(named)
    return {name.rstrip("_"): value for name, value in given.items()}


def _listed(rows: Any) -> Sequence[Any]:
    """The rows of a list, also of one that comes with how many there are in all; one thing or none is a list too."""
    if isinstance(rows, tuple) and len(rows) == 2 and isinstance(rows[1], int) and isinstance(rows[0], tuple | list):
        return rows[0]
    if isinstance(rows, tuple | list):
        return rows
    return () if rows is None else (rows,)


def _noted(action: str, thing: Thing, purpose: str, *, allowed: bool) -> None:
    if collected := current():
        collected.decided(action, thing, purpose, allowed)
