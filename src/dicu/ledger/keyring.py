"""What the ledger asks of whoever keeps the keys of people. Keys live outside the database, its log and its backups;
`dicu.store.keys` fills these ports.

A person has keys of their own in each domain ("support", "enforcement"), so that who may open one domain opens nothing of
another. Destroying a person's keys erases what was sealed under them, wherever copies of it lie.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from dicu.vocabulary.messages import Refused

KEY_BYTES = 32
"""AES-256, and as many bytes for the keys of search tokens."""


class KeysRefused(Refused):
    """A keyring that cannot be used: missing, damaged, of another instance, locked with another master key."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key that seals values of one person in one domain. `id`: 32 random hexadecimal digits that say nothing."""

    id: str
    person: str
    domain: str
    material: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SearchKey:
    """A key that search tokens of one part of a domain are made with."""

    id: str
    domain: str
    part: int
    material: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key locked under a master key. `master` names which one, so that it can be told when that one is missing."""

    master: str
    text: bytes


class KeyPort(Protocol):
    """Who holds the master key: a file of the installation, or a service that never gives it away (a KMS).

    `context` is bound to what is wrapped: unwrapping with another context is refused.
    """

    def wrap(self, material: bytes, context: bytes) -> Wrapped:
        """Locked under the current master key."""
        ...

    def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        """Raises KeysRefused where the master key is another one, or what was wrapped is damaged."""
        ...

    def current(self) -> str:
        """The name of the master key that wraps from now on."""
        ...


class Keyring(Protocol):
    """The keys of people, and of searching for them."""

    @property
    def instance(self) -> str:
        """The sovereign's installation that these keys belong to."""
        ...

    def sealing_key(self, person: str, domain: str) -> DataKey:
        """The key that new values are sealed under; made where there is none yet. Raises KeysRefused if the person was
        erased: nothing is ever sealed for them again."""
        ...

    def opening_key(self, person: str, domain: str, key: str) -> DataKey | None:
        """The key with this id; None if the person was erased. Raises KeysRefused if it should be there and is not."""
        ...

    def search_keys(self, domain: str, part: int) -> tuple[SearchKey, ...]:
        """Those that tokens may have been made with, the current one last; made where there is none yet."""
        ...

    def all_search_keys(self, domain: str) -> tuple[SearchKey, ...]:
        """Those of every part of the domain that has one."""
        ...

    def renew(self, person: str, domain: str) -> DataKey:
        """New values get a new key from now on; the old keys still open what they sealed."""
        ...

    def destroy(self, person: str) -> int:
        """Every key of the person, in every domain, for good; how many there were. Doing it twice does no harm."""
        ...


class Erasures(Protocol):
    """What a keyring remembers of those it was told to forget, so that a restored copy of it is found out."""

    def erased(self, person: str) -> datetime | None:
        """When the person's keys were destroyed here; None if they were not."""
        ...

    def still_held(self, persons: Iterable[str]) -> tuple[str, ...]:
        """Those of these persons of whom a key is here, or whom this keyring does not know to be erased."""
        ...
