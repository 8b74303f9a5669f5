"""What the room of evidence needs of the outside: the register of uses, and what was found when looking again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.evidence.checks import Check
from dicu.review.line import Attachment


@dataclass(frozen=True, slots=True)
class Use:
    """One piece of evidence on one line. `state` is that of the line as others know it; draft: the use was never sent. `working`:
    as its agency has it now, `sent`: as it went out; each may be missing. `claimed`: an approved public claim
    stands for it."""

    plan: str
    round: str
    agency: str
    task: str
    digest: str
    state: str
    working: Attachment | None
    sent: Attachment | None
    submitted_at: datetime | None
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was looked at, and how many want attention."""

    files: int = 0
    links: int = 0
    faults: int = 0


class EvidenceRegister(Protocol):
    def uses(self, scope: Condition, plan: str, round_: str = "", digest: str = "") -> tuple[Use, ...]:
        """In the order of rounds, agencies, tasks."""
        ...

    def checks(self, subjects: Collection[str]) -> Mapping[str, tuple[Check, ...]]: ...


class NoEvidence:
    """A house without a register."""

    def uses(self, scope: Condition, plan: str, round_: str = "", digest: str = "") -> tuple[Use, ...]:  # noqa: ARG002
        return ()

    def checks(self, subjects: Collection[str]) -> Mapping[str, tuple[Check, ...]]:  # noqa: ARG002
        return {}
