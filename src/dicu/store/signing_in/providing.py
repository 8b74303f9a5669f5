"""The identity provider of this installation, as its surroundings tell it (DICU_OIDC_…). None, unless an issuer is named."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from dicu.store.environment import Unconfigured, listed, told
from dicu.vocabulary.messages import T

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
CHOSEN_BY_PEOPLE = frozenset({"email", "name", "nickname", "phone_number", "given_name", "family_name"})
"""Claims that a person may choose or inherit, so that they name nobody for certain."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`username_claim`: a claim that the provider guarantees to be the username here; empty: only linked subjects sign in.
    `strong`: values of `acr` or `amr` that count as a second factor."""

    issuer: str
    client_id: str
    client_secret: str = ""
    name: str = ""
    username_claim: str = ""
    strong: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ("openid", "profile")


def provider(environment: Mapping[str, str] = os.environ) -> Provider | None:
    """Raises Unconfigured for a provider that could not be trusted."""
    issuer = told("DICU_OIDC_ISSUER", environment)
    if not issuer:
        return None
    found = Provider(
        issuer,
        told("DICU_OIDC_CLIENT_ID", environment),
        told("DICU_OIDC_CLIENT_SECRET", environment),
        environment.get("DICU_OIDC_NAME") or urlsplit(issuer).netloc,
        environment.get("DICU_OIDC_USERNAME_CLAIM", ""),
        frozenset(listed("DICU_OIDC_STRONG", "", environment)),
        ("openid", *(scope for scope in listed("DICU_OIDC_SCOPES", "profile", environment) if scope != "openid")),
    )
    check(found)
    return found


def check(found: Provider) -> None:
    parts = urlsplit(found.issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)) or parts.query or parts.fragment:
        raise Unconfigured(
            T("The identity provider's address {issuer} is not safe. It must begin with https://.", issuer=found.issuer), "DICU_OIDC_ISSUER"
        )
    if not found.client_id:
        raise Unconfigured(T("The identity provider has no client id. Set {name}.", name="DICU_OIDC_CLIENT_ID"), "DICU_OIDC_CLIENT_ID")
    if found.username_claim in CHOSEN_BY_PEOPLE:
        raise Unconfigured(
            T("People may choose their {claim}, so it cannot say whose account it is. Name another claim.", claim=found.username_claim),
            "DICU_OIDC_USERNAME_CLAIM",
        )
