"""Signing in at a real provider over HTTP: the good way, and every answer that must not be believed."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from joserfc.jwk import ECKey, RSAKey
from tests.unit.signing_in.conftest import Clock, code_now, signed_in
from tests.unit.signing_in.provider import Claims, RealProvider, query, running

from dicu.store.signing_in import authenticator, identities, moments
from dicu.store.signing_in.models import Identity
from dicu.store.signing_in.providing import Provider
from dicu.web.account.by_provider import talking_with

pytestmark = pytest.mark.django_db

SUBJECT = "cb-7f3a"
START = "/en/sign-in/provider"


@pytest.fixture
def provider(settings: Any) -> Iterator[RealProvider]:
    with running() as found:
        settings.DICU_PROVIDER = Provider(found.issuer, "dicu", "a secret: of ours", "Bộ Ngoại giao")
        talking_with.cache_clear()
        yield found


@pytest.fixture
def linked(account: Any, provider: RealProvider) -> Any:
    identities.link(account, provider.issuer, SUBJECT, by="quan-tri")
    return account


def back(client: Client, provider: RealProvider, subject: str = SUBJECT, start: str = START) -> Any:
    """To the provider and back, as a browser goes."""
    asked = client.get(start)
    assert asked.status_code == 302 and asked["Location"].startswith(provider.issuer), asked.get("Location")
    returned = urlsplit(provider.sign_in(asked["Location"], subject))
    assert returned.path == "/oidc/back"
    return client.get(f"{returned.path}?{returned.query}")


def why(answer: Any) -> str:
    assert answer.status_code == 302, answer.status_code
    return query(answer["Location"]).get("why", "")


# The good way ---------------------------------------------------------------------------------------------------------


def test_a_linked_subject_signs_in_and_comes_where_they_wanted(client: Client, provider: RealProvider, linked: Any) -> None:
    answer = back(client, provider, start=f"{START}?next=/en/about")
    assert answer["Location"] == "/en/about"
    assert signed_in(client)
    assert client.session["dicu-how"] == "provider"
    assert not client.session["dicu-strong"]
    assert answer["Cache-Control"] == "no-store"


def test_the_question_is_bound_to_this_browser_and_this_code(client: Client, provider: RealProvider, linked: Any) -> None:
    asked = query(client.get(START)["Location"])
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    back(client, provider)
    sent = provider.heard[-1]
    asked_again = client.session.get("dicu-provider")
    assert asked_again is None, "a question is answered once"
    assert len(sent["code_verifier"][0]) >= 43
    assert "client_secret" not in sent, "the secret travels in the header"


def test_the_verifier_is_the_challenge_s(client: Client, provider: RealProvider, linked: Any) -> None:
    asked = client.get(START)["Location"]
    returned = urlsplit(provider.sign_in(asked, SUBJECT))
    client.get(f"{returned.path}?{returned.query}")
    digest = sha256(provider.heard[-1]["code_verifier"][0].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == query(asked)["code_challenge"]


def test_the_sign_in_page_leads_there_by_name_in_both_languages(client: Client, provider: RealProvider) -> None:
    assert "Sign in with Bộ Ngoại giao" in client.get("/en/sign-in").content.decode()
    assert "/vi/sign-in/provider" in client.get("/vi/sign-in").content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client, settings: Any, db: None) -> None:
    settings.DICU_PROVIDER = None
    assert [client.get(path).status_code for path in (START, "/oidc/back", f"{START}/refused?why=stale")] == [404] * 3


# Whose account it is --------------------------------------------------------------------------------------------------


def test_who_is_linked_to_no_account_is_refused_and_told_what_to_do(client: Client, provider: RealProvider, account: Any) -> None:
    answer = back(client, provider, "nguoi-la")
    assert why(answer) == "unknown"
    page = client.get(answer["Location"])
    assert page.status_code == 403
    assert "nguoi-la" in page.content.decode() and provider.issuer in page.content.decode()
    assert not signed_in(client)


def test_an_e_mail_address_opens_nothing(client: Client, provider: RealProvider, account: Any) -> None:
    account.email = "lan@mofa.example"
    account.save()
    provider.knows("nguoi-la", email="lan@mofa.example", email_verified=True, preferred_username="lan", name="Nguyễn Thị Lan")
    assert why(back(client, provider, "nguoi-la")) == "unknown"


def test_a_configured_claim_names_the_account_once_and_then_the_subject_does(
    client: Client, provider: RealProvider, account: Any, other: Any, settings: Any
) -> None:
    settings.DICU_PROVIDER = replace(settings.DICU_PROVIDER, username_claim="staff_id")
    provider.knows(SUBJECT, staff_id="lan")
    back(client, provider)
    assert signed_in(client)
    assert Identity.objects.get().subject == SUBJECT
    provider.knows("a-second-person", staff_id="lan")
    assert why(back(Client(), provider, "a-second-person")) == "unknown", "the number was given to somebody else"
    provider.knows(SUBJECT, staff_id="minh")
    again = Client()
    back(again, provider)
    assert again.session["_auth_user_id"] == str(account.pk)


def test_a_claim_that_is_said_not_to_be_verified_names_nobody(client: Client, provider: RealProvider, account: Any, settings: Any) -> None:
    settings.DICU_PROVIDER = replace(settings.DICU_PROVIDER, username_claim="staff_id")
    provider.knows(SUBJECT, staff_id="lan", staff_id_verified=False)
    assert why(back(client, provider)) == "unknown"


def test_claims_about_another_subject_than_the_signed_one_are_not_believed(
    client: Client, provider: RealProvider, account: Any, settings: Any
) -> None:
    settings.DICU_PROVIDER = replace(settings.DICU_PROVIDER, username_claim="staff_id")
    provider.changed = lambda claims: {name: value for name, value in claims.items() if name != "staff_id"}
    provider.told = {"sub": "somebody-else", "staff_id": "lan"}
    assert why(back(client, provider)) == "forged"
    provider.told = {"sub": SUBJECT, "staff_id": "lan"}
    back(client, provider)
    assert signed_in(client)


def test_a_closed_account_stays_closed(client: Client, provider: RealProvider, linked: Any) -> None:
    linked.is_active = False
    linked.save()
    assert why(back(client, provider)) == "unknown"


def test_the_same_subject_of_another_issuer_is_another_person(client: Client, provider: RealProvider, account: Any) -> None:
    identities.link(account, "https://id.other.example", SUBJECT, by="quan-tri")
    assert why(back(client, provider)) == "unknown"


def test_a_subject_is_linked_to_one_account_and_an_account_to_one_subject(account: Any, other: Any) -> None:
    identities.link(account, "https://id.example", SUBJECT, by="quan-tri")
    with pytest.raises(identities.Taken):
        identities.link(other, "https://id.example", SUBJECT, by="quan-tri")
    with pytest.raises(identities.Taken):
        identities.link(account, "https://id.example", "another", by="quan-tri")
    identities.unlink(account, "https://id.example", by="quan-tri")
    identities.link(other, "https://id.example", SUBJECT, by="quan-tri")


# The second factor ----------------------------------------------------------------------------------------------------


def test_one_s_own_second_factor_is_asked_unless_the_provider_s_counts(
    client: Client, provider: RealProvider, linked: Any, settings: Any, clock: Clock
) -> None:
    clock.time = clock.time.now(clock.time.tzinfo)
    authenticator.set_up(linked, b"01234567890123456789", 0)
    assert back(client, provider)["Location"] == "/en/sign-in/second"
    assert not signed_in(client)
    client.post("/en/sign-in/second", {"code": code_now()})
    assert signed_in(client)
    settings.DICU_PROVIDER = replace(settings.DICU_PROVIDER, strong=frozenset({"mfa", "loa3"}))
    for claim in ({"amr": ["pwd", "mfa"]}, {"acr": "loa3"}):
        strong = Client()
        provider.changed = lambda claims, claim=claim: claims | claim
        back(strong, provider)
        assert signed_in(strong) and strong.session["dicu-strong"]
    provider.changed = lambda claims: claims | {"amr": ["pwd"], "acr": "loa1"}
    assert back(Client(), provider)["Location"] == "/en/sign-in/second"


def test_a_provider_that_only_remembered_the_person_confirms_nothing(client: Client, provider: RealProvider, linked: Any) -> None:
    provider.changed = lambda claims: claims | {"auth_time": int(moments.now().timestamp()) - 3600}
    back(client, provider)
    assert client.get("/en/account/authenticator")["Location"].startswith("/en/account/confirm")
    provider.changed = lambda claims: {name: value for name, value in claims.items() if name != "auth_time"}
    back(client, provider)
    assert client.get("/en/account/authenticator")["Location"].startswith("/en/account/confirm"), "it does not say"
    provider.changed = lambda claims: claims | {"auth_time": int(moments.now().timestamp())}
    asked = query(client.get(START)["Location"])
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    back(client, provider)
    assert client.get("/en/account/authenticator").status_code == 200


# What is not believed -------------------------------------------------------------------------------------------------


def later(seconds: int, *names: str) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: claims[name] + seconds for name in names}


LIES: dict[str, tuple[Callable[[Claims], Claims], str]] = {
    "another nonce": (lambda claims: claims | {"nonce": "another"}, "forged"),
    "no nonce": (lambda claims: {k: v for k, v in claims.items() if k != "nonce"}, "forged"),
    "another audience": (lambda claims: claims | {"aud": "another-service"}, "forged"),
    "several audiences and nobody asked": (lambda claims: claims | {"aud": ["dicu", "another"]}, "forged"),
    "asked for by another": (lambda claims: claims | {"azp": "another"}, "forged"),
    "another issuer": (lambda claims: claims | {"iss": "https://id.evil.example"}, "forged"),
    "no subject": (lambda claims: claims | {"sub": ""}, "forged"),
    "a subject that is no text": (lambda claims: claims | {"sub": ["cb-7f3a"]}, "forged"),
    "no end": (lambda claims: {k: v for k, v in claims.items() if k != "exp"}, "forged"),
    "expired": (later(-7200, "exp"), "stale"),
    "made an hour ago": (later(-3600, "iat"), "stale"),
    "made tomorrow": (later(86400, "iat"), "stale"),
    "not yet valid": (lambda claims: claims | {"nbf": claims["iat"] + 3600}, "stale"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_signed_by_the_right_key_but_wrong_in_one_claim(client: Client, provider: RealProvider, linked: Any, lie: str) -> None:
    provider.changed, expected = LIES[lie]
    assert why(back(client, provider)) == expected
    assert not signed_in(client)
    provider.changed = None
    back(client, provider)
    assert signed_in(client), "nothing but the lie was wrong"


def test_another_key_is_not_believed(client: Client, provider: RealProvider, linked: Any) -> None:
    provider.key = RSAKey.generate_key(2048)
    assert why(back(client, provider)) == "forged"


def test_a_token_without_a_signature_is_not_believed(client: Client, provider: RealProvider, linked: Any) -> None:
    head, claims = ({"alg": "none", "typ": "JWT"}, {"iss": provider.issuer, "aud": "dicu", "sub": SUBJECT, "exp": 9e9, "iat": 1})
    provider.raw = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, claims)) + "."
    assert why(back(client, provider)) == "forged"


@pytest.mark.parametrize("secret", ["the client's secret", "the provider's public key"])
def test_a_signature_by_a_shared_secret_is_not_believed(client: Client, provider: RealProvider, linked: Any, secret: str) -> None:
    public = httpx.get(f"{provider.issuer}/jwks").json()["keys"][0]
    pem = RSAKey.import_key(public).as_pem(private=False)
    provider.key = pem if "public" in secret else b"a secret: of ours"
    assert why(back(client, provider)) == "forged"


def test_a_right_signature_of_another_kind_of_key_is_believed_only_if_the_key_is_the_provider_s(
    client: Client, provider: RealProvider, linked: Any
) -> None:
    provider.key, provider.algorithm = ECKey.generate_key("P-256"), "ES256"
    assert why(back(client, provider)) == "forged"


@pytest.mark.parametrize("raw", ["", "x", "a.b.c", "....", "é.é.é"])
def test_what_is_no_token_is_not_believed(client: Client, provider: RealProvider, linked: Any, raw: str) -> None:
    provider.raw = raw or " "
    assert why(back(client, provider)) == "forged"


def test_a_changed_key_is_looked_for_once(client: Client, provider: RealProvider, linked: Any) -> None:
    back(client, provider)
    assert provider.asked_for_keys == 1
    back(Client(), provider)
    assert provider.asked_for_keys == 1, "keys are remembered"
    provider.new_key = True
    changed = Client()
    back(changed, provider)
    assert signed_in(changed)
    assert provider.asked_for_keys == 2
    provider.key = RSAKey.generate_key(2048)
    for _ in range(5):
        assert why(back(Client(), provider)) == "forged"
    assert provider.asked_for_keys == 2, "forged tokens do not make us hammer the provider"


def test_an_answer_to_a_question_nobody_asked_here(client: Client, provider: RealProvider, linked: Any) -> None:
    asked = client.get(START)["Location"]
    returned = urlsplit(provider.sign_in(asked, SUBJECT))
    victim = Client()
    assert why(victim.get(f"{returned.path}?{returned.query}")) == "confused"
    assert not signed_in(victim)
    client.get(START)  # a new question makes the old answer void
    assert why(client.get(f"{returned.path}?{returned.query}")) == "confused"
    assert why(client.get("/oidc/back")) == "confused"


def test_an_answer_is_good_once(client: Client, provider: RealProvider, linked: Any) -> None:
    returned = urlsplit(provider.sign_in(client.get(START)["Location"], SUBJECT))
    client.get(f"{returned.path}?{returned.query}")
    assert why(client.get(f"{returned.path}?{returned.query}")) == "confused"


def test_who_takes_too_long_begins_again(client: Client, provider: RealProvider, linked: Any, clock: Clock) -> None:
    returned = urlsplit(provider.sign_in(client.get(START)["Location"], SUBJECT))
    clock.pass_(minutes=11)
    assert why(client.get(f"{returned.path}?{returned.query}")) == "stale"


def test_who_says_no_at_the_provider_is_told_so(client: Client, provider: RealProvider, linked: Any) -> None:
    state = query(client.get(START)["Location"])["state"]
    assert why(client.get("/oidc/back", {"error": "access_denied", "state": state})) == "refused"
    state = query(client.get(START)["Location"])["state"]
    assert why(client.get("/oidc/back", {"code": "invented", "state": state})) == "refused"
    state = query(client.get(START)["Location"])["state"]
    assert why(client.get("/oidc/back", {"code": "x", "state": state, "iss": "https://id.evil.example"})) == "confused"


def test_a_provider_that_is_down_is_said_to_be_down(client: Client, provider: RealProvider, linked: Any) -> None:
    provider.down = True
    answer = client.get(START)
    assert why(answer) == "unreachable"
    page = client.get(answer["Location"])
    assert page.status_code == 503
    assert "does not answer at the moment" in page.content.decode()
    provider.down = False
    returned = urlsplit(provider.sign_in(client.get(START)["Location"], SUBJECT))
    provider.down = True
    assert why(client.get(f"{returned.path}?{returned.query}")) == "unreachable"


def test_a_port_at_which_nobody_listens_is_down_too(client: Client, settings: Any, db: None) -> None:
    settings.DICU_PROVIDER = Provider("http://localhost:1", "dicu")
    assert why(client.get(START)) == "unreachable"


@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://id.evil.example"}, {"token_endpoint": "http://id.evil.example/token"}, {"jwks_uri": "file:///etc/passwd"},
     {"authorization_endpoint": None}],
)  # fmt: skip
def test_a_description_that_leads_astray_is_not_followed(client: Client, provider: RealProvider, described: Claims) -> None:
    provider.described = described
    assert why(client.get(START)) == "forged"
