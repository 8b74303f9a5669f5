"""What is typed into a line: either a whole content, or every problem at its field at once."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from tests.unit.review.making import plan_of

from dicu.review.entering import LONGEST, BadForm, plainly, read_line
from dicu.review.report import Content
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.numbers import read

TODAY = date(2025, 12, 10)
DEPARTED = "value-workers_departed-"


def content(language: Language = "vi", **typed: str) -> Content:
    plan = plan_of()
    asked = plan.round("2025")
    assert asked is not None
    fields = {name.replace("departed_", DEPARTED): text for name, text in {"claim": "in-progress", **typed}.items()}
    return read_line(plan, asked, plan.task_by_code["3.1"], fields, language, TODAY)


def problems(language: Language = "vi", **typed: str) -> dict[str, str]:
    with pytest.raises(BadForm) as refused:
        content(language, **typed)
    return {p.field.replace(DEPARTED, "departed_"): p.message.say(language) for p in refused.value.problems}


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("vi", "46.310", "46310"),
        ("vi", "1.234,5", "1234.5"),
        ("vi", "1 234,50", "1234.5"),
        ("vi", "0", "0"),
        ("vi", "-0", "0"),
        ("vi", "0,000", "0"),
        ("vi", "100", "100"),
        ("vi", "1000000000000000000000000", "1000000000000000000000000"),
        ("en", "46,310", "46310"),
        ("en", "1,234.5", "1234.5"),
        ("en", "\uff11\uff12", "12"),
    ],
)
def test_a_number_is_kept_as_a_plain_decimal(language: Language, typed: str, kept: str) -> None:
    assert content(language, departed_value=typed, departed_source="Sổ").values[0].value == kept


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "1.234,5", "the comma groups thousands by three and the point stands before the decimals. Write for example 1,234.5"),
        ("vi", "1,234.5", "dấu chấm"),
        ("vi", "N/A", "N/A"),
        ("en", "N/A", "is not a number. If there is no value, leave the number empty and choose the reason"),
        ("en", "about 46 thousand", "Write the number alone"),
        ("en", "nan", "is not a number"),
        ("en", "1e5", "words or signs beside the number"),
        ("en", "9" * 41, "too long for a number"),
        ("en", "46310 people", "the unit stands beside the field"),
    ],
)
def test_what_is_no_number_in_this_language(language: Language, typed: str, said: str) -> None:
    found = problems(language, departed_value=typed, departed_source="Sổ")
    assert list(found) == ["departed_value"]
    assert said in found["departed_value"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"claim": "finished"}, "claim"),
        ({"claim": ""}, "claim"),
        ({"claim": "completed"}, "completed_on"),
        ({"claim": "completed", "completed_on": "11/12/2025"}, "completed_on"),
        ({"completed_on": "31/11/2025"}, "completed_on"),
        ({"completed_on": "yesterday"}, "completed_on"),
        ({"completed_on": "01/01/0001"}, "completed_on"),
        ({"narrative": "a" * (LONGEST + 1)}, "narrative"),
        ({"difficulties": "ố" * (LONGEST + 1)}, "difficulties"),
        ({"departed_value": "1", "departed_source": "S" * (LONGEST + 1)}, "departed_source"),
        ({"departed_value": "1"}, "departed_source"),
        ({"departed_value": "1", "departed_source": "   "}, "departed_source"),
        ({"departed_value": "1", "departed_missing": "refused", "departed_source": "Sổ"}, "departed_value"),
        ({"departed_missing": "lost"}, "departed_missing"),
        ({"departed_value": "1", "departed_source": "Sổ", "departed_qualifier": "exactly"}, "departed_qualifier"),
        ({"departed_value": "1", "departed_source": "Sổ", "departed_period": "2025-13"}, "departed_period"),
        ({"departed_value": "1", "departed_source": "Sổ", "departed_period": "last year"}, "departed_period"),
        ({"departed_value": "1", "departed_source": "Sổ", "departed_period": "2025..2024"}, "departed_period"),
        ({"departed_value": "1", "departed_source": "Sổ", "departed_period": "0000"}, "departed_period"),
        ({"departed_source": "Sổ"}, "departed_value"),
        ({"departed_qualifier": "about"}, "departed_value"),
        ({"departed_locator": "tr. 5"}, "departed_value"),
    ],
    ids=lambda it: "-".join(f"{k}={v[:14]}" for k, v in it.items()) if isinstance(it, dict) else it,
)
def test_each_problem_stands_at_its_field(typed: dict[str, str], field: str) -> None:
    for language in ("vi", "en"):
        found = problems(language, **typed)  # type: ignore[arg-type]
        assert list(found) == [field]
        assert found[field]


def test_all_problems_are_told_at_once() -> None:
    found = problems(claim="", narrative="a" * (LONGEST + 1), completed_on="x", departed_value="x")
    assert list(found) == ["claim", "narrative", "completed_on", "departed_value", "departed_source"]


def test_text_at_its_limit_fits() -> None:
    """Counted in characters as they are kept: composed, with one sign for the end of a line."""
    assert len(content(narrative="ệ" * LONGEST).narrative) == LONGEST
    assert len(content(narrative=unicodedata.normalize("NFD", "ệ" * LONGEST)).narrative) == LONGEST
    assert len(content(narrative="a\r\n" * (LONGEST // 2)).narrative) == LONGEST - 1


def test_decomposed_text_is_kept_composed() -> None:
    typed = {
        name: unicodedata.normalize("NFD", "Sổ đăng ký của Bộ")
        for name in ("narrative", "difficulties", "departed_source", "departed_locator")
    }
    kept = content(departed_value="1", **typed)
    value = kept.values[0]
    assert {kept.narrative, kept.difficulties, value.source, value.locator} == {"Sổ đăng ký của Bộ"}


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1b", "\x7f", "\x9b"])
def test_control_characters_do_not_reach_the_record(sign: str) -> None:
    """A NUL cannot be stored at all; none of the others may come back in a page, a terminal or a paper."""
    try:
        assert sign not in content(narrative=f"a{sign}b").narrative
    except BadForm as refused:
        assert refused.problems[0].field == "narrative"


def test_an_untouched_value_is_no_value() -> None:
    """The period stands in the form beforehand; alone it says nothing."""
    assert content(departed_period="2025").values == ()
    assert content().values == ()


def test_a_reason_needs_no_source() -> None:
    kept = content(departed_missing="not-available-yet").values[0]
    assert (kept.value, kept.missing, kept.period) == ("", "not-available-yet", "2025")


def test_values_of_other_tasks_are_not_taken() -> None:
    """A forged field for an indicator that the task does not have changes nothing."""
    plan = plan_of()
    asked = plan.round("2025")
    assert asked is not None
    forged = {
        "claim": "in-progress",
        "value-recruitment_fee_borne-value": "0",
        "value-recruitment_fee_borne-source": "x",
        "agency": "TD-TP",
    }
    assert read_line(plan, asked, plan.task_by_code["3.1"], forged, "vi", TODAY) == content()


def test_one_period_has_one_label() -> None:
    assert content(departed_value="1", departed_source="Sổ", departed_period="2025-01..2025-12").values[0].period == "2025"
    assert content(departed_value="1", departed_source="Sổ", departed_period="2025-Q1").values[0].period == "2025-Q1"


@pytest.mark.parametrize(("typed", "plain"), [("1.50", "1.5"), ("100", "100"), ("0.0", "0"), ("-2.500", "-2.5"), ("1,000.00", "1000")])
def test_a_decimal_without_ornaments(typed: str, plain: str) -> None:
    assert plainly(read(typed, "en")) == plain


def test_the_form_as_it_came_is_not_changed() -> None:
    typed: dict[str, Any] = {"claim": " in-progress "}
    assert content(**typed).claim == "in-progress"
    assert typed == {"claim": " in-progress "}
