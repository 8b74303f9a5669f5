"""Tokens by which a command acts as an account. The token itself is shown once and never kept."""

from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe

from dicu.store.accounts.models import Account, Token


def issue(account: Account, name: str, expires: datetime) -> str:
    """A new token of the account, valid until `expires` (with a time zone)."""
    text = token_urlsafe(32)
    Token.objects.create(account=account, name=name, digest=_digest(text), expires=expires)
    return text


def account_by_token(text: str) -> Account | None:
    """The active account of a token that has not expired."""
    token = Token.objects.select_related("account").filter(digest=_digest(text), expires__gt=datetime.now(UTC)).first()
    return token.account if token and token.account.is_active else None


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="surrogateescape")).digest()
