"""What the state of a report allows, rule by rule."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.review.making import DUE, at, file, line

from dicu.review.report import Line, LineState, Report, Return
from dicu.review.rules import NotAllowed, check_editable, check_return, check_reviewable, check_submittable, same_content

BACK = Return("other", "Thiếu.", "an", at(DUE), None)


def report(*lines: Line) -> Report:
    return Report(9, {one.task: one for one in lines})


def draft(task: str, **facts: object) -> Line:
    return replace(line(task, state=LineState.DRAFT), sent=None, **facts)


@pytest.mark.parametrize("state", list(LineState))
def test_what_may_be_edited_and_what_may_be_judged(state: LineState) -> None:
    one = line("3.1", state=state)
    for check, allowed in ((check_editable, {"empty", "draft", "returned"}), (check_reviewable, {"submitted"})):
        if state in allowed:
            check(one)
        else:
            with pytest.raises(NotAllowed, match=r"3\.1"):
                check(one)


def test_what_goes_out() -> None:
    sent = line("3.2", state=LineState.ACCEPTED)
    assert check_submittable(report(draft("3.1"), sent, draft("3.3")), ("3.1", "3.2", "3.3")) == ("3.1", "3.3")


def test_lines_of_other_tasks_do_not_go_out() -> None:
    assert check_submittable(report(draft("3.1"), draft("9.9")), ("3.1",)) == ("3.1",)


@pytest.mark.parametrize(
    ("change", "goes"),
    [
        ({}, False),
        ({"state": LineState.DRAFT}, False),
        ({"state": LineState.DRAFT, "content": line("3.1", "completed").content}, True),
        ({"state": LineState.DRAFT, "files": (file("mới.csv"),)}, True),
        ({"state": LineState.DRAFT, "files": ()}, True),
        ({"state": LineState.DRAFT, "files": (file("b"), file("a"))}, False),
    ],
    ids=["untouched", "touched, but the same", "other words", "another file", "a file less", "the same files in another order"],
)
def test_a_returned_line_goes_again_if_it_changed(change: dict[str, object], goes: bool) -> None:
    files = (file("a"), file("b"))
    back = replace(line("3.1", state=LineState.RETURNED, evidence=files), returns=(BACK,), **change)  # type: ignore[arg-type]
    if goes:
        assert check_submittable(report(back), ("3.1",)) == ("3.1",)
    else:
        with pytest.raises(NotAllowed, match="not been changed"):
            check_submittable(report(back), ("3.1",))


def test_a_line_that_was_sent_twice_and_returned_once_is_judged_by_its_last_sending() -> None:
    """Returned, mended and sent: the old return does not stop the lines that are still to go."""
    mended = replace(line("3.1", state=LineState.SUBMITTED), returns=(BACK,))
    assert check_submittable(report(mended, draft("3.2")), ("3.1", "3.2")) == ("3.2",)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_an_empty_reason_is_none(text: str) -> None:
    with pytest.raises(NotAllowed):
        check_return(text, None, DUE)


def test_the_new_last_day_may_be_today() -> None:
    check_return("Thiếu.", DUE, DUE)
    check_return("Thiếu.", None, DUE)
    with pytest.raises(NotAllowed) as refused:
        check_return("Thiếu.", date(2025, 12, 15), DUE)
    assert refused.value.where == "due"


def test_the_same_content() -> None:
    one = line("3.1", state=LineState.RETURNED)
    assert one.content is not None
    assert same_content(one, one.content)
    assert not same_content(one, replace(one.content, difficulties="Có."))
    assert not same_content(Line("3.1"), one.content)
