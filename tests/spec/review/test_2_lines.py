"""The line: one agency's word on one task of the plan.

A line is written by a reporter of the agency that leads the task, cleared and sent by another one, and judged by a
coordinator: accepted, or returned with a reason. Whatever happens to it is an entry of the ledger; nothing is overwritten.
"""

from datetime import date

import pytest
from tests.unit.review.making import DUE, at
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, TWO_HATS, World, measured

from dicu.access.model import Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.review.report import LineState
from dicu.review.rules import NotAllowed


def test_the_life_of_a_line(world: World) -> None:
    """Draft, cleared and submitted, returned with a reason, changed, submitted again, accepted."""
    seen = [world.line(DUNG, "3.1").state]
    world.report(DUNG, "TD-LD")
    seen.append(world.line(DUNG, "3.1").state)
    world.give_back(AN, "3.1")
    seen.append(world.line(DUNG, "3.1").state)
    world.write(DUNG, "3.1", narrative="Đã bổ sung.")
    seen.append(world.line(DUNG, "3.1").state)
    world.send(DUNG, "TD-LD")
    seen.append(world.line(DUNG, "3.1").state)
    world.accept(AN, "3.1")
    seen.append(world.line(DUNG, "3.1").state)
    assert seen == ["empty", "submitted", "returned", "draft", "submitted", "accepted"]
    assert world.history("TD-LD")[3:] == [
        "clearance.asked",
        "submitted",
        "line.returned",
        "line.written",
        "clearance.asked",
        "submitted",
        "line.accepted",
    ]


def test_a_draft_changes_nothing_for_anybody_else(world: World) -> None:
    """While a line is only written, the coordinator sees what was there before: an open obligation and no report."""
    before = world.overview(AN)
    for task in ("3.1", "3.2", "3.3"):
        world.write(DUNG, task, claim="completed", completed_on="01/12/2025")
        world.attach(DUNG, task)
    assert world.overview(AN) == before
    assert world.sees(AN, "TD-LD") is None
    assert world.sees(DUNG, "TD-LD") is not None


def test_saving_what_is_there_already_records_nothing(world: World) -> None:
    """Pressing “save” twice leaves one entry."""
    world.write(DUNG, "3.1")
    world.write(DUNG, "3.1")
    assert world.history("TD-LD") == ["line.written"]


def test_the_same_file_twice_is_recorded_once(world: World) -> None:
    """A file is known by its content; what it is called and where it proves something may still be said anew."""
    world.attach(DUNG, "3.1")
    world.attach(DUNG, "3.1")
    assert world.history("TD-LD") == ["evidence.attached"]
    world.attach(DUNG, "3.1", name="bang-2.csv", locator="tr. 2")
    assert [(f.name, f.locator) for f in world.line(DUNG, "3.1").files] == [("bang-2.csv", "tr. 2")]


def test_every_line_must_be_written_before_the_report_goes(world: World) -> None:
    """A report is sent whole: the refusal names the lines that are still empty. A file alone is not a line."""
    world.write(DUNG, "3.1")
    world.attach(DUNG, "3.2")
    with pytest.raises(NotAllowed, match=r"3\.2, 3\.3"):
        world.send(DUNG, "TD-LD")
    assert "submitted" not in world.history("TD-LD")


def test_what_was_sent_cannot_be_changed(world: World) -> None:
    """Until it is returned, a line that was sent is out of the agency's hands: neither its words nor its files change."""
    world.attach(DUNG, "3.1")
    world.report(DUNG, "TD-LD")
    digest = world.line(DUNG, "3.1").files[0].digest
    for step in (
        lambda: world.write(DUNG, "3.1", narrative="Khác."),
        lambda: world.attach(DUNG, "3.1", "khac,1\n"),
        lambda: world.detach(DUNG, "3.1", digest),
    ):
        with pytest.raises(NotAllowed, match="cannot be changed now"):
            step()


