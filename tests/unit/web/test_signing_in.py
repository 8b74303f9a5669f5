"""Signing in and out, and the ways it can be abused."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.unit.web.conftest import PASSWORD

from dicu.web.signing_in import LONGEST_PASSWORD
from dicu.web.signing_in import signed_in as only_signed_in

pytestmark = pytest.mark.django_db

RIGHT = {"username": "lan", "password": PASSWORD}


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_words_open_the_door(client: Client, account: Any) -> None:
    answer = client.post("/en/sign-in", RIGHT)
    assert answer.status_code == 302
    assert answer["Location"] == "/en/"
    assert is_signed_in(client)
    assert "Nguyễn Thị Lan" in client.get("/en/").content.decode()


def test_a_username_is_one_however_it_is_typed(client: Client, account: Any) -> None:
    client.post("/vi/sign-in", RIGHT | {"username": "  LAN "})
    assert is_signed_in(client)


def test_without_a_page_in_mind_the_account_chooses_the_language(client: Client, account: Any) -> None:
    assert client.post("/vi/sign-in", RIGHT)["Location"] == "/en/"


def test_the_browser_s_choice_comes_before_the_account_s(client: Client, account: Any) -> None:
    client.cookies["dicu_language"] = "vi"
    assert client.post("/vi/sign-in", RIGHT)["Location"] == "/vi/"


def test_the_session_gets_a_new_key_and_a_closed_cookie(client: Client, account: Any) -> None:
    client.get("/vi/about")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies["dicu_session"] = before
    answer = client.post("/vi/sign-in", RIGHT)
    cookie = answer.cookies["dicu_session"]
    assert cookie.value != before
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "lan", "password": "không đúng"},
        {"username": "ai-do", "password": PASSWORD},
        {"username": "da-dong", "password": PASSWORD},
        {"username": "lan", "password": PASSWORD + " " * LONGEST_PASSWORD},
        {"username": "' OR 1=1 --", "password": "hoặc một thứ khác"},
    ],
)
def test_every_refusal_is_the_same(client: Client, account: Any, wrong: dict[str, str]) -> None:
    closed = get_user_model().objects.create_account("da-dong", PASSWORD, full_name="Trần Văn Đóng")
    closed.is_active = False
    closed.save()
    answer = client.post("/en/sign-in", wrong)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert not is_signed_in(client)
    assert html.count("The username or the password is not right, or the account is closed.") == 2
    assert "<title>Error: Sign in" in " ".join(html.split())
    assert 'href="#username"' in html
    assert wrong["password"] not in html


def test_what_is_missing_is_named_at_its_field(client: Client) -> None:
    html = client.post("/en/sign-in", {"username": " ", "password": ""}).content.decode()
    assert 'href="#username"' in html
    assert 'href="#password"' in html
    assert 'id="username-error"' in html
    assert 'id="password-error"' in html


def test_a_closed_account_is_out_at_its_next_page(signed_in: Client, account: Any) -> None:
    account.is_active = False
    account.save()
    assert "Nguyễn Thị Lan" not in signed_in.get("/vi/").content.decode()


@pytest.mark.parametrize(
    "crafted",
    [
        "https://evil.example/vi/",
        "//evil.example/vi/",
        "/\\evil.example/vi/",
        "\\\\evil.example",
        "///evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "/vi/\n//evil.example",
        "\t//evil.example",
        "evil.example",
        "/static/../../etc",
        "http://testserver/vi/about",
        "",
    ],
)
def test_nobody_is_sent_away(client: Client, account: Any, crafted: str) -> None:
    assert 'name="next"' not in client.get("/en/sign-in", {"next": crafted}).content.decode()
    for answer in (client.post("/en/sign-in", RIGHT | {"next": crafted}), client.get("/en/sign-in", {"next": crafted})):
        assert answer.status_code == 302
        assert answer["Location"] == "/en/"


def test_the_page_one_wanted_comes_next_in_the_language_one_reads(client: Client, account: Any) -> None:
    html = client.get("/en/sign-in", {"next": "/vi/about?x=1&y=2"}).content.decode()
    assert 'name="next" value="/vi/about?x=1&amp;y=2"' in html
    assert client.post("/en/sign-in", RIGHT | {"next": "/vi/about?x=1&y=2"})["Location"] == "/en/about?x=1&y=2"


def test_a_form_of_another_site_is_refused_in_plain_words(account: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/sign-in", RIGHT)
    assert answer.status_code == 403
    assert "This form is too old to be sent" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()
    assert not is_signed_in(strict)


def test_only_a_post_signs_out(signed_in: Client) -> None:
    assert signed_in.get("/vi/sign-out").status_code == 200
    assert is_signed_in(signed_in)
    answer = signed_in.post("/vi/sign-out")
    assert answer["Location"] == "/vi/signed-out"
    assert not is_signed_in(signed_in)
    assert signed_in.get("/vi/signed-out").status_code == 200


def test_signing_out_kills_the_session_not_only_the_cookie(signed_in: Client) -> None:
    stolen = signed_in.cookies["dicu_session"].value
    signed_in.post("/vi/sign-out")
    thief = Client()
    thief.cookies["dicu_session"] = stolen
    assert "Nguyễn Thị Lan" not in thief.get("/vi/").content.decode()


class Nobody:
    is_authenticated = False


@only_signed_in
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


def asked(request: HttpRequest) -> HttpResponse:
    request.user = Nobody()  # type: ignore[assignment]
    return private(request)


def test_a_private_page_asks_to_sign_in_and_remembers_the_way() -> None:
    answer = asked(RequestFactory().get("/vi/reports/BTP", {"round": "2024"}))
    assert answer["Location"] == "/vi/sign-in?next=%2Fvi%2Freports%2FBTP%3Fround%3D2024"


def test_a_form_sent_after_the_session_ended_leads_back_to_the_form() -> None:
    assert asked(RequestFactory().post("/vi/reports/BTP?x=1"))["Location"] == "/vi/sign-in?next=%2Fvi%2Freports%2FBTP"


def test_a_part_of_a_page_takes_the_whole_page_along() -> None:
    answer = asked(RequestFactory().get("/vi/lines", headers={"HX-Request": "true"}))
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/vi/sign-in?next=")
    assert answer.content == b""


def test_who_is_signed_in_gets_the_page(account: Any) -> None:
    request = RequestFactory().get("/vi/reports")
    request.user = account
    assert private(request).content == b"private"
