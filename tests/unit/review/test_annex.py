"""The annex of a plan as a workbook: out, filled in, and back; all of it or nothing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from dicu.intake.report import BadTable
from dicu.intake.workbooks import Prefilled
from dicu.intake.workbooks import template as workbook
from dicu.review.annex import GUIDANCE, table, template, with_annex
from dicu.review.bundles import packed, shipped
from dicu.review.gaps import found
from dicu.review.reading import read_plan
from dicu.review.situation import Situation
from dicu.review.validating import BadPlan, check_bundle

PLAN = shipped("vn-402")
NEW = {
    "code": "II.1.4",
    "focal": "F2",
    "text_vi": "Xây dựng cơ sở dữ liệu về di cư",
    "text_en": "Build a migration database",
    "lead": "BNG",
    "coordinating": "BCA; BTP",
    "objectives": "1; 4",
    "indicators": "contract_workers",
    "term": "fixed",
    "due": date(2025, 12, 31),
    "locator": "Phụ lục, trang 7",
}


def filled(*rows: dict[str, Any], language: str = "vi") -> bytes:
    return workbook([Prefilled(table(PLAN), rows)], GUIDANCE, language)  # type: ignore[arg-type]


def problems(*rows: dict[str, Any]) -> str:
    with pytest.raises(BadTable) as refused:
        with_annex(PLAN, filled(*rows), "annex.xlsx", "en")
    return refused.value.report("en")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("plan", ["vn-402", "demo"])
def test_the_template_reads_back_as_the_plan_it_was_made_of(plan: str, language: str) -> None:
    bundle = shipped(plan)
    content = template(bundle, language)  # type: ignore[arg-type]
    assert content == template(bundle, language), "equal plans give equal files"  # type: ignore[arg-type]
    again = with_annex(bundle, content, "annex.xlsx", language)  # type: ignore[arg-type]
    check_bundle(again)
    before, after = (read_plan(packed(b)) for b in (bundle, again))
    assert [t.code for t in after.tasks] == [t.code for t in before.tasks]
    assert [t.text for t in after.tasks] == [t.text for t in before.tasks]
    assert [t.term for t in after.tasks] == [t.term for t in before.tasks]
    assert [t.responsible for t in after.tasks] == [t.responsible for t in before.tasks]


def test_a_task_from_the_annex_is_in_the_plan_and_no_longer_missing() -> None:
    bundle = with_annex(PLAN, filled(NEW), "phu-luc.xlsx", "vi")
    check_bundle(bundle)
    plan = read_plan(packed(bundle))
    task = plan.task_by_code["II.1.4"]
    assert (task.responsible, task.coordinating, task.term.due) == ("BNG", ("BCA", "BTP"), date(2025, 12, 31))
    assert [link.number for link in task.objectives] == [1, 4]
    assert len(plan.tasks) == 4, "the three that were known stay"
    assert plan.unknowns[0].count == 56
    assert "56 of the 60" in plan.unknowns[0].what.en
    assert not task.verified and plan.sources[task.source].title == "phu-luc.xlsx"


def test_what_the_annex_closes_is_a_gap_no_longer() -> None:
    rows = [{**NEW, "code": f"II.{n}"} for n in range(60)]
    bundle = with_annex({**PLAN, "plan": {**PLAN["plan"], "tasks": []}}, filled(*rows), "a.xlsx", "vi")
    plan = read_plan(packed(bundle))
    gaps = found(Situation(plan, plan.rounds[0], date(2026, 11, 24)))
    assert "specific-tasks" not in {g.subject for g in gaps if g.rule == "G00"}
    assert "lead-and-coordinating" not in {g.subject for g in gaps if g.rule == "G00"}
    assert [g for g in gaps if g.rule == "G04"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"coordinating": "BCA; XYZ"}, "“XYZ” is an agency that is not in the list of agencies"),
        ({"objectives": "1; 24"}, "“24” is an objective that the framework does not have"),
        ({"indicators": "nothing"}, "“nothing” is an indicator that the plan does not have"),
        ({"due": None}, "A task with a fixed date needs that date"),
    ],
)
def test_a_code_that_is_none_is_named_with_its_row_and_column(change: dict[str, Any], said: str) -> None:
    report = problems(NEW, {**NEW, "code": "II.1.5", **change})
    assert said in report
    assert "row 3" in report, "the heading is row 1"


def test_a_code_twice_is_refused() -> None:
    assert "row 3: The same entry stands already in row 2." in problems(NEW, NEW)


def test_all_problems_are_told_at_once() -> None:
    report = problems({**NEW, "objectives": "24", "coordinating": "XYZ"})
    assert len(report.splitlines()) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused(content: bytes) -> None:
    from dicu.vocabulary.messages import Refused  # noqa: PLC0415

    with pytest.raises(Refused):
        with_annex(PLAN, content, "annex.xlsx", "vi")


def test_a_workbook_of_something_else_is_refused() -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415

    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Doanh thu").write_row(0, 0, ["Tháng", "Số tiền"])
    with pytest.raises(BadTable):
        with_annex(PLAN, target.getvalue(), "doanh-thu.xlsx", "vi")


def test_a_bundle_with_faults_is_refused_with_all_of_them() -> None:
    plan = {**PLAN["plan"], "tasks": [*PLAN["plan"]["tasks"], {**PLAN["plan"]["tasks"][0], "focal": "F9"}]}
    with pytest.raises(BadPlan) as refused:
        check_bundle({**PLAN, "plan": plan})
    assert "stands twice" in refused.value.report("en") and "F9" in refused.value.report("en")
