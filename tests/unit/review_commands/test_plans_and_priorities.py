"""`dicu review plan` and `dicu review priority`: what they print, write and refuse."""

import copy
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.unit.review.making import bundle_of, plan_of
from tests.unit.review_commands.conftest import Run, last
from tests.unit.store_review.house import AN, DUNG, World

from dicu.cli import review_plan
from dicu.intake.report import BadTable
from dicu.ledger.model import Conflict
from dicu.review.annex import template
from dicu.review.validating import BadPlan
from dicu.review.versions import Orphaned
from dicu.vocabulary.messages import Refused


def workbook(*, without: str = "") -> bytes:
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"]["tasks"] = [t for t in bundle["plan"]["tasks"] if t["code"] != without]
    bundle["plan"]["tasks"][0]["text"]["en"] = "Other words"
    return template(bundle, "en")


def folder(tmp_path: Path, old: str = "", new: str = "") -> Path:
    place = tmp_path / "p1"
    place.mkdir()
    for file in (files("dicu.plans") / "demo-p1").iterdir():
        (place / file.name).write_text(file.read_text("utf-8").replace(old, new) if old else file.read_text("utf-8"), "utf-8")
    return place


def in_force(world: World) -> str:
    return world.by(AN, "coordination", lambda who: world.desk.tools.plan(who, "demo")).digest


def test_compare_shows_and_writes_nothing(run: Run, world: World, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(without="2.2"))
    entries = world.entries()
    done = run("an", "review plan compare --plan demo a.xlsx --whole --json")
    assert done.exit_code == 0, done.output
    told = last(done)
    assert {(c["what"], c["code"], c["how"], c["part"]) for c in told["changes"]} == {
        ("task", "1.1", "changed", "text"),
        ("task", "1.1", "changed", "source"),  # the workbook
        ("task", "2.2", "removed", ""),
    }
    assert (told["against"], told["same"], told["dropped"], told["hanging"]) == (plan_of().digest, False, ["2.2"], [])
    assert (
        "- task 2.2" in done.output
        and "Open safe-migration information points in communes with many departures → Other words" in done.output
    )
    assert world.entries() == entries
    assert run("an", "review plan compare --plan demo a.xlsx --strict").exit_code == 1
    assert run("an", "review plan compare --plan demo --strict").exit_code == 0, "as shipped it is the version in force"


def test_load_after_a_comparison(run: Run, world: World, tmp_path: Path) -> None:
    """The digest that was compared goes with the decision; another version in between makes it a conflict."""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    expected = last(run("an", "review plan compare --plan demo a.xlsx --json"))["against"]
    loaded = last(run("an", f"review plan load --plan demo a.xlsx --expect {expected} --json"))
    assert set(loaded) == {"plan", "version", "digest", "tasks"} and in_force(world) == loaded["digest"]
    entries = world.entries()
    assert isinstance(run("an", f"review plan load --plan demo --expect {expected}").exception, Conflict)
    assert run("an", "review plan load --plan demo a.xlsx").exit_code == 0
    assert (world.entries(), in_force(world)) == (entries, loaded["digest"])


