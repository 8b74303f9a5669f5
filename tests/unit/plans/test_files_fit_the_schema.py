"""Every file of every plan fits its definition in plan.schema.json, and a wrong one does not."""

import json
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.plans.folders import LIBRARY, PARTS, PLANS, read, reviews

SCHEMA = json.loads((LIBRARY / "schema" / "plan.schema.json").read_text(encoding="utf-8"))

FILES = [(f"{plan}/{part}.yaml", part) for plan in PLANS for part in PARTS]
FILES += [(f"{plan}/review-{round_}.yaml", "review") for plan in PLANS for round_ in reviews(plan)]
FILES += [("frameworks/gcm.yaml", "framework"), ("demo/agencies.yaml", "agencies"), ("demo/crosswalk.yaml", "crosswalk")]
FILES += [("demo/accounts.yaml", "accounts"), ("demo/script.yaml", "script")]


def faults(value: Any, definition: str) -> list[str]:
    validator = Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{definition}"})
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(value)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("path", "definition"), FILES, ids=[path for path, _ in FILES])
def test_a_file_fits(path: str, definition: str) -> None:
    assert faults(read(path), definition) == []


def test_no_file_of_the_library_is_left_unchecked() -> None:
    """Descriptions of sets of recommendations are checked where they are read."""
    folders = [folder for folder in LIBRARY.iterdir() if folder.is_dir() and folder.name not in ("__pycache__", "recommendations")]
    found = {f"{folder.name}/{f.name}" for folder in folders for f in folder.iterdir() if f.name.endswith((".yaml", ".yml"))}
    assert found == {path for path, _ in FILES}


@pytest.mark.parametrize("change", [
    {"value": 5142}, {"value": "5,142"}, {"value": "n/a"}, {"missing": "not-collected"}, {"period": "2017/18"},
    {"qualifier": "roughly"}, {"source": "nca eoy18"}, {"vintage": "20/03/2019"}, {"unit": "people"},
])  # fmt: skip
def test_a_wrong_observation_does_not_fit(change: dict[str, Any]) -> None:
    row = deepcopy(read("vn-402/observations.yaml")[3])
    assert faults([row], "observations") == []
    assert faults([{**row, **change}], "observations")


def test_zero_is_a_target_but_nothing_is_none() -> None:
    row = next(t for t in read("demo/targets.yaml") if t["value"] == "0")
    assert faults([row], "targets") == []
    assert faults([{k: v for k, v in row.items() if k != "value"}], "targets")


def test_a_task_with_a_fixed_term_has_a_day() -> None:
    task = next(t for t in read("demo/plan.yaml")["tasks"] if t["term"]["kind"] == "fixed")
    assert faults(task, "task") == []
    assert faults({**task, "term": {"kind": "fixed", "due": None}}, "task")


def test_a_task_may_stand_in_one_language_but_not_in_none() -> None:
    """The annex, once somebody has it, is Vietnamese only."""
    task = read("demo/plan.yaml")["tasks"][0]
    assert faults({**task, "text": {"vi": "Nhiệm vụ", "en": ""}}, "task") == []
    assert faults({**task, "text": {"vi": "", "en": ""}}, "task")


def test_a_return_has_a_reason() -> None:
    decision = {"action": "return", "by": "an.ngoaigiao", "at": "2025-12-18T11:00:00+07:00"}
    assert any("reason" in fault for fault in faults(decision, "line_content/decision"))


def test_what_is_synthetic_says_so() -> None:
    plan = deepcopy(read("demo/plan.yaml"))
    plan["standing"] = "compiled"
    assert faults(plan, "plan")
