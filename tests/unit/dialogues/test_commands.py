"""`dicu review dialogue`: one walk, and what is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import CliRunner, Result
from tests.unit.dialogues.talks import MY, OANH, SERIES, Talks
from tests.unit.store_review.house import DUNG
from tests.unit.web_review.serving import account_of

from dicu.access.model import Absent, Forbidden
from dicu.cli.command import application
from dicu.review.dialogues.bundles import shipped
from dicu.review.dialogues.validating import BadSeries
from dicu.store.accounts.tokens import issue

SHIPPED = Path(__file__).parents[3] / "src" / "dicu" / "plans" / "dialogues" / SERIES
Run = Callable[..., Result]


@pytest.fixture
def run(talks: Talks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")  # the tests' own database is joined already
    monkeypatch.setenv("DICU_LANG", "en")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    tokens = {o.account: issue(account_of(o), "shell", tomorrow) for o in (MY, OANH, DUNG)}
    root = typer.main.get_command(application(lambda: talks.world.house))
    talks.desk.briefing.press = type(talks.desk.briefing.press)(("html",), lambda document, _: document.front.title.encode())

    def ran(who: str, *words: str) -> Result:
        return CliRunner().invoke(root, [*words, "--as", who], env={"DICU_TOKEN": tokens[who]})

    return ran


def last(done: Result) -> Any:
    assert done.exit_code == 0, done.output + repr(done.exception)
    return json.loads(done.output.splitlines()[-1])


def test_a_walk_from_loading_to_a_brief(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "newer"
    folder.mkdir()
    for file in SHIPPED.iterdir():
        text = file.read_text("utf-8").replace('version: "2025-10-30"', 'version: "2026-01-01"')
        (folder / file.name).write_text(text, "utf-8")
    assert last(run("my", "review", "dialogue", "load", str(folder), "--compare", "--json"))["loaded"] is False
    told = last(run("my", "review", "dialogue", "load", str(folder), "--json"))
    assert (told["changes"], told["same"], told["version"]) == (1, False, "2026-01-01")
    assert last(run("my", "review", "dialogue", "load", str(folder), "--json"))["same"] is True
    found = last(run("my", "review", "dialogue", "commitments", SERIES, "--state", "fulfilled", "--json"))
    assert {c["commitment"]: c["days"] for c in found} == {"js24-4": 348, "js24-7": 321}
    made = last(
        run("my", "review", "dialogue", "step", SERIES, "js24-5", "assign", "--set", "owner_ours=BCA", "--set", "due=2026-06-30", "--json")
    )
    assert (made["state"], made["owner_ours"], made["due"]) == ("assigned", "BCA", "2026-06-30")
    fields = {"party": "both", "type": "meeting", "sensitivity": "restricted", "promised": "2025-11-01", "source": "Biên bản"}
    fields |= {"text_vi": "Họp 4 lần.", "text_en": "Meet 5 times."}
    done = run(
        "my",
        "review",
        "dialogue",
        "record",
        SERIES,
        *(part for name, text in fields.items() for part in ("--set", f"{name}={text}")),
        "--json",
    )
    assert last(done)["commitment"] == "REC-1" and "≠" in done.output
    assert last(run("my", "review", "dialogue", "brief", SERIES, "--round", "3", "--side", "partner", "--json"))["files"] == [
        "brief.partner.en.html",
        "brief.partner.vi.html",
    ]
    manifest = json.loads((tmp_path / "build" / "brief" / "manifest.json").read_text("utf-8"))
    assert manifest["figures"]["en"]["days-js24-4"]["printed"] == "348" and len(manifest["files"]) == 2


def test_who_may_not_is_refused_and_who_may_sees(run: Run) -> None:
    assert "gb-vnm" in run("dung", "review", "dialogue", "list").output
    assert "Third dialogue" in run("dung", "review", "dialogue", "show", SERIES, "--purpose", "reporting").output
    assert last(run("dung", "review", "dialogue", "commitments", SERIES, "--purpose", "reporting", "--json"))
    assert type(run("dung", "review", "dialogue", "load", str(SHIPPED), "--purpose", "reporting").exception) is Forbidden
    assert type(run("dung", "review", "dialogue", "record", SERIES, "--purpose", "reporting").exception) is Forbidden
    assert type(run("dung", "review", "dialogue", "position", SERIES, "--purpose", "reporting").exception) is Absent
    assert type(run("dung", "review", "dialogue", "brief", SERIES, "--round", "3", "--purpose", "reporting").exception) is Absent
    refused = run("dung", "review", "dialogue", "step", SERIES, "js24-5", "assign", "--set", "owner_ours=X", "--purpose", "reporting")
    assert type(refused.exception) is Forbidden
    assert run("my", "review", "dialogue", "step", SERIES, "js24-5", "assign", "--set", "owner=X").exit_code == 2
    assert "partner never sees" in run("my", "review", "dialogue", "position", SERIES, "--set", "round=3", "--set", "text_vi=Giữ.").output


def test_a_wrong_folder_names_file_and_line(run: Run, tmp_path: Path) -> None:
    for file in SHIPPED.iterdir():
        (tmp_path / file.name).write_text(file.read_text("utf-8").replace("pillars: [r1-3]", "pillars: [r9-3]"), "utf-8")
    refused = run("my", "review", "dialogue", "load", str(tmp_path)).exception
    assert isinstance(refused, BadSeries)
    assert [where for where, _ in refused.problems] == ["commitments.yaml:17: commitments/js24-2"]
    (tmp_path / "rounds.yaml").unlink()
    assert "rounds.yaml" in str(run("my", "review", "dialogue", "load", str(tmp_path)).exception)
    assert shipped(SERIES)[0]["series"]["id"] == SERIES
