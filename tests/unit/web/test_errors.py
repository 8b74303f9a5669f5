"""Each way a page can fail has a page that says what happened and what to do, and nothing about the inside."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.test import Client

from dicu.web.errors import FAULTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("absent", 404, "There is no such page"),
        ("forbidden", 403, "The username or the password is not right"),
        ("conflict", 409, "Somebody else changed this while you were working on it."),
        ("refused", 422, "Enter your password."),
        ("gone", 503, "nothing that was saved before is lost"),
        ("broken", 500, "Number of this incident:"),
    ],
)
def test_what_is_raised_becomes_its_page(signed_in: Client, how: str, status: int, words: str) -> None:
    answer = signed_in.get(f"/en/failing/{how}")
    html = answer.content.decode()
    assert answer.status_code == status
    assert words in html
    assert "What you can do" in html
    assert answer["Cache-Control"] == "no-store"
    for inside in ("Traceback", "a secret of the house", "db-1.internal", "RuntimeError", "Nobody must read", "report/demo"):
        assert inside not in html


@pytest.mark.parametrize("status", sorted(FAULTS))
def test_every_page_is_said_in_both_languages(status: int) -> None:
    fault = FAULTS[status]
    for message in (fault.title, fault.happened, fault.now):
        assert message.say("en")
        assert "{" not in message.say("vi") + message.say("en")


def without_addresses(answer: Any) -> str:
    html = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return re.sub(r'href="[^"]*"', "", html)


def test_what_is_concealed_looks_exactly_like_what_does_not_exist(signed_in: Client) -> None:
    concealed, missing = signed_in.get("/vi/failing/absent"), signed_in.get("/vi/failing/one/tw")
    assert concealed.status_code == missing.status_code == 404
    assert without_addresses(concealed) == without_addresses(missing)
    for answer in (concealed, missing):
        del answer.headers["X-Request-ID"]  # every request has another
    assert dict(concealed.headers) == dict(missing.headers)


def test_who_has_not_signed_in_is_asked_to_where_it_might_help(client: Client) -> None:
    answer = client.get("/vi/failing/forbidden")
    assert answer["Location"] == "/vi/sign-in?next=%2Fvi%2Ffailing%2Fforbidden"
    assert client.post("/vi/failing/forbidden").status_code == 403


@pytest.mark.parametrize("path", ["", "about", "nowhere", "sign-in", "showcase"])
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_the_page_for_a_lost_database_needs_no_database(signed_in: Client, fault: type[Exception], path: str) -> None:
    with (
        patch.object(SessionStore, "load", side_effect=fault("gone")),
        patch("django.db.backends.base.base.BaseDatabaseWrapper.cursor", side_effect=fault("gone")),
    ):
        answer = signed_in.get(f"/en/{path}")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Your last step was not saved" in answer.content.decode()
    assert "Nguyễn Thị Lan" not in answer.content.decode()


def test_a_database_lost_while_the_session_is_written(client: Client, account: Any) -> None:
    with patch.object(SessionStore, "save", side_effect=OperationalError("gone")):
        answer = client.post("/en/sign-in", {"username": "lan", "password": "mật khẩu đủ dài"})
    assert answer.status_code == 503
    assert "Your last step was not saved" in answer.content.decode()


def test_what_only_takes_a_form_says_so(client: Client) -> None:
    answer = client.get("/en/only-posted")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "only takes what a form sends" in answer.content.decode()


def test_an_incident_has_a_number_that_the_log_knows(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    html = client.get("/en/failing/broken").content.decode()
    number = re.search(r'class="dc-code">([0-9a-f]{8})<', html)
    assert number is not None
    assert any(number[1] in record.getMessage() for record in caplog.records)


def test_another_host_is_refused_without_being_named(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/en/about", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert "This request could not be read" in answer.content.decode()
