"""What figures need of the outside: the register of those that were imported, and what was decided about contradictions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.observations.deciding import Decision
from dicu.vocabulary.observation import Observation

Heads = Mapping[str, str]
"""Where the register stands: the stream's name after `figures/<plan>/`, or DECISIONS → digest of its last entry."""
DECISIONS = "."
"""No register is called so."""


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was taken in. `counts`: rows, added, replaced, unchanged, left_out; `digest`: of all that it added."""

    plan: str
    register: str
    number: int
    title: str
    file: str
    name: str
    counts: Mapping[str, int]
    digest: str
    head: str
    by: str
    at: datetime


class FigureRegister(Protocol):
    def figures(
        self, scope: Condition, plan: str, indicator: str = "", *, by: date | None = None, heads: Heads | None = None
    ) -> tuple[Observation, ...]:
        """In the order in which they came. `by`: those known at the end of that day; `heads`: those known when the register
        stood there."""
        ...

    def of_register(self, plan: str, register: str) -> tuple[Observation, ...]:
        """All of one register, to hold a new file against. For whoever may import."""
        ...

    def add(self, plan: str, register: str, number: int, figures: tuple[Observation, ...], on: date, by: str) -> None: ...

    def imports(self, scope: Condition, plan: str) -> tuple[Import, ...]: ...

    def decisions(self, scope: Condition, plan: str, *, by: date | None = None, heads: Heads | None = None) -> tuple[Decision, ...]:
        """In their order: of several on one subject the last one holds."""
        ...

    def heads(self, plan: str) -> Mapping[str, tuple[str, datetime]]:
        """Where the register stands now: name as in Heads → digest of the last entry, and when it was written."""
        ...


class NoRegister:
    """A house without a register: nothing was imported, nothing decided."""

    def figures(
        self, scope: Condition, plan: str, indicator: str = "", *, by: date | None = None, heads: Heads | None = None
    ) -> tuple[Observation, ...]:
        return ()

    def of_register(self, plan: str, register: str) -> tuple[Observation, ...]:
        return ()

    def add(self, plan: str, register: str, number: int, figures: tuple[Observation, ...], on: date, by: str) -> None:
        raise RuntimeError("this house has no register of figures")

    def imports(self, scope: Condition, plan: str) -> tuple[Import, ...]:
        return ()

    def decisions(self, scope: Condition, plan: str, *, by: date | None = None, heads: Heads | None = None) -> tuple[Decision, ...]:
        return ()

    def heads(self, plan: str) -> Mapping[str, tuple[str, datetime]]:
        return {}