def test_the_one_who_sent_a_line_does_not_accept_it(world: World) -> None:
    """An officer who reports for an agency and also coordinates still cannot judge what they sent; nor return it."""
    world.report(TWO_HATS, "TD-NG")
    for task in ("1.2", "2.4"):
        with pytest.raises(Forbidden, match="never what the same person sent or wrote"):
            world.accept(TWO_HATS, task)
        with pytest.raises(Forbidden):
            world.give_back(TWO_HATS, task)
    world.accept(AN, "1.2")
    assert world.line(TWO_HATS, "1.2").reviewer == "an"


def test_three_people_are_kept_apart(world: World) -> None:
    """Who wrote, who sent and who judged a line stand in it side by side, for ever."""
    world.write(HOA, "3.1")
    world.write(HOA, "3.2")
    world.write(HOA, "3.3")
    world.send(DUNG, "TD-LD")
    world.accept(BINH, "3.1")
    line = world.line(DUNG, "3.1")
    assert (line.author, line.submitter, line.reviewer) == ("hoa", "dung", "binh")


def test_a_line_goes_back_only_with_a_reason(world: World) -> None:
    """A code of the list and words that say what to mend; a new last day lies ahead, not behind."""
    world.report(DUNG, "TD-LD")
    with pytest.raises(NotAllowed, match="Say why"):
        world.give_back(AN, "3.1", text="  \n ")
    with pytest.raises(NotAllowed, match="Choose the reason"):
        world.give_back(AN, "3.1", reason="because")
    with pytest.raises(NotAllowed, match="has passed already"):
        world.give_back(AN, "3.1", due=date(2025, 11, 30))
    world.give_back(AN, "3.1", due=date(2025, 12, 1))
    back = world.line(DUNG, "3.1").returns[-1]
    assert (back.reason, back.text, back.by, back.due) == ("missing-evidence", "Thiếu bảng số liệu.", "an", date(2025, 12, 1))


def test_a_returned_line_must_change_before_it_goes_again(world: World) -> None:
    """Sending it as it was is refused, and the lines are named. Saving it unchanged does not help; a file more, or other
    words, does."""
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1")
    world.write(DUNG, "3.1")
    with pytest.raises(NotAllowed, match=r"returned and have not been changed since: 3\.1"):
        world.send(DUNG, "TD-LD")
    world.attach(DUNG, "3.1")
    assert world.send(DUNG, "TD-LD") == ("3.1",)


def test_changed_and_changed_back_is_not_changed(world: World) -> None:
    """A line that was altered and then made again as it was sent is the line that was returned."""
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1")
    world.write(DUNG, "3.1", narrative="Khác.")
    world.write(DUNG, "3.1")
    world.attach(DUNG, "3.1")
    world.detach(DUNG, "3.1", world.line(DUNG, "3.1").files[0].digest)
    with pytest.raises(NotAllowed, match=r"returned and have not been changed since: 3\.1"):
        world.send(DUNG, "TD-LD")


