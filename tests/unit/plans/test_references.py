"""Whatever a file names, another file has: sources, indicators, agencies, objectives, periods; and each key once."""

from datetime import date
from typing import Any

import pytest
import yaml
from tests.unit.plans.folders import LIBRARY, PARTS, PLANS, agencies, duplicates, read, reviews, statements

from dicu.vocabulary.period import Period

REAL = ("vn-402", "vn-crvs-2017-2024")


def named(value: Any, field: str) -> set[str]:
    """Every text under `field`, however deep."""
    if isinstance(value, dict):
        here = {value[field]} if isinstance(value.get(field), str) else set()
        return here.union(*(named(v, field) for v in value.values()))
    return set().union(*(named(v, field) for v in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("plan", PLANS)
def test_the_plan_stands_in_its_own_folder(plan: str) -> None:
    assert read(f"{plan}/plan.yaml")["id"] == plan


@pytest.mark.parametrize("plan", PLANS)
def test_sources_exist(plan: str) -> None:
    used = set().union(*(named(read(f"{plan}/{part}.yaml"), "source") for part in PARTS if part not in ("sources",)))
    used |= {key for _, statement in statements(plan) for key in statement["sources"]}
    assert used <= set(read(f"{plan}/sources.yaml"))


def test_sources_of_the_framework_exist() -> None:
    framework = read("frameworks/gcm.yaml")
    assert named(framework, "source") <= set(framework["sources"])


@pytest.mark.parametrize("plan", PLANS)
def test_every_source_is_used(plan: str) -> None:
    used = set().union(*(named(read(f"{plan}/{part}.yaml"), "source") for part in PARTS if part != "sources"))
    used |= {key for _, statement in statements(plan) for key in statement["sources"]}
    assert set(read(f"{plan}/sources.yaml")) - used == set()


@pytest.mark.parametrize("plan", PLANS)
def test_indicators_exist_and_each_has_an_observation_or_a_report(plan: str) -> None:
    codes = [row["code"] for row in read(f"{plan}/indicators.yaml")]
    observed, aimed = (named(read(f"{plan}/{part}.yaml"), "indicator") for part in ("observations", "targets"))
    tasks = {code for task in read(f"{plan}/plan.yaml")["tasks"] for code in task["indicators"]}
    reported = named(read("demo/script.yaml"), "indicator") if plan == "demo" else set()
    assert not duplicates(codes)
    assert observed | aimed | tasks | reported == set(codes)


@pytest.mark.parametrize("plan", PLANS)
def test_keys_are_unique(plan: str) -> None:
    assert not duplicates([row["key"] for row in read(f"{plan}/observations.yaml")])
    assert not duplicates([row["code"] for row in read(f"{plan}/targets.yaml")])
    assert not duplicates([row["id"] for row in read(f"{plan}/rounds.yaml")])
    raw = read(f"{plan}/plan.yaml")
    for part in ("purposes", "requirements", "focal_tasks", "tasks", "unknown"):
        assert not duplicates([row["code"] for row in raw[part]]), part


@pytest.mark.parametrize("path", sorted(f"{p}/{f.name}" for p in (*PLANS, "frameworks")
                                        for f in (LIBRARY / p).iterdir() if f.name.endswith(".yaml")))  # fmt: skip
def test_no_mapping_has_a_key_twice(path: str) -> None:
    """YAML would silently keep the last one."""
    place = LIBRARY
    for piece in path.split("/"):
        place = place / piece
    waiting = [yaml.compose(place.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            assert not duplicates([key.value for key, _ in node.value]), f"{path}, line {node.start_mark.line + 1}"
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


@pytest.mark.parametrize("plan", PLANS)
def test_one_publication_gives_one_value(plan: str) -> None:
    """Two values for one thing differ in their vintage; without vintages nobody could say which an expression means."""
    things = [(o["indicator"], o.get("definition"), Period.parse(o["period"]), o["area"], tuple(sorted(o.get("dimensions", {}).items())),
               o.get("vintage")) for o in read(f"{plan}/observations.yaml")]  # fmt: skip
    assert not duplicates(things)


@pytest.mark.parametrize("plan", PLANS)
def test_periods_are_periods(plan: str) -> None:
    for part in ("observations", "targets", "rounds"):
        for period in named(read(f"{plan}/{part}.yaml"), "period") | named(read(f"{plan}/{part}.yaml"), "window"):
            assert Period.parse(period).days > 0


@pytest.mark.parametrize("plan", PLANS)
def test_agencies_exist(plan: str) -> None:
    raw = read(f"{plan}/plan.yaml")
    used = {raw["authority"], raw["coordinator"]["agency"]} | named(raw["tasks"], "agency") | named(raw["local_plans"], "agency")
    used |= {code for task in raw["tasks"] for code in task["coordinating"]}
    assert used <= set(agencies(plan))


@pytest.mark.parametrize("plan", PLANS)
def test_tasks_belong_to_a_focal_task_and_to_objectives_of_the_framework(plan: str) -> None:
    raw, numbers = read(f"{plan}/plan.yaml"), {o["number"] for o in read("frameworks/gcm.yaml")["objectives"]}
    assert {task["focal"] for task in raw["tasks"]} <= {focal["code"] for focal in raw["focal_tasks"]}
    links = [link["number"] for row in (*raw["focal_tasks"], *raw["tasks"]) for link in row.get("objectives", [])]
    links += [link["number"] for row in read(f"{plan}/indicators.yaml") for link in row["objectives"]]
    assert set(links) <= numbers


@pytest.mark.parametrize("plan", PLANS)
def test_rounds_and_reviews_name_each_other(plan: str) -> None:
    rounds = {row["id"]: row for row in read(f"{plan}/rounds.yaml")}
    assert set(reviews(plan)) <= set(rounds)
    assert all(review["round"] == id_ for id_, review in reviews(plan).items())
    for row in rounds.values():
        assert row["due"] is None or row["due"] >= row["cut_off"]
        assert row["conference"] is None or row["conference"] in {c["date"] for c in read(f"{plan}/plan.yaml")["conferences"]}


@pytest.mark.parametrize("plan", PLANS)
def test_days_are_days(plan: str) -> None:
    for part in PARTS:
        for field in ("date", "issued", "since", "until", "published", "vintage", "due", "cut_off", "opened"):
            for day in named(read(f"{plan}/{part}.yaml"), field):
                date.fromisoformat(day)


@pytest.mark.parametrize("plan", REAL)
def test_what_is_from_memory_is_never_verified(plan: str) -> None:
    unsure = {key for key, row in read(f"{plan}/sources.yaml").items() if not row["verified"]}
    rows = [row for part in ("observations", "targets") for row in read(f"{plan}/{part}.yaml")]
    assert [row for row in rows if row["source"] in unsure and row["verified"]] == []


def test_links_to_objectives_are_marked_as_inferred() -> None:
    raw = read("vn-402/plan.yaml")
    links = [link for row in (*raw["focal_tasks"], *raw["tasks"]) for link in row["objectives"]]
    assert len(links) == 25
    assert not any(link["verified"] for link in links)


def test_the_unknown_tasks_stay_unknown() -> None:
    raw = read("vn-402/plan.yaml")
    missing = next(row for row in raw["unknown"] if row["code"] == "specific-tasks")
    assert len(raw["tasks"]) + missing["count"] == raw["expected"]["specific_tasks"] == 60
    assert len(raw["focal_tasks"]) == raw["expected"]["focal_tasks"] == 5
    assert all(task["lead"] is None and task["term"] == {"kind": "unknown", "due": None} for task in raw["tasks"])
    known = next(o for o in read("vn-402/observations.yaml") if o["indicator"] == "plan_specific_tasks_known")
    assert int(known["value"]) == len(raw["tasks"])


def test_the_framework_is_whole() -> None:
    framework = read("frameworks/gcm.yaml")
    assert [o["number"] for o in framework["objectives"]] == list(range(1, 24))
    assert sum(len(o["actions"]) for o in framework["objectives"]) == framework["total_actions"] == 187
    assert [p["letter"] for p in framework["principles"]] == list("abcdefghij")
    assert not any(o["vi_verified"] for o in framework["objectives"])
    assert [o["number"] for o in framework["objectives"] if o["paragraph"]["verified"]] == [20]
    assert [o["number"] for o in framework["objectives"] if "press_wording" in o] == [1]
    for objective in framework["objectives"]:
        assert [a["letter"] for a in objective["actions"]] == list("abcdefghijkl")[: len(objective["actions"])]
