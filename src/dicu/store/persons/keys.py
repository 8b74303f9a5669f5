"""The keyring of a process: opened when it is first needed, and then put right with what the ledger says of erasures."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings

from dicu.ledger.keyring import KeysRefused
from dicu.store import environment
from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.keys.making import opened
from dicu.store.keys.place import KeyPlace, keyplace
from dicu.vocabulary.messages import T


def place() -> KeyPlace:
    return keyplace(Path(settings.HOME), environment.production())


@dataclass(frozen=True, slots=True)
class Settled:
    """What a start had to do again: people erased whose keys were here, and parts of the search that were left unfinished."""

    people: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()


class Keys:
    """Called, it gives the keyring. `settle` is run once, with the keyring that was opened."""

    def __init__(self, instance: str) -> None:
        self.instance = instance
        self.settle: Callable[[DirectoryKeyring], Settled] = lambda keyring: Settled()
        self._opened: tuple[KeyPlace, DirectoryKeyring] | None = None
        self._lock = Lock()

    def __call__(self) -> DirectoryKeyring:
        """Raises KeysRefused where there is none."""
        here = place()
        if self._opened and self._opened[0] == here:
            return self._opened[1]
        keyring = self.open()
        with self._lock:
            self._opened = (here, keyring)
        self.settle(keyring)
        return keyring

    def open(self) -> DirectoryKeyring:
        """The keyring without anything being put right."""
        here = place()
        if not here.known:
            raise KeysRefused(
                T(
                    "This installation has no keys for records about people, so none can be made or read. The administrator makes "
                    "them once with: dicu person keys init",
                ),
                where=str(here.folder),
            )
        return opened(here, self.instance)


def retention_file() -> Path | None:
    """The retention rules of the installation, if it has its own."""
    told = os.environ.get("DICU_RETENTION", "")
    return Path(told) if told else None
