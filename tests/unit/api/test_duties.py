"""Duties and published rates by a program."""

from collections.abc import Callable

from tests.unit.api.calling import REPORT, Api, problem
from tests.unit.store_review.house import World

As = Callable[[str], Api]
DUTY = f"{REPORT}/duty"


def test_a_nil_return_that_was_accepted_is_given_back(world: World, as_: As) -> None:
    dung, hoa, an = as_("dung"), as_("hoa"), as_("an")
    dung.put(f"{DUTY}/nil", {"text": "Không phát sinh."}, match=dung.etag(DUTY))
    hoa.post(f"{DUTY}/nil/send", match=hoa.etag(DUTY))
    assert an.post(f"{DUTY}/nil/answer", {"accept": True}, match=an.etag(DUTY)).json()["nil"]["state"] == "accepted"
    assert problem(an.post(f"{DUTY}/nil/answer", {"accept": False, "reason": " "}, match=an.etag(DUTY))) == "refused"
    back = an.post(f"{DUTY}/nil/answer", {"accept": False, "reason": "Có phát sinh."}, match=an.etag(DUTY)).json()
    assert (back["nil"]["state"], back["nil"]["answer"], back["obligation"]["state"]) == ("returned", "Có phát sinh.", "open")


def test_rates_name_tasks_assigned(world: World, as_: As) -> None:
    (found,) = as_("").get("/published-rates").json()["items"]
    labels = [rate["label"]["en"] for rate in found["rates"]]
    assert "Completed: 16,051 of 21,914 tasks assigned (73.25 %)" in labels
    progress = as_("an").get("/plans/demo/rounds/2025/progress").json()
    of = {rate["key"]: rate["whole"] for rate in progress["rates"]}
    assert of["completed-of-assigned"] == progress["four_way"]["total"] + progress["without_term"] > of["completed-of-term"]


def test_a_percentage_that_nobody_prints_is_refused_in_words(world: World, as_: As) -> None:
    counts = {"on_time": 74, "late": 0, "within": 0, "overdue": 1}
    answer = as_("").post("/published-rates/check", {**counts, "completed_percent": "98.66666666666"})
    assert answer.status_code == 422 and "8" in answer.content.decode()
