"""How long a sign-in lasts, who can end it, and what the database keeps of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.unit.signing_in.conftest import RIGHT, Clock, signed_in

from dicu.store.signing_in.models import Session
from dicu.store.signing_in.sessions import SessionStore, digest

pytestmark = pytest.mark.django_db

AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}


def is_in(client: Client) -> bool:
    return client.get("/en/account").status_code == 200


@pytest.fixture
def here(account: Any, clock: Clock, client: Client) -> Client:
    client.post("/en/sign-in", RIGHT)
    return client


def test_it_ends_after_half_an_hour_without_a_request(here: Client, clock: Clock) -> None:
    clock.pass_(minutes=29)
    assert is_in(here)
    clock.pass_(minutes=29)
    assert is_in(here)
    clock.pass_(minutes=31)
    assert not is_in(here)
    assert "nothing was done for a while" in here.get("/en/sign-in").content.decode()
    assert not Session.objects.filter(account__isnull=False).exists()


def test_it_ends_after_a_working_day_however_busy(here: Client, clock: Clock) -> None:
    for _ in range(8 * 60 // 20 - 1):
        clock.pass_(minutes=20)
        assert is_in(here)
    clock.pass_(minutes=20)
    assert not is_in(here)


def test_what_has_run_out_is_swept_when_somebody_signs_in(here: Client, account: Any) -> None:
    Session.objects.filter(account=account).update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    Client().post("/en/sign-in", RIGHT)
    assert Session.objects.filter(account=account).count() == 1


def test_a_clock_set_back_ends_it_rather_than_prolonging_it(here: Client, clock: Clock) -> None:
    clock.pass_(hours=-1)
    assert not is_in(here)


def test_a_closed_account_is_out_and_its_sessions_are_gone(here: Client, account: Any) -> None:
    account.is_active = False
    account.save()
    assert not is_in(here)
    assert not Session.objects.filter(account=account).exists()


def test_a_role_that_ends_ends_the_sign_in_and_a_new_one_does_not(
    client: Client, account: Any, granted: Callable[..., Any], clock: Clock
) -> None:
    grant = granted(account, "coordinator")
    client.post("/en/sign-in", RIGHT)
    assert is_in(client)
    granted(account, "reporter", agency="BNG")
    assert is_in(client)
    assert is_in(client)
    grant.until = clock.now().date().replace(day=1)
    grant.save()
    assert not is_in(client)
    assert "a role of your account has ended" in client.get("/en/sign-in").content.decode()
    client.post("/en/sign-in", RIGHT)
    assert is_in(client), "with the role that is left"


def test_a_role_given_during_the_sign_in_ends_it_too_when_it_ends(here: Client, account: Any, granted: Callable[..., Any]) -> None:
    assert is_in(here)
    grant = granted(account, "auditor")
    assert is_in(here)
    grant.until = grant.granted_at.date().replace(year=2020)
    grant.save()
    assert not is_in(here)


def test_the_database_cannot_be_read_to_continue_a_session(here: Client) -> None:
    key = here.cookies["dicu_session"].value
    row = Session.objects.get(account__isnull=False)
    assert row.session_key == digest(key)
    assert key not in row.session_data
    thief = Client()
    thief.cookies["dicu_session"] = row.session_key
    assert not is_in(thief)


def test_a_session_of_one_s_own_making_is_not_taken_over(account: Any) -> None:
    fixed = Client()
    fixed.cookies["dicu_session"] = "k" * 32
    fixed.post("/en/sign-in", RIGHT)
    assert fixed.cookies["dicu_session"].value != "k" * 32
    assert signed_in(fixed)


def test_one_sees_one_s_own_sign_ins_and_ends_them(here: Client, account: Any, other: Any) -> None:
    elsewhere, stranger = Client(headers=AGENT, REMOTE_ADDR="203.0.113.77"), Client()
    elsewhere.post("/en/sign-in", RIGHT)
    elsewhere.get("/en/account")
    stranger.post("/en/sign-in", RIGHT | {"username": "minh"})
    page = here.get("/en/account/sessions").content.decode()
    assert "Firefox · Linux" in page and "203.0.113.0/24" in page
    assert page.count("this one") == 1
    assert "203.0.113.77" not in page
    theirs, foreign = (Session.objects.get(account=a, session_key=digest(c.session.session_key)) for a, c in
                       ((account, elsewhere), (other, stranger)))  # fmt: skip
    here.post("/en/account/sessions", {"session": foreign.session_key})
    assert is_in(stranger), "another's session is not one's own to end"
    here.post("/en/account/sessions", {"session": theirs.session_key})
    assert not signed_in(elsewhere)
    assert is_in(here)


def test_all_others_end_at_once_and_this_one_stays(here: Client, account: Any) -> None:
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        browser.post("/en/sign-in", RIGHT)
    here.post("/en/account/sessions", {"session": "others"})
    assert [signed_in(browser) for browser in browsers] == [False] * 3
    assert "ended: 3" in here.get("/en/account/sessions").content.decode()


def test_a_request_under_way_does_not_bring_an_ended_session_back(here: Client, account: Any) -> None:
    from django.contrib.sessions.backends.base import UpdateError  # noqa: PLC0415

    under_way = SessionStore(here.cookies["dicu_session"].value)
    under_way["something"] = 1
    Session.objects.filter(account=account).delete()
    with pytest.raises(UpdateError):
        under_way.save()
    assert not is_in(here)


def test_under_https_the_cookies_are_bound_to_this_host(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    asked = "import pytest, os; os.environ['DICU_HTTPS']='true'; from dicu import settings as s; " + (
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SAMESITE)"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert said == ["__Host-dicu_session", "__Host-dicu_csrf", "True", "True", "Lax"]
