"""Signatures as the Standard Webhooks specification has them, in its asymmetric form: Ed25519, named v1a.

Asymmetric, because then nothing that a receiver keeps, and nothing in our database, can be used to forge a message. One master
secret lies outside the database; each webhook's keys are derived from it, so that what is signed for one receiver is worth
nothing to another.
"""

from base64 import b64encode
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT = b"dicu webhook signing 1"
SHORTEST = 32
"""Bytes of a master secret."""


def private_key(master: bytes, webhook: str, generation: int) -> Ed25519PrivateKey:
    if len(master) < SHORTEST:
        raise ValueError("a master secret has at least 32 bytes")
    seed = HKDF(SHA256(), length=32, salt=SALT, info=f"{webhook}/{generation}".encode()).derive(master)
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key in the specification's form."""
    return "whpk_" + b64encode(key.public_key().public_bytes_raw()).decode()


def headers(keys: Iterable[Ed25519PrivateKey], message: str, seconds: int, body: bytes) -> dict[str, str]:
    """`message`: its id, the same at every attempt; `seconds` since 1970, of this attempt. One signature for each key."""
    signed = f"{message}.{seconds}.".encode() + body
    signatures = " ".join("v1a," + b64encode(key.sign(signed)).decode() for key in keys)
    return {"webhook-id": message, "webhook-timestamp": str(seconds), "webhook-signature": signatures}
