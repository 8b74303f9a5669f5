"""Rates, and what they are of.

The Government Office counts tasks in four ways: completed on time, completed late, not completed within term, not completed
overdue. A rate names its denominator wherever it stands. Rates that others have published are recomputed from the counts
beside them; where parts and whole do not agree, that is said.
"""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from tests.unit.review.making import changed, file, line, plan_of, situation

from dicu.review.progress import SENT, standings
from dicu.review.published import PublishedRate, PublishedStatistic, checked_counts, findings, percent_of, rates_of, read, shipped
from dicu.review.rates import Assigned, FourWay, assigned, four_way, rates, without_term
from dicu.review.report import LineState
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import Refused

NOTHING = Bilingual("", "")
VPCP = next(one for one in shipped() if one.id == "vpcp-2017")
"""Report 1270/BC-TCTTTg of 27 December 2017, part I.1.a."""
TERM = plan_of().task_by_code["1.1"].term.due
EVIDENCE = (file(),)


def statistic(rates_: dict[str, str] | None = None, **counts: int | None) -> PublishedStatistic:
    given = tuple(PublishedRate(what, Decimal(percent)) for what, percent in (rates_ or {}).items())
    return PublishedStatistic("x", NOTHING, NOTHING, None, checked_counts(counts), given)


def test_the_figures_of_2017_are_those_of_the_report() -> None:
    """21,914 tasks; 16,051 completed, of which 14,068 on time and 1,983 late; 5,863 not completed, of which 5,640 within term
    and 223 overdue."""
    counts = (21914, 16051, 14068, 1983, 5863, 5640, 223)
    assert tuple(VPCP.counts[name] for name in ("assigned", "completed", "on_time", "late", "open", "within", "overdue")) == counts
    assert VPCP.source is not None
    assert (VPCP.source.title, VPCP.source.locator) == ("Báo cáo 1270/BC-TCTTTg", "mục I.1.a")


def test_its_sums_agree() -> None:
    """All three: completed and not completed make the whole, and each of them is made of its two parts."""
    assert [f.subject for f in findings(VPCP) if f.kind == "agrees"] == ["assigned", "completed", "open"]
    assert VPCP.four_way == FourWay(14068, 1983, 5640, 223)
    assert VPCP.four_way.total == 21914


def test_its_rates_recomputed() -> None:
    """Of the 16,274 tasks that were due, 98.63 % were completed and 1.37 % are overdue; of all 21,914 assigned, 73.25 % were
    completed. Each label says which."""
    found = {rate.key: rate for rate in rates_of(VPCP)}
    due, all_ = found["completed-of-due"], found["completed-of-assigned"]
    assert (due.part, due.whole, due.rounded) == (16051, 16274, Decimal("98.63"))
    assert (found["overdue-of-due"].part, found["overdue-of-due"].rounded) == (223, Decimal("1.37"))
    assert (all_.whole, all_.rounded) == (21914, Decimal("73.25"))
    assert all_.label().say("en") == "Completed: 16,051 of 21,914 tasks assigned (73.25 %)"
    assert due.label().say("en") == "Completed: 16,051 of 16,274 tasks due (completed, or overdue) (98.63 %)"
    assert due.label().say("vi") == "Đã hoàn thành: 16.051 trên 16.274 nhiệm vụ đến hạn (đã hoàn thành hoặc quá hạn) (98,63 %)"


def test_98_62_and_1_38_are_flagged() -> None:
    """98.62 % was cut off and not rounded; 1.38 % was then taken from 100 and not from the counts. No other denominator gives
    either of them, and the text names none."""
    faults = {(f.kind, f.subject): f.said.say("en") for f in findings(VPCP) if f.fault}
    assert set(faults) == {("rate", "completed"), ("rate", "overdue"), ("whole", "completed")}
    assert "98.62" in faults["rate", "completed"] and "98.63" in faults["rate", "completed"] and "cut off" in faults["rate", "completed"]
    assert "1.37" in faults["rate", "overdue"] and "no other denominator" in faults["rate", "overdue"]
    assert "98.63 % and 1.37 %" in faults["whole", "completed"]
    assert [f.subject for f in findings(VPCP) if f.kind == "denominator"] == ["completed", "overdue"]


def test_right_rates_pass_and_their_denominator_is_named() -> None:
    """98.63 and 1.37 are right on tasks due; 73.25 is right on all tasks that were assigned."""
    counts = dict(VPCP.counts)
    assert not [f for f in findings(statistic({"completed": "98.63", "overdue": "1.37"}, **counts)) if f.fault]
    said = next(
        f
        for f in findings(statistic({"completed": "73.25"}, **counts))
        if f.kind == "agrees" and f.subject == "completed" and "73.25" in f.said.say("en")
    )
    assert "21,914 tasks assigned" in said.said.say("en")
    assert not [f for f in findings(statistic({"completed": "99"}, **counts)) if f.fault], "rounded as coarsely as it was printed"


def test_parts_that_do_not_make_the_whole_are_flagged() -> None:
    """A sum that is wrong is named with both numbers."""
    wrong = statistic(assigned=10, completed=6, on_time=4, late=1, open=4, within=3, overdue=1)
    assert [(f.kind, f.subject) for f in findings(wrong) if f.fault] == [("sum", "completed")]
    assert "5" in next(f.said.say("en") for f in findings(wrong) if f.fault)


