"""Break-glass on the pages: what the form asks, what it does not tell, and what the owner reads."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import line_url, links, normal, url

As = Callable[[str], Client]
FORM = {"plan": "demo", "round": "2025", "agency": "TD-LD", "reason": "Bộ trưởng yêu cầu kiểm tra gấp.", "hours": "2"}


def shown(answer: Any) -> str:
    return unescape(answer.content.decode())


def make(client: Client, language: str = "vi", **change: str) -> Any:
    return client.post(url("opening-new", language=language), {**FORM, **change})


def test_from_the_form_to_the_draft_and_back(as_: As) -> None:
    """A coordinator opens, sees the draft and who must know of it; the owner reads why and ends it."""
    an, dung = as_("an"), as_("dung")
    report = url("report", "demo", "2025", "TD-LD", language="en")
    assert an.get(report).status_code == 404
    assert make(an, "en").status_code == 302
    page = shown(an.get(report))
    assert "You opened this in an emergency" in page
    assert "Bản nháp của Dũng." in shown(an.get(line_url("3.1")))
    assert 'name="narrative"' not in shown(an.get(line_url("3.1")))
    assert "Openings of your things" in shown(dung.get(url("home", language="en")))
    told = shown(dung.get(url("openings", language="en")))
    assert FORM["reason"] in told and "an, Coordinator" in told
    assert dung.post(url("opening-end", "an", "1")).status_code == 302
    assert an.get(report).status_code == 404
    assert "Openings of your things" not in shown(dung.get(url("home", language="en")))


def test_nothing_is_written_under_an_opening(as_: As, world: World) -> None:
    an = as_("an")
    make(an)
    before = world.entries()
    for name, where, form in (
        ("line", ("3.1",), {"claim": "completed", "number": "1"}),
        ("line-review", ("3.1",), {"answer": "accept", "number": "1"}),
        ("line-attach", ("3.1",), {"number": "1"}),
    ):
        assert an.post(url(name, "demo", "2025", "TD-LD", *where), form).status_code in (403, 422), name
    assert an.post(url("report-send", "demo", "2025", "TD-LD"), {"number": "1"}).status_code == 403
    assert world.entries() == before


def test_the_form_does_not_tell_whether_there_is_such_a_report(as_: As) -> None:
    """The answer, its headers and the page that follows are the same but for the code that was typed."""
    an = as_("an")
    answers = []
    for agency in ("TD-LD", "TD-QQ"):
        made = make(an, agency=agency)
        page = shown(an.get(made["Location"])).split("<table")[0].replace(agency, "…")
        headers = {k: v for k, v in made.headers.items() if k != "X-Request-ID"}
        answers.append((made.status_code, headers, normal(page.encode(), "/vi/openings/")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "Gấp"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"hours": ""}, "hours"),
        ({"hours": "5"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"plan": ""}, "plan"),
        ({"round": "../x"}, "round"),
        ({"agency": "TD LD"}, "agency"),
    ],
)
def test_what_is_wrong_stands_at_its_field(as_: As, world: World, change: dict[str, str], field: str) -> None:
    before = world.entries()
    answer = make(as_("an"), **change)
    assert (answer.status_code, links(answer.content)) == (422, [f"#{field}"])
    assert f'id="{field}"' in answer.content.decode()
    assert world.entries() == before


@pytest.mark.parametrize(("role", "status"), [("dung", 403), ("van", 403), ("nobody", 302), ("uyen", 200), ("an", 200)])
def test_who_may_open_something(as_: As, role: str, status: int) -> None:
    assert as_(role).get(url("opening-new")).status_code == status


def test_an_opening_of_another_s_things_is_as_if_it_were_not(as_: As) -> None:
    an, hai = as_("an"), as_("hai")
    make(an)
    assert FORM["reason"] not in shown(hai.get(url("openings")))
    answers = [hai.post(url("opening-end", "an", number)) for number in ("1", "7")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({normal(a.content, url("opening-end", "an", n)) for a, n in zip(answers, ("1", "7"), strict=True)}) == 1
    assert an.get(url("report", "demo", "2025", "TD-LD")).status_code == 200


def test_auditors_read_all_openings_and_end_none_of_others(as_: As) -> None:
    make(as_("an"))
    uyen = as_("uyen")
    assert FORM["reason"] in shown(uyen.get(url("openings")))
    assert uyen.post(url("opening-end", "an", "1")).status_code in (403, 404)


def test_an_opening_that_is_over_cannot_be_ended(as_: As) -> None:
    an = as_("an")
    make(an)
    assert [an.post(url("opening-end", "an", "1")).status_code for _ in range(2)] == [302, 422]
