"""Personal values, sealed before they are recorded: what the chain covers is what nobody can read without the person's key.

A sealed value is one string: `dicu1.<id of the key>.<nonce, ciphertext and tag in base64url>`. AES-256-GCM under the key of
one person in one domain, with a random nonce. Instance, stream, field, domain and key are bound to it, so that it opens in
its own place and in no other. Values are filled up to a multiple of 64 bytes: a name's length is a trace of it too.
"""

import json
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dicu.ledger.canonical import canonical
from dicu.ledger.keyring import DataKey, Keyring
from dicu.ledger.model import Entry, EntryKind, Stream
from dicu.vocabulary.messages import Refused, T

FORM = "dicu1"
"""Names the way values are sealed, so that a later way can stand beside it."""
NONCE, TAG, BLOCK = 12, 16, 64  # bytes
PATTERN = rf"^{FORM}\.[0-9a-f]{{32}}\.[A-Za-z0-9_-]{{123,}}$"
SEALED: Mapping[str, Any] = {"type": "string", "pattern": PATTERN, "maxLength": 200_000}
"""The schema of a sealed value. A kind gives it to each personal field, so that the ledger takes none in plain."""

_WRITTEN = re.compile(rf"{FORM}\.([0-9a-f]{{32}})\.([A-Za-z0-9_-]{{123,}})")


class Marker(Enum):
    """What stands in the place of a value that is not shown."""

    ERASED = "erased"  # the person's keys are gone
    CLOSED = "closed"  # the one who asks is not cleared for the domain


class Unsealed(Refused):
    """A sealed value that is not what was once sealed in this place: moved, changed, or cut."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; it opens nowhere else."""

    instance: str
    stream: str
    path: str
    domain: str

    def bound_to(self, key: str) -> bytes:
        """The parts behind their lengths, so that no two places give the same bytes."""
        parts = [part.encode() for part in (FORM, self.instance, self.stream, self.path, self.domain, key)]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def seal(kind: EntryKind, body: Mapping[str, Any], stream: Stream, keyring: Keyring) -> dict[str, Any]:
    """The body as it may be recorded: every personal field of the kind sealed, what is missing too, so that nobody sees
    that it is. Raises KeysRefused for a person who was erased, Refused for a value that has no exact form."""
    done = dict(body)
    keys: dict[str, DataKey] = {}
    for path, domain in domains_of(kind, body):
        key = keys.get(domain) or keys.setdefault(domain, keyring.sealing_key(str(body[kind.person]), domain))
        _put(done, path, seal_value(_at(body, path), Place(stream.instance, stream.name, path, domain), key))
    return done


def opened(kind: EntryKind, entry: Entry, keyring: Keyring, domains: Collection[str]) -> dict[str, Any]:
    """The entry's body with its personal values in plain where they may be opened: Marker.CLOSED where their domain is not
    among `domains` (no key is asked for then), Marker.ERASED where the person's keys are gone.

    Raises Unsealed for a value that was moved or changed, KeysRefused where a key is missing that should be there.
    """
    done = dict(entry.body)
    for path, domain in domains_of(kind, entry.body):
        place = Place(entry.stream.instance, entry.stream.name, path, domain)
        person = str(entry.body[kind.person])
        _put(done, path, open_value(str(_at(entry.body, path)), place, person, keyring) if domain in domains else Marker.CLOSED)
    return done


def domains_of(kind: EntryKind, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each personal field of the kind with the domain whose keys seal it in this body."""
    for path, domain in kind.personal.items():
        yield path, str(body[domain.removeprefix("@")]) if domain.startswith("@") else domain


def seal_value(value: Any, place: Place, key: DataKey) -> str:
    """One JSON value as one sealed string."""
    plain = canonical(value)
    plain += b" " * (-len(plain) % BLOCK)  # JSON takes no note of spaces at its end
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(key.material).encrypt(nonce, plain, place.bound_to(key.id))
    return f"{FORM}.{key.id}.{urlsafe_b64encode(sealed).decode().rstrip('=')}"


def open_value(text: str, place: Place, person: str, keyring: Keyring) -> Any:
    """The value that was sealed in this place, or Marker.ERASED. Raises Unsealed, KeysRefused."""
    key_id, sealed = _parts(text, place)
    key = keyring.opening_key(person, place.domain, key_id)
    if key is None:
        return Marker.ERASED
    try:
        return json.loads(AESGCM(key.material).decrypt(sealed[:NONCE], sealed[NONCE:], place.bound_to(key_id)))
    except InvalidTag:
        raise _unsealed(place) from None


def _parts(text: str, place: Place) -> tuple[str, bytes]:
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            return written[1], urlsafe_b64decode(written[2] + "=" * (-len(written[2]) % 4))
    except ValueError:
        pass
    raise _unsealed(place)


def _unsealed(place: Place) -> Unsealed:
    return Unsealed(
        T(
            "The sealed value “{path}” does not open: it was changed, or it was sealed for another place. Tell the administrator; "
            "the ledger's verification shows whether its entry was altered.",
            path=place.path,
        ),
        where=place.stream,
    )


def _at(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value[name]
    return value


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    """Sets the value in `body`, whose inner objects are copied on the way: nobody else's body is changed."""
    *outer, last = path.split(".")
    for name in outer:
        body[name] = dict(body[name])
        body = body[name]
    body[last] = value
