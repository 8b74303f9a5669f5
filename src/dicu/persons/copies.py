"""The register of copies: every place where something that is known about a person lies, beside the sealed values of the
ledger, and how each is erased. Rooms declare their own; `wiring` puts them together. A copy that is in no room's declaration is a
defect: a test looks for planted names in every byte that the house writes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dicu.vocabulary.messages import Message

Of = Literal["people", "officers", "text"]
"""Whose data: people whose cases are worked on; officers themselves; free text and files, where an officer may have named anybody."""
EVERY = ""
Eraser = Callable[[str, str], int]
"""Takes domain and id of a person, and removes what the copy has of them; how many things. Doing it twice does no harm."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`where` it lies, `how` it is erased, both for a reader. `domain` empty: of every domain. `plain`: whether it can be read
    without any key. A copy of people has an eraser that is run when one of them is erased; what it is of officers or in free text
    is erased by hand, as `how` says."""

    name: str
    where: Message
    of: Of
    plain: bool
    how: Message
    domain: str = EVERY
    eraser: Eraser | None = None


class Copies:
    """The register."""

    def __init__(self, *copies: Copy) -> None:
        self._copies = {copy.name: copy for copy in copies}
        if len(self._copies) != len(copies):
            raise ValueError("a copy is declared twice")
        if without := [copy.name for copy in copies if copy.of == "people" and copy.eraser is None]:
            raise ValueError(f"copies of people that nothing erases: {without}")

    def __iter__(self) -> Iterator[Copy]:
        return iter(self._copies.values())

    def __add__(self, other: Iterable[Copy]) -> "Copies":
        return Copies(*self, *other)

    def erase(self, domain: str, person: str) -> dict[str, int]:
        """Runs the eraser of every copy that may have something of the person; what each has removed."""
        concerned = (copy for copy in self if copy.domain in (EVERY, domain))
        return {copy.name: copy.eraser(domain, person) for copy in concerned if copy.eraser is not None}
