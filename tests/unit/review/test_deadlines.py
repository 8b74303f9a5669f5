"""The cut-off that a last day is counted from: whose word it is, and whether somebody has read it there."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.review.making import plan_of

from dicu.review.deadlines import Deadline, deadline_of, read_body
from dicu.review.kinds import KINDS
from dicu.review.law import ReportingLaw, RuleVersion
from dicu.review.model import Round
from dicu.vocabulary.legal import Source
from dicu.vocabulary.workdays import Calendar

ANNUAL = ReportingLaw.load().on("annual-government", date(2026, 11, 1))
CLOSES = date(2025, 12, 14)


def law(days: int | None = None, read: bool = False) -> RuleVersion:
    """The decree, its last day so many working days after the cut-off, and the cut-off read there or not."""
    due = replace(ANNUAL.due, working_days=days, day_of_month=25 if days is None else None)
    return replace(ANNUAL, due=due, cut_off=replace(ANNUAL.cut_off, source=Source("Hai văn bản dẫn lại", verified=read)))


def asked(cut_off: date | None = None, due: date | None = None) -> Round:
    round_ = plan_of().round("2025")
    assert round_ is not None
    return replace(round_, cut_off=cut_off, due=due, due_rule=None)


def counted(of: RuleVersion, round_: Round | None = None, apply: bool = False) -> Deadline:
    return deadline_of(round_ or asked(), of, Calendar.load, apply)


def test_a_cut_off_that_nobody_has_read_is_marked_and_so_is_the_day_that_follows() -> None:
    found = counted(law())
    assert (found.cut_off, found.due, found.by) == (CLOSES, date(2025, 12, 25), "law"), "the day of the month does not hang on it"
    assert (found.verified, found.cut_off_unread) == (False, "Hai văn bản dẫn lại")


def test_working_days_bind_nobody_from_a_cut_off_that_was_not_read() -> None:
    shown = counted(law(days=2))
    assert (shown.due, shown.by, shown.would_be, shown.verified) == (None, "nobody", date(2025, 12, 16), False)
    applied = counted(law(days=2), apply=True)
    assert (applied.due, applied.by, applied.verified) == (date(2025, 12, 16), "decision", False)


@pytest.mark.parametrize("days", [None, 2])
@pytest.mark.parametrize(("read", "own"), [(True, None), (False, CLOSES)], ids=["read in the law", "the plan's own"])
def test_a_cut_off_that_was_read_or_is_the_plan_s_own_is_not_marked(days: int | None, read: bool, own: date | None) -> None:
    found = counted(law(days, read), asked(own))
    assert (found.by, found.verified, found.cut_off_unread) == ("law", True, "")


def test_the_mark_stands_also_where_the_plan_names_the_last_day() -> None:
    found = counted(law(), asked(due=date(2025, 12, 18)))
    assert (found.by, found.due, found.cut_off_unread) == ("plan", date(2025, 12, 18), "Hai văn bản dẫn lại")


def test_what_is_recorded_keeps_the_mark() -> None:
    found = counted(law())
    assert read_body(found.body()) == found
    schema = next(kind.schema for kind in KINDS if kind.name == "round.deadline.set")
    assert found.body().keys() | {"plan", "round"} == set(schema["properties"])
