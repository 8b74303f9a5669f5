"""What a browser is told: nothing inline, nothing from elsewhere, nothing personal kept."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

import dicu.web
from dicu.web.middleware import Headers

pytestmark = pytest.mark.django_db

PAGES = ["/vi/", "/en/about", "/vi/sign-in", "/en/nowhere", "/vi/failing/broken", "/en/failing/gone", "/vi/%00", "/vi/showcase"]


def directives(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = directives(answer["Content-Security-Policy"])
    assert policy["default-src"] == policy["object-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_what_the_policy_forbids(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert "<html" in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', html)


def test_what_one_may_see_signed_in_is_not_kept(signed_in: Client, client: Client) -> None:
    assert signed_in.get("/vi/")["Cache-Control"] == "no-store"
    assert Client().get("/vi/about")["Cache-Control"] == "private, no-cache"


def test_the_answer_that_signs_in_is_not_kept(account: object) -> None:
    answer = Client().post("/vi/sign-in", {"username": "lan", "password": "mật khẩu đủ dài"})
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "no-store"


def answered(response: HttpResponse) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: response


def test_a_view_may_be_stricter() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox", "Cache-Control": "public, max-age=60"})
    answer = Headers(answered(own))(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["X-Frame-Options"] == "DENY"


def test_our_scripts_and_sheets_hold_nothing_from_elsewhere() -> None:
    folder = Path(next(iter(dicu.web.__path__))) / "static" / "dicu"
    files = [*folder.glob("*.css"), *folder.glob("*.js"), *folder.glob("*.svg")]
    assert len(files) >= 7
    for file in files:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "").replace('[href^="http"]', "")
        assert "http" not in text, file.name
        assert "GDS Transport" not in text
        assert not re.search(r"text-transform:\s*uppercase|\beval\(|innerHTML", text), file.name


def test_a_password_is_masked_and_a_password_manager_finds_its_field(client: Client) -> None:
    field = re.search(r'<input[^>]*name="password"[^>]*>', client.get("/vi/sign-in").content.decode())
    assert field and 'type="password"' in field.group() and 'autocomplete="current-password"' in field.group()
    assert "onpaste" not in field.group() and "maxlength" not in field.group()
