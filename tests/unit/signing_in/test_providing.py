"""A provider that could not be trusted is refused before anything starts."""

import pytest

from dicu.store.environment import Unconfigured
from dicu.store.signing_in.providing import provider

GOOD = {"DICU_OIDC_ISSUER": "https://id.mofa.example", "DICU_OIDC_CLIENT_ID": "dicu"}


def test_none_unless_an_issuer_is_named() -> None:
    assert provider({}) is None
    assert provider({"DICU_OIDC_CLIENT_ID": "dicu"}) is None


def test_what_is_told() -> None:
    found = provider(GOOD | {"DICU_OIDC_STRONG": "mfa, loa3", "DICU_OIDC_USERNAME_CLAIM": "staff_id"})
    assert found is not None
    assert (found.issuer, found.client_id, found.name) == ("https://id.mofa.example", "dicu", "id.mofa.example")
    assert found.strong == {"mfa", "loa3"}
    assert found.scopes[0] == "openid"


def test_a_secret_may_lie_in_a_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "secret"
    path.write_text("hush\n")
    found = provider(GOOD | {"DICU_OIDC_CLIENT_SECRET_FILE": str(path)})
    assert found is not None and found.client_secret == "hush"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DICU_OIDC_ISSUER": "http://id.mofa.example"}, "must begin with https"),
        ({"DICU_OIDC_ISSUER": "https://id.mofa.example?x=1"}, "not safe"),
        ({"DICU_OIDC_CLIENT_ID": ""}, "no client id"),
        ({"DICU_OIDC_USERNAME_CLAIM": "email"}, "may choose their email"),
        ({"DICU_OIDC_USERNAME_CLAIM": "name"}, "may choose their name"),
    ],
)
def test_what_cannot_be_trusted_is_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Unconfigured, match=said):
        provider(GOOD | wrong)
