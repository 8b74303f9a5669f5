"""A passkey device of software: it answers as a telephone or a security key would, and lies where a test wants it to."""

import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftKey:
    origin: str
    domain: str
    flags: int = PRESENT | VERIFIED
    count: int = 0
    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes | None = None

    def create(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        self.handle = octets(asked["user"]["id"])
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + struct.pack(">H", len(self.identifier)) + self.identifier + public
        data = self._data(self.flags | ATTESTED) + attested
        said = self._client_data("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=said, attestationObject=cbor.encode({"fmt": "none", "attStmt": {}, "authData": data}))

    def get(self, options: dict[str, Any], *, counted: bool = True) -> str:
        asked = options["publicKey"]
        self.count += counted
        data, said = self._data(self.flags), self._client_data("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        handle = {"userHandle": self.handle} if self.handle is not None else {}
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature, **handle)

    def _data(self, flags: int) -> bytes:
        return sha256(self.domain.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, **response: bytes) -> str:
        parts = {name: text(value) for name, value in response.items()}
        who = text(self.identifier)
        return json.dumps({"id": who, "rawId": who, "type": "public-key", "response": parts, "clientExtensionResults": {}})
