"""What administration needs of the outside: its projections, and the secrets that no ledger holds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.administration.model import AccountView, GivenRole, NewAccount, OpeningView, TokenView


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

    def complete(self, account: NewAccount, password: str) -> None:
        """What of an account is personal or secret, and so not in the ledger. `password` empty: none."""
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
