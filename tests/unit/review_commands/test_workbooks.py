"""`dicu review workbook export` and `import`: files, what they print, the last line of `--json`, and exit codes."""

from pathlib import Path

import pytest
from tests.unit.review_commands.conftest import Run
from tests.unit.review_workbook.editing import filled
from tests.unit.review_workbook.making import Made
from tests.unit.store_review.house import HOA, World

from dicu.access.model import Absent, Forbidden
from dicu.intake.report import BadTable
from dicu.review.workbook.telling import Clashing
from dicu.vocabulary.messages import Refused

EXPORT = "review workbook export --plan demo --round 2025 --agency TD-LD --out {} --json --lang {}"
IMPORT = "review workbook import {} --json --lang en"
SUMMARY = {"taken", "again", "lines", "changes", "chosen", "findings", "clashes"}
AT = Made(language="en").at
TYPED = {AT("claim", "3.1"): "In progress", AT("narrative", "3.1"): "Classes were held."}


def last(output: str) -> dict:  # type: ignore[type-arg]
    import json  # noqa: PLC0415

    return json.loads([line for line in output.splitlines() if line.startswith("{")][-1])  # type: ignore[no-any-return]


def test_out_in_and_in_again(run: Run, world: World, tmp_path: Path) -> None:
    done = run("dung", EXPORT.format("a.xlsx", "en"))
    assert (done.exit_code, last(done.output)["file"]) == (0, "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes(filled((tmp_path / "a.xlsx").read_bytes(), TYPED))
    taken = run("dung", IMPORT.format("a.xlsx"))
    assert taken.exit_code == 0 and "2 changes in 1 lines (3.1)" in taken.output
    assert last(taken.output) == {
        "plan": "demo", "round": "2025", "agency": "TD-LD", "taken": True, "again": False, "lines": ["3.1"], "changes": 2, "chosen": {},
        "findings": [], "clashes": [],
    }  # fmt: skip
    entries = world.entries()
    again = run("hoa", IMPORT.format("a.xlsx"))
    assert (again.exit_code, last(again.output)["again"], world.entries()) == (0, True, entries)
    assert "This very file was taken in on" in again.output


def test_findings_and_clashes(run: Run, world: World, tmp_path: Path) -> None:
    """Exit 1, nothing written, a report that says where; a decision with `--take` lets it through."""
    run("dung", EXPORT.format("a.xlsx", "en"))
    form = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "bad.xlsx").write_bytes(filled(form, {AT("value", "3.1", "workers_departed"): "many"}))
    bad = run("dung", IMPORT.format("bad.xlsx"))
    assert bad.exit_code == 1 and isinstance(bad.exception, BadTable) and "Figures, row 2, column E (Value)" in bad.exception.report("en")
    finding = last(bad.output)["findings"][0]
    assert (finding["sheet"], finding["row"], finding["column"]) == ("Figures", 2, "E") and finding["vi"] != finding["en"]
    (tmp_path / "a.xlsx").write_bytes(filled(form, TYPED))
    world.write(HOA, "3.1", narrative="Của Hoa.")
    clash = run("dung", IMPORT.format("a.xlsx"))
    assert isinstance(clash.exception, Clashing) and set(last(clash.output)) == SUMMARY
    assert last(clash.output)["clashes"][0]["name"] == "3.1/narrative"
    assert isinstance(run("dung", IMPORT.format("a.xlsx") + " --take 9.9=file").exception, Refused)
    assert run("dung", IMPORT.format("a.xlsx") + " --take mine").exit_code == 2
    taken = run("dung", IMPORT.format("a.xlsx") + " --take 3.1/narrative=house --take file")
    assert taken.exit_code == 0 and last(taken.output)["chosen"] == {"3.1/narrative": "house"}
    assert last(taken.output)["lines"] == [] and last(run("hoa", IMPORT.format("a.xlsx")).output)["again"] is True, "decided once"


def test_whose_form_it_is_is_asked_of_access(run: Run, world: World, tmp_path: Path) -> None:
    run("dung", EXPORT.format("a.xlsx", "en"))
    (tmp_path / "a.xlsx").write_bytes(filled((tmp_path / "a.xlsx").read_bytes(), TYPED))
    entries, taking = world.entries(), " ".join(("review", "workbook", "import", "a.xlsx"))
    for who, purpose, refusal in (("hai", "reporting", Absent), ("an", "coordination", Absent), ("uyen", "audit", Forbidden)):
        done = run(who, f"{taking} --purpose {purpose}")
        assert (done.exit_code, type(done.exception)) == (1, refusal)
    assert isinstance(run("dung", f"{taking} --plan demo --round 2026 --agency TD-LD").exception, Refused)
    assert run("dung", f"{taking} --plan demo").exit_code == 2
    assert world.entries() == entries


@pytest.mark.parametrize("file", ["nowhere.xlsx", "a.csv"])
def test_a_file_that_is_no_form(run: Run, tmp_path: Path, file: str) -> None:
    (tmp_path / "a.csv").write_text("a,b\n", "utf-8")
    done = run("dung", f"review workbook import {file}")
    assert done.exit_code == 1 and isinstance(done.exception, Refused)
