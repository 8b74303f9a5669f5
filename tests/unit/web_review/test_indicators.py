"""The pages of indicators, and the same through the interface: what stands, side by side, and a decision on a contradiction."""

from collections.abc import Callable
from html import unescape

from django.contrib.auth import get_user_model
from django.test import Client
from tests.unit.api.calling import api_of
from tests.unit.store_review.house import AN, World
from tests.unit.web_review.serving import url

from dicu.demonstration import measuring
from dicu.review.bundles import shipped
from dicu.review.words import MISSING
from dicu.vocabulary.observation import Missing


def fill(world: World) -> None:
    """The invented yearbook of the demonstration."""
    for name, _ in measuring.FILES:
        world.by(AN, "coordination", lambda who, name=name: measuring._take_in(world.desk, who, name))  # noqa: SLF001


def shown(client: Client, name: str, *where: str, language: str = "vi") -> str:
    answer = client.get(url(name, *where, language=language))
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_a_walk_through_the_indicators(world: World, as_: Callable[[str], Client]) -> None:
    """From the list to one indicator, to its contradiction, to the decision; the public sees what came with the plan."""
    fill(world)
    an, public = as_("an"), Client()
    listed = shown(an, "plan-indicators", "demo")
    for words in ("Đăng ký kết hôn có yếu tố nước ngoài", "5.320 ≠ 5.298", "Các nguồn mâu thuẫn nhau", "Niên giám thống kê di cư"):
        assert words in listed
    assert "figures-corrected.csv" not in shown(public, "plan-indicators", "demo")
    page = shown(an, "plan-indicator", "demo", "marriages_foreign_element", language="en")
    for words in ("Nobody has decided which one stands", "5,298", "5,320", "nearly 5,100", "imported on", "Which figure is used?"):
        assert words in page
    assert "5,298" not in shown(public, "plan-indicator", "demo", "marriages_foreign_element", language="en")
    found = world.by(AN, "coordination", lambda who: world.desk.figures.indicator(who, "demo", "marriages_foreign_element"))
    conflict = found.view.conflicts[0]
    typed = {"subject": conflict.subject, "chosen": conflict.choice.contenders[1].key, "number": str(found.number), "reason": ""}
    where = url("indicator-decide", "demo", "marriages_foreign_element")
    refused = an.post(where, typed)
    assert refused.status_code == 422 and "Nêu lý do dùng số liệu này" in unescape(refused.content.decode())
    done = an.post(where, {**typed, "reason": "Sổ gốc đã đối chiếu."}, follow=True)
    assert done.status_code == 200 and "Sổ gốc đã đối chiếu." in done.content.decode()
    assert "5.298" in shown(an, "plan-indicators", "demo") and "5.320 ≠ 5.298" not in shown(an, "plan-indicators", "demo")


def test_what_parts_revisions_and_areas_say(world: World, as_: Callable[[str], Client]) -> None:
    fill(world)
    an = as_("an")
    assert "trước là 2.105, công bố lại thành 2.098 ngày 31/03/2025" in shown(an, "plan-indicator", "demo", "consular_cases_assisted")
    officers = shown(an, "plan-indicator", "demo", "border_officers_trained")
    assert "trước là 165, đính chính thành 156" in officers or "trước là 165, công bố lại thành 156" in officers
    assert "2 trên 3" in officers and f"Tỉnh Biển Lặng ({MISSING[Missing.NOT_AVAILABLE_YET].say('vi')})" in officers
    shares = shown(an, "plan-indicator", "demo", "hotline_answered_share")
    assert "82" in shares and "1.800 trên 2.000" in shares
    assert MISSING[Missing.NOT_COLLECTED].say("vi") in shown(an, "plan-indicator", "demo", "returnees_supported")


def test_returns_are_labelled_by_their_definition(world: World) -> None:
    """318 and 231 by nationality, 237 and 116 by destination: side by side for everybody, and nothing to decide."""
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, shipped("vn-402"), "shipped"))
    for language, labels in (("vi", ("theo quốc tịch", "theo nơi đến")), ("en", ("by nationality", "by destination"))):
        page = shown(Client(), "plan-indicator", "vn-402", "uk_returns", language=language)
        for words in (*labels, "318", "231", "237", "116", "Ret_D02"):
            assert words in page
        assert "conflict-1" not in page


def test_the_same_through_the_interface(world: World, as_: Callable[[str], Client]) -> None:
    fill(world)
    as_("an")
    api = api_of(get_user_model().objects.get(username="an"))
    lines = api.get("/plans/demo/indicators").json()["items"]
    marriages = next(line for line in lines if line["code"] == "marriages_foreign_element")
    assert (marriages["contradictions"], len(marriages["series"][0]["latest"])) == (1, 2)
    where = "/plans/demo/indicators/marriages_foreign_element"
    one = api.get(where).json()
    contradiction = one["contradictions"][0]
    assert contradiction["decision"] is None
    assert sorted(i["added"] for i in api.get("/plans/demo/figures/imports").json()["items"]) == [1, 17]
    areas = api.get("/plans/demo/indicators/hotline_answered_share").json()["areas"]
    assert [(a["period"], a["value"], a["given"], a["expected"]) for a in areas] == [("2024", "82", 2, 3)]
    body = {"subject": contradiction["subject"], "chosen": contradiction["figures"][0], "reason": "Đã đối chiếu.", "number": one["number"]}
    decided = api.post(f"{where}/decisions", body)
    assert decided.status_code == 200 and decided.json()["contradictions"][0]["decision"]["by"] == "an"
    assert api.post(f"{where}/decisions", body).status_code == 409, "somebody else has decided meanwhile"
