"""Keys of signing in, derived from the installation's secret key, which lives in a file outside the database.

Sealing is AES-256-GCM; what a value is for is bound to it, so that a sealed secret moved to another account's row does not
open. A former secret key (`SECRET_KEY_FALLBACKS`) still opens what it sealed.
"""

import hmac
import secrets
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes


class Unsealable(Exception):
    """Sealed under a key this installation does not have, or for something else, or damaged."""


def sealed(secret: bytes, purpose: str) -> bytes:
    """`secret` readable only with the installation's key and for the same `purpose` ("authenticator of 12")."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(settings.SECRET_KEY, "sealing")).encrypt(nonce, secret, purpose.encode())


def opened(box: bytes, purpose: str) -> bytes:
    """Raises Unsealable."""
    for former in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(former, "sealing")).decrypt(box[:NONCE], box[NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            continue
    raise Unsealable(purpose)


def digests(text: str, purpose: str) -> list[bytes]:
    """Keyed digests of a short secret, 32 bytes each: the first to store, the others of former keys, to compare with."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(_key(key, "digests"), f"{purpose}\0{text}".encode(errors="surrogateescape"), sha256) for key in keys]


def digest(text: str, purpose: str) -> bytes:
    return digests(text, purpose)[0]


@cache
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"dicu signing in: {purpose}".encode()).derive(secret.encode())
