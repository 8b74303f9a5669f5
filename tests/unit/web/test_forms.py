"""What a room refuses stands at its field, and nothing of the step is kept."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.utils import translation

from dicu.access.model import Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.vocabulary.messages import Refused, T
from dicu.web.forms import Problems, attempt, typed
from dicu.web.notices import notify, told

pytestmark = pytest.mark.django_db


def test_a_refused_step_leaves_nothing_behind(account: Any) -> None:
    problems = Problems()
    with attempt(problems, "name"):
        get_user_model().objects.create_account("moi", None, full_name="Người Mới")
        raise Refused(T("Enter your username."), where="name")
    assert not get_user_model().objects.filter(username="moi").exists()
    assert problems.summary() == [{"text": problems.of("name")["text"], "href": "#name"}]  # type: ignore[index]


def test_a_step_that_works_is_kept() -> None:
    problems = Problems()
    with attempt(problems):
        get_user_model().objects.create_account("moi", None, full_name="Người Mới")
    assert get_user_model().objects.filter(username="moi").exists()
    assert not problems


def test_a_refusal_about_something_else_links_nowhere() -> None:
    problems = Problems()
    with attempt(problems, "name"):
        raise Refused(T("Enter your username."), where="report/demo/2024")
    assert [set(entry) for entry in problems.summary()] == [{"text"}]
    assert problems.of("name") is None


@pytest.mark.parametrize("raised", [Absent(T("x")), Forbidden(T("x")), Conflict("s")])
def test_what_is_not_the_form_s_fault_passes(raised: Refused) -> None:
    problems = Problems()
    with pytest.raises(type(raised)), attempt(problems):
        raise raised
    assert not problems


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (unicodedata.normalize("NFD", " Bộ Tư pháp "), "Bộ Tư pháp"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("a\x0b\x07\x1b[31mb\tc", "a[31mb\tc"),
        ("   ", ""),
    ],
)
def test_a_field_has_one_form_however_it_was_typed(sent: str, read: str) -> None:
    assert typed(RequestFactory().post("/", {"field": sent}), "field") == read
    assert typed(RequestFactory().post("/", {}), "field") == ""


def test_a_notice_is_said_once_and_in_the_language_of_the_page() -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    with translation.override("en"):
        notify(request, T("Accepted"))
        notify(request, T("{done} of {total}", done=1200, total=3000))
    with translation.override("vi"):
        assert told(request)[1].startswith("1.200 ")
    assert told(request) == []


def test_the_page_after_a_step_says_that_it_worked(signed_in: Client) -> None:
    html = signed_in.post("/en/showcase", {"note": "xin chào"}).content.decode()
    assert "govuk-notification-banner--success" in html
    assert "govuk-notification-banner--success" not in signed_in.get("/en/showcase").content.decode()


def test_the_form_comes_back_with_its_problem(client: Client) -> None:
    answer = client.post("/en/showcase", {"note": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#note"' in html
    assert 'aria-describedby="note-error"' in html
    assert "<title>Error:" in html
