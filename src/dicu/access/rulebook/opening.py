"""What may be opened in an emergency, and by whom: the table of break-glass.

An opening lets its officer see, and nothing else; it ends by itself; the agency whose thing it is reads about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dicu.access.rulebook.words import AUDIT, AUDITOR, COORDINATION, COORDINATOR
from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True, slots=True)
class Openable:
    """`attributes` name one such thing; things of `kinds` that have them are open with it."""

    name: Message
    kinds: frozenset[str]
    attributes: tuple[str, ...]


OPENABLE: Mapping[str, Openable] = {
    "report": Openable(
        T("An agency's report of a round, with its lines and evidence"),
        frozenset({"obligation", "report", "line", "evidence"}),
        ("plan", "round", "agency"),
    ),
}
MAY_OPEN: Mapping[str, tuple[str, frozenset[str]]] = {
    COORDINATOR: (COORDINATION, frozenset({"report"})),
    AUDITOR: (AUDIT, frozenset({"report"})),
}
"""Role → the purpose it opens for, and what it may open."""

SHORTEST = 20
"""Characters of a reason."""
LONGEST = 4
"""Hours that an opening may last."""
