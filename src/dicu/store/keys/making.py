"""A new keyring and its master key: made once, never over another."""

import os

from dicu.ledger.keyring import KeysRefused
from dicu.store.keys import writing
from dicu.store.keys.folder import DirectoryKeyring, card
from dicu.store.keys.master import MasterKeyFile
from dicu.store.keys.place import KeyPlace
from dicu.vocabulary.messages import T


def make(place: KeyPlace, instance: str) -> DirectoryKeyring:
    """Raises KeysRefused if there is a keyring: with a new one nothing of the old one could be read. What was begun and
    cut off before anything was locked (a master key without a keyring) is carried on."""
    if (place.folder / "keyring.json").exists():
        raise KeysRefused(T("There is a keyring already: {path}. Nothing was changed.", path=str(place.folder)), where=str(place.folder))
    writing.folder(place.folder)
    with writing.locked(place.folder / "lock"):
        return _made(place, instance)


def opened(place: KeyPlace, instance: str) -> DirectoryKeyring:
    """The keyring of this place. Raises KeysRefused, saying which file is missing or whose it is."""
    return DirectoryKeyring(place.folder, MasterKeyFile(place.master, instance), instance)


def _made(place: KeyPlace, instance: str) -> DirectoryKeyring:
    master = MasterKeyFile(place.master, instance)
    name = master.keyring if place.master.exists() else os.urandom(8).hex()
    if not place.master.exists():
        MasterKeyFile.make(place.master, instance, name)
    path = place.folder / "keyring.json"
    if not path.exists():  # another process may have been faster
        writing.write(path, card(instance, name, master))
    return opened(place, instance)
