"""What is said to the provider over HTTP: its own description, its keys, a code for a token, the person's claims.

Answers are small JSON objects or they are refused; redirects are not followed; nobody waits longer than a few seconds.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dicu.store.signing_in.providing import HERE, Provider
from dicu.web.account.oidc.distrust import FORGED, REFUSED, UNREACHABLE, Distrusted

PATIENCE = 5.0  # seconds, for each part of an exchange
LARGEST = 256 * 1024  # bytes of an answer
KEPT = 10 * 60.0  # seconds that a description and keys are believed
AGAIN = 30.0  # seconds between two looks for a key that was not there

NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class Conversation:
    """With one provider; a process keeps one, so that not every sign-in asks for keys."""

    provider: Provider
    _description: tuple[float, Mapping[str, Any]] | None = None
    _keys: tuple[float, KeySet] | None = None
    _looked_again: float = field(default=float("-inf"))

    def description(self) -> Mapping[str, Any]:
        """Raises Distrusted for a provider that calls itself by another name."""
        if self._description and time.monotonic() - self._description[0] < KEPT:
            return self._description[1]
        found = _object(_get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if found.get("issuer") != self.provider.issuer:
            raise Distrusted(FORGED, "the description names another issuer")
        for name in NEEDED:
            _check_address(found.get(name), name)
        self._description = (time.monotonic(), found)
        return found

    def keys(self, *, again: bool = False) -> KeySet:
        """`again`: a token names a key that is not among them; the provider may have changed it."""
        now = time.monotonic()
        if self._keys and now - self._keys[0] < KEPT and not (again and now - self._looked_again >= AGAIN):
            return self._keys[1]
        if again:
            self._looked_again = now
        try:
            found = KeySet.import_key_set(_object(_get(self.description()["jwks_uri"])))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise Distrusted(FORGED, "its keys cannot be read") from fault
        self._keys = (now, found)
        return found

    def redeem(self, code: str, verifier: str, back: str) -> Mapping[str, Any]:
        """The token response for an authorization code."""
        provider, description = self.provider, self.description()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        basic = None
        methods = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if not provider.client_secret:
            form["client_id"] = provider.client_id
        elif "client_secret_basic" in methods:
            basic = httpx.BasicAuth(quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
        else:
            form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
        return _object(_answer("POST", description["token_endpoint"], data=form, auth=basic))

    def claims(self, access_token: str) -> Mapping[str, Any]:
        """What the provider says of the person beside the identity token."""
        address = self.description().get("userinfo_endpoint")
        _check_address(address, "userinfo_endpoint")
        return _object(_get(str(address), headers={"Authorization": f"Bearer {access_token}"}))


def _get(address: str, headers: Mapping[str, str] | None = None) -> bytes:
    return _answer("GET", address, headers=headers)


def _answer(method: str, address: str, **facts: Any) -> bytes:
    try:
        with httpx.Client(timeout=PATIENCE, follow_redirects=False) as client, client.stream(method, address, **facts) as response:
            body = _read(response)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise Distrusted(UNREACHABLE, type(fault).__name__) from fault
    if response.status_code >= 500:
        raise Distrusted(UNREACHABLE, f"it answered {response.status_code}")
    if response.status_code != 200:
        raise Distrusted(REFUSED, f"it answered {response.status_code}")
    return body


def _read(response: httpx.Response) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Distrusted(FORGED, "its answer is too large")
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise Distrusted(FORGED, "its answer is no JSON") from fault
    if not isinstance(found, dict):
        raise Distrusted(FORGED, "its answer is no object")
    return found


def _check_address(address: object, name: str) -> None:
    parts = urlsplit(address if isinstance(address, str) else "")
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)):
        raise Distrusted(FORGED, f"{name} is not safe")
