"""Signing in with a second step, and who must have one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from tests.unit.signing_in.conftest import PASSWORD, RIGHT, Clock, code_now, signed_in

from dicu.store.signing_in import recovery, throttle
from dicu.store.signing_in.invitations import invite

pytestmark = pytest.mark.django_db

SECOND = "/en/sign-in/second"


def test_a_right_password_alone_is_half_the_way(client: Client, with_app: Any) -> None:
    answer = client.post("/en/sign-in", RIGHT | {"next": "/en/about"})
    assert answer["Location"] == SECOND
    assert not signed_in(client)
    assert "Nguyễn Thị Lan" in client.get(SECOND).content.decode()
    assert client.get("/en/account").status_code == 302
    before = client.cookies["dicu_session"].value
    done = client.post(SECOND, {"code": code_now()})
    assert done["Location"] == "/en/about"
    assert signed_in(client)
    assert client.cookies["dicu_session"].value != before
    assert client.session["dicu-strong"]


def test_a_used_or_wrong_code_does_not_open(client: Client, with_app: Any) -> None:
    code = code_now()
    client.post("/en/sign-in", RIGHT)
    client.post(SECOND, {"code": code})
    again = Client()
    again.post("/en/sign-in", RIGHT)
    answer = again.post(SECOND, {"code": code})
    assert answer.status_code == 422
    assert "was used already" in answer.content.decode()
    assert not signed_in(again)


def test_codes_are_limited_by_account_not_by_browser(with_app: Any, clock: Clock) -> None:
    answers = []
    for _ in range(8):
        browser = Client()
        browser.post("/en/sign-in", RIGHT)
        answers.append(browser.post(SECOND, {"code": "000000"}).status_code)
    assert answers[:4] == [422] * 4
    assert answers[-1] == 429
    clock.pass_(hours=1)
    late = Client()
    late.post("/en/sign-in", RIGHT)
    assert late.post(SECOND, {"code": code_now()}).status_code == 302


def test_without_the_first_step_there_is_no_second(client: Client, with_app: Any, clock: Clock) -> None:
    assert client.get(SECOND)["Location"] == "/en/sign-in"
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/en/sign-in"
    client.post("/en/sign-in", RIGHT)
    clock.pass_(minutes=11)
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/en/sign-in"
    assert not signed_in(client)
    assert "took too long" in client.get("/en/sign-in").content.decode()


def test_an_account_closed_between_the_steps_stays_out(client: Client, with_app: Any) -> None:
    client.post("/en/sign-in", RIGHT)
    with_app.is_active = False
    with_app.save()
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/en/sign-in"
    assert not signed_in(client)


def test_a_password_that_is_taken_away_between_the_steps_opens_nothing(client: Client, with_app: Any) -> None:
    """An administrator lets somebody in again: all sign-ins end, one that is half done too."""
    client.post("/en/sign-in", RIGHT)
    invite(with_app, by="quan-tri")
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/en/sign-in"
    assert not signed_in(client)


def test_a_recovery_code_stands_in_once(client: Client, with_app: Any) -> None:
    codes = recovery.renew(with_app)
    client.post("/en/sign-in", RIGHT)
    assert client.post(f"{SECOND}?by=recovery", {"code": codes[0]}).status_code == 302
    assert signed_in(client)
    assert "left: 9" in client.get("/en/account").content.decode()
    again = Client()
    again.post("/en/sign-in", RIGHT)
    assert again.post(f"{SECOND}?by=recovery", {"code": codes[0]}).status_code == 422
    for _ in range(8):
        last = again.post(f"{SECOND}?by=recovery", {"code": "no such code"})
    assert last.status_code == 429
    assert throttle.throttled("code", str(with_app.pk)) == 0


def test_a_command_does_not_get_in_with_half_a_proof(with_app: Any) -> None:
    assert authenticate(None, username="lan", password=PASSWORD) is None


# Who must -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["administrator", "coordinator", "auditor"])
def test_who_must_have_a_second_factor_is_led_to_set_one_up(
    client: Client, account: Any, settings: Any, granted: Callable[..., Any], role: str
) -> None:
    settings.DICU_SECOND_FACTOR = "required"
    granted(account, role)
    client.post("/en/sign-in", RIGHT)
    for path in ("/en/", "/vi/", "/en/account", "/en/account/password", "/en/account/sessions"):
        assert client.get(path)["Location"] == f"/{path[1:3]}/account/second-factor", path
    for path in ("second-factor", "authenticator", "passkeys"):
        assert client.get(f"/en/account/{path}").status_code == 200
    assert client.get("/en/about").status_code == 200
    assert "Your role decides or sees a lot" in client.get("/en/account/second-factor").content.decode()
    assert client.post("/en/sign-out").status_code == 302


def test_where_it_is_offered_or_the_role_needs_none_nobody_is_led(
    client: Client, account: Any, settings: Any, granted: Callable[..., Any]
) -> None:
    granted(account, "reporter", agency="BNG")
    settings.DICU_SECOND_FACTOR = "required"
    client.post("/en/sign-in", RIGHT)
    assert client.get("/en/").status_code == 200
    granted(account, "auditor")
    settings.DICU_SECOND_FACTOR = "offered"
    assert client.get("/en/").status_code == 200
    settings.DICU_SECOND_FACTOR = "required"
    assert client.get("/en/").status_code == 302, "also in a session that had begun"


def test_once_set_up_the_way_is_free(client: Client, account: Any, settings: Any, granted: Callable[..., Any], clock: Clock) -> None:
    settings.DICU_SECOND_FACTOR = "required"
    granted(account, "auditor")
    client.post("/en/sign-in", RIGHT)
    client.get("/en/account/authenticator")
    secret = _pending(client, account)
    code = _code_of(secret)
    assert client.post("/en/account/authenticator", {"code": "1"}).status_code == 422
    assert client.post("/en/account/authenticator", {"code": code})["Location"] == "/en/account/recovery-codes"
    assert client.get("/en/").status_code == 200
    refused = client.post("/en/account/authenticator", {"do": "remove"})
    assert refused.status_code == 422
    assert "this is your last" in refused.content.decode()


def test_one_session_s_new_factor_does_not_lift_another(
    client: Client, account: Any, settings: Any, granted: Callable[..., Any], clock: Clock
) -> None:
    """Other sessions end when a factor is set up; one begun without it would not be let through either."""
    settings.DICU_SECOND_FACTOR = "required"
    granted(account, "auditor")
    client.post("/en/sign-in", RIGHT)
    thief = Client()
    thief.post("/en/sign-in", RIGHT)
    client.get("/en/account/authenticator")
    client.post("/en/account/authenticator", {"code": _code_of(_pending(client, account))})
    assert client.get("/en/").status_code == 200
    assert not signed_in(thief)


def _pending(client: Client, account: Any) -> bytes:
    from base64 import b64decode  # noqa: PLC0415

    from dicu.store.signing_in.sealing import opened  # noqa: PLC0415

    kept = client.session["dicu-authenticator"]
    return opened(b64decode(kept), f"pending authenticator of {account.pk}")


def _code_of(secret: bytes) -> str:
    from dicu.store.signing_in import authenticator, moments  # noqa: PLC0415

    return authenticator._code(secret, int(moments.now().timestamp()) // 30).decode()


def test_the_pending_secret_is_not_readable_in_the_session_s_row(entered: Client, account: Any, clock: Clock) -> None:
    from dicu.store.signing_in import authenticator  # noqa: PLC0415

    html = entered.get("/en/account/authenticator").content.decode()
    secret = _pending(entered, account)
    assert authenticator.typed_key(secret) in html
    assert authenticator.typed_key(secret).replace(" ", "") not in str(dict(entered.session))