def test_only_what_goes_back_goes_again(world: World) -> None:
    """Returning one line leaves the others as they are: the second sending holds the mended line alone."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.2")
    world.give_back(AN, "3.1")
    world.write(DUNG, "3.1", narrative="Đã bổ sung.")
    assert world.send(DUNG, "TD-LD") == ("3.1",)
    assert [world.line(DUNG, task).state for task in ("3.1", "3.2", "3.3")] == ["submitted", "accepted", "submitted"]


def test_there_is_nothing_to_send_twice(world: World) -> None:
    """A report whose every line was sent is not sent again."""
    world.report(DUNG, "TD-LD")
    with pytest.raises(NotAllowed, match="nothing to send"):
        world.send(DUNG, "TD-LD")
    assert world.history("TD-LD").count("submitted") == 1


def test_what_the_coordinator_sees_while_a_line_is_mended(world: World) -> None:
    """What was sent, never the draft: neither its words, its values nor its files, and it still counts as returned."""
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310"))
    world.give_back(AN, "3.1")
    overview = world.overview(AN)
    world.write(DUNG, "3.1", narrative="Bản nháp.", **measured("workers_departed", "1"))
    world.attach(DUNG, "3.1", name="nhap.csv")
    line = world.line(AN, "3.1")
    assert (line.state, line.files) == (LineState.RETURNED, ())
    assert line.content is not None
    assert (line.content.narrative, line.content.values[0].value) == ("Đã làm.", "46310")
    assert world.overview(AN) == overview
    assert dict(next(o.lines for o in overview.situation.obligations if o.agency == "TD-LD")) == {"returned": 1, "submitted": 2}


def test_a_draft_makes_no_answer_stale(world: World) -> None:
    """While the agency mends one line, the coordinator goes on judging the others on the page as it was."""
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1")
    number = world.view(AN, "TD-LD").report.number
    world.write(DUNG, "3.1", narrative="Bản nháp.")
    world.attach(DUNG, "3.1")
    assert world.view(AN, "TD-LD").report.number == number
    world.accept(AN, "3.2", number)
    with pytest.raises(Conflict):
        world.accept(AN, "3.3", number)


def test_a_stale_form_records_nothing(world: World) -> None:
    """Two reporters of one agency on the same page: the second is told, and nothing of the first is overwritten."""
    number = world.view(DUNG, "TD-LD").report.number
    world.write(DUNG, "3.1", number, narrative="Của Dũng.")
    with pytest.raises(Conflict):
        world.write(HOA, "3.1", number, narrative="Của Hoa.")
    with pytest.raises(Conflict):
        world.attach(HOA, "3.2", number=number)
    assert world.history("TD-LD") == ["line.written"]
    content = world.line(HOA, "3.1").content
    assert content is not None and content.narrative == "Của Dũng."


def test_a_second_return_adds_to_the_first(world: World) -> None:
    """The whole exchange stays readable: each return with its reason, its author and its day."""
    world.report(DUNG, "TD-LD")
    world.give_back(AN, "3.1", text="Thiếu bảng.")
    world.attach(DUNG, "3.1")
    world.send(DUNG, "TD-LD")
    world.on(date(2025, 12, 3)).give_back(BINH, "3.1", text="Bảng không đọc được.", reason="other")
    assert [(r.text, r.by, r.at.day) for r in world.line(DUNG, "3.1").returns] == [
        ("Thiếu bảng.", "an", 1),
        ("Bảng không đọc được.", "binh", 3),
    ]


def test_an_accepted_line_stays_accepted(world: World) -> None:
    """Neither accepted again nor returned: the question is closed in this round."""
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    for step in (lambda: world.accept(BINH, "3.1"), lambda: world.give_back(BINH, "3.1")):
        with pytest.raises(NotAllowed, match="not waiting for review"):
            step()


def test_late_is_what_the_first_sending_was(world: World) -> None:
    """A line that is returned and sent again after the last day does not make a punctual report late."""
    world.on(DUE).report(DUNG, "TD-LD")
    world.give_back(AN, "3.1")
    world.on(date(2026, 1, 5)).attach(DUNG, "3.1")
    world.send(DUNG, "TD-LD")
    obligation = next(o for o in world.overview(AN).situation.obligations if o.agency == "TD-LD")
    assert obligation.submitted_at == at(DUE)
    assert obligation.state(date(2026, 1, 5)) == "satisfied-on-time"


def test_nobody_writes_for_another_agency(world: World) -> None:
    """For a reporter, another agency's report is not there; for a coordinator, writing is not their part."""
    with pytest.raises(Absent):
        world.write(HAI, "3.1")
    world.report(DUNG, "TD-LD")
    with pytest.raises(Absent):
        world.accept(HAI, "3.1")
    world.give_back(AN, "3.1")
    with pytest.raises((Forbidden, Absent)):
        world.write(AN, "3.1", narrative="Thay cho bộ.")
    with pytest.raises(Forbidden):
        world.by(
            AN,
            "coordination",
            lambda who: world.desk.reporting.write(
                who, world.desk.reporting.view(who, "demo", "2025", "TD-LD"), "3.1", {"claim": "completed"}, "vi", 4
            ),
        )
