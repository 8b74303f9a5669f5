"""The offline form.

An agency takes its report out as a workbook, fills it in without a network, and brings it back. The form knows which report it is
and on which entry it was made; the house knows its own forms again by a seal. It is taken in whole or not at all.
"""

import pytest
from tests.unit.review.making import plan_of, value
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made, content

from dicu.intake.report import BadTable
from dicu.intake.sniffing import BadFile
from dicu.review.report import Line, LineState, Report
from dicu.review.workbook.parts import parts_of
from dicu.review.workbook.taking import merge

DRAFT = content(narrative="Đang soạn.", values=(value("workers_departed", "40000"),))


def test_untouched_it_changes_nothing() -> None:
    """A form that was only looked at, or saved again, is no attempt to change anything."""
    form = Made({"3.1": DRAFT})
    assert form.read().parts["3.1"] == parts_of(DRAFT)


def test_what_was_typed_and_nothing_else_comes_back() -> None:
    """Each cell that differs from what was handed out was typed; the rest is what the house has."""
    form = Made({"3.1": DRAFT})
    back = form.read(filled(form.content, {form.at("difficulties", "3.1"): "Thiếu giảng viên."}))
    assert back.parts["3.1"] == parts_of(DRAFT) | {"difficulties": "Thiếu giảng viên."}


def test_the_last_round_is_shown_and_not_reported() -> None:
    """What was accepted stands in a grey column. Only sources are filled in, and one alone is no answer."""
    accepted = plan_of().round("2025"), DRAFT
    form = Made(last={"3.1": accepted})  # type: ignore[dict-item]
    assert form.form.identity.suggested == {"3.1": {"workers_departed": "Sổ"}}
    assert form.read().parts["3.1"] == parts_of(None)


def test_each_finding_says_where_it_is() -> None:
    """Sheet, row, column and heading, and what to do; all findings at once. Nothing is taken in."""
    form = Made({"3.1": DRAFT})
    words = filled(form.content, {form.at("value", "3.1", "workers_departed"): "chừng bốn vạn", form.at("completed_on", "3.2"): "mai"})
    with pytest.raises(BadTable) as refused:
        form.read(words)
    assert [problem.say("vi").partition(":")[0] for problem in refused.value.problems] == [
        "Nhiệm vụ, dòng 3, cột F (Ngày hoàn thành)",
        "Số liệu, dòng 2, cột E (Số liệu)",
    ]


def test_a_row_is_known_by_its_id() -> None:
    """An id that was made up, or belongs to the form of another agency, round or day, is refused and named."""
    form = Made({"3.1": DRAFT})
    with pytest.raises(BadTable) as refused:
        form.read(filled(form.content, {form.at("row", "3.1"): Made(number=form.number + 1).form.ids["3.1", ""]}))
    assert "is not of this form" in refused.value.problems[0].message.say("en")


def test_only_the_house_s_own_forms_are_read() -> None:
    """Whoever changes what the form says of itself is found out, whatever else is right about it."""
    form = Made()
    with pytest.raises(BadFile):
        form.read(filled(form.content, {("_dicu", "A1"): form.form.identity.text().replace("TD-LD", "TD-TP")}))


def test_two_hands_on_one_line() -> None:
    """What only the form changed is taken, what only the house changed stays; where both changed one part, a person decides."""
    base, file = parts_of(DRAFT), {**parts_of(DRAFT), "narrative": "Từ biểu mẫu."}
    house = content(narrative="Trên hệ thống.", difficulties="Mới.", values=DRAFT.values)
    report = Report(lines={"3.1": Line("3.1", LineState.DRAFT, house)})
    found = merge(plan_of(), report, {"3.1": DRAFT}, {"3.1": file}, {}, {})
    assert [clash.name for clash in found.clashes] == ["3.1/narrative"] and base["difficulties"] == ""
    decided = merge(plan_of(), report, {"3.1": DRAFT}, {"3.1": file}, {"3.1/narrative": "file"}, {})
    assert decided.lines["3.1"] == content(narrative="Từ biểu mẫu.", difficulties="Mới.", values=DRAFT.values)
