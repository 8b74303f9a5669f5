"""Entries and streams. Pure: the store keeps them, this room says what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from dicu.vocabulary.messages import Message, Refused, T

GENESIS = b"\0" * 32
"""The digest before a stream's first entry."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One thing's history. `authority` is the agency that owns it, `instance` the sovereign's installation it lives in."""

    name: str  # "report/demo/2024/BTP"
    authority: str
    instance: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who does it, in what role and for what purpose. Decisions about people name a human here."""

    account: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a desk wants to append. `body` is JSON: text, whole numbers, true/false, lists, objects; a decimal number is
    written as text, so that nothing is rounded on its way through the chain."""

    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One appended fact. `digest` covers everything above it and the digest before it in the stream."""

    position: int  # over all streams
    stream: Stream
    number: int  # in the stream, from 1
    kind: str
    version: int
    at: datetime  # UTC
    author: Author
    body: Mapping[str, Any]
    previous: bytes
    digest: bytes


class Conflict(Refused):
    """Somebody else wrote to the stream first."""

    def __init__(self, stream: str) -> None:
        super().__init__(
            T("Somebody else changed this while you were working on it. Open it again to see what changed, then repeat your step."),
            where=stream,
        )


Step = tuple[Stream, tuple[Draft, ...], int]
"""What one stream gets, and after which of its entries: (stream, drafts, expected), as `Ledger.append` takes them."""


class Ledger(Protocol):
    """The port that desks write through; `dicu.store.ledger` fills it."""

    def read(self, stream: str) -> tuple[Entry, ...]:
        """The stream's entries in order; empty if there is no such stream."""
        ...

    def append(self, stream: Stream, drafts: tuple[Draft, ...], *, expected: int, author: Author) -> tuple[Entry, ...]:
        """Append after entry number `expected` (0: the stream is new), projections included, in one transaction.

        Raises Conflict if the stream has moved on, Refused if a body does not fit its kind's schema, ClockBehind if the
        machine's clock stands before the stream's last entry.
        """
        ...

    def append_together(self, steps: tuple[Step, ...], author: Author) -> tuple[tuple[Entry, ...], ...]:
        """One step over several streams, each named once: all of it or nothing, in one transaction. Gives the entries
        of each stream, in the order of `steps`. A stream without drafts only has to stand where it was expected.

        The streams are taken in one order whoever asks, so that two such steps never wait for each other. Raises as
        `append` does; a Conflict names the stream that has moved on.
        """
        ...


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: its schema, and the sentence that tells a person what happened (`{field}` from the body).

    `personal`: the fields whose values are sealed before they are recorded (`dicu.ledger.sealing`), and under which
    domain's keys: its name, or "@field" where the body says it. `person`: the field that says whose keys. `kept`: the coded
    fields that stay readable when the person is erased, for statistics.
    """

    name: str
    version: int
    schema: Mapping[str, Any]
    sentence: Message
    personal: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    kept: frozenset[str] = frozenset()


class Kinds:
    """The register of entry kinds. Each room declares its own; the architecture tests read them all."""

    def __init__(self, *kinds: EntryKind) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        if len(self._kinds) != len(kinds):
            raise ValueError("an entry kind is declared twice")

    def __iter__(self) -> Any:
        return iter(self._kinds.values())

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __getitem__(self, name: str) -> EntryKind:
        return self._kinds[name]

    def __add__(self, other: "Kinds") -> "Kinds":
        return Kinds(*self._kinds.values(), *other._kinds.values())
