"""Where signed checkpoints are kept outside the database, so that whoever holds the database alone cannot go back on them."""

from collections.abc import Iterator
from typing import Protocol

from dicu.ledger.checkpoint import Signed


class Anchor(Protocol):
    """An append-only list of signed checkpoints. What was appended is never rewritten, not even by us."""

    @property
    def place(self) -> str:
        """Where it is, in words for a person (a path, an address)."""
        ...

    def lines(self) -> Iterator[str]:
        """Every line, in the order in which they were appended, whatever is in them."""
        ...

    def last(self) -> Signed | None:
        """The newest checkpoint; None if there is none yet. Raises Refused where it cannot be read."""
        ...

    def append(self, signed: Signed) -> None:
        """Returns only when the line will outlast a loss of power. Raises Refused where it cannot be written."""
        ...
