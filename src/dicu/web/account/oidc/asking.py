"""One sign-in at the provider: the question, and what its answer proves."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from dicu.web.account.oidc import identity_token
from dicu.web.account.oidc.conversation import Conversation
from dicu.web.account.oidc.distrust import CONFUSED, FORGED, REFUSED, STALE, Distrusted
from dicu.web.account.oidc.identity_token import UnknownKey

LASTS = 10 * 60  # seconds that the person may take at the provider


@dataclass(frozen=True, slots=True)
class Person:
    """`username`: the provider's verified claim, empty if none is configured; `strong`: it proved a second factor;
    `when`: seconds since 1970 at which it last saw the person prove anything, None if it does not say."""

    issuer: str
    subject: str
    username: str = ""
    strong: bool = False
    when: float | None = None


def question(conversation: Conversation, back: str, now: float, *, anew: bool = False) -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what to keep for the answer. `anew`: the provider shall ask the person again."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = {
        "response_type": "code",
        "client_id": conversation.provider.client_id,
        "redirect_uri": back,
        "scope": " ".join(conversation.provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    } | ({"prompt": "login", "max_age": "0"} if anew else {})
    address = conversation.description()["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", {
        "state": state, "nonce": nonce, "verifier": verifier, "at": now,
    }  # fmt: skip


def answer(conversation: Conversation, kept: Mapping[str, Any] | None, said: Mapping[str, str], back: str, now: float) -> Person:
    """Who came back. `kept` is the question's, `said` the address's query. Raises Distrusted."""
    _check_belongs(conversation, kept, said, now)
    assert kept is not None  # noqa: S101 - just checked
    response = conversation.redeem(said["code"], kept["verifier"], back)
    claims = _claims(conversation, str(response.get("id_token", "")), kept["nonce"], now)
    provider = conversation.provider
    username = _username(conversation, claims, str(response.get("access_token", ""))) if provider.username_claim else ""
    said_how = {claims.get("acr")} | set(claims["amr"] if isinstance(claims.get("amr"), list) else ())
    when = claims.get("auth_time")
    return Person(
        provider.issuer,
        claims["sub"],
        username,
        bool(provider.strong & {value for value in said_how if isinstance(value, str)}),
        when if isinstance(when, int | float) else None,
    )


def _check_belongs(conversation: Conversation, kept: Mapping[str, Any] | None, said: Mapping[str, str], now: float) -> None:
    if kept is None or not compare_digest(said.get("state", "").encode(), kept["state"].encode()):
        raise Distrusted(CONFUSED, "nobody asked this here (state)")
    if not 0 <= now - kept["at"] < LASTS:
        raise Distrusted(STALE, "the person took too long")
    if said.get("iss", conversation.provider.issuer) != conversation.provider.issuer:
        raise Distrusted(CONFUSED, "another provider answered (iss)")
    if "error" in said or not said.get("code"):
        raise Distrusted(REFUSED, f"it said {said.get('error', 'nothing')[:40]!r}")


def _claims(conversation: Conversation, token: str, nonce: str, now: float) -> Mapping[str, Any]:
    """Read with the keys that are known; if they do not fit, once more with those that hold today."""
    try:
        return identity_token.read(token, conversation.keys(), conversation.provider, nonce, now)
    except UnknownKey:
        pass
    try:
        return identity_token.read(token, conversation.keys(again=True), conversation.provider, nonce, now)
    except UnknownKey as fault:
        raise Distrusted(FORGED, "no key of the provider signed it") from fault


def _username(conversation: Conversation, claims: Mapping[str, Any], access_token: str) -> str:
    """Taken from the identity token, else from the provider's answer about the same subject; not if it says that the value
    is not verified."""
    name = conversation.provider.username_claim
    if name not in claims:
        claims = _same_subject(claims["sub"], conversation.claims(access_token))
    value = claims.get(name)
    return value if isinstance(value, str) and claims.get(f"{name}_verified", True) is True else ""


def _same_subject(subject: str, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    if claims.get("sub") != subject:
        raise Distrusted(FORGED, "it tells of another subject than it signed for")
    return claims
