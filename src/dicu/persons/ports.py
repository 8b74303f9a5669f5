"""What the desk of persons needs of the store; `wiring` fills it."""

from typing import Protocol

from dicu.access.conditions import Condition
from dicu.persons.model import Listed


class People(Protocol):
    """Records without what they say, always within a scope of `access` for the kind "person"."""

    def find(self, scope: Condition, person: str) -> Listed | None: ...

    def listed(self, scope: Condition, states: frozenset[str]) -> tuple[Listed, ...]:
        """By the day they were changed, the oldest first."""
        ...

    def matching(self, scope: Condition, words: tuple[frozenset[bytes], ...], most: int) -> tuple[Listed, ...]:
        """Those who have one token of each word, the newest first, at most so many. No words: nobody."""
        ...


class Finishing(Protocol):
    """What an erasure does outside the transaction of its entry."""

    def erased(self, domain: str, person: str) -> None:
        """Once the entry is kept for good: destroys the person's keys and every copy in the register, and renews the search
        key that their tokens were made with. If it is cut off, the next start carries it on."""
        ...

    def renew_search(self, domain: str) -> int:
        """New search keys for the whole domain, its tokens made anew; of how many people."""
        ...
