"""What administration shows: accounts, the roles they were given, their tokens, openings. Read from projections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dicu.access.model import Grant


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as its administrator sees it."""

    username: str
    full_name: str
    agency: str
    email: str
    language: str
    service: bool
    active: bool
    created: datetime
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class GivenRole:
    """A grant and where it comes from. `grant.until` is the last day on which it counts, an early end included."""

    key: str
    grant: Grant
    ended: date | None
    given_by: str
    given_at: datetime

    def state(self, day: date) -> str:
        """in force, to come or over"""
        if self.grant.in_force(day):
            return "in force"
        never = self.grant.since and self.grant.until and self.grant.until < self.grant.since
        return "to come" if self.grant.since and self.grant.since > day and not never else "over"


@dataclass(frozen=True, slots=True)
class TokenView:
    key: str
    name: str
    created: datetime
    expires: datetime
    revoked: datetime | None

    def valid(self, now: datetime) -> bool:
        return self.revoked is None and now < self.expires


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Who an account is at an identity provider. `linked_by` empty: the provider's own verified username did it."""

    issuer: str
    subject: str
    linked: datetime
    linked_by: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account. `secret` is what its owner begins with, told this once; empty for a service."""

    account: AccountView
    secret: str


@dataclass(frozen=True, slots=True)
class OpeningView:
    """Something opened in an emergency. `key` is its stream, `openings/<account>/<number>`."""

    key: str
    account: str
    role: str
    what: str
    agency: str
    attributes: Mapping[str, str]
    reason: str
    since: datetime
    until: datetime
    ended: datetime | None
    ended_by: str

    @property
    def number(self) -> str:
        return self.key.rsplit("/", 1)[1]

    def running(self, now: datetime) -> bool:
        return self.ended is None and now < self.until


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is told to open an account."""

    username: str
    full_name: str
    agency: str = ""
    email: str = ""
    language: str = "vi"
    service: bool = False


@dataclass(frozen=True, slots=True)
class NewRole:
    """What is told to give a role. `since` None: today."""

    role: str
    agency: str = ""
    clearance: str = "open"
    since: date | None = None
    until: date | None = None
