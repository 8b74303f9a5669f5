"""The annex of a plan as a workbook: out, filled in, and back; all of it or nothing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from dicu.intake.report import BadTable
from dicu.intake.workbooks import Prefilled
from dicu.intake.workbooks import template as workbook
from dicu.review.annex import GUIDANCE, leads_table, table, template, with_annex
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
    assert packed(again) == packed(bundle), "a workbook that says nothing new changes nothing"


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


# Versions -----------------------------------------------------------------------------------------------------------


def with_leads(*spans: tuple[str, str | None, str | None, str | None], **task: Any) -> bytes:
    days = [{"code": c, "agency": a, "since": _day(s), "until": _day(u)} for c, a, s, u in spans]
    sheets = [Prefilled(table(PLAN), [{**NEW, "lead": None, **task}]), Prefilled(leads_table(PLAN), days)]
    return workbook(sheets, GUIDANCE, "vi")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_what_a_row_does_not_ask_stays_as_it_was() -> None:
    """Another term; the output, the note of a link and who was inferred to lead are not forgotten."""
    first = {**PLAN["plan"]["tasks"][0], "output": {"vi": "Trang tin", "en": "A page"}}
    bundle = {**PLAN, "plan": {**PLAN["plan"], "tasks": [first]}}
    row = {"code": first["code"], "focal": first["focal"], "text_vi": first["text"]["vi"], "text_en": first["text"]["en"],
           "objectives": "3", "term": "regular"}  # fmt: skip
    task = with_annex(bundle, filled(row), "a.xlsx", "vi")["plan"]["tasks"][0]
    assert (task["term"]["kind"], task["output"], task["lead_inferred"]) == ("regular", first["output"], first["lead_inferred"])
    assert task["objectives"] == first["objectives"]


def test_another_file_is_another_source() -> None:
    """What the first annex said stays said by it."""
    once = with_annex(PLAN, filled(NEW), "mot.xlsx", "vi")
    twice = with_annex(once, filled({**NEW, "code": "II.1.5"}), "hai.xlsx", "vi")
    plan = read_plan(packed(twice))
    assert [plan.sources[plan.task_by_code[code].source].title for code in ("II.1.4", "II.1.5")] == ["mot.xlsx", "hai.xlsx"]
    assert packed(with_annex(twice, filled(NEW), "ba.xlsx", "vi")) == packed(twice), "said once more it changes nothing"


def test_a_workbook_that_is_the_whole_list_drops_the_others() -> None:
    plan = read_plan(packed(with_annex(PLAN, filled(NEW), "a.xlsx", "vi", whole=True)))
    assert [task.code for task in plan.tasks] == ["II.1.4"]
    assert plan.unknowns[0].count == 59


def test_leads_by_day_come_from_their_sheet_and_go_back_to_it() -> None:
    content = with_leads(("II.1.4", "BLDTBXH", None, "2025-02-28"), ("II.1.4", "BNV", "2025-03-01", None))
    bundle = with_annex(PLAN, content, "a.xlsx", "vi")
    check_bundle(bundle)
    task = read_plan(packed(bundle)).task_by_code["II.1.4"]
    assert [(t.agency, t.since, t.until) for t in task.leads] == [
        ("BLDTBXH", None, date(2025, 2, 28)),
        ("BNV", date(2025, 3, 1), None),
    ]
    assert packed(with_annex(bundle, template(bundle, "en"), "b.xlsx", "en")) == packed(bundle)


@pytest.mark.parametrize(
    ("spans", "task", "said"),
    [
        ((("II.1.4", "BNG", None, "2025-03-01"), ("II.1.4", "BNV", "2025-03-01", None)), {}, "row 3, column C"),
        ((("II.1.4", "BNG", None, "2025-02-27"), ("II.1.4", "BNV", "2025-03-01", None)), {}, "nobody is named from 28 February 2025"),
        ((("II.9.9", "BNG", None, None),), {}, "“II.9.9” is no task of the sheet of tasks"),
        ((("II.1.4", "BNG", None, None),), {"lead": "BNV"}, "The task has a lead on the sheet of tasks already"),
    ],
)
def test_the_sheet_of_leads_keeps_one_lead_a_day(spans: Any, task: dict[str, Any], said: str) -> None:
    with pytest.raises(BadTable) as refused:
        with_annex(PLAN, with_leads(*spans, **task), "a.xlsx", "en")
    assert said in refused.value.report("en")
    assert "Chủ trì theo thời gian" in refused.value.report("en")


def test_a_new_column_left_empty_keeps_what_was_known() -> None:
    bundle = with_annex(PLAN, filled({**NEW, "function": "ict", "local": "required", "replaces": "II.0.1"}), "a.xlsx", "vi")
    again = read_plan(packed(with_annex(bundle, filled({**NEW, "text_vi": "Khác"}), "b.xlsx", "vi"))).task_by_code["II.1.4"]
    assert (again.text.vi, again.function, str(again.local), again.replaces) == ("Khác", "ict", "required", ("II.0.1",))


def test_a_dropped_task_takes_its_crosswalk_with_it() -> None:
    demo = shipped("demo")
    left = [t for t in demo["plan"]["tasks"] if t["code"] != "3.2"]
    made = with_annex(demo, template({**demo, "plan": {**demo["plan"], "tasks": left}}, "vi"), "a.xlsx", "vi", whole=True)
    check_bundle(made)
    assert {row["from"] for row in demo["crosswalk"]} - {row["from"] for row in made["crosswalk"]} == {"task:3.2"}
