"""A keyring in memory, for tests that make thousands of them."""

import os

from dicu.ledger.keyring import DataKey, KeysRefused
from dicu.vocabulary.messages import T


class MemoryKeyring:
    instance = "vn"

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], dict[str, bytes]] = {}
        self.gone: set[str] = set()

    def sealing_key(self, person: str, domain: str) -> DataKey:
        if person in self.gone:
            raise KeysRefused(T("Gone."))
        keys = self.keys.setdefault((person, domain), {})
        if not keys:
            keys[os.urandom(16).hex()] = os.urandom(32)
        key = list(keys)[-1]
        return DataKey(key, person, domain, keys[key])

    def opening_key(self, person: str, domain: str, key: str) -> DataKey | None:
        if person in self.gone:
            return None
        material = self.keys.get((person, domain), {}).get(key)
        if material is None:
            raise KeysRefused(T("Missing."))
        return DataKey(key, person, domain, material)

    def destroy(self, person: str) -> int:
        self.gone.add(person)
        return sum(len(self.keys.pop(pair)) for pair in list(self.keys) if pair[0] == person)

    def lend(self, person: str, domain: str, other: str) -> None:
        """The same keys for another domain: what is bound to the place must not need different keys to hold."""
        self.keys[person, other] = self.keys[person, domain]
