"""The language of a page stands in its address, and the switch keeps the place."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dicu.web.language import in_language, of_path

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/vi/about", "/en/about"),
        ("/vi/", "/en/"),
        ("/vi", "/en/"),
        ("/vi/reports/BTP?round=2024&page=3", "/en/reports/BTP?round=2024&page=3"),
        ("/vi/vi/vi", "/en/vi/vi"),
        ("/visit/me", "/en/"),
        ("/", "/en/"),
        ("", "/en/"),
        ("https://evil.example/vi/", "/en/"),
    ],
)
def test_the_same_page_in_the_other_language(address: str, expected: str) -> None:
    assert in_language(address, "en") == expected


@given(st.text(alphabet="abc/?=&.%é"))
def test_switching_twice_comes_back(rest: str) -> None:
    address = f"/vi/{rest}"
    assert in_language(in_language(address, "en"), "vi") == address
    assert of_path(in_language(address, "en")) == "en"


@pytest.mark.parametrize(("language", "other", "name"), [("vi", "en", "English"), ("en", "vi", "Tiếng Việt")])
def test_a_page_says_its_language_and_links_to_the_other(client: Client, language: str, other: str, name: str) -> None:
    page = client.get(f"/{language}/about?from=letter&x=%C4%91")
    html = page.content.decode()
    assert page["Content-Language"] == language
    assert f'<html lang="{language}"' in html
    assert f'href="/{other}/about?from=letter&amp;x=%C4%91" lang="{other}"' in html
    assert f">{name}</a>" in html


def test_a_form_shown_again_switches_to_the_page_that_can_be_opened(client: Client) -> None:
    html = client.post("/vi/sign-in?next=/vi/about", {"username": ""}).content.decode()
    assert 'href="/en/sign-in?next=/vi/about"' in html


@pytest.mark.parametrize("header", ["en", "en-GB,en;q=0.9", "fr", "vi"])
def test_the_front_door_never_guesses_from_the_browser(client: Client, header: str) -> None:
    assert client.get("/", headers={"accept-language": header}).headers["Location"] == "/vi/"


def test_the_front_door_follows_the_account_then_the_choice(signed_in: Client) -> None:
    assert signed_in.get("/").headers["Location"] == "/en/"
    signed_in.cookies["dicu_language"] = "vi"
    answer = signed_in.get("/")
    assert answer.headers["Location"] == "/vi/"
    assert "Cookie" in answer.headers["Vary"]


def test_a_damaged_choice_is_no_choice(client: Client) -> None:
    client.cookies["dicu_language"] = "../../xx"
    assert client.get("/").headers["Location"] == "/vi/"


def test_only_the_switch_is_remembered(client: Client) -> None:
    assert "dicu_language" not in client.get("/en/about").cookies
    assert "dicu_language" not in client.get("/en/about", headers={"referer": "https://mail.example/vi/other"}).cookies
    assert "dicu_language" not in client.get("/en/about", headers={"referer": "http://[broken"}).cookies
    chosen = client.get("/en/about?x=1", headers={"referer": "http://testserver/vi/about?x=1"}).cookies["dicu_language"]
    assert chosen.value == "en"
    assert chosen["httponly"]
    assert chosen["samesite"] == "Lax"


def test_an_address_without_language_answers_in_the_chosen_one(client: Client) -> None:
    assert '<html lang="vi"' in client.get("/nowhere").content.decode()
    client.cookies["dicu_language"] = "en"
    assert '<html lang="en"' in client.get("/nowhere").content.decode()


def test_one_request_does_not_colour_the_next(client: Client) -> None:
    client.get("/en/about")
    assert '<html lang="vi"' in client.get("/nowhere").content.decode()


def test_every_page_exists_in_both_languages(client: Client, settings: Any) -> None:
    for page in ("", "about", "accessibility", "sign-in", "sign-out", "signed-out"):
        for language in ("vi", "en"):
            assert client.get(f"/{language}/{page}").status_code == 200
