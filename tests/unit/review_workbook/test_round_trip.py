"""What goes out comes back: nothing where nobody typed, and exactly what was typed where somebody did."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import examples
from tests.unit.review.making import plan_of, value
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made, content

from dicu.review.model import Plan
from dicu.review.report import Content, ReportedValue
from dicu.review.words import CLAIM, MISSING
from dicu.review.workbook.parts import parts_of
from dicu.vocabulary.observation import QUALIFIERS

WHOLE = Content(
    "completed",
    "Đã tổ chức 12 lớp.\nBảng kèm theo.",
    "Thiếu giảng viên =SUM(A1)",
    date(2025, 11, 30),
    (ReportedValue("workers_departed", "2025", "46310", "", "about", "Sổ theo dõi", "tr. 3"),),
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_untouched_nothing_is_changed(language: Any) -> None:
    made = Made({"3.1": WHOLE, "3.2": content(values=(value("recruitment_fee_borne", missing="not-collected", source=""),))}, language)
    assert made.read().parts == {task: parts_of(made.contents.get(task)) for task in ("3.1", "3.2", "3.3")}


ODD = [
    "=1+1",
    "+84",
    "'x",
    "_x0041_ và &amp; <b>",
    "a\tb",
    "1904",
    "\u200bẩn\u00ad",
    "đảo\u202eugc",
    "𝒜" * 50,
    "\ufffe",
    "ê" * 15_000,
    "http://a.vn",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_words_survive_untouched(text: str) -> None:
    """Also those that a spreadsheet takes for something else, hides or cannot keep: the house keeps what it has."""
    made = Made({"3.1": replace(WHOLE, narrative=text)})
    assert made.read().parts["3.1"] == parts_of(made.contents["3.1"])
    beside = made.read(filled(made.content, {made.at("difficulties", "3.1"): "Khác"})).parts["3.1"]
    assert beside == parts_of(replace(made.contents["3.1"], difficulties="Khác"))


@pytest.mark.parametrize("number", ["0", "-3.5", "0.1", "123456789012345", "12345678901234567890.25", "91.20"])
def test_numbers_survive_untouched(number: str) -> None:
    made = Made({"3.1": replace(WHOLE, values=(value("workers_departed", number),))})
    assert made.read().parts["3.1"] == parts_of(made.contents["3.1"])


def test_zero_is_a_value_and_a_typed_number_may_be_text() -> None:
    made = Made()
    typed = {
        made.at("claim", "3.1"): "Đang thực hiện",
        made.at("value", "3.1", "workers_departed"): "46.310,5",
        made.at("source", "3.1", "workers_departed"): "Sổ",
        made.at("claim", "3.3"): "in-progress",
        made.at("value", "3.3", "predeparture_trained_share"): 0,
        made.at("source", "3.3", "predeparture_trained_share"): "Báo cáo",
    }
    found = made.read(filled(made.content, typed)).parts
    assert found["3.1"]["figure:workers_departed"].value == "46310.5"  # type: ignore[union-attr]
    assert found["3.3"]["figure:predeparture_trained_share"].value == "0"  # type: ignore[union-attr]
    assert found["3.2"] == parts_of(None)


def test_last_round_s_source_is_filled_in_and_counts_for_nothing_alone() -> None:
    last = plan_of().round("2025"), content(values=(value("workers_departed", "40000", source="Hệ thống hợp đồng"),))
    made = Made(last={"3.1": last})  # type: ignore[dict-item]
    assert made.form.identity.suggested == {"3.1": {"workers_departed": "Hệ thống hợp đồng"}}
    claimed = {made.at("claim", "3.1"): CLAIM["not-started"].say("vi")}
    assert made.read().parts["3.1"] == parts_of(None)
    assert "figure:workers_departed" not in made.read(filled(made.content, claimed)).parts["3.1"]
    typed = {**claimed, made.at("value", "3.1", "workers_departed"): 41_000}
    found = made.read(filled(made.content, typed)).parts["3.1"]["figure:workers_departed"]
    assert found == ReportedValue("workers_departed", "2025", "41000", "", "", "Hệ thống hợp đồng", "")


# A hundred random edits ------------------------------------------------------------------------------------------------


def large() -> Plan:
    """The demonstration plan with sixty tasks for one agency, two indicators each."""
    plan, codes = plan_of(), [i.code for i in plan_of().indicators]
    first = plan.tasks_led_by("TD-LD")[0]
    tasks = tuple(replace(first, code=f"9.{n}", indicators=(codes[n % len(codes)], codes[(n + 1) % len(codes)])) for n in range(60))
    return replace(plan, tasks=(*plan.tasks, *tasks))


LARGE = large()
TASKS = LARGE.tasks[-60:]
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxy ế\n.,=+-0123456789"), min_size=1, max_size=60).map(str.strip).filter(bool)
FULL = {
    task.code: content(narrative="Đã làm.", values=tuple(value(code, "10", source="Sổ") for code in task.indicators[:1]))
    for task in TASKS[::2]
}
FULL |= {task.code: content("not-started", "") for task in TASKS[1::2]}
BIG = Made(FULL, plan=LARGE, tasks=TASKS)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str, Any]]:
    """A hundred edits: (task, part, what it is to say), at most one for each part."""
    places = [(t.code, part) for t in TASKS for part in ("status", "narrative", "difficulties", *(f"figure:{c}" for c in t.indicators))]
    chosen = draw(st.lists(st.sampled_from(places), min_size=100, max_size=100, unique=True))
    return [(task, part, draw(_said(part))) for task, part in chosen]


def _said(part: str) -> st.SearchStrategy[Any]:
    if part == "status":
        return st.one_of(
            st.tuples(st.sampled_from(["not-started", "in-progress"]), st.none()),
            st.tuples(st.just("completed"), st.dates(date(2024, 12, 15), date(2025, 12, 1))),
        )
    if part.startswith("figure:"):
        code = part.removeprefix("figure:")
        numbers = st.decimals(-10_000, 10_000_000, places=2).map(lambda d: f"{d.normalize():f}")
        given_ = st.builds(ReportedValue, st.just(code), st.sampled_from(["2025", "2025-Q3", "2025-H1"]), numbers, st.just(""),
                           st.sampled_from(["", *QUALIFIERS]), WORDS, st.one_of(st.just(""), WORDS))  # fmt: skip
        none = st.builds(ReportedValue, st.just(code), st.just("2025"), st.just(""), st.sampled_from(sorted(map(str, MISSING))),
                         st.just(""), st.just(""), st.just(""))  # fmt: skip
        return st.one_of(given_, none)
    return WORDS


def _cells(task: str, part: str, said: Any) -> Mapping[tuple[str, str], Any]:
    if part == "status":
        claim = CLAIM[said[0]].say("vi")
        return {BIG.at("claim", task): claim, BIG.at("completed_on", task): said[1]}
    if not isinstance(said, ReportedValue):
        return {BIG.at(part, task): said if not said.startswith("=") else "." + said}
    words = {
        "value": Decimal(said.value) if said.value else None,
        "missing": MISSING[said.missing].say("vi") if said.missing else None,
        "qualifier": QUALIFIERS[said.qualifier].vi if said.qualifier else None,
        "period": said.period,
        "source": said.source.lstrip("=") or None,
        "locator": said.locator.lstrip("=") or None,
    }
    return {BIG.at(column, task, said.indicator): cell for column, cell in words.items()}


def _expected(said: Any) -> Any:
    if isinstance(said, str):
        return said if not said.startswith("=") else "." + said
    if isinstance(said, ReportedValue):
        return replace(said, source=said.source.lstrip("=").strip(), locator=said.locator.lstrip("=").strip())
    return said


@settings(max_examples=examples(4))
@given(edits())
def test_a_hundred_random_edits_come_back_as_exactly_those(made: list[tuple[str, str, Any]]) -> None:
    made = [edit for edit in made if not (isinstance(edit[2], ReportedValue) and edit[2].value and not _expected(edit[2]).source)]
    cells = {at: cell for task, part, said in made for at, cell in _cells(task, part, said).items()}
    found = BIG.read(filled(BIG.content, cells)).parts
    expected = {task.code: parts_of(FULL[task.code]) for task in TASKS}
    for task, part, said in made:
        expected[task][part] = _expected(said)
    assert len(made) > 90 and found == expected
