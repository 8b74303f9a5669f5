"""The text of Decision 402 and of the Global Compact stands as the facts have it, certainty marks included."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.unit.plans.folders import agencies, read

PLAN = read("vn-402/plan.yaml")


def facts(name: str) -> Any:
    folder = os.environ.get("DICU_DATA_DIR", "")
    path = Path(folder) / "facts" / name
    if not folder or not path.is_file():
        pytest.skip(f"NOT CHECKED: facts/{name} is not here; set DICU_DATA_DIR to the folder that holds it")
    return json.loads(path.read_text(encoding="utf-8"))


def ascii_code(code: str) -> str:
    return code.replace("Đ", "D")


def test_the_document_is_the_one_of_the_facts() -> None:
    document = facts("plan402.json")["document"]
    base = PLAN["legal_basis"][0]
    assert (base["number"], base["issued"], PLAN["signed_by"]) == (document["number"], document["date"], document["signed_by"])
    assert document["title_vi"].endswith(PLAN["title"]["vi"])
    assert [(p["number"], p["date"]) for p in PLAN["proposals"]] == [(p["number"], p["date"]) for p in document["proposals"]]
    assert [(f["number"], f["date"]) for f in PLAN["follow_up"]] == [(f["number"], f["date"]) for f in document["follow_up_dispatches"]]


def test_purposes_and_focal_tasks_are_word_for_word() -> None:
    source = facts("plan402.json")
    assert [(p["code"], p["text"]["vi"]) for p in PLAN["purposes"]] == [(o["code"], o["vi"]) for o in source["objectives"]]
    ours = [(f["code"], f["text"]["vi"], [link["number"] for link in f["objectives"]]) for f in PLAN["focal_tasks"]]
    assert ours == [(f["code"], f["vi"], f["gcm_objectives_inferred"]) for f in source["focal_tasks"]]


def test_only_the_tasks_whose_words_are_known_are_there() -> None:
    source = facts("plan402.json")
    ours = [(t["code"], t["focal"], t["text"]["vi"], [link["number"] for link in t["objectives"]]) for t in PLAN["tasks"]]
    assert ours == [(t["code"], t["focal"], t["vi_working"], t["gcm_objectives_inferred"]) for t in source["specific_tasks_found"]]
    for mine, theirs in zip(PLAN["tasks"], source["specific_tasks_found"], strict=True):
        assert theirs["en"].startswith(mine["text"]["en"].removesuffix("ab…").split(", or ")[0])
    unknown = {row["code"]: row.get("count") for row in PLAN["unknown"]}
    assert unknown["specific-tasks"] == source["specific_tasks_missing"]


def test_conferences_and_local_plans_are_all_there() -> None:
    source = facts("plan402.json")
    assert {c["date"] for c in source["review_conferences"]} <= {c["date"] for c in PLAN["conferences"]}
    ours = {(p["number"], p["date"] or p.get("date_text")) for p in PLAN["local_plans"]}
    assert {(p["number"] or "", p["date"]) for p in source["local_plans"]} <= ours


def test_agencies_end_and_begin_as_the_facts_say() -> None:
    ours = agencies("vn-402")
    for agency in facts("plan402.json")["agencies"]:
        row = ours[ascii_code(agency["code"])]
        assert row["abbreviation"] == agency["code"]
        assert (row.get("since"), row.get("until")) == (agency.get("valid_from"), agency.get("valid_to"))


def test_the_framework_is_the_one_of_the_facts() -> None:
    source, ours = facts("gcm_objectives.json"), read("frameworks/gcm.yaml")
    for mine, theirs in zip(ours["objectives"], source["objectives"], strict=True):
        assert mine["title"] == {"vi": theirs["vi"], "en": theirs["en"]}
        assert mine["short"]["en"] == theirs["en_short"]
        assert mine["paragraph"]["number"] == theirs["paragraph"]
        assert mine["round_table"]["number"] == theirs["imrf_round_table"]
        assert mine["round_table"]["verified"] == theirs["imrf_round_table_verified"]
        assert [(a["letter"], a["en"]) for a in mine["actions"]] == [(a["letter"], a["short_en"]) for a in theirs["actions"]]
    assert [p["code"] for p in ours["principles"]] == [p["code"] for p in source["guiding_principles"]]
