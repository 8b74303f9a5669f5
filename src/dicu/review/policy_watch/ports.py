"""What policy watch needs of the outside: the projections that its pages are read from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.review.policy_watch.standing import Happening


@dataclass(frozen=True, slots=True)
class LoadedRegister:
    """`by` loaded the version that stands."""

    register: str
    digest: str
    version: str
    synthetic: bool
    loaded_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What officers did with one entry, proposed by them or compiled."""

    entry: str
    published: bool
    happenings: tuple[Happening, ...]


class PolicyRecords(Protocol):
    """Lists read through a scope: what `access` lets the officer have, as a condition on each row."""

    def registers(self, scope: Condition) -> tuple[LoadedRegister, ...]: ...

    def worked(self, scope: Condition, register: str) -> tuple[Worked, ...]: ...
