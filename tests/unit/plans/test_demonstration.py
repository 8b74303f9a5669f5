"""The demonstration plan and its play: invented throughout, whole, and with every kind of gap that it is there to show."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.plans.folders import agencies, duplicates, last_words, lines, read

PLAN = read("demo/plan.yaml")
TASKS = {task["code"]: task for task in PLAN["tasks"]}
ACCOUNTS = {row["username"]: row for row in read("demo/accounts.yaml")}
ROUNDS = {row["id"]: row for row in read("demo/rounds.yaml")}
EVIDENCE = [
    (line["task"], file)
    for _, _, line in lines()
    for part in (line, line.get("resubmitted"))
    if part
    for file in part["evidence"]
    if "text" in file
]
"""Files with their content; a web page that is cited has none."""


def reported(round_: str) -> dict[str, Any]:
    """Indicator → the value that finally stands in the round's reports."""
    return {v["indicator"]: v for _, _, line in lines(round_) for v in last_words(line)["values"]}


def leads(code: str) -> str | None:
    lead = TASKS[code]["lead"]
    return lead["agency"] if lead else None


def test_nothing_of_it_looks_real() -> None:
    assert PLAN["synthetic"]
    assert PLAN["area"] == "XDM"
    assert not set(agencies("demo")) & set(agencies("vn-402"))
    for part in ("sources", "observations", "targets"):
        rows = read(f"demo/{part}.yaml")
        assert not any(row["verified"] for row in (rows.values() if isinstance(rows, dict) else rows))
    assert all("giả lập" in file["title"] for _, file in EVIDENCE)


def test_it_is_of_the_size_it_says() -> None:
    assert len(PLAN["tasks"]) == PLAN["expected"]["specific_tasks"] == 24
    assert len(PLAN["focal_tasks"]) == PLAN["expected"]["focal_tasks"] == 5
    assert len(read("demo/indicators.yaml")) >= 15


def test_accounts_have_roles_and_no_passwords() -> None:
    roles = [row["role"] for row in ACCOUNTS.values()]
    assert len(ACCOUNTS) == len(read("demo/accounts.yaml"))
    assert roles.count("coordinator") == 2
    assert roles.count("auditor") == 1
    assert {row["agency"] for row in ACCOUNTS.values()} <= set(agencies("demo"))
    assert {row["agency"] for row in ACCOUNTS.values() if row["role"] == "reporter"} == set(agencies("demo")) - {"TD-XH"}


def test_an_agency_reports_its_own_tasks_through_its_own_reporter() -> None:
    for _, report, line in lines():
        assert ACCOUNTS[report["by"]]["agency"] == report["agency"]
        assert ACCOUNTS[report["by"]]["role"] == "reporter"
        assert report["by"] != report["sent_by"], "nobody sends what they wrote"
        assert (ACCOUNTS[report["sent_by"]]["agency"], ACCOUNTS[report["sent_by"]]["role"]) == (report["agency"], "reporter")
        assert leads(line["task"]) == report["agency"]


def test_a_line_is_reported_once_a_round_and_only_on_its_indicators() -> None:
    assert not duplicates([(round_, line["task"]) for round_, _, line in lines()])
    for _, _, line in lines():
        for part in (line, line.get("resubmitted")):
            assert not part or {v["indicator"] for v in part["values"]} <= set(TASKS[line["task"]]["indicators"])


def test_reports_of_2025_are_whole() -> None:
    by_agency = {report["agency"]: report for _, report, _ in lines("2025")}
    for agency, report in by_agency.items():
        assert {line["task"] for line in report["lines"]} == {code for code in TASKS if leads(code) == agency}
    silent = {row["agency"] for row in read("demo/script.yaml")["never_submitted"] if row["round"] == "2025"}
    assert silent == {leads(code) for code in TASKS if leads(code)} - set(by_agency)


def test_whoever_accepts_is_a_coordinator_and_did_not_submit() -> None:
    for _, report, line in lines():
        for part in (line, line.get("resubmitted", {})):
            if decision := part.get("decision"):
                assert ACCOUNTS[decision["by"]]["role"] == "coordinator"
                assert decision["by"] != report["by"]


def test_time_runs_forwards() -> None:
    for round_, report, line in lines():
        moments = [report["submitted"], line.get("decision", {}).get("at")]
        back = line.get("resubmitted", {})
        moments += [back.get("at"), back.get("decision", {}).get("at")]
        times = [datetime.fromisoformat(m) for m in moments if m]
        assert times == sorted(times), line["task"]
        assert all(t.date().isoformat() >= ROUNDS[round_]["opened"] for t in times)


def test_a_returned_line_comes_back_before_it_is_accepted() -> None:
    returned = [line for _, _, line in lines() if line.get("decision", {}).get("action") == "return"]
    assert returned
    codes = read("demo/script.yaml")["reason_codes"]
    for line in returned:
        assert line["decision"]["reason_code"] in codes
        assert line["resubmitted"]["decision"]["action"] == "accept"


def test_prose_holds_no_digit() -> None:
    for _, _, line in lines():
        for part in (line, line.get("resubmitted")):
            texts = [part[f][l] for f in ("narrative", "difficulties") for l in ("vi", "en")] if part else []  # noqa: E741
            assert not [text for text in texts if any(sign.isdigit() for sign in text)], line["task"]


def test_a_narrative_stands_in_both_languages_or_in_none() -> None:
    for _, report, line in lines():
        for part in (line, line.get("resubmitted")):
            for field in ("narrative", "difficulties") if part else ():
                assert bool(part[field]["vi"]) == bool(part[field]["en"]), line["task"]
        assert line["narrative"]["vi"] or report["submitted"] is None


