"""What administration needs of the outside: its projections, and the secrets that no ledger holds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.administration.model import AccountView, GivenRole, IdentityView, NewAccount, OpeningView, TokenView


class Records(Protocol):
    def account(self, username: str) -> AccountView | None: ...

    def accounts(self, scope: Condition, search: str, count: int, skip: int) -> tuple[tuple[AccountView, ...], int]:
        """Accounts in the scope whose username, name or agency holds `search`, by username, and how many there are."""
        ...

    def roles(self, username: str) -> tuple[GivenRole, ...]: ...

    def held(self) -> Mapping[str, tuple[str, tuple[GivenRole, ...]]]:
        """Username → its agency and all its roles, of every active account that has any."""
        ...

    def tokens(self, username: str) -> tuple[TokenView, ...]: ...

    def administrators(self, role: str, day: date) -> int:
        """How many active accounts hold the role on that day or later."""
        ...

    def complete(self, account: NewAccount) -> None:
        """What of an account is personal, and so not in the ledger."""
        ...

    def issue(self, username: str, name: str, expires: datetime, key: str) -> str:
        """Makes the token that the entry `key` tells of, and gives its text, this once."""
        ...

    def openings(self, scope: Condition, key: str = "") -> tuple[OpeningView, ...]:
        """In the scope and in the session's reach, the newest first."""
        ...

    def opened_by(self, account: str) -> int:
        """How many openings the account has made."""
        ...


class Entrances(Protocol):
    """How an account gets in: secrets to begin with, and who it is at the identity provider of this house."""

    def invite(self, username: str, by: str, *, forget_factors: bool) -> str:
        """A secret that works once, for a day, and gives the account a password of its owner's choosing. The present password
        and all sessions end at once."""
        ...

    def identities(self, username: str) -> tuple[IdentityView, ...]: ...

    def provider(self) -> str:
        """The issuer that this house trusts; empty: none."""
        ...

    def link(self, username: str, subject: str, by: str) -> None:
        """At the provider of this house. Raises Refused where the subject or the account has another link."""
        ...

    def unlink(self, username: str, issuer: str, by: str) -> None:
        """For good, until somebody links by hand; and all sessions of the account end."""
        ...
