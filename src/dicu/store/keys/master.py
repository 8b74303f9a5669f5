"""The master key in a file: what locks every other key. It stands in for a key service (KMS) where there is none.

While it is being rotated the file holds two keys: the new one locks, the old one still opens what was not locked anew yet.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dicu.ledger.keyring import KEY_BYTES, KeysRefused, Wrapped
from dicu.store.keys import papers, writing
from dicu.store.keys.place import check_private
from dicu.vocabulary.messages import T

FORM = "dicu-master-1"
NONCE = 12
WHAT = T("The master key")


class MasterKeyFile:
    """`dicu.ledger.keyring.KeyPort`. The file is read again when it has changed, so that a rotation reaches every process."""

    def __init__(self, path: Path, instance: str) -> None:
        self.path = path
        self.instance = instance
        self._seen: tuple[int, ...] = ()
        self._keys: Mapping[str, bytes] = {}
        self._keyring = ""

    @classmethod
    def make(cls, path: Path, instance: str, keyring: str) -> "MasterKeyFile":
        """A new master key. Raises KeysRefused if there is a file already: what it locks would be lost."""
        if path.exists():
            raise KeysRefused(T("There is a master key already: {path}. Nothing was changed.", path=str(path)), where=str(path))
        writing.folder(path.parent)
        writing.write(path, _paper(instance, keyring, [_new()]))
        return cls(path, instance)

    @property
    def keyring(self) -> str:
        """The name of the keyring that this master key locks."""
        self._read()
        return self._keyring

    def wrap(self, material: bytes, context: bytes) -> Wrapped:
        keys, nonce = self._read(), os.urandom(NONCE)
        name = list(keys)[-1]
        return Wrapped(name, nonce + AESGCM(keys[name]).encrypt(nonce, material, context))

    def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        key = self._read().get(wrapped.master)
        if key is None:
            raise KeysRefused(
                T(
                    "The master key in {path} is not the one that the keys were locked with: {expected} is wanted, it holds {found}. "
                    "Put the right file back.",
                    path=str(self.path),
                    expected=wrapped.master,
                    found=", ".join(self._keys),
                ),
                where=str(self.path),
            )
        try:
            return AESGCM(key).decrypt(wrapped.text[:NONCE], wrapped.text[NONCE:], context)
        except (InvalidTag, ValueError):
            raise KeysRefused(T("A key does not open: its file was changed or belongs elsewhere.")) from None

    def current(self) -> str:
        return list(self._read())[-1]

    def names(self) -> tuple[str, ...]:
        """The master keys that the file holds; more than one while a rotation is not finished."""
        return tuple(self._read())

    def add(self) -> None:
        """A new key that locks from now on; the first step of a rotation. One that has begun is not begun again."""
        entries = self._entries()
        if len(entries) == 1:
            writing.write(self.path, _paper(self.instance, self._keyring, [*entries, _new()]))

    def drop_old(self) -> None:
        """Only the current key stays; the last step of a rotation, when nothing is locked under the old one any more."""
        writing.write(self.path, _paper(self.instance, self._keyring, self._entries()[-1:]))

    def _read(self) -> Mapping[str, bytes]:
        check_private(self.path, WHAT)
        state = self.path.stat()
        seen = (state.st_ino, state.st_mtime_ns, state.st_size)
        if seen != self._seen:
            self._keys = {entry["id"]: b64decode(entry["key"]) for entry in self._entries()}
            self._seen = seen
        return self._keys

    def _entries(self) -> list[dict[str, str]]:
        paper = papers.read(self.path, FORM, WHAT)
        papers.check_owner(paper, self.path, self.instance)
        self._keyring = str(paper.get("keyring"))
        entries = paper.get("keys")
        if not isinstance(entries, list) or not entries or not all(map(_whole, entries)):
            raise papers.damaged(self.path)
        return entries


def _new() -> dict[str, str]:
    key = os.urandom(KEY_BYTES)
    return {"id": _name(key), "made": datetime.now(UTC).isoformat(timespec="seconds"), "key": b64encode(key).decode()}


def _name(key: bytes) -> str:
    """Made of the key itself, so that a key whose bytes were changed is noticed."""
    return sha256(b"dicu-master\n" + key).hexdigest()[:16]


def _whole(entry: object) -> bool:
    try:
        key = b64decode(entry["key"], validate=True)  # type: ignore[index]
        return len(key) == KEY_BYTES and entry["id"] == _name(key)  # type: ignore[index]
    except (KeyError, ValueError, TypeError):
        return False


def _paper(instance: str, keyring: str, entries: list[dict[str, str]]) -> bytes:
    return papers.written(FORM, instance=instance, keyring=keyring, keys=entries)
