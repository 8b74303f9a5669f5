"""One's own account: password, invitation, confirming, factors, recovery codes; nothing of it is kept by a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from tests.unit.signing_in.conftest import PASSWORD, RIGHT, Clock, signed_in

from dicu.store.signing_in import authenticator, recovery
from dicu.store.signing_in.invitations import invite
from dicu.store.signing_in.models import Invitation

pytestmark = pytest.mark.django_db

NEW = "một mật khẩu hoàn toàn khác"
CHANGE = {"old": PASSWORD, "new": NEW, "again": NEW}
PATHS = ["account", "account/password", "account/confirm", "account/second-factor", "account/authenticator", "account/passkeys",
         "account/sessions", "account/begin", "sign-in"]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_kept_and_none_needs_what_the_policy_forbids(entered: Client, path: str, language: str) -> None:
    import re  # noqa: PLC0415

    answer = entered.get(f"/{language}/{path}")
    assert answer["Cache-Control"] == "no-store"
    html = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)


def test_the_sign_in_page_is_not_kept_even_for_strangers(db: None) -> None:
    assert Client().get("/vi/sign-in")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [path for path in PATHS if path not in {"account/begin", "sign-in"}])
def test_nobody_s_account_is_shown_to_strangers(client: Client, db: None, path: str) -> None:
    assert client.get(f"/en/{path}")["Location"].startswith("/en/sign-in?next=")


# Password -------------------------------------------------------------------------------------------------------------


def test_a_password_is_changed_with_the_old_one_and_other_sign_ins_end(entered: Client, account: Any) -> None:
    elsewhere = Client()
    elsewhere.post("/en/sign-in", RIGHT)
    before = entered.cookies["dicu_session"].value
    assert entered.post("/en/account/password", CHANGE)["Location"] == "/en/account"
    assert signed_in(entered)
    assert entered.cookies["dicu_session"].value != before
    assert not signed_in(elsewhere)
    assert authenticate(None, username="lan", password=PASSWORD) is None
    assert authenticate(None, username="lan", password=NEW) == account


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"old": "không phải"}, "This is not your present password."),
        ({"new": "ngắn", "again": "ngắn"}, "Use at least 12 characters."),
        ({"new": "1" * 14, "again": "1" * 14}, "only digits"),
        ({"new": "passwordpassword", "again": "passwordpassword"}, None),
        ({"new": "Nguyễn Thị Lan", "again": "Nguyễn Thị Lan"}, "too much like your name"),
        ({"again": "một mật khẩu khác nữa"}, "The two new passwords differ."),
        ({"new": PASSWORD, "again": PASSWORD}, "is the old one"),
        ({"new": "x" * 2000, "again": "x" * 2000}, "too long"),
    ],
)
def test_a_password_that_will_not_do_is_named_at_its_field(entered: Client, account: Any, wrong: dict[str, str], said: str | None) -> None:
    answer = entered.post("/en/account/password", CHANGE | wrong)
    if said is not None:
        assert answer.status_code == 422
        assert said in answer.content.decode().replace("&#39;", "'")
        assert authenticate(None, username="lan", password=PASSWORD) == account
    assert f'value="{wrong.get("new", NEW)}"' not in answer.content.decode()


def test_whoever_finds_an_open_session_cannot_guess_the_old_password(entered: Client, account: Any, clock: Clock) -> None:
    answers = [entered.post("/en/account/password", CHANGE | {"old": f"đoán {n}"}).status_code for n in range(10)]
    assert answers[:4] == [422] * 4
    assert answers[-1] == 429
    assert entered.post("/en/account/password", CHANGE).status_code == 429
    fresh = Client()
    fresh.post("/en/sign-in", RIGHT)
    assert signed_in(fresh), "the owner is not locked out by it"


# Invitation -----------------------------------------------------------------------------------------------------------


def test_an_invitation_gives_a_password_once(client: Client, account: Any, entered: Client) -> None:
    secret = invite(account, by="quan-tri")
    assert not signed_in(entered), "a reset ends what somebody else may have open"
    assert authenticate(None, username="lan", password=PASSWORD) is None
    form = {"secret": secret.lower().replace("-", " "), "new": NEW, "again": NEW}
    new = Client()
    assert new.post("/en/account/begin", form | {"again": "x"}).status_code == 422
    assert new.post("/en/account/begin", form)["Location"] == "/en/"
    assert signed_in(new)
    assert authenticate(None, username="lan", password=NEW) == account
    assert Client().post("/en/account/begin", form).status_code == 422
    assert secret.replace("-", "").encode() not in bytes(Invitation.objects.get().digest)


def test_it_works_for_a_day_and_a_later_one_makes_it_void(account: Any, clock: Clock) -> None:
    first = invite(account, by="quan-tri")
    second = invite(account, by="quan-tri")
    form = {"new": NEW, "again": NEW}
    assert "is not valid" in Client().post("/en/account/begin", form | {"secret": first}).content.decode()
    clock.pass_(hours=24)
    assert Client().post("/en/account/begin", form | {"secret": second}).status_code == 422
    third = invite(account, by="quan-tri")
    clock.pass_(hours=23, minutes=59)
    assert Client().post("/en/account/begin", form | {"secret": third}).status_code == 302


def test_it_is_worth_nothing_for_a_closed_account(account: Any) -> None:
    secret = invite(account, by="quan-tri")
    account.is_active = False
    account.save()
    assert Client().post("/en/account/begin", {"secret": secret, "new": NEW, "again": NEW}).status_code == 422


def test_it_does_not_stand_in_for_a_second_factor_unless_that_was_lost(with_app: Any) -> None:
    form = {"new": NEW, "again": NEW}
    browser = Client()
    assert browser.post("/en/account/begin", form | {"secret": invite(with_app, by="qt")})["Location"] == "/en/sign-in/second"
    assert not signed_in(browser)
    lost = Client()
    lost.post("/en/account/begin", form | {"secret": invite(with_app, by="qt", forget_factors=True)})
    assert signed_in(lost)


def test_secrets_are_not_guessed(account: Any, clock: Clock) -> None:
    answers = [Client().post("/en/account/begin", {"secret": f"{n}", "new": NEW, "again": NEW}).status_code for n in range(30)]
    assert answers[0] == 422
    assert answers[-1] == 429


# Confirming -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["authenticator", "passkeys", "recovery-codes", "tokens"])
def test_sensitive_pages_ask_again_after_ten_minutes(entered: Client, clock: Clock, path: str) -> None:
    clock.pass_(minutes=11)
    answer = entered.get(f"/en/account/{path}")
    assert answer["Location"] == f"/en/account/confirm?next=%2Fen%2Faccount%2F{path}"
    assert entered.post(f"/en/account/{path}", {"do": "remove"}).status_code == 302
    assert entered.post("/en/account/confirm", {"password": "sai"}).status_code == 422
    assert entered.get(f"/en/account/{path}")["Location"].startswith("/en/account/confirm")
    back = entered.post("/en/account/confirm", {"password": PASSWORD, "next": f"/en/account/{path}"})
    assert back["Location"] == f"/en/account/{path}"


def test_confirming_leads_to_no_foreign_page(entered: Client) -> None:
    assert entered.post("/en/account/confirm", {"password": PASSWORD, "next": "https://evil.example"})["Location"] == "/en/"


def test_confirming_is_limited(entered: Client) -> None:
    answers = [entered.post("/en/account/confirm", {"password": f"sai {n}"}).status_code for n in range(10)]
    assert answers[-1] == 429
    assert entered.post("/en/account/confirm", {"password": PASSWORD}).status_code == 429


# Factors --------------------------------------------------------------------------------------------------------------


def test_a_new_factor_gives_the_session_a_new_key(entered: Client, account: Any) -> None:
    before = entered.cookies["dicu_session"].value
    codes = entered.get("/en/account/authenticator").content.decode()
    assert 'class="dc-qr"' in codes
    secret = _shown(entered, account)
    wrong = entered.post("/en/account/authenticator", {"code": "abc"})
    assert wrong.status_code == 422
    assert entered.cookies["dicu_session"].value == before
    entered.post("/en/account/authenticator", {"code": _code(secret)})
    assert entered.cookies["dicu_session"].value != before
    again = Client()
    assert again.post("/en/sign-in", RIGHT)["Location"] == "/en/sign-in/second"


def test_the_code_that_set_it_up_does_not_sign_in(entered: Client, account: Any) -> None:
    entered.get("/en/account/authenticator")
    secret = _shown(entered, account)
    entered.post("/en/account/authenticator", {"code": _code(secret)})
    again = Client()
    again.post("/en/sign-in", RIGHT)
    assert again.post("/en/sign-in/second", {"code": _code(secret)}).status_code == 422


def test_reloading_the_page_keeps_the_picture(entered: Client, account: Any) -> None:
    entered.get("/en/account/authenticator")
    first = _shown(entered, account)
    entered.get("/vi/account/authenticator")
    assert _shown(entered, account) == first


def test_recovery_codes_are_shown_once_and_go_with_the_last_factor(entered: Client, account: Any, clock: Clock) -> None:
    assert entered.get("/en/account/recovery-codes")["Location"] == "/en/account/second-factor"
    authenticator.set_up(account, b"01234567890123456789", 0)
    page = entered.post("/en/account/recovery-codes").content.decode()
    assert page.count('<code class="dc-code">') == 10
    assert '<code class="dc-code">' not in entered.get("/en/account/recovery-codes").content.decode()
    entered.post("/en/account/authenticator", {"do": "remove"})
    assert recovery.left(account) == 0


def test_the_overview_says_what_there_is(entered: Client, account: Any, granted: Callable[..., Any]) -> None:
    page = entered.get("/en/account").content.decode()
    assert "Your password stands alone" in page
    authenticator.set_up(account, b"01234567890123456789", 0)
    page = entered.get("/en/account").content.decode()
    assert "Your password stands alone" not in page
    assert "0 left" in page


def _shown(client: Client, account: Any) -> bytes:
    from base64 import b64decode  # noqa: PLC0415

    from dicu.store.signing_in.sealing import opened  # noqa: PLC0415

    return opened(b64decode(client.session["dicu-authenticator"]), f"pending authenticator of {account.pk}")


def _code(secret: bytes) -> str:
    from dicu.store.signing_in import moments  # noqa: PLC0415

    return authenticator._code(secret, int(moments.now().timestamp()) // 30).decode()