def test_what_was_not_printed_is_not_made_up() -> None:
    """Without all four counts no rate is recomputed, and a sum with a part missing says nothing."""
    assert findings(statistic({"completed": "50"}, completed=6, on_time=4)) == ()
    assert statistic(on_time=1).four_way is None


def test_of_nothing_there_is_no_rate() -> None:
    """Where nothing was due there is no percentage, neither 0 nor 100."""
    found = {rate.key: rate for rate in rates(FourWay(0, 0, 5, 0), Assigned(0, 5))}
    assert found["completed-of-due"].rounded is None
    assert "not computable" in found["completed-of-due"].label().say("en")
    assert found["completed-of-term"].rounded == Decimal("0.00")


@pytest.mark.parametrize(
    ("counts", "where"),
    [({"on_time": -1}, "on_time"), ({"late": 1.5}, "late"), ({"late": True}, "late"), ({"late": 10**13}, "late"), ({"done": 1}, "done")],
)
def test_what_is_no_count_is_refused(counts: dict[str, Any], where: str) -> None:
    """Negative, broken, absurd or unknown: each is refused at its name."""
    with pytest.raises(Refused) as refused:
        checked_counts(counts)
    assert refused.value.where == where


@pytest.mark.parametrize("text", ["", "nhiều", "-1", "101", "NaN", "Infinity", "1e3"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    """Only 0 to 100, with a comma or a point."""
    with pytest.raises(Refused, match="percentage"):
        percent_of(text)
    assert percent_of("98,62") == percent_of("98.62") == Decimal("98.62")


@pytest.mark.parametrize("text", ["98." + "6" * 35, "0.000000001", "1e-9"])
def test_a_percentage_has_8_decimals_at_most(text: str) -> None:
    """Nobody prints more; what has more was not copied from a text."""
    with pytest.raises(Refused, match="more than 8 decimals"):
        percent_of(text)
    assert percent_of("98.66666666") == Decimal("98.66666666")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"statistics": []},
        {"statistics": [{"id": "x"}]},
        {"statistics": [{**yaml.safe_load("{id: x, title: {vi: a, en: b}, counts: {late: x}}")}]},
    ],
)
def test_a_file_of_another_form_is_refused(raw: Any) -> None:
    """With the place of the entry that is wrong."""
    with pytest.raises(Refused) as refused:
        read(raw)
    assert refused.value.where.startswith("statistics")


def test_tasks_are_counted_from_accepted_lines_and_terms() -> None:
    """Only tasks with a term are counted in four ways, and every one of them in one: a task that is only claimed to be complete
    is still open."""
    assert TERM is not None
    rows = situation(line("1.1", "completed", on=TERM, evidence=EVIDENCE), line("1.5", "completed", on=None), day=TERM).standings
    counts = four_way(rows, TERM)
    limited = [task for task in plan_of().tasks if task.term.limited]
    assert counts.total == len(limited)
    assert counts.on_time == 1
    assert without_term(rows) == len(plan_of().tasks) - len(limited) > 0


def test_of_all_tasks_assigned_those_without_a_term_count_too() -> None:
    """Beside the rate on tasks due stands that on tasks assigned: all tasks of the plan, and all that are completed, with a
    term or without."""
    assert TERM is not None
    open_ended = next(task for task in plan_of().tasks if not task.term.limited)
    done = (line("1.1", "completed", on=TERM, evidence=EVIDENCE), line(open_ended.code, "completed", on=TERM, evidence=EVIDENCE))
    rows = situation(*done, day=TERM).standings
    found = {rate.key: rate for rate in rates(four_way(rows, TERM), assigned(rows))}
    assert (found["completed-of-assigned"].part, found["completed-of-assigned"].whole) == (2, len(plan_of().tasks))
    assert (found["completed-of-term"].part, found["completed-of-term"].whole) == (1, four_way(rows, TERM).total)


def test_the_look_ahead_counts_what_was_sent_too() -> None:
    """A line that waits for the coordinator counts in the look ahead, and in nothing that is published."""
    assert TERM is not None
    waiting = line("1.1", "completed", on=TERM, evidence=EVIDENCE, state=LineState.SUBMITTED)
    seen = situation(waiting, day=TERM)
    ahead = standings(seen.plan, seen.lines, TERM, seen.owners, SENT)
    assert (four_way(seen.standings, TERM).on_time, four_way(ahead, TERM).on_time) == (0, 1)


def test_a_plan_says_how_a_task_s_time_runs() -> None:
    """Besides the kind and the last day: from when, how often, in which words of the plan, and whether somebody has read them.
    A plan that says none of this loads as before."""

    def say(bundle: dict[str, Any]) -> None:
        words = {"vi": "Hằng năm, từ 2026", "en": "Yearly, from 2026"}
        bundle["plan"]["tasks"][1]["term"].update(since="2026-01-01", every="year", words=words, verified=True)

    plain, told = plan_of().tasks[1].term, changed(say).tasks[1].term
    assert (plain.since, plain.every, plain.words.vi, plain.verified) == (None, "", "", False)
    assert (told.every, told.words.vi, told.verified) == ("year", "Hằng năm, từ 2026", True)
    assert told.since is not None and told.since.year == 2026
