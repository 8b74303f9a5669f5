"""The keys of people, in a folder of their own, locked under a master key that lies elsewhere."""

from dicu.store.keys.folder import DirectoryKeyring
from dicu.store.keys.making import make
from dicu.store.keys.master import MasterKeyFile
from dicu.store.keys.place import KeyPlace, keyplace

__all__ = ["DirectoryKeyring", "KeyPlace", "MasterKeyFile", "keyplace", "make"]
