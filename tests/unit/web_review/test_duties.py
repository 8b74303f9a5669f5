"""The page of a duty, as officers use it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.unit.review.making import plan_of
from tests.unit.store_review.house import DUNG, World
from tests.unit.store_review.test_duties import by_law
from tests.unit.web_review.serving import links, title, url

As = Callable[[str], Client]
WHERE = ("demo", "2025", "TD-LD")
WHY = "Cần đối chiếu số liệu với tỉnh."


def form(client: Client, step: str, where: tuple[str, ...] = WHERE, **fields: Any) -> Any:
    """Sends one of the page's forms with what is hidden in it; where the page has none, as somebody would forge it."""
    page = client.get(url("duty", *where)).content.decode()
    found = re.search(rf'<form method="post" action="{url(step, *where)}".*?</form>', page, re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(number|request)" value="(\d+)"', found[0] if found else page))
    return client.post(url(step, *where), {**hidden, **fields})


def test_more_time_is_asked_and_granted(world: World, as_: As) -> None:
    dung, an = as_("dung"), as_("an")
    assert form(dung, "duty-ask", sort="extension", day="19/12/2025", reason=WHY).status_code == 302
    assert form(an, "duty-answer", answer="grant", reason="Đồng ý.").status_code == 302
    for language, said in (("vi", "19/12/2025"), ("en", "19 December 2025")):
        shown = dung.get(url("duty", *WHERE, language=language)).content.decode()
        assert said in shown and WHY in shown and "Đồng ý." in shown


def test_what_is_wrong_stands_at_its_field_with_what_was_typed(world: World, as_: As) -> None:
    dung = as_("dung")
    for fields, place in (
        ({"sort": "", "reason": WHY}, "sort"),
        ({"sort": "extension", "day": "20/12/2025", "reason": WHY}, "day"),
        ({"sort": "extension", "day": "hôm nào đó", "reason": WHY}, "day"),
        ({"sort": "extension", "day": "05/01/2027", "reason": WHY}, "day"),
        ({"sort": "waiver", "reason": " "}, "reason"),
    ):
        answer = form(dung, "duty-ask", **fields)
        assert answer.status_code == 422, fields
        assert links(answer.content) == [f"#{place}"]
        assert fields["reason"].strip() in answer.content.decode()
    assert "Lỗi" in title(answer.content)


def test_a_nil_return_goes_through_two_hands_and_then_to_the_coordinator(world: World, as_: As) -> None:
    dung, hoa, an = as_("dung"), as_("hoa"), as_("an")
    assert form(dung, "nil-write", text="Đã rà soát, không phát sinh.").status_code == 302
    assert "không phát sinh" not in an.get(url("duty", *WHERE)).content.decode()
    assert form(dung, "nil-send").status_code == 403
    assert form(hoa, "nil-send").status_code == 302
    assert form(an, "nil-review", answer="return").status_code == 422
    assert form(an, "nil-review", answer="accept").status_code == 302
    assert form(hoa, "nil-withdraw", reason="x").status_code == 422


def test_an_accepted_nil_return_is_given_back_with_a_reason(world: World, as_: As) -> None:
    dung, an = as_("dung"), as_("an")
    form(dung, "nil-write", text="Đã rà soát, không phát sinh.")
    form(as_("hoa"), "nil-send")
    form(an, "nil-review", answer="accept")
    given_back = {"en": "Give the nil return back", "vi": "Trả lại báo cáo"}
    for language, said in given_back.items():
        assert said in an.get(url("duty", *WHERE, language=language)).content.decode()
    assert given_back["vi"] not in dung.get(url("duty", *WHERE)).content.decode()
    assert form(an, "nil-review", answer="return", reason=" ").status_code == 422
    assert form(an, "nil-review", answer="return", reason="Có phát sinh.").status_code == 302
    assert "Có phát sinh." in dung.get(url("duty", *WHERE)).content.decode()


def test_a_report_is_withdrawn(world: World, as_: As) -> None:
    for task in ("3.1", "3.2", "3.3"):
        world.write(DUNG, task)
    dung = as_("dung")
    world.send(DUNG, "TD-LD")
    assert form(dung, "report-withdraw", reason="").status_code == 422
    assert form(dung, "report-withdraw", reason="Nhầm kỳ.").status_code == 302
    assert as_("an").get(url("report", *WHERE)).status_code == 404


def test_the_duty_of_an_agency_that_ended_passes_on(world: World, as_: As) -> None:
    an, where = as_("an"), ("demo", "2025", "TD-XH")
    told = {"tasks": [task.code for task in plan_of().tasks_led_by("TD-XH")], "heir": "TD-YT"}
    assert form(an, "duty-pass", where, **told, reason="").status_code == 422
    assert form(an, "duty-pass", where, **told, reason="Sáp nhập.", number=1).status_code == 409
    assert form(an, "duty-pass", where, **told, reason="Sáp nhập.").status_code == 302
    assert plan_of().agency_by_code["TD-YT"].name.vi in an.get(url("duty", *where)).content.decode()


def test_others_find_nothing(world: World, as_: As) -> None:
    hai = as_("hai")
    assert hai.get(url("duty", *WHERE)).status_code == 404
    for step in ("duty-ask", "duty-answer", "nil-write", "nil-send", "nil-withdraw", "nil-review", "duty-pass", "report-withdraw"):
        assert hai.post(url(step, *WHERE), {"number": 0}).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_round_says_how_its_last_day_came_about(world: World, as_: As, language: str) -> None:
    page = as_("an").get(url("round", "demo", "2025", language=language)).content.decode()
    assert {"vi": "16/12/2025", "en": "16 December 2025"}[language] in page
    progress = as_("an").get(url("round-progress", "demo", "2025", language=language)).content.decode()
    assert "four-way" in progress
    assert {"vi": "nhiệm vụ được giao", "en": "tasks assigned ("}[language] in progress


@pytest.mark.parametrize(("language", "mark"), [("vi", "Chưa kiểm chứng"), ("en", "Not verified")])
def test_a_cut_off_that_nobody_has_read_is_marked_before_the_round_opens_and_after(world: World, as_: As, language: str, mark: str) -> None:
    def shown() -> str:
        return as_("an").get(url("round", "demo", "2026", language=language)).content.decode().partition('class="dc-section"')[0]

    assert mark not in shown().partition("</dl>")[0], "the demonstration names its own cut-off"
    by_law(world, rule="annual-government")
    before = shown()
    world.on(date(2026, 11, 2)).open("2026")
    for page in (before, shown()):
        assert mark in page.partition("</dl>")[0]
        assert {"vi": "25/12/2026", "en": "25 December 2026"}[language] in page
        assert "Hai văn bản dẫn lại" in page


def test_a_day_of_the_plan_that_agrees_with_the_law_is_not_said_to_follow_the_plan_s_own_rule(world: World, as_: As) -> None:
    by_law(world, rule="annual-government", named="2026-12-25")
    page = as_("an").get(url("round", "demo", "2026", language="en")).content.decode()
    assert "Counted by the rule of the reporting law it is the same day" in page
    assert "own rule" not in page


def test_published_rates_are_recomputed_for_everybody(world: World, client: Client) -> None:
    page = client.get(url("published-rates", language="en")).content.decode()
    assert "98.63" in page and "cut off, not rounded" in page and "16,274" in page
    assert "16,051 of 21,914 tasks assigned (73.25 %)" in page and "tasks with a term" not in page
    sums = {"assigned": "10", "completed": "6", "on_time": "4", "late": "1", "within": "3", "overdue": "2"}
    own = client.get(url("published-rates", language="en"), sums).content.decode()
    assert "add up to 5, but “Completed” is given as 6" in own
    for field, text in (
        ("late", "nhiều"),
        ("late", "1,5"),
        ("late", "-1"),
        ("rate-completed", "101"),
        ("rate-completed", "98." + "6" * 35),
        ("late", "9" * 30),
    ):
        refused = client.get(url("published-rates"), {**sums, field: text})
        assert refused.status_code == 422 and links(refused.content) == [f"#{field}"], (field, text)
