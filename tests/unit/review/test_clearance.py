"""Who wrote a line, what it lacks before it can go, what changed in it; and histories that were written before there was any
clearance. All pure."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.review.making import line, plan_of, value

from dicu.ledger.model import Author, Draft, Entry, Stream
from dicu.review.changes import changes, changes_of
from dicu.review.clearance import check_ready, check_waiting, lacking
from dicu.review.closing import check_closable, check_open, snapshot_of, touched
from dicu.review.duty import DUTY
from dicu.review.line import Line, LineState
from dicu.review.opened import ROUND, RoundHistory
from dicu.review.report import REPORT, Report
from dicu.review.rules import NotAllowed

AT = datetime(2025, 12, 1, 2, tzinfo=UTC)
SAID = {"claim": "in-progress", "difficulties": "", "completed_on": None, "values": []}
FILE = {"digest": "a" * 64, "name": "bang.csv", "media_type": "text/csv", "size": 3, "locator": ""}


def entry(number: int, who: str, kind: str, **body: Any) -> Entry:
    return Entry(number, Stream("report/demo/2025/TD-LD", "TD-LD", "t"), number, kind, 1, AT, Author(who, ""), body, b"", b"")


def wrote(number: int, who: str, text: str) -> Entry:
    return entry(number, who, "report.line.written", task="3.1", narrative=text, **SAID)


def folded(*entries: Entry) -> Line:
    return REPORT.over(entries).line("3.1")


def test_everybody_who_changed_a_line_wrote_it() -> None:
    """A comma of somebody else makes nobody a second pair of eyes; a file counts like a word."""
    attached = entry(3, "thu", "report.file.attached", task="3.1", file=FILE)
    assert folded(wrote(1, "dung", "Một."), wrote(2, "hoa", "Một ."), attached).authors == ("dung", "hoa", "thu")


def test_who_takes_a_change_back_has_written_nothing_of_it() -> None:
    """Else two reporters who have both touched a line could never send it."""
    back = folded(wrote(1, "dung", "Một."), wrote(2, "hoa", "Hai."), wrote(3, "dung", "Một."))
    assert (back.authors, back.author) == (("dung",), "dung")
    assert folded(wrote(1, "dung", "Một."), wrote(2, "hoa", "Hai."), wrote(3, "hoa", "Một.")).authors == ("dung",)


def test_what_was_sent_keeps_its_writers_and_a_mended_line_begins_anew() -> None:
    sent = [wrote(1, "dung", "Một."), entry(2, "hoa", "report.submitted", tasks=["3.1"])]
    returned = entry(3, "an", "report.line.returned", task="3.1", reason="other", text="Thiếu.", due=None)
    again = [*sent, returned, wrote(4, "hoa", "Hai.")]
    assert (folded(*sent).sent_authors, folded(*sent).authors, folded(*sent).writers) == (("dung",), (), ("dung",))
    assert folded(*again).authors == ("hoa",)
    resent = folded(*again, entry(5, "dung", "report.submitted", tasks=["3.1"]))
    assert (resent.sent_authors, resent.sendings) == (("dung", "hoa"), 2)
    assert resent.previous is not None and resent.previous.narrative == "Một."


def test_what_is_taken_back_is_still_by_who_wrote_it() -> None:
    taken = folded(
        wrote(1, "dung", "Một."), entry(2, "hoa", "report.submitted", tasks=["3.1"]), entry(3, "hoa", "report.withdrawn", reason="x")
    )
    assert (taken.state, taken.authors, taken.sent_authors) == (LineState.DRAFT, ("dung",), ())


def test_a_withdrawn_report_takes_what_waits_for_clearance_with_it() -> None:
    asked = entry(3, "dung", "report.clearance.asked", tasks=["3.2"])
    other = entry(2, "dung", "report.line.written", task="3.2", narrative="Hai.", **SAID)
    found = REPORT.over([wrote(1, "dung", "Một."), other, asked, entry(4, "hoa", "report.submitted", tasks=["3.1"]),
                         entry(5, "hoa", "report.withdrawn", reason="x")])  # fmt: skip
    assert {found.line(task).state for task in ("3.1", "3.2")} == {LineState.DRAFT}
    assert found.line("3.2").clearance is None


def test_a_history_of_before_clearance_reads_as_it_did() -> None:
    """Sent by who wrote it: that was so, and stays so. Nothing of an old entry means something else now."""
    old = [wrote(1, "dung", "Một."), entry(2, "dung", "report.submitted", tasks=["3.1"]),
           entry(3, "an", "report.line.accepted", task="3.1")]  # fmt: skip
    found = folded(*old)
    assert (found.state, found.author, found.submitter, found.reviewer) == ("accepted", "dung", "dung", "an")
    nil = [entry(1, "dung", "report.nil.written", text="Không."), entry(2, "hoa", "report.nil.sent", tasks=["3.1"])]
    assert (DUTY.over(nil).nil.state, DUTY.over(nil).nil.sent_authors) == ("submitted", ("dung",))


def test_a_nil_return_that_both_have_written_is_cleared_by_neither() -> None:
    """The same idea and the same words as for lines."""
    nil = DUTY.over([entry(1, "dung", "report.nil.written", text="Không."), entry(2, "hoa", "report.nil.written", text="Không có.")]).nil
    assert (nil.authors, nil.in_clearance) == (("dung", "hoa"), True)
    back = DUTY.over([entry(1, "dung", "report.nil.written", text="Không."), entry(2, "hoa", "report.nil.refused", reason="Chưa rõ.")]).nil
    assert (back.state, back.in_clearance, back.refused) == ("draft", False, "Chưa rõ.")


# What a line lacks ------------------------------------------------------------------------------------------------------

TASK = plan_of().task_by_code["3.1"]


def draft(task: str, *values: Any, **facts: Any) -> Line:
    return replace(line(task, "in-progress", *values, state=LineState.DRAFT), sent=None, **facts)


def test_each_figure_needs_a_value_or_the_reason_why_there_is_none() -> None:
    assert "workers_departed" in str(lacking(TASK, draft("3.1")))
    assert lacking(TASK, draft("3.1", value("workers_departed", "0"))) is None, "zero is a value"
    assert lacking(TASK, draft("3.1", value("workers_departed", missing="not-collected"))) is None
    with pytest.raises(NotAllowed, match=r"Complete these lines first: 3\.1"):
        check_ready([TASK], Report(1, {"3.1": draft("3.1")}))


def test_all_lines_go_together_unless_some_are_chosen() -> None:
    tasks = [plan_of().task_by_code[code] for code in ("3.1", "3.2")]
    one = Report(1, {"3.1": draft("3.1", value("workers_departed", "1"))})
    with pytest.raises(NotAllowed, match=r"Write these lines first: 3\.2"):
        check_ready(tasks, one)
    assert check_ready(tasks, one, ("3.1",)) == ("3.1",)
    with pytest.raises(NotAllowed, match=r"owes no line.*9\.9"):
        check_ready(tasks, one, ("9.9",))
    with pytest.raises(NotAllowed, match="Nothing waits"):
        check_waiting(tasks, one)
    with pytest.raises(NotAllowed, match=r"do not wait for clearance: 3\.1"):
        check_waiting(tasks, one, ("3.1",))


# What changed -----------------------------------------------------------------------------------------------------------


def test_changes_are_told_word_by_word_and_give_the_texts_again() -> None:
    before = line("3.1", "in-progress", value("workers_departed", "1")).content
    assert before is not None
    after = replace(before, claim="completed", narrative="Đã làm xong.", values=(value("workers_departed", "2"),))
    found = {change.field: change for change in changes(before, after)}
    assert set(found) == {"claim", "narrative", "value"}
    assert [(p.sort, p.text) for p in found["claim"].pieces] == [("gone", "in-progress"), ("new", "completed")]
    pieces = found["narrative"].pieces
    assert "".join(p.text for p in pieces if p.sort != "new") == before.narrative
    assert "".join(p.text for p in pieces if p.sort != "gone") == after.narrative
    assert found["value"].indicator == "workers_departed"
    assert changes(before, before) == ()


def test_both_sides_see_the_change_once_it_was_sent() -> None:
    old = line("3.1", "in-progress").content
    sent = replace(line("3.1", "completed"), previous=old)
    assert [change.field for change in changes_of(sent)] == ["claim"]
    assert changes_of(line("3.1")) == (), "nothing was sent before"


# The lock ---------------------------------------------------------------------------------------------------------------

CLOSED = RoundHistory(number=3, closed=True, tasks={"TD-LD": ("3.1", "3.2")}, again={"TD-LD": frozenset({"3.1"})})


def test_only_lines_that_were_opened_again_change_after_closing() -> None:
    check_open(CLOSED, "TD-LD", ("3.1",))
    for tasks in (("3.2",), ("3.1", "3.2"), ()):
        with pytest.raises(NotAllowed, match="This round is closed"):
            check_open(CLOSED, "TD-LD", tasks)
    with pytest.raises(NotAllowed):
        check_open(CLOSED, "TD-TP", ("3.1",))


def test_an_entry_about_the_duty_touches_everything() -> None:
    assert touched([Draft("report.line.accepted", {"task": "3.1"}), Draft("report.submitted", {"tasks": ["3.2"]})]) == ("3.1", "3.2")
    for kind, body in (("report.nil.sent", {"tasks": ["3.1"]}), ("report.withdrawn", {"reason": "x"}), ("report.waiver.asked", {})):
        assert touched([Draft("report.line.accepted", {"task": "3.1"}), Draft(kind, body)]) == ()


def test_what_waits_needs_an_answer_or_a_reason_before_a_round_closes() -> None:
    open_ = RoundHistory(number=2)
    with pytest.raises(NotAllowed, match="TD-LD") as refused:
        check_closable(open_, ("TD-LD",), {"TD-LD": " "})
    assert refused.value.where == "reason-TD-LD"
    assert check_closable(open_, ("TD-LD",), {"TD-LD": " Hết hạn. "}) == {"TD-LD": "Hết hạn."}
    with pytest.raises(NotAllowed, match="TD-TP"):
        check_closable(open_, (), {"TD-TP": "x"})
    with pytest.raises(NotAllowed, match="never opened"):
        check_closable(RoundHistory(), (), {})
    with pytest.raises(NotAllowed, match="closed already"):
        check_closable(replace(CLOSED, again={}), (), {})
    assert check_closable(CLOSED, (), {}) == {}, "again, once something was opened again"


def test_a_snapshot_is_of_the_heads_whatever_their_order() -> None:
    assert snapshot_of({"A": "1", "B": "2"}) == snapshot_of({"B": "2", "A": "1"}) != snapshot_of({"A": "1", "B": "3"})


def test_a_closing_takes_back_what_was_opened_again() -> None:
    body = {"plan": "demo", "round": "2025", "snapshot": "a" * 64, "heads": {}, "unmet": ["TD-XH"], "unjudged": {}}
    found = ROUND.over([entry(4, "an", "round.closed", **body)], CLOSED)
    assert (found.closed, found.again, found.closings[-1].unmet) == (True, {}, ("TD-XH",))
