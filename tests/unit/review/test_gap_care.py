"""Gaps of workmanship: one case in which each rule fires, one in which it does not, and that each has words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.review.making import changed, line, plan_of, situation, value

from dicu.review.beside import Beside
from dicu.review.gaps import CARE, RULES, found, found_whole
from dicu.review.gaps.catalogue import EXPLAINED
from dicu.review.gaps.numbers_in_words import stated
from dicu.review.gaps.sameness import sameness
from dicu.review.line import Line

LONG = "Trong kỳ đã tổ chức các lớp tập huấn cho cán bộ tại các tỉnh biên giới và phát hành tài liệu hướng dẫn"


def said(task: str, text: str, claim: str = "in-progress", *values: Any, difficulties: str = "") -> Line:
    made = line(task, claim, *values)
    assert made.sent is not None
    return replace(made, sent=replace(made.sent, narrative=text, difficulties=difficulties))


def keys(rule: str, *lines: Line, before: tuple[Line, ...] = (), plan: Any = None) -> list[str]:
    s = situation(*lines, plan=plan)
    s = replace(s, beside=Beside(s.plan.round("2024") or s.round, {one.task: one for one in before}))
    return [gap.subject for gap in found_whole(s) if gap.rule == rule]


def test_g11_text_of_a_form_the_tasks_own_words_and_one_answer_for_many() -> None:
    own = plan_of().task_by_code["3.1"].text.vi
    assert keys("G11", said("3.1", "[Điền nội dung]"), said("3.2", "Đã làm.")) == ["3.1"]
    assert keys("G11", said("3.1", own)) == ["3.1"]
    tasks = [task.code for task in plan_of().tasks_led_by("TD-LD")]
    many = [said(code, LONG) for code in tasks]
    assert bool(keys("G11", *many)) is (len(tasks) >= 5)
    codes = [indicator.code for indicator in plan_of().indicators]
    assert keys("G11", said("3.1", "Đã làm.", "in-progress", *(value(code, "7") for code in codes[:5]))) == ["TD-LD/value/2025/7"]
    assert keys("G11", said("3.1", "Đã làm.", "in-progress", *(value(code, "7") for code in codes[:4]))) == []
    assert keys("G11", said("3.1", "Đã làm.", "in-progress", *(value(code, "0") for code in codes[:5]))) == []


def test_g17_copied_from_the_last_round() -> None:
    """Other signs and capitals do not hide it; a changed tenth does not either; other words do, and a short text is nobody's."""
    old = said("3.1", LONG)
    assert keys("G17", said("3.1", LONG.upper() + "!"), before=(old,)) == ["3.1"]
    assert (
        keys("G17", said("3.1", LONG + " và " + LONG.replace("biên giới", "ven biển").replace("cán bộ", "chiến sĩ")), before=(old,)) == []
    )
    assert keys("G17", said("3.1", "Đã làm."), before=(said("3.1", "Đã làm."),)) == []
    assert keys("G17", said("3.1", LONG)) == []
    assert sameness(LONG, LONG).percent == 100 and sameness("", LONG).percent == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đã tập huấn 1.230 người, đạt 62,5 %.", ["1230", "62.5"]),
        ("Theo Quyết định số 402/QĐ-TTg, ngày 3 tháng 5 năm 2025, nhiệm vụ 12, Điều 15, lần thứ 21.", []),
        ("Đã tập huấn 1.230 người (nguồn: sổ theo dõi).", []),
        ("We trained 1,230 people in 2025 at the 23rd session.", ["1230"]),
        ("Đã họp 3 lần.", []),
        ("Đạt 5 %.", ["5"]),
    ],
)
def test_g18_which_numbers_ask_for_a_source(text: str, expected: list[str]) -> None:
    assert [str(mark.value) for mark in stated(text)] == [str(Decimal(n)) for n in expected]


def test_g18_a_reported_value_is_a_source() -> None:
    text = "Đã đưa 98.765 lao động đi."
    assert keys("G18", said("3.1", text)) == ["3.1"]
    assert keys("G18", said("3.1", text, "in-progress", value("workers_departed", "98765"))) == []


def test_g19_the_two_languages_of_a_task() -> None:
    def change(bundle: dict[str, Any]) -> None:
        task = next(one for one in bundle["plan"]["tasks"] if one["code"] == "1.1")
        task["text"] = {"vi": "Mở 25 điểm thông tin.", "en": "Open 35 information points."}

    assert keys("G19") == []
    assert keys("G19", plan=changed(change)) == ["1.1"]


def test_g20_a_step_back_without_a_reason() -> None:
    old = said("1.1", "Xong.", "completed", value("agreements_signed", "12"))
    assert keys("G20", said("1.1", "Đang làm."), before=(old,)) == ["1.1/status"]
    assert keys("G20", said("1.1", "Đang làm.", difficulties="Phải làm lại."), before=(old,)) == []
    fallen = said("1.1", "Xong.", "completed", value("agreements_signed", "11"))
    assert keys("G20", fallen, before=(old,)) == ["1.1/agreements_signed"]
    assert keys("G20", said("1.1", "Xong.", "completed", value("agreements_signed", "12")), before=(old,)) == []


def test_g16_provinces_without_a_plan() -> None:
    s = situation()
    assert "provinces" not in [g.subject for g in found_whole(s)]
    asked = [g for g in found_whole(replace(s, beside=Beside(provincial=()))) if g.subject == "provinces"]
    local = any(task.local in ("required", "open") for task in s.plan.tasks) and bool(s.plan.localities)
    assert bool(asked) is local and all(g.count > 0 for g in asked)


def test_papers_print_the_gaps_of_the_plan_alone_and_every_rule_is_explained() -> None:
    """What stands in a public paper does not grow by rules about how reports were made."""
    s = situation(said("3.1", "[Điền nội dung]"))
    assert "G11" in {g.rule for g in found_whole(s)} and "G11" not in {g.rule for g in found(s)}
    assert list(EXPLAINED) == [f"G{n:02}" for n in range(26)]
    assert len(RULES) + len(CARE) == 23
    assert all(one.expects.say("vi") != one.expects.say("en") for one in EXPLAINED.values())
