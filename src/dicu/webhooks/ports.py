"""What webhooks need of the outside."""

from typing import Protocol

from dicu.access.conditions import Condition
from dicu.webhooks.model import Standing, Webhook


class Records(Protocol):
    def webhooks(self, scope: Condition) -> tuple[Webhook, ...]:
        """Those that were not removed, within a scope."""
        ...

    def standing(self, webhook: str) -> Standing: ...

    def begin_at(self, webhook: str, position: int) -> None:
        """What comes after this ledger position is to be told, the next time there is time for it."""
        ...


class Accounts(Protocol):
    def is_service(self, username: str) -> bool | None:
        """Whether the account is a program's; None if there is no open account of this name."""
        ...


class Keys(Protocol):
    def public(self, webhook: str, generation: int) -> str:
        """The public key that is derived for this webhook. Raises Refused where the master secret is missing."""
        ...
