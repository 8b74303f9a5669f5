"""Versions of a plan and priorities by a program: the same steps as on the pages, and the same refusals."""

import copy
import io
import zipfile
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from tests.unit.api.calling import Api, problem
from tests.unit.review.making import bundle_of, plan_of
from tests.unit.store_review.house import DUNG, World

from dicu.review.annex import template

As = Callable[[str], Api]
PRIORITIES, ONE = "/plans/demo/rounds/2025/priorities", "/plans/demo/priorities/TD-LD-1"
PROPOSAL = {"agency": "TD-LD", "sort": "priority", "title_vi": "Chấm dứt phí tuyển dụng", "tasks": ["3.2"]}


def workbook(without: str = "") -> bytes:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"]["tasks"] = [t for t in bundle["plan"]["tasks"] if t["code"] != without]
    return template(bundle, "vi")


def archive(plan: str = "demo-p1", **changed: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for file in (files("dicu.plans") / plan).iterdir():
            text = file.read_text("utf-8")
            for old, new in changed.items():
                text = text.replace(old, new)
            made.writestr(file.name, text)
    return target.getvalue()


def test_a_version_from_the_workbook_to_its_decision(world: World, as_: As) -> None:
    """Handed in, compared, refused while accepted lines would hang, and loaded with what becomes of the task."""
    world.report(DUNG, "TD-LD")
    an = as_("an")
    an.post("/reports/demo/2025/TD-LD/lines/3.1/accept", match=an.etag("/reports/demo/2025/TD-LD"))
    told = an.post("/plan-versions?name=tep.xlsx&plan=demo&whole=true", workbook("3.1"))
    assert told.status_code == 201, told.content
    found, where = told.json(), f"/plans/demo/versions/{told.json()['version']['digest']}"
    assert (found["dropped"], found["hanging"], found["against"]) == (["3.1"], ["3.1"], plan_of().digest)
    assert [t["state"] for t in found["touches"]] == ["accepted"]
    hanging = an.post(f"{where}/load", {"against": found["against"]})
    assert (problem(hanging), hanging.json()["where"]) == ("refused", "fates")
    loaded = an.post(f"{where}/load", {"against": found["against"], "ended": {"3.1": "Quyết định 12/QĐ-TD"}}).json()
    assert (loaded["in_force"], loaded["loaded_by"], loaded["ended"]) == (True, "an", {"3.1": "Quyết định 12/QĐ-TD"})
    assert sorted(v["in_force"] for v in as_("").get("/plans/demo/versions").json()["items"]) == [False, True]
    assert as_("").get(where).json()["comparison"] is None


def test_a_workbook_sent_back_untouched_is_the_version_in_force(world: World, as_: As) -> None:
    an, entries = as_("an"), world.entries()
    sheet = an.get("/plans/demo/tasks.xlsx")
    told = an.post("/plan-versions?name=tep.xlsx&plan=demo", sheet.content).json()
    assert (told["changes"], told["version"]["in_force"], told["version"]["digest"]) == ([], True, plan_of().digest)
    assert world.entries() == entries


def test_a_report_tells_each_row_that_is_wrong(world: World, as_: As) -> None:
    refused = as_("an").post("/plan-versions?name=tep.csv&plan=demo&lang=en", "code,focal,text_vi\n9.1,N9,Việc\n9.2,N1,\n".encode())
    assert problem(refused) == "refused"
    report = refused.json()["report"]
    assert len(report) == 2 and "row 2" in report[0] and "row 3" in report[1]


def test_a_province_s_plan_by_archive(world: World, as_: As) -> None:
    an = as_("an")
    proposed = an.post("/plan-versions?name=p1.zip", archive()).json()
    where = f"/plans/demo-p1/versions/{proposed['version']['digest']}"
    assert an.get("/plans/demo-p1").status_code == 404, "nothing is in force before it is decided"
    stale = an.post(f"{where}/load", {"against": "0" * 64})
    assert problem(stale) == "conflict"
    assert an.post(f"{where}/load", {"against": ""}).json()["in_force"] is True
    covered = {row["task"]: row for row in an.get("/plans/demo/provinces").json()["tasks"]}
    assert covered["1.1"]["there"] == ["TD-P1"] and covered["1.1"]["short"]
    assert an.get("/plans/demo/tasks/1.1").json()["implementations"] == [{"plan": "demo-p1", "task": "T1.1"}]
    assert an.get("/plans/demo-p1/tasks/T1.1").json()["implements"] == ["1.1"]


def test_a_wrong_archive_names_file_and_line(world: World, as_: As) -> None:
    refused = as_("an").post("/plan-versions?name=p1.zip&lang=en", archive(**{'implements: ["1.1"]': "implements: [x.y]\n    phases: [Q]"}))
    assert problem(refused) == "refused"
    assert any(row.startswith("plan.yaml:") and "“Q” is a phase" in row for row in refused.json()["report"])


def test_who_leads_and_what_it_serves(world: World, as_: As) -> None:
    told = as_("").get("/plans/demo/tasks/1.4?day=2025-07-01").json()
    assert (told["leading"]["agency"], told["leading"]["ground"]) == ("TD-XH", "ended")
    assert as_("").get("/plans/demo/tasks/1.4?day=2025-06-30").json()["leading"]["ground"] == "plan"
    served = {(s["kind"], s["code"]): s for s in as_("").get("/plans/demo/tasks/3.2").json()["serves"]}
    assert served["sdg", "10.7"]["through"] == [] and not served["sdg", "10.7"]["verified"]
    assert served["sdg", "8.8"]["through"] == ["6"]
    crosswalk = as_("").get("/plans/demo/crosswalk").json()
    assert len(crosswalk["principles"]) == 10 and len(crosswalk["actions"]) == 187 and len(crosswalk["phases"]) == 2


def test_a_priority_from_proposal_to_done(world: World, as_: As) -> None:
    dung, an = as_("dung"), as_("an")
    made = dung.post(PRIORITIES, PROPOSAL)
    assert (made.status_code, made.json()["priority"], made["Location"]) == (201, "TD-LD-1", "/api/v1/plans/demo/priorities/TD-LD-1")
    assert made.json()["steps"] == ["amend", "drop"]
    agreed = an.post(f"{ONE}/agree", {"number": 1}).json()
    assert (agreed["state"], agreed["agreed_by"]) == ("agreed", "an")
    assert problem(an.post(f"{ONE}/plan", {"number": 1, "tasks": ["3.2"], "owner": "TD-LD"})) == "conflict"
    assert an.post(f"{ONE}/plan", {"number": 2, "tasks": ["3.2"], "owner": "TD-LD", "due": "2026-06-30"}).json()["due"] == "2026-06-30"
    assert an.post(f"{ONE}/carry", {"number": 3, "to": "2026", "reason": "Chưa xong."}).json()["rounds"] == ["2025", "2026"]
    assert an.post(f"{ONE}/finish", {"number": 4, "reason": "Đã ban hành."}).json()["state"] == "done"
    assert [p["priority"] for p in as_("hai").get("/plans/demo/rounds/2026/priorities").json()["items"]] == ["TD-LD-1"]


def test_who_amends_and_drops_a_proposal(world: World, as_: As) -> None:
    """Its agency, and to drop it a coordinator besides; to another agency it is not there, to an auditor it is refused."""
    as_("dung").post(PRIORITIES, PROPOSAL)
    words = {"number": 1, "title_vi": "Khác"}
    answers = {
        who: (as_(who).put(ONE, words), as_(who).post(f"{ONE}/drop", {"number": 1, "reason": ""})) for who in ("hai", "uyen", "", "an")
    }
    told = {who: tuple(problem(answer) for answer in pair) for who, pair in answers.items()}
    assert told == {
        "hai": ("absent", "absent"),
        "uyen": ("forbidden", "forbidden"),
        "": ("absent", "absent"),
        "an": ("forbidden", "refused"),
    }
    assert as_("hoa").put(ONE, words).json()["title"]["vi"] == "Khác"
    assert as_("dung").post(f"{ONE}/drop", {"number": 2, "reason": "Trùng."}).json()["state"] == "dropped"


def test_what_is_wrong_is_named(world: World, as_: As) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [({"tasks": ["9.9"]}, "tasks"), ({"sort": "wish"}, "sort"), ({"title_vi": " "}, "title_vi")]
    for change, where in wrong:
        refused = as_("dung").post(PRIORITIES, {**PROPOSAL, **change})
        assert (problem(refused), refused.json()["where"]) == ("refused", where)
