"""What the log of reading needs of the outside: a place to note, rows to look up, and a key to make marks with."""

from collections.abc import Callable
from typing import Protocol

from dicu.access.conditions import Condition
from dicu.ledger.model import Author, Draft, Stream
from dicu.readings.model import Page, Wanted

Seal = Callable[[str], str]
"""A text's keyed digest: 32 hexadecimal digits, the same for the same text in this house, and no way back."""


class Recorder(Protocol):
    def note(self, stream: Stream, draft: Draft, author: Author) -> None:
        """Append to the stream's end, in a transaction of its own. Raises whatever kept it from being noted."""
        ...


class Rows(Protocol):
    """The noted readings, read through a scope."""

    def page(self, scope: Condition, wanted: Wanted, names: tuple[str, ...], before: int | None, count: int) -> Page:
        """Newest first, before a position. `names`: those of a thing as it may have been noted, empty: of any thing."""
        ...
