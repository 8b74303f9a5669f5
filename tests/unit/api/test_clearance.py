"""Clearing, questions, the end of a round and its reopening by a program: the same desk as the pages, so the same answers."""

from collections.abc import Callable
from typing import Any

from tests.unit.api.calling import REPORT, Api, problem, whole
from tests.unit.store_review.house import DUNG, World

As = Callable[[str], Api]
ROUND = "/plans/demo/rounds/2025"
TASKS = ["3.1", "3.2", "3.3"]


def several(api: Api, step: str, tasks: list[str] | None = None, **more: Any) -> Any:
    return api.post(f"{REPORT}/several", {"step": step, "tasks": tasks or TASKS, **more}, match=api.etag())


def done(answer: Any) -> dict[str, bool]:
    assert answer.status_code == 200, answer.content
    return {one["task"]: one["done"] for one in answer.json()["results"]}


def test_each_line_of_several_is_a_step_of_its_own(world: World, as_: As) -> None:
    dung, hoa, an = as_("dung"), as_("hoa"), as_("an")
    for task in ("3.1", "3.2"):
        assert dung.put(f"{REPORT}/lines/{task}", whole(task), match=dung.etag()).status_code == 200
    asked = several(dung, "ask")
    assert done(asked) == {"3.1": True, "3.2": True, "3.3": False}
    assert "3.3" in asked.json()["results"][2]["why"]["en"]
    assert done(several(dung, "send", ["3.1"])) == {"3.1": False}, "by who wrote it"
    assert an.get(REPORT).status_code == 404, "what waits inside its agency is nobody else's"
    assert done(several(hoa, "refuse", ["3.2"], text="Chưa rõ.")) == {"3.2": True}
    assert done(several(hoa, "send", ["3.1"])) == {"3.1": True}
    assert done(several(an, "accept", ["3.1", "3.2"])) == {"3.1": True, "3.2": False}
    kinds = ["line.written"] * 2 + ["clearance.asked"] * 2 + ["clearance.refused", "submitted", "line.accepted"]
    assert world.history("TD-LD") == kinds
    assert an.get(REPORT).json()["obligation"]["state"] == "open", "the others are owed still"


def test_who_does_a_step_for_several_lines(world: World, as_: As) -> None:
    """As for one line: `answerSeveral` judges for coordinators alone, and moves lines for the agency alone."""
    world.report(DUNG, "TD-LD")
    dung, hai, an = as_("dung"), as_("hai"), as_("an")
    assert problem(several(dung, "accept")) == problem(several(dung, "return", reason="other", text="x")) == "forbidden"
    for step in ("ask", "send", "refuse"):
        assert problem(several(an, step, text="x")) == "forbidden"
    assert problem(hai.post(f"{REPORT}/several", {"step": "accept", "tasks": TASKS}, match='"0"')) == "absent"
    assert problem(an.post(f"{REPORT}/several", {"step": "accept", "tasks": TASKS}, match='"1"')) == "stale"


def test_a_question_is_answered_without_a_return(world: World, as_: As) -> None:
    world.report(DUNG, "TD-LD")
    dung, an, line = as_("dung"), as_("an"), f"{REPORT}/lines/3.1"
    put = an.post(f"{line}/queries", {"text": "Theo người hay theo lượt?", "proposed": "Đã làm đủ."}, match=an.etag())
    assert put.status_code == 201
    query = put.json()["queries"][0]
    assert (query["answered_at"], put.json()["proposals"][0]["text"]) == (None, "Đã làm đủ.")
    assert problem(an.post(f"{line}/accept", match=an.etag())) == "refused"
    assert problem(dung.post(f"{line}/wording", match=dung.etag())) == "refused", "the line is out of the agency's hands"
    answered = dung.post(f"{line}/queries/{query['number']}/answer", {"text": "Theo người."}, match=dung.etag())
    assert (answered.json()["state"], answered.json()["queries"][0]["answered_by"]) == ("submitted", "dung")
    assert an.post(f"{line}/return", {"reason": "other", "text": "Dùng cách viết đã nêu."}, match=an.etag()).status_code == 200
    taken = dung.post(f"{line}/wording", match=dung.etag()).json()
    assert (taken["content"]["narrative"], taken["authors"]) == ("Đã làm đủ.", ["dung"])
    assert {change["field"] for change in taken["changes"]} == {"narrative"}
    told = [one["kind"] for one in an.get(REPORT).json()["history"]]
    assert "report.query.answered" in told and "report.line.written" not in told, "its drafts stay its own"


def test_a_round_is_closed_and_lines_are_opened_again_by_two(world: World, as_: As) -> None:
    world.report(DUNG, "TD-LD")
    dung, an, binh = as_("dung"), as_("an"), as_("binh")
    end = an.get(f"{ROUND}/closing").json()
    assert (end["closed"], end["unanswered"]) == (False, ["TD-LD"]) and "TD-TP" in end["unmet"]
    assert problem(an.post(f"{ROUND}/close", {"number": end["number"]})) == "refused"
    assert done(several(an, "accept")) == dict.fromkeys(TASKS, True)
    closed = an.post(f"{ROUND}/close", {"number": end["number"]}).json()
    assert closed["closed"] and len(closed["closings"][0]["snapshot"]) == 64
    refused = dung.put(f"{REPORT}/lines/3.1", whole("3.1"), match=dung.etag(), Accept_Language="en")
    assert problem(refused) == "refused" and "This round is closed" in refused.json()["detail"]
    again = {"agency": "TD-LD", "tasks": ["3.1"], "reason": "Đính chính nguồn."}
    asked = an.post(f"{ROUND}/reopenings", {"number": closed["number"], **again})
    assert asked.status_code == 201
    number, request = asked.json()["number"], asked.json()["reopenings"][0]["number"]
    yes = {"number": number, "grant": True, "reason": "Đồng ý."}
    assert problem(an.post(f"{ROUND}/reopenings/{request}/answer", yes)) == "forbidden", "not by one alone"
    assert binh.post(f"{ROUND}/reopenings/{request}/answer", yes).json()["again"] == {"TD-LD": ["3.1"]}
    assert dung.get(REPORT).json()["open_tasks"] == ["3.1"]
    assert dung.put(f"{REPORT}/lines/3.1", {**whole("3.1"), "narrative": "Đã đính chính."}, match=dung.etag()).status_code == 200
    assert problem(dung.put(f"{REPORT}/lines/3.2", whole("3.2"), match=dung.etag())) == "refused"


def test_a_nil_return_is_given_back_to_the_draft_by_the_second_person(world: World, as_: As) -> None:
    dung, hoa, duty = as_("dung"), as_("hoa"), f"{REPORT}/duty"
    assert dung.put(f"{duty}/nil", {"text": "Không phát sinh."}, match=dung.etag(duty)).json()["nil"]["in_clearance"] is True
    back = hoa.post(f"{duty}/nil/refuse", {"reason": "Chưa rà soát tỉnh."}, match=hoa.etag(duty)).json()["nil"]
    assert (back["in_clearance"], back["refused"]) == (False, "Chưa rà soát tỉnh.")
    assert problem(hoa.post(f"{duty}/nil/send", match=hoa.etag(duty))) == "refused"
