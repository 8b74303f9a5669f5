"""One's own account in a real browser: passkeys with Chromium's virtual device, an app's code, and every page in both
languages, accessible and within its window."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import NARROW, PASSWORD, WINDOWS, Visit
from tests.proof import PROOF

from dicu.store.accounts.models import GrantRow
from dicu.store.signing_in import authenticator, identities, moments, recovery
from dicu.store.signing_in.invitations import invite
from dicu.store.signing_in.models import Passkey
from dicu.store.signing_in.providing import Provider

Opened = Callable[..., Visit]
SECRET = b"01234567890123456789"
PICTURES = os.environ.get("DICU_PICTURES", "")
"""A folder to put a picture of each page into, for whoever wants to look."""


@pytest.fixture(autouse=True)
def few_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def passkey_device() -> Callable[[Visit], Any]:
    """Plugs a virtual device into a window; gives the session by which it is told to fail."""

    def plugged(window: Visit, **options: Any) -> Any:
        devtools = window.page.context.new_cdp_session(window.page)
        devtools.send("WebAuthn.enable")
        usual = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                 "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": usual | options})
        return devtools, made["authenticatorId"]

    return plugged


def press(window: Visit, words: str) -> None:
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=words, exact=True).click()
    window.settle()


def code_now() -> str:
    return authenticator._code(SECRET, int(moments.now().timestamp()) // authenticator.STEP).decode()


# Passkeys -------------------------------------------------------------------------------------------------------------


def test_a_passkey_is_added_signs_in_confirms_and_is_removed(visit: Opened, account: Any, passkey_device: Any) -> None:
    window = visit()
    passkey_device(window)
    window.sign_in("lan", "en")
    window.go("/en/account/passkeys")
    window.page.fill("#name", "office computer")
    press(window, "Add a passkey")
    assert "The passkey “office computer” was added." in window.page.inner_text("main")
    press(window, "Sign out")

    window.go("/en/sign-in?next=/en/account")
    press(window, "Sign in with a passkey")
    assert window.page.url.endswith("/en/account")
    assert "Nguyễn Thị Lan" in window.page.inner_text("header")
    press(window, "Sign out")

    window.sign_in("lan", "en")
    assert window.page.url.endswith("/en/sign-in/second"), "a password alone is not enough any more"
    press(window, "Use a passkey")
    assert "Nguyễn Thị Lan" in window.page.inner_text("header")

    window.go("/en/account/confirm?next=/en/account/passkeys")
    press(window, "Confirm with a passkey")
    assert window.page.url.endswith("/en/account/passkeys")
    press(window, "Remove office computer")
    assert Passkey.objects.count() == 0


def test_a_device_that_gives_none_is_told_in_words_and_the_form_stays(visit: Opened, account: Any, passkey_device: Any) -> None:
    window = visit(NARROW)
    devtools, device = passkey_device(window)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    window.sign_in("lan", "vi")
    window.go("/vi/account/passkeys")
    window.page.fill("#name", "máy cơ quan")
    window.page.get_by_role("button", name="Thêm khóa truy cập", exact=True).click()
    window.until("!document.querySelector('[data-passkey-words]').hidden")
    assert "Thiết bị không đưa ra khóa truy cập" in window.page.inner_text("main")
    assert window.page.input_value("#name") == "máy cơ quan"
    assert window.faults() == []
    assert Passkey.objects.count() == 0


def test_without_script_a_sentence_stands_where_the_button_was(visit: Opened, account: Any) -> None:
    window = visit(script=False)
    window.go("/en/sign-in")
    assert not window.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert window.page.get_by_text("Passkeys need script").is_visible()
    window.sign_in("lan", "en")
    assert "Nguyễn Thị Lan" in window.page.inner_text("header")


# The app, without script and with the keyboard -------------------------------------------------------------------------


def test_an_app_is_set_up_and_asked_for_without_script(visit: Opened, account: Any) -> None:
    window = visit(NARROW, script=False)
    window.sign_in("lan", "en")
    window.go("/en/account/authenticator")
    assert window.page.locator("svg.dc-qr path").bounding_box()["width"] > 150
    key = re.sub(r"\s", "", window.page.inner_text("figcaption code"))
    code = _code_of(key)
    window.page.fill("#code", code)
    press(window, "Set up")
    assert window.page.url.endswith("/en/account/recovery-codes")
    press(window, "Make 10 new codes")
    codes = window.page.locator(".dc-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    press(window, "Sign out")
    window.sign_in("lan", "en")
    window.page.click("text=Use a recovery code")
    window.page.fill("#code", codes[3])
    press(window, "Sign in")
    assert "Số mã còn lại: 9" in window.page.inner_text("main")


def _code_of(key: str) -> str:
    from base64 import b32decode  # noqa: PLC0415

    secret = b32decode(key + "=" * (-len(key) % 8))
    return authenticator._code(secret, int(moments.now().timestamp()) // authenticator.STEP).decode()


def test_the_picture_says_what_the_typed_key_says() -> None:
    """Read back from the squares that the page draws, by a reader of its own: none is at hand, so the matrix is compared."""
    from qrcode.main import QRCode  # noqa: PLC0415

    from dicu.web.account.qr import drawn  # noqa: PLC0415

    text = authenticator.address(SECRET, "lan")
    code = QRCode(error_correction=0, border=4)
    code.add_data(text)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, square in enumerate(row) if square}
    assert {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn(text))} == dark


# Every page -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "width"), WINDOWS if PROOF else WINDOWS[:1])
def test_every_page_is_accessible_and_fits(visit: Opened, account: Any, settings: Any, language: str, width: int) -> None:
    settings.DICU_PROVIDER = Provider("https://id.mofa.example", "dicu", name="Bộ Ngoại giao")
    window, wrong = visit(width), {}

    def look(name: str) -> None:
        found = [*window.faults(), *([f"too wide by {window.overflow()}"] if window.overflow() > 0 else [])]
        if PICTURES:
            window.page.screenshot(path=f"{PICTURES}/{name}.{language}.{width}.png", full_page=True)
        if found:
            wrong[name] = found

    def go(path: str, name: str, status: int = 200) -> None:
        window.go(f"/{language}/{path}", status)
        look(name)

    for path, name in (("sign-in", "sign-in"), ("account/begin", "begin")):
        go(path, name)
    go("sign-in/provider/refused?why=unknown", "refused", 403)
    go("sign-in/provider/refused?why=unreachable", "unreachable", 503)
    window.sign_in("lan", language, "sai")
    look("sign-in-wrong")
    for _ in range(5):
        window.sign_in("lan", language, "sai")
    look("sign-in-wait")
    _forget_attempts()
    window.sign_in("lan", language)
    look("after-failures")
    for path in ("account", "account/second-factor", "account/password", "account/confirm", "account/authenticator", "account/passkeys",
                 "account/sessions", "account/tokens"):  # fmt: skip
        go(path, path.removeprefix("account/"))
    for path in ("account/authenticator", "account/password"):
        window.go(f"/{language}/{path}")
        window.page.click("main form button[type=submit]:not([aria-controls])")
        window.settle()
        look(path.removeprefix("account/") + "-wrong")
    _furnish(account)
    visit().sign_in("minh", language)
    for path in ("account", "account/passkeys", "account/authenticator", "account/recovery-codes", "account/sessions", "account/confirm"):
        go(path, path.removeprefix("account/") + "-full")
    window.page.context.clear_cookies()
    window.sign_in("lan", language)
    look("second")
    window.page.fill("#code", "000000")
    window.page.click("main form:not([data-passkey]) button")
    window.settle()
    look("second-wrong")
    go("sign-in/second?by=recovery", "second-recovery")
    window.go(f"/{language}/sign-in/second")
    window.page.fill("#code", code_now())
    window.page.click("main form:not([data-passkey]) button")
    window.settle()
    window.go(f"/{language}/account/recovery-codes")
    window.page.click("main form button")
    window.settle()
    look("recovery-codes-shown")
    window.go(f"/{language}/account/tokens")
    window.page.fill("#name", "báo cáo hằng đêm")
    window.page.click("main form:last-of-type button")
    window.settle()
    look("token-shown")
    assert wrong == {}


def _forget_attempts() -> None:
    from dicu.store.signing_in.models import Attempts  # noqa: PLC0415

    Attempts.objects.update(until=moments.now())


def _furnish(account: Any) -> None:
    authenticator.set_up(account, SECRET, 0)
    recovery.renew(account)
    identities.link(account, "https://id.mofa.example", "cb-7f3a", by="quan-tri")
    for number, name in enumerate(("Máy tính cơ quan", "Khóa bảo mật dự phòng cất trong két của Cục Lãnh sự")):
        facts = {"credential_id": bytes([number]) * 16, "credential": b"", "created": moments.now()}
        Passkey.objects.create(account=account, name=name, **facts)


def test_who_must_is_led_to_set_up_a_second_factor_and_then_let_on(visit: Opened, account: Any, settings: Any, passkey_device: Any) -> None:
    settings.DICU_SECOND_FACTOR = "required"
    GrantRow.objects.create(account=account, role="auditor", granted_by="test")
    window = visit(NARROW)
    passkey_device(window)
    window.sign_in("lan", "vi")
    assert window.page.url.endswith("/vi/account/second-factor")
    assert window.faults() == []
    window.page.click("main a >> text=Khóa truy cập")
    window.page.fill("#name", "điện thoại")
    press(window, "Thêm khóa truy cập")
    window.go("/vi/")
    assert window.page.url.endswith("/vi/")


def test_an_invitation_is_typed_without_script(visit: Opened, account: Any) -> None:
    secret = invite(account, by="quan-tri")
    window = visit(NARROW, script=False)
    window.go("/vi/account/begin")
    window.page.fill("#secret", secret)
    for field in ("#new", "#again"):
        window.page.fill(field, PASSWORD + " mới")
    press(window, "Đặt mật khẩu và đăng nhập")
    assert "Nguyễn Thị Lan" in window.page.inner_text("header")