@pytest.mark.parametrize(("task", "file"), EVIDENCE, ids=[file["name"] for _, file in EVIDENCE])
def test_evidence_is_a_table_or_says_that_it_is_synthetic(task: str, file: Any) -> None:
    if file["name"].endswith(".txt"):
        assert file["text"].startswith("DỮ LIỆU GIẢ LẬP ĐỂ TRÌNH DIỄN\n")
    else:
        rows = list(csv.reader(io.StringIO(file["text"])))
        assert len(rows) > 2
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(("name", "indicator", "round_"), [
    ("nguoi-di-theo-quy-2025.csv", "workers_departed", "2025"),
    ("ket-hon-yeu-to-nuoc-ngoai-2025.csv", "marriages_foreign_element", "2025"),
    ("kham-suc-khoe-2025.csv", "migrant_health_checks", "2025"), ("boi-duong-bien-phong-2025.csv", "border_officers_trained", "2025"),
    ("diem-thong-tin-2025.csv", "information_points", "2025"), ("bao-ho-cong-dan-2025.csv", "consular_cases_assisted", "2025"),
    ("nguoi-tro-ve-2026.csv", "returnees_supported", "2026"),
])  # fmt: skip
def test_parts_in_the_evidence_add_up_to_the_value(name: str, indicator: str, round_: str) -> None:
    file = next(file for _, file in EVIDENCE if file["name"] == name)
    parts = [Decimal(row[1]) for row in csv.reader(io.StringIO(file["text"])) if row[1].isdigit()]
    assert sum(parts) == Decimal(reported(round_)[indicator]["value"])


@pytest.mark.parametrize(("name", "indicator"), [
    ("dao-tao-truoc-khi-di-2025.csv", "predeparture_trained_share"), ("khai-sinh-dung-han-2025.csv", "births_on_time_share"),
    ("nhat-ky-tong-dai-2025.csv", "hotline_answered_share"),
])  # fmt: skip
def test_a_share_follows_from_its_numerator_and_denominator(name: str, indicator: str) -> None:
    file = next(file for _, file in EVIDENCE if file["name"] == name)
    numbers = sorted(Decimal(row[1]) for row in csv.reader(io.StringIO(file["text"])) if row[1].isdigit())
    assert (numbers[0] / numbers[1] * 100).quantize(Decimal("0.1")) == Decimal(reported("2025")[indicator]["value"])


class TestGaps:
    """Each gap that the demonstration shows has its cause in the data."""

    def test_g01_no_report(self) -> None:
        assert "TD-P3" in {row["agency"] for row in read("demo/script.yaml")["never_submitted"]}

    def test_g02_late(self) -> None:
        late = {report["agency"] for _, report, _ in lines("2025") if report["submitted"][:10] > ROUNDS["2025"]["due"]}
        assert late == {"TD-GD"}

    def test_g03_overdue(self) -> None:
        cut_off = ROUNDS["2025"]["cut_off"]
        open_ = {line["task"] for _, _, line in lines("2025") if last_words(line)["status"] != "completed"}
        assert {c for c in open_ if (TASKS[c]["term"]["due"] or "9") < cut_off} == {"2.2", "3.10"}

    def test_g04_no_lead_or_a_lead_that_ended(self) -> None:
        assert [code for code in TASKS if leads(code) is None] == ["2.3"]
        ended = {code for code, row in agencies("demo").items() if row["until"] and row["until"] < ROUNDS["2025"]["cut_off"]}
        assert [code for code in TASKS if leads(code) in ended] == ["1.4"]

    def test_g05_no_indicator(self) -> None:
        assert {code for code, task in TASKS.items() if not task["indicators"]} == {"1.4", "1.5", "2.2", "2.3", "2.4", "4.1", "4.2"}

    def test_g06_no_data_in_the_period(self) -> None:
        wanted = {code for task in TASKS.values() for code in task["indicators"]}
        assert wanted - {code for code, v in reported("2025").items() if "value" in v} == {"returnees_supported"}

    def test_g09_complete_without_evidence(self) -> None:
        done = [line for _, _, line in lines("2025") if last_words(line)["status"] == "completed"]
        bare = {line["task"] for line in done if not last_words(line)["evidence"]}
        assert bare == {"5.1"}

    def test_g10_status_contradicts_data(self) -> None:
        targets = {t["indicator"]: t for t in read("demo/targets.yaml") if t["period"] == "2025"}
        holds = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "=": lambda a, b: a == b}
        wrong = {
            line["task"]
            for _, _, line in lines("2025")
            for v in last_words(line)["values"]
            if last_words(line)["status"] == "completed" and (t := targets.get(v["indicator"]))
            and not holds[t["operator"]](Decimal(v["value"]), Decimal(t["value"]))
        }  # fmt: skip
        assert wrong == {"3.2"}
        assert targets["recruitment_fee_borne"]["value"] == "0"

    def test_g16_objective_without_task_and_province_without_plan(self) -> None:
        served = {link["number"] for row in (*PLAN["tasks"], *PLAN["focal_tasks"]) for link in row["objectives"]}
        assert set(range(1, 24)) - served == {8, 9, 12, 13, 16, 19, 22}
        provinces = {code for code, row in agencies("demo").items() if row["kind"] == "province"}
        assert provinces - {row["agency"] for row in PLAN["local_plans"]} == {"TD-P3"}

    def test_g23_target_or_baseline_missing(self) -> None:
        codes = {row["code"] for row in read("demo/indicators.yaml")}
        without = codes - {t["indicator"] for t in read("demo/targets.yaml")}
        assert without == {"marriages_foreign_element", "victims_supported", "consular_cases_assisted"}
        assert codes - {o["indicator"] for o in read("demo/observations.yaml")} == {"qualifications_recognised"}
