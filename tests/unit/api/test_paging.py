"""Lists are read by position: what is added meanwhile neither hides a row nor shows one twice."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.api.calling import Api, problem
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, World

from dicu.api import paging
from dicu.review.desk import Press

As = Callable[[str], Api]


def test_the_trail_page_by_page_while_entries_are_added(world: World, as_: As) -> None:
    uyen = as_("uyen")
    world.report(DUNG, "TD-LD")
    before = [entry["position"] for entry in uyen.get("/trail?limit=200").json()["items"]]
    read: list[int] = []
    address = "/trail?limit=2"
    for turn in range(20):
        page = uyen.get(address).json()
        read += [entry["position"] for entry in page["items"]]
        world.write(HAI, "3.4", narrative=f"Lần {turn}.")
        address = page["next"]
        if not address:
            break
    assert read == before and len(before) >= 6


def test_one_stream_s_trail(world: World, as_: As) -> None:
    world.report(DUNG, "TD-LD")
    items = as_("uyen").get("/trail?stream=report/demo/2025/TD-LD&limit=3").json()["items"]
    assert [entry["number"] for entry in items] == [5, 4, 3]
    assert items[0]["said"]["en"] == "Submitted the report."
    assert items[1]["digest"] == items[0]["previous"]


def test_the_trail_says_whether_it_holds(world: World, as_: As) -> None:
    assert as_("uyen").get("/trail/check").json()["holds"] is True
    assert as_("an").get("/trail/check").status_code == 403


def test_reports_and_editions_page_by_page(world: World, as_: As) -> None:
    an = as_("an")
    one = an.get("/reports?limit=1").json()
    two = an.get(one["next"]).json()
    whole = [row["agency"] for row in an.get("/reports").json()["items"]]
    assert [one["items"][0]["agency"], two["items"][0]["agency"]] == whole[:2] == sorted(whole)[:2]
    assert "plan=demo" in an.get("/reports?limit=1&plan=demo").json()["next"]
    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    for officer, agency in ((DUNG, "TD-LD"), (HAI, "TD-TP")):
        world.report(officer, agency)
        world.by(AN, "coordination", lambda who: world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")))
        world.clock.at = world.clock.at.replace(hour=world.clock.at.hour + 1)
    first = an.get("/editions?limit=1").json()
    second = an.get(first["next"]).json()
    assert first["items"][0]["built_at"] > second["items"][0]["built_at"] and second["next"] is None


def test_a_cursor_opens_nothing(world: World, as_: As) -> None:
    """Another caller who goes on with it sees what they may see and nothing else."""
    page = as_("an").get("/reports?limit=1").json()
    while page["items"][-1]["agency"] < "TD-LD":
        page = as_("an").get(page["next"]).json()
    assert as_("dung").get(page["next"]).json()["items"] == []
    assert [row["agency"] for row in as_("hai").get(page["next"]).json()["items"]] == ["TD-TP"]
    assert problem(as_("uyen").get("/trail?after=" + page["next"].partition("after=")[2])) == "invalid"


def test_what_is_shown_for_the_next_page_is_told_by_who_may_publish(world: World, as_: As) -> None:
    world.desk.editions.press = Press(("html",), lambda document, _: document.snapshot.encode())
    world.by(AN, "coordination", lambda who: world.desk.editions.keep(who, world.desk.editions.build(who, "demo", "2025")))
    assert [as_(o.account).get("/editions").json()["items"][0]["may_publish"] for o in (AN, BINH)] == [False, True]


@given(st.lists(st.one_of(st.text(max_size=40).filter(lambda t: t.isprintable()), st.integers(-(2**60), 2**60)), max_size=4))
def test_a_cursor_is_read_as_it_was_written(key: list[str | int]) -> None:
    types = [type(part) for part in key]
    assert paging.read("list", paging.written("list", key) or "x", *types) == key


@given(st.text(max_size=100))
def test_whatever_is_sent_as_a_cursor_is_one_or_a_problem(text: str) -> None:
    try:
        assert paging.read("list", text, int) is None or paging.written("list", paging.read("list", text, int) or []) == text
    except paging.problems.Problem as problem_:
        assert problem_.kind.name == "invalid"


@pytest.mark.parametrize("key", [["list", True], ["list", 1.5], ["list"], ["list", 1, 2], ["other", 1], {"list": 1}, 5, "list"])
def test_a_forged_cursor_is_none(key: object) -> None:
    import base64  # noqa: PLC0415
    import json  # noqa: PLC0415

    text = base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).rstrip(b"=").decode()
    with pytest.raises(paging.problems.Problem):
        paging.read("list", text, int)
