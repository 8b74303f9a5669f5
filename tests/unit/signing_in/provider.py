"""A real identity provider on this machine (oidc-provider-mock), which a test can make lie, change its key or vanish."""

import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from oidc_provider_mock import app as provider_app
from oidc_provider_mock._storage import User, storage
from tests.unit.signing_in.softkey import text
from werkzeug.serving import BaseWSGIServer, make_server

Claims = dict[str, Any]


@dataclass
class RealProvider:
    """`changed`: what is done to the claims of an identity token before it is signed again, with the provider's own key or
    with `key` and `algorithm`. `heard`: forms that came to the token's address."""

    server: BaseWSGIServer
    changed: Callable[[Claims], Claims] | None = None
    key: Any = None
    algorithm: str = "RS256"
    raw: str | None = None
    down: bool = False
    new_key: bool = False
    described: Claims = field(default_factory=dict)
    told: Claims | None = None
    heard: list[dict[str, list[str]]] = field(default_factory=list)
    asked_for_keys: int = 0

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.server.server_port}"

    def sign_in(self, address: str, subject: str) -> str:
        """As a browser at the provider: the person says who they are. Gives the address they are sent back to."""
        answer = httpx.post(address, data={"sub": subject}, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def knows(self, subject: str, **claims: Any) -> None:
        assert httpx.put(f"{self.issuer}/users/{subject}", json=claims).status_code == 204


@contextmanager
def running(users: tuple[User, ...] = ()) -> Iterator[RealProvider]:
    app = provider_app(user_claims=users)
    server = make_server("localhost", 0, app, threaded=True)
    provider = RealProvider(server)
    app.before_request(lambda: _before(provider))
    app.after_request(lambda response: _after(provider, response))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def _before(provider: RealProvider) -> Any:
    if provider.down:
        return flask.Response("", status=503)
    if provider.new_key:
        provider.new_key = False
        storage.jwk = type(storage.jwk).generate_key(is_private=True)
    path = flask.request.path
    provider.asked_for_keys += path == "/jwks"
    if path == "/oauth2/token":
        provider.heard.append(parse_qs(flask.request.get_data(as_text=True)))
    return None


def _after(provider: RealProvider, response: flask.Response) -> flask.Response:
    path = flask.request.path
    if path == "/oauth2/token" and response.status_code == 200:
        return _lying(provider, response)
    if path.endswith("openid-configuration") and provider.described:
        response.set_data(json.dumps(response.get_json() | provider.described))
    if path == "/userinfo" and provider.told is not None:
        response.set_data(json.dumps(provider.told))
    return response


def _lying(provider: RealProvider, response: flask.Response) -> flask.Response:
    body = response.get_json()
    public = KeySet.import_key_set({"keys": [storage.jwk.as_dict(is_private=False)]})
    claims = jwt.decode(body["id_token"], public, algorithms=["RS256"]).claims
    claims = provider.changed(claims) if provider.changed else claims
    key = provider.key or RSAKey.import_key(storage.jwk.as_dict(is_private=True))
    header = {"alg": provider.algorithm, "kid": storage.jwk.as_dict()["kid"]}
    if isinstance(key, bytes):
        body["id_token"] = shared(claims, key)
    else:
        body["id_token"] = provider.raw or jwt.encode(header, claims, key, algorithms=[provider.algorithm])
    response.set_data(json.dumps(body))
    return response


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def shared(claims: Claims, key: bytes) -> str:
    """A token signed with HMAC: by hand, since libraries refuse to use a public key as a secret."""
    parts = ".".join(text(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{parts}.{text(hmac.digest(key, parts.encode(), 'sha256'))}"
