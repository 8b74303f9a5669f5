"""A webhook, as its stream in the ledger says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dicu.access.model import Thing
from dicu.ledger.model import Entry

Announced = tuple[Thing, Mapping[str, str]]
"""What an event is about, for `access` to decide, and the codes that name it: all that a receiver is told."""
Announcer = Callable[[Entry], Announced]


class State(StrEnum):
    ACTIVE = "active"
    STOPPED = "stopped"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why a webhook was stopped."""

    FAILING = "failing"
    GONE = "gone"  # the receiver said that it is no more (HTTP 410)
    ACCOUNT = "account"  # the account that it acts as was closed


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key as a receiver knows it. `until`: the last moment that it signs; None: no end is set."""

    generation: int
    public: str
    until: datetime | None = None

    def signs(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Webhook:
    """`number`: of the last entry of its stream; `begun`: the ledger position of its first, after which events are told."""

    id: str
    address: str
    account: str
    purpose: str
    kinds: tuple[str, ...]
    state: State
    keys: tuple[Key, ...]
    registered_by: str
    registered_at: datetime
    begun: int
    number: int
    reason: str = ""

    def signing(self, now: datetime) -> tuple[Key, ...]:
        """The keys that sign now, the newest first: while one takes over from another, both."""
        return tuple(key for key in reversed(self.keys) if key.signs(now))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the delivery to a webhook stands: everything up to ledger position `position` is done."""

    position: int
    attempts: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None
    last_at: datetime | None = None
    last_result: str = ""
    delivered: int = 0


def stream_name(webhook: str) -> str:
    return f"access/webhooks/{webhook}"
