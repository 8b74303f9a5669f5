"""The identity token: whose word it is, for whom, about which question, until when. Each is checked; none is assumed."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dicu.store.signing_in.providing import Provider
from dicu.web.account.oidc.distrust import FORGED, STALE, Distrusted

ALGORITHMS = ["RS256", "ES256"]
"""Signatures with the provider's own key. Never "none", and never HS256, whose key would be the provider's public one."""

SKEW = 60  # seconds by which clocks may differ
OLDEST = 10 * 60  # seconds since the token was made


class UnknownKey(Exception):
    """The token names a key that the provider's set does not have, or its signature fits none of them."""


def read(token: str, keys: KeySet, provider: Provider, nonce: str, now: float) -> Mapping[str, Any]:
    """The claims. Raises UnknownKey where other keys may help, Distrusted where nothing does."""
    claims = _signed(token, keys)
    _check_parties(claims, provider)
    _check_times(claims, now)
    if not (isinstance(claims.get("nonce"), str) and compare_digest(claims["nonce"].encode(), nonce.encode())):
        raise Distrusted(FORGED, "it answers another question (nonce)")
    subject = claims.get("sub")
    if not (isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isprintable()):
        raise Distrusted(FORGED, "it names no subject")
    return claims


def _signed(token: str, keys: KeySet) -> Mapping[str, Any]:
    if _algorithm(token) not in ALGORITHMS:
        raise Distrusted(FORGED, "its signature is of a kind that is not accepted")
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise UnknownKey from fault


def _algorithm(token: str) -> object:
    try:
        head = token.split(".", maxsplit=1)[0]
        return json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("alg")
    except (ValueError, AttributeError):
        return None


def _check_parties(claims: Mapping[str, Any], provider: Provider) -> None:
    if claims.get("iss") != provider.issuer:
        raise Distrusted(FORGED, "it is of another issuer")
    audience = claims.get("aud")
    parties = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in parties:
        raise Distrusted(FORGED, "it is for somebody else (audience)")
    if claims.get("azp", provider.client_id) != provider.client_id or (len(parties) > 1 and "azp" not in claims):
        raise Distrusted(FORGED, "it was asked for by somebody else (authorized party)")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    ends, made = claims.get("exp"), claims.get("iat")
    if not (_number(ends) and _number(made)):
        raise Distrusted(FORGED, "it does not say how long it holds")
    if now > ends + SKEW:
        raise Distrusted(STALE, "it has expired")
    if not now - OLDEST <= made <= now + SKEW:
        raise Distrusted(STALE, "it is too old, or of a clock that is not ours")
    if _number(claims.get("nbf")) and claims["nbf"] > now + SKEW:
        raise Distrusted(STALE, "it does not hold yet")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
