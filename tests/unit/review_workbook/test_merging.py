"""Three ways: the form when it was made, the form now, the house now."""

import pytest
from tests.unit.review.making import plan_of, value
from tests.unit.review_workbook.making import content, nothing

from dicu.review.report import Content, Line, LineState, Report
from dicu.review.workbook.parts import body_of, content_from, parts_of
from dicu.review.workbook.taking import check_choices, merge
from dicu.vocabulary.messages import Refused

PLAN = plan_of()
A, B, C = (content(narrative=word) for word in "abc")
BOTH = content(narrative="b", difficulties="khó")


def merged(base: Content | None, file: Content | None, house: Content | None, choices=None, known=None):  # type: ignore[no-untyped-def]
    report = Report(lines={"3.1": Line("3.1", LineState.DRAFT, house)})
    return merge(PLAN, report, {"3.1": base}, {"3.1": parts_of(file)}, choices or {}, known or {})


@pytest.mark.parametrize(
    ("base", "file", "house", "expected"),
    [
        (A, A, A, None),
        (A, B, A, B),  # only the form
        (A, A, B, None),  # only the house
        (A, B, B, None),  # both alike
        (None, B, None, B),
        (None, None, B, None),
        (None, B, B, None),
        (A, BOTH, C, "clash"),
    ],
)
def test_one_part(base: Content | None, file: Content | None, house: Content | None, expected: object) -> None:
    found = merged(base, file, house)
    assert ([c.name for c in found.clashes] == ["3.1/narrative"]) is (expected == "clash")
    if expected != "clash":
        assert found.lines == ({"3.1": expected} if expected else {})


def test_parts_are_merged_each_by_itself() -> None:
    """The form changed one text, the house another: both stand. A figure is one part with its source."""
    base, two = content(values=(value("workers_departed", "1"),)), content(values=(value("workers_departed", "2"),))
    found = merged(base, Content(base.claim, "mới", "", None, base.values), Content(base.claim, base.narrative, "khó", None, two.values))
    assert found.lines["3.1"] == Content(base.claim, "mới", "khó", None, two.values) and not found.clashes
    sourced = content(values=(value("workers_departed", "1", source="Sổ khác"),))
    assert [c.part for c in merged(base, sourced, two).clashes] == ["figure:workers_departed"]


def test_a_figure_that_the_form_takes_away_is_gone() -> None:
    base = content(values=(value("workers_departed", "1"),))
    assert merged(base, content(), base).lines["3.1"].values == ()


@pytest.mark.parametrize(
    ("choices", "narrative"), [({"": "file"}, "b"), ({"3.1": "house"}, "c"), ({"": "house", "3.1/narrative": "file"}, "b")]
)
def test_somebody_decides(choices: dict[str, str], narrative: str) -> None:
    found = merged(A, BOTH, C, choices)
    assert not found.clashes and found.chosen == {"3.1/narrative": "file" if narrative == "b" else "house"}
    assert found.lines["3.1"] == content(narrative=narrative, difficulties="khó"), "what did not clash is taken either way"


def test_a_decision_about_nothing_is_refused() -> None:
    found = merged(A, BOTH, C)
    for wrong in ({"3.2": "file"}, {"3.1/status": "file"}, {"3.1": "mine"}):
        with pytest.raises(Refused):
            check_choices(wrong, found.disputed)
    check_choices({"3.1": "file", "": "house"}, found.disputed)


def test_one_s_own_newer_copy_asks_nobody() -> None:
    assert merged(A, B, C, known={("3.1", "narrative"): ("c",)}).lines["3.1"] == B
    assert merged(A, B, C, known={("3.1", "narrative"): ("x",)}).clashes


def test_parts_make_the_content_again() -> None:
    whole = content("completed", "xong", difficulties="", values=(value("workers_departed", "1"), value("gone", "2")))
    assert content_from(parts_of(whole), ("workers_departed",)) == whole
    assert content_from(parts_of(None), ()) is None and all(nothing(part) == said for part, said in parts_of(None).items())
    assert body_of(whole)["values"][1]["indicator"] == "gone"  # type: ignore[index]
