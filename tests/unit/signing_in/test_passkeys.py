"""Passkeys: a device of software answers the pages as a browser would, and lies where it can."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.unit.signing_in.conftest import RIGHT, Clock, signed_in
from tests.unit.signing_in.softkey import PRESENT, SoftKey

from dicu.store.signing_in.models import Passkey

pytestmark = pytest.mark.django_db

PASSKEYS = "/en/account/passkeys"


def add(client: Client, device: SoftKey, name: str = "máy cơ quan") -> Any:
    options = client.post(f"{PASSKEYS}/options").json()
    return client.post(PASSKEYS, {"name": name, "answer": device.create(options)})


def enter(client: Client, device: SoftKey, **facts: Any) -> Any:
    options = client.post("/en/sign-in/passkey/options").json()
    return client.post("/en/sign-in/passkey", {"answer": device.get(options, **facts), "next": "/en/about"})


@pytest.fixture
def registered(entered: Client, device: SoftKey) -> SoftKey:
    assert add(entered, device).status_code == 302
    return device


def test_a_passkey_is_added_named_and_signs_in_without_a_password(registered: SoftKey, account: Any) -> None:
    assert Passkey.objects.get().name == "máy cơ quan"
    browser = Client()
    answer = enter(browser, registered)
    assert answer["Location"] == "/en/about"
    assert signed_in(browser)
    assert browser.session["dicu-strong"]
    assert Passkey.objects.get().used is not None


def test_what_is_asked_for_demands_a_finger_a_face_or_a_pin(entered: Client, account: Any) -> None:
    asked = entered.post(f"{PASSKEYS}/options").json()["publicKey"]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["rp"]["id"] == "testserver"
    assert account.username not in asked["user"]["id"]
    assert Client().post("/en/sign-in/passkey/options").json()["publicKey"]["userVerification"] == "required"


def test_without_that_it_is_not_accepted(entered: Client, device: SoftKey) -> None:
    device.flags = PRESENT
    assert add(entered, device).status_code == 422
    assert not Passkey.objects.exists()


def test_a_registered_one_that_asked_nobody_is_not_accepted(registered: SoftKey) -> None:
    registered.flags = PRESENT
    browser = Client()
    assert enter(browser, registered)["Location"] == "/en/sign-in"
    assert not signed_in(browser)
    assert "was not accepted" in browser.get("/en/sign-in").content.decode()


@pytest.mark.parametrize("origin", ["https://testserver", "http://evil.example", "http://testserver:8443", "http://sub.testserver", ""])
def test_a_false_page_cannot_use_it(registered: SoftKey, origin: str) -> None:
    registered.origin = origin
    browser = Client()
    enter(browser, registered)
    assert not signed_in(browser)


def test_another_site_s_passkey_is_none(registered: SoftKey) -> None:
    registered.domain = "evil.example"
    browser = Client()
    enter(browser, registered)
    assert not signed_in(browser)


def test_an_answer_is_good_for_one_question_in_one_browser_once(registered: SoftKey, clock: Clock) -> None:
    browser, thief = Client(), Client()
    answer = registered.get(browser.post("/en/sign-in/passkey/options").json())
    thief.post("/en/sign-in/passkey/options")
    thief.post("/en/sign-in/passkey", {"answer": answer})
    assert not signed_in(thief)
    browser.post("/en/sign-in/passkey", {"answer": answer})
    assert signed_in(browser)
    browser.post("/en/sign-out")
    browser.post("/en/sign-in/passkey", {"answer": answer})
    assert not signed_in(browser)
    slow = registered.get(browser.post("/en/sign-in/passkey/options").json())
    clock.pass_(minutes=6)
    browser.post("/en/sign-in/passkey", {"answer": slow})
    assert not signed_in(browser)


def test_a_copied_key_is_known_by_its_count(registered: SoftKey) -> None:
    registered.count = 7
    assert enter(Client(), registered)["Location"] == "/en/about"
    copy = Client()
    enter(copy, registered, counted=False)
    assert not signed_in(copy)


def test_a_device_that_never_counts_is_accepted(entered: Client, device: SoftKey) -> None:
    add(entered, device)
    for _ in range(2):
        browser = Client()
        device.count = 0
        enter(browser, device, counted=False)
        assert signed_in(browser)


def test_it_must_say_whose_it_is_and_truly(registered: SoftKey) -> None:
    for handle in (None, b"", b"somebody else" * 2):
        registered.handle = handle
        browser = Client()
        enter(browser, registered)
        assert not signed_in(browser), handle


def test_of_a_closed_account_it_opens_nothing(registered: SoftKey, account: Any) -> None:
    account.is_active = False
    account.save()
    browser = Client()
    enter(browser, registered)
    assert not signed_in(browser)


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", "1", '{"id": 1}', json.dumps({"rawId": "a" * 40, "response": {}}), "x" * 9000])
def test_what_is_no_answer_is_refused_in_words(registered: SoftKey, answer: str) -> None:
    browser = Client()
    browser.post("/en/sign-in/passkey/options")
    refused = browser.post("/en/sign-in/passkey", {"answer": answer})
    assert refused.status_code == 302
    assert not signed_in(browser)


def test_it_is_the_second_step_of_who_has_one_and_only_with_their_own(
    registered: SoftKey, account: Any, other: Any, entered: Client
) -> None:
    theirs = SoftKey("http://testserver", "testserver")
    stranger = Client()
    stranger.post("/en/sign-in", RIGHT | {"username": "minh"})
    add(stranger, theirs)
    browser = Client()
    assert browser.post("/en/sign-in", RIGHT)["Location"] == "/en/sign-in/second"
    options = browser.post("/en/sign-in/passkey/options").json()
    assert len(options["publicKey"]["allowCredentials"]) == 1
    assert browser.post("/en/sign-in/passkey", {"answer": theirs.get(options)}).status_code == 422
    assert not signed_in(browser)
    options = browser.post("/en/sign-in/passkey/options").json()
    assert browser.post("/en/sign-in/passkey", {"answer": registered.get(options)}).status_code == 302
    assert browser.session["_auth_user_id"] == str(account.pk)


def test_while_a_password_is_locked_the_owner_gets_in_by_passkey(registered: SoftKey, clock: Clock) -> None:
    for _ in range(12):
        Client().post("/en/sign-in", RIGHT | {"password": "sai"})
        clock.pass_(seconds=16)
    browser = Client()
    assert browser.post("/en/sign-in", RIGHT).status_code == 429
    enter(browser, registered)
    assert signed_in(browser)


def test_one_is_not_registered_twice_nor_more_than_ten(entered: Client, registered: SoftKey) -> None:
    assert "registered already" in add(entered, registered).content.decode()
    for _ in range(9):
        assert add(entered, SoftKey("http://testserver", "testserver")).status_code == 302
    assert "at most 10" in add(entered, SoftKey("http://testserver", "testserver")).content.decode()


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_name_is_needed(entered: Client, device: SoftKey, name: str) -> None:
    assert add(entered, device, name).status_code == 422


def test_it_is_renamed_and_removed_and_then_worth_nothing(entered: Client, registered: SoftKey) -> None:
    number = Passkey.objects.get().pk
    entered.post(f"{PASSKEYS}/{number}", {"do": "rename", f"name-{number}": "khóa dự phòng"})
    assert "khóa dự phòng" in entered.get(PASSKEYS).content.decode()
    assert entered.post(f"{PASSKEYS}/{number}", {"do": "rename", f"name-{number}": ""}).status_code == 422
    entered.post(f"{PASSKEYS}/{number}", {"do": "remove"})
    browser = Client()
    enter(browser, registered)
    assert not signed_in(browser)
    assert browser.post("/en/sign-in", RIGHT)["Location"] != "/en/sign-in/second"


def test_another_s_passkey_is_not_there(entered: Client, registered: SoftKey, other: Any) -> None:
    stranger = Client()
    stranger.post("/en/sign-in", RIGHT | {"username": "minh"})
    number = Passkey.objects.get().pk
    assert stranger.post(f"{PASSKEYS}/{number}", {"do": "remove"}).status_code == 404
    assert Passkey.objects.exists()


def test_it_confirms_who_sits_there(entered: Client, registered: SoftKey, clock: Clock) -> None:
    clock.pass_(minutes=11)
    assert entered.get(PASSKEYS)["Location"].startswith("/en/account/confirm?next=")
    wrong = SoftKey("http://testserver", "testserver")
    wrong.handle = registered.handle
    options = entered.post("/en/account/confirm/passkey/options").json()
    assert entered.post("/en/account/confirm/passkey", {"answer": wrong.get(options)}).status_code == 422
    options = entered.post("/en/account/confirm/passkey/options").json()
    answer = entered.post("/en/account/confirm/passkey", {"answer": registered.get(options), "next": PASSKEYS})
    assert answer["Location"] == PASSKEYS
    assert entered.get(PASSKEYS).status_code == 200


def test_an_answer_for_one_use_is_not_good_for_another(entered: Client, registered: SoftKey, clock: Clock) -> None:
    """Signing in must not be answered by what was asked to confirm with, nor the other way round."""
    clock.pass_(minutes=11)
    options = entered.post("/en/sign-in/passkey/options").json()
    assert entered.post("/en/account/confirm/passkey", {"answer": registered.get(options)}).status_code == 422
    assert entered.get(PASSKEYS).status_code == 302