def test_a_version_loaded_while_the_prompt_waits_is_not_replaced(
    run: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was shown was compared with the version that is no longer in force."""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    (tmp_path / "b.xlsx").write_bytes(workbook(without="2.2"))
    monkeypatch.setattr(review_plan, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))

    def meanwhile(_: str) -> bool:
        assert run("binh", "review plan load --plan demo b.xlsx --whole --yes").exit_code == 0
        return True

    monkeypatch.setattr(review_plan.typer, "confirm", meanwhile)
    refused = run("an", "review plan load --plan demo a.xlsx")
    assert isinstance(refused.exception, Conflict)
    assert in_force(world) == plan_of().digest, "both commands are one transaction here, so the other's is undone with it"
    monkeypatch.setattr(review_plan.typer, "confirm", lambda _: True)
    assert run("an", "review plan load --plan demo a.xlsx").exit_code == 0, "nobody came between"


def test_a_version_without_a_compared_difference_is_not_called_the_same(run: Run, world: World, tmp_path: Path) -> None:
    """Only its banner is another: no row of the comparison, and a sentence that such parts differ."""
    assert run("an", "review plan load --plan demo-p1").exit_code == 0
    place = folder(tmp_path, "Synthetic data for demonstration, not real figures", "Invented data")
    done = run("an", "review plan compare --plan demo-p1 --json", str(place))
    assert (last(done)["changes"], last(done)["same"]) == ([], False)
    assert "Parts of the plan differ that are not compared here" in done.output


def test_accepted_lines_want_a_fate(run: Run, world: World, tmp_path: Path) -> None:
    world.report(DUNG, "TD-LD")
    world.accept(AN, "3.1")
    (tmp_path / "a.xlsx").write_bytes(workbook(without="3.1"))
    refused = run("an", "review plan load --plan demo a.xlsx --whole")
    assert isinstance(refused.exception, Orphaned) and in_force(world) == plan_of().digest
    assert run("an", "review plan load --plan demo a.xlsx --whole", "--map", "3.1").exit_code == 2
    assert run("an", "review plan load --plan demo a.xlsx --whole", "--map", "3.1=3.3").exit_code == 0
    rows = last(run("an", "review plan versions --plan demo --json"))
    assert {row["state"] for row in rows} == {"in-force", "loaded"}


def test_a_folder_with_a_fault_is_refused_with_file_and_line(run: Run, world: World, tmp_path: Path) -> None:
    place = folder(tmp_path, 'implements: ["1.1"]', "implements: [x.y]\n    phases: [Q]")
    refused = run("an", "review plan load --plan demo-p1", str(place)).exception
    assert isinstance(refused, BadPlan)
    line = next(n for n, row in enumerate((place / "plan.yaml").read_text("utf-8").splitlines(), 1) if row.startswith("  - code: T1.1"))
    assert f"plan.yaml:{line}: tasks/T1.1: “Q” is a phase" in refused.report("en")


def test_a_province_s_folder_is_loaded_and_counted(run: Run, world: World, tmp_path: Path) -> None:
    assert run("an", "review plan load --plan demo-p1", str(folder(tmp_path))).exit_code == 0
    done = run("an", "review plan provinces --plan demo --json --strict")
    told = {row["task"]: row for row in last(done)["tasks"]}
    assert (done.exit_code, told["1.1"]["there"], told["1.1"]["missing"]) == (1, ["TD-P1"], ["TD-P2", "TD-P3"])
    assert "1.1  1/3  required  ← TD-P2, TD-P3" in done.output


def test_what_is_handed_in_is_the_plan_that_was_named(run: Run, world: World, tmp_path: Path) -> None:
    refused = run("an", "review plan load --plan demo", str(folder(tmp_path))).exception
    assert isinstance(refused, Refused) and "The file holds the plan “demo-p1”, not “demo”." in refused.message.say("en")
    (tmp_path / "a.csv").write_text("code,focal,text_vi\n9.1,N9,Việc\n", "utf-8")
    assert isinstance(run("an", "review plan compare --plan demo a.csv").exception, BadTable)
    assert "cannot be read" in str(run("an", "review plan compare --plan demo nowhere.xlsx").exception)


def test_a_priority_from_proposal_to_done(run: Run, world: World) -> None:
    propose = "review priority propose --plan demo --round 2025 --agency TD-LD --task 3.2 --objective 6 --title-vi Phí --json"
    made = last(run("dung", propose))
    assert (made["priority"], made["state"], made["tasks"], made["objectives"]) == ("TD-LD-1", "proposed", ["3.2"], [6])
    assert last(run("an", "review priority agree TD-LD-1 --plan demo --json"))["state"] == "agreed"
    planned = last(run("an", "review priority plan TD-LD-1 --plan demo --task 3.2 --owner TD-LD --due 2026-06-30 --json"))
    assert (planned["state"], planned["due"]) == ("planned", "2026-06-30")
    assert last(run("an", "review priority carry TD-LD-1 --plan demo --to 2026 --json", "--reason", "Chưa xong."))["rounds"] == [
        "2025",
        "2026",
    ]
    assert run("an", "review priority finish TD-LD-1 --plan demo", "--reason", "Đã ban hành.").output == "Priority TD-LD-1: Phí (Done)\n"
    assert [p["priority"] for p in last(run("an", "review priority list --plan demo --round 2026 --json"))] == ["TD-LD-1"]


@pytest.mark.parametrize("words", ["compare", "load", "versions", "provinces"])
def test_help_of_plans_shows_an_example(run: Run, words: str) -> None:
    assert "Example:" in run("an", f"review plan {words} --help").output


@pytest.mark.parametrize("words", ["list", "propose", "agree", "plan", "carry", "finish", "drop"])
def test_help_of_priorities_shows_an_example(run: Run, words: str) -> None:
    assert "Example:" in run("an", f"review priority {words} --help").output
