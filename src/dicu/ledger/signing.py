"""Keys that sign checkpoints (Ed25519), and the list of public keys that are believed.

A private key is a PEM file with a line before it that names its instance. The list of public keys has one key a line:

    instance  key's name  public key in hex  [up-to:NUMBER]

`up-to` ends a key's word with that checkpoint: a key that was replaced signs no later one, whoever has it now.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from dicu.ledger.checkpoint import Checkpoint, Signed, signed_bytes
from dicu.vocabulary.messages import Refused, T

HEADING = re.compile(r"^# dicu checkpoint key; instance: (\S+)\s*$", re.MULTILINE)
LINE = re.compile(r"^(\S+)\s+([0-9a-f]{16})\s+([0-9a-f]{64})(?:\s+up-to:([1-9][0-9]{0,8}))?$")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`up_to` is the number of the last checkpoint that it may have signed; None: it is in use."""

    instance: str
    name: str
    key: bytes
    up_to: int | None = None

    def line(self) -> str:
        return f"{self.instance} {self.name} {self.key.hex()}" + (f" up-to:{self.up_to}" if self.up_to else "")

    def signed(self, signed: Signed) -> bool:
        """Whether this key signed it, and might."""
        if signed.key != self.name or (self.up_to is not None and signed.checkpoint.number > self.up_to):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signed.signature, signed_bytes(signed.checkpoint, signed.key))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    instance: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.instance, sha256(raw).hexdigest()[:16], raw)

    def sign(self, checkpoint: Checkpoint) -> Signed:
        name = self.public.name
        return Signed(checkpoint, name, self.private.sign(signed_bytes(checkpoint, name)))

    def pem(self) -> str:
        """The file's text. Whoever reads it can sign as this instance."""
        body = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return f"# dicu checkpoint key; instance: {self.instance}\n{body}"


def new_key(instance: str) -> SigningKey:
    return SigningKey(instance, Ed25519PrivateKey.generate())


def read_key(text: str, where: str) -> SigningKey:
    """The key of a file's text. Raises Refused for anything that is not such a file."""
    heading = HEADING.search(text)
    try:
        private = load_pem_private_key(text[heading.end() :].strip().encode(), password=None) if heading else None
    except (ValueError, TypeError):
        private = None
    if heading is None or not isinstance(private, Ed25519PrivateKey):
        raise Refused(
            T("The file {path} holds no key that signs checkpoints. Make one with: dicu ledger keygen --out FILE", path=where), where
        )
    return SigningKey(heading.group(1), private)


def read_public_keys(text: str, where: str) -> tuple[PublicKey, ...]:
    """The keys of a list; empty lines and lines that begin with # say nothing. Raises Refused with the line's number."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return tuple(_public_key(line, number, where) for number, line in lines if line and not line.startswith("#"))


def key_of(name: str, keys: Iterable[PublicKey]) -> PublicKey | None:
    return next((key for key in keys if key.name == name), None)


def _public_key(line: str, number: int, where: str) -> PublicKey:
    found = LINE.match(line)
    if found is None or sha256(bytes.fromhex(found.group(3))).hexdigest()[:16] != found.group(2):
        raise Refused(
            T(
                "Line {number} of {path} is no public key. Write what keygen printed: instance, the key's name and the key, with "
                "spaces between them.",
                number=number,
                path=where,
            ),
            where,
        )
    instance, name, key, up_to = found.groups()
    return PublicKey(instance, name, bytes.fromhex(key), int(up_to) if up_to else None)
