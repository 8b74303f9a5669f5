"""Tokens by which a command acts as an account. The token itself is shown once and never kept."""

from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe

from dicu.store.accounts.models import Account, Token
from dicu.store.signing_in.token_uses import note


def issue(account: Account, name: str, expires: datetime, key: str = "") -> str:
    """A new token of the account, valid until `expires` (with a time zone). `key` names the entry that tells of it."""
    text = token_urlsafe(32)
    told = {"key": key} if key else {}
    Token.objects.create(account=account, name=name, digest=_digest(text), expires=expires, **told)
    return text


def account_by_token(text: str) -> Account | None:
    """The active account of a token that has not expired and was not revoked."""
    valid = Token.objects.select_related("account").filter(expires__gt=datetime.now(UTC), revoked=None)
    token = valid.filter(digest=_digest(text)).first()
    if token is None or not token.account.is_active:
        return None
    note(token)
    return token.account


def expired_on(text: str) -> datetime | None:
    """When a token of an open account ceased to be valid by itself; None for every other text."""
    token = Token.objects.filter(digest=_digest(text), expires__lte=datetime.now(UTC), revoked=None, account__is_active=True).first()
    return token.expires if token else None


def was_issued(text: str) -> bool:
    """Whether it is or was anybody's token: who holds one that was revoked guesses nothing."""
    return Token.objects.filter(digest=_digest(text)).exists()


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="surrogateescape")).digest()
