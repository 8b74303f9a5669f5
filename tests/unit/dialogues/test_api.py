"""Dialogues by a program: the same steps as on the pages, and the same refusals."""

import io
import zipfile
from importlib.resources import files
from typing import Any

import pytest
from tests.unit.api.calling import NO_LIMIT, Api, api_of, problem
from tests.unit.dialogues.talks import MY, OANH, Talks
from tests.unit.store_review.house import DUNG
from tests.unit.web_review.serving import account_of

ONE = "/dialogues/gb-vnm"


@pytest.fixture
def doors(talks: Talks, settings: Any) -> dict[str, Api]:
    settings.DICU_API_LIMIT = NO_LIMIT
    talks.desk.briefing.press = type(talks.desk.briefing.press)(("html",), lambda document, _: document.front.title.encode())
    return {"": Api(), **{o.account: api_of(account_of(o)) for o in (MY, OANH, DUNG)}}


def archive(old: str = "", new: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for file in (files("dicu.plans") / "dialogues" / "gb-vnm").iterdir():
            zipped.writestr(file.name, file.read_text("utf-8").replace(old or "\0", new))
    return packed.getvalue()


def test_what_the_public_reads(doors: dict[str, Api]) -> None:
    found = doors[""].get(ONE).json()
    days = {c["code"]: c["days"] for c in found["commitments"] if c["days"]}
    assert days == {"js24-4": 348, "js24-7": 321} and found["gaps"] == []
    ridley = next(p for r in found["rounds"] if r["id"] == "3" for p in r["co_chairs"] if p["side"] == "theirs")
    assert (ridley["name"], ridley["title_verified"], ridley["title"]["en"]) == ("Simon Ridley", False, "Second Permanent Secretary")
    assert [text["had"] for i in found["instruments"] for text in i["texts"]] == [False] * 14
    assert doors[""].get("/dialogues").json()["items"][0]["series"] == "gb-vnm"


def test_steps_and_a_stale_one(doors: dict[str, Api]) -> None:
    place = f"{ONE}/commitments/js24-5"
    made = doors["my"].post(f"{place}/steps/assign", {"number": 0, "owner_ours": "BCA", "due": "2026-06-30"})
    assert made.status_code == 200 and made.json()["state"] == "assigned"
    assert problem(doors["my"].post(f"{place}/steps/start", {"number": 0, "reason": "x"})) == "conflict"
    assert problem(doors["my"].post(f"{place}/steps/fly", {"number": 1})) == "refused"
    assert doors["dung"].post(f"{place}/steps/start", {"number": 1, "reason": "x"}).status_code == 403
    assert doors[""].get(place).json()["owner_ours"] == ""
    said = {"party": "both", "type": "meeting", "sensitivity": "restricted", "promised": "2025-11-01", "source": "Biên bản"}
    new = doors["my"].post(f"{ONE}/commitments", {**said, "text_vi": "Họp 4 lần.", "text_en": "Meet 5 times."})
    assert new.status_code == 201 and [w["kind"] for w in new.json()["warnings"]] == ["number"]
    assert doors["dung"].get(new["Location"]).status_code == 404


def test_rounds_positions_and_briefs(doors: dict[str, Api]) -> None:
    place = f"{ONE}/rounds/3"
    assert doors["my"].post(f"{place}/positions", {"text_vi": "Giữ.", "sensitivity": "internal"}).status_code == 201
    built = doors["my"].post(f"{place}/briefs", {"side": "ours"}).json()
    file = f"{place}/briefs/{built['files'][0]['digest']}"
    assert doors["my"].get(file).status_code == 200 and doors["dung"].get(file).status_code == 404
    whole = doors["my"].get(place).json()
    assert [p["text"]["vi"] for p in whole["positions"]] == ["Giữ."] and len(whole["briefs"]) == 1
    told = doors["dung"].get(place).json()
    assert told["positions"] == [] and told["briefs"] == [] and told["commitments"]


def test_loading_is_all_or_nothing(doors: dict[str, Api]) -> None:
    newer = archive('version: "2025-10-30"', 'version: "2026-01-01"')
    assert doors["my"].post("/dialogues?compare=true", newer).json()["loaded"] is False
    assert doors[""].get(ONE).json()["version"] == "2025-10-30"
    assert len(doors["my"].post("/dialogues", newer).json()["changes"]) == 1
    wrong = doors["my"].post("/dialogues", archive("pillars: [r1-3]", "pillars: [r9-3]"))
    assert problem(wrong) == "refused" and "commitments.yaml:17" in wrong.json()["report"][0]
    assert doors["dung"].post("/dialogues", newer).status_code == 403
