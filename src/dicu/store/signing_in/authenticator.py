"""Authenticator apps: six digits that change every 30 seconds (RFC 6238). A code counts once; the step before and the
step after are taken too, for clocks that differ."""

import base64
import secrets
from hmac import compare_digest
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from dicu.store.accounts.models import Account
from dicu.store.signing_in import moments
from dicu.store.signing_in.models import Authenticator
from dicu.store.signing_in.sealing import Unsealable, opened, sealed

STEP = 30  # seconds
DIGITS = 6
SECRET = 20  # bytes
ISSUER = "Di Cư"


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET)


def typed_key(secret: bytes) -> str:
    """The secret as a person types it into the app: base 32, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address(secret: bytes, username: str) -> str:
    """What the QR code says (otpauth://)."""
    key = base64.b32encode(secret).decode().rstrip("=")
    issuer = quote(ISSUER)
    return f"otpauth://totp/{issuer}:{quote(username)}?secret={key}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP}"


def step_of(secret: bytes, code: str, after: int = 0) -> int | None:
    """The step that `code` belongs to, if it is a step of now and later than `after`."""
    code = "".join(code.split())
    if not (len(code) == DIGITS and code.isascii() and code.isdecimal()):
        return None
    now = int(moments.now().timestamp()) // STEP
    matching = [step for step in (now - 1, now, now + 1) if compare_digest(_code(secret, step), code.encode())]
    return next((step for step in reversed(matching) if step > after), None)


def set_up(account: Account, secret: bytes, step: int) -> None:
    """The account's app from now on; one that was there counts no more. `step`: whose code proved that the app works."""
    facts = {"sealed": sealed(secret, _purpose(account)), "last_step": step, "created": moments.now(), "used": None}
    Authenticator.objects.update_or_create(account=account, defaults=facts)


def accepts(account: Account, code: str) -> bool:
    """Whether it is the app's code; from then on it is used. Of two who send the same code, one is let in."""
    found = Authenticator.objects.filter(account=account).first()
    if found is None:
        return False
    try:
        secret = opened(bytes(found.sealed), _purpose(account))
    except Unsealable:
        return False
    step = step_of(secret, code, found.last_step)
    fresh = Authenticator.objects.filter(pk=found.pk, last_step__lt=step or 0)
    return step is not None and fresh.update(last_step=step, used=moments.now()) == 1


def _code(secret: bytes, step: int) -> bytes:
    return TOTP(secret, DIGITS, SHA1(), STEP).generate(step * STEP)  # noqa: S303 - what apps compute


def _purpose(account: Account) -> str:
    return f"authenticator of {account.pk}"
