"""A new master key: made, every key locked anew under it, the old one dropped. Cut off anywhere, it is carried on by doing it
again; until then both master keys are in the file and everything opens."""

from collections.abc import Callable
from dataclasses import dataclass, field

from dicu.ledger.keyring import KeysRefused
from dicu.store.keys import papers, writing
from dicu.store.keys.folder import CARD_WHAT, FORM, DirectoryKeyring, card
from dicu.store.keys.master import MasterKeyFile


@dataclass(frozen=True, slots=True)
class Rotated:
    """`anew` files were locked anew just now, of `files` in all."""

    master: str
    files: int
    anew: int


@dataclass
class Findings:
    """What a look at every file found. `masters`: the keys they are locked under; `faults`: files that do not open."""

    files: int = 0
    people: int = 0
    masters: set[str] = field(default_factory=set)
    faults: list[KeysRefused] = field(default_factory=list)


def rotate_master(keyring: DirectoryKeyring, told: Callable[[int], None] = lambda done: None) -> Rotated:
    """A master key in a file is replaced by a new one; of a key service, whatever key is current there is taken. `told` is
    called with the number of files done. Raises KeysRefused at a file that does not open: the old key then stays."""
    port = keyring.port
    with writing.locked(keyring.lock):
        if isinstance(port, MasterKeyFile):
            port.add()
    files, anew = _locked_anew(keyring, told)
    with writing.locked(keyring.lock):
        writing.write(keyring.card, card(keyring.instance, keyring.name, port))
        if isinstance(port, MasterKeyFile):
            port.drop_old()
    return Rotated(port.current(), files, anew)


def looked_through(keyring: DirectoryKeyring) -> Findings:
    """Opens every file of keys, and takes away what a writer that was killed has left half written."""
    found = Findings()
    sweep(keyring)
    for path in keyring.boxes.paths():
        found.files += 1
        found.people += path.parent.parent.name == "people"
        try:
            keyring.boxes.keys(keyring.boxes.owner(path))
            found.masters |= keyring.boxes.masters(path)
        except KeysRefused as fault:
            found.faults.append(fault)
    return found


def sweep(keyring: DirectoryKeyring) -> int:
    """Half-written files, written over and taken away; how many."""
    with writing.locked(keyring.lock):
        return sum(writing.remove(path) for path in keyring.folder.rglob(".*.new"))


def proof_master(keyring: DirectoryKeyring) -> str:
    """The master key that the keyring's own file is locked under."""
    return str(papers.read(keyring.card, FORM, CARD_WHAT)["proof"]["master"])


def _locked_anew(keyring: DirectoryKeyring, told: Callable[[int], None]) -> tuple[int, int]:
    """A lock for each file, so that work goes on meanwhile. Whatever is made while it runs is locked under the new key
    already; a person erased meanwhile has no file any more."""
    files = anew = 0
    for path in list(keyring.boxes.paths()):
        with writing.locked(keyring.lock):
            if path.exists():
                files += 1
                anew += keyring.boxes.rewrap(path)
        told(files)
    return files, anew
