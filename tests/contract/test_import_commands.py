"""`dicu review import-…` as other programs call them: exit codes, the last line of `--json`, the findings file, nothing half written."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

from dicu.cli.command import application
from dicu.vocabulary.messages import Refused

KEYS = {"files", "rows_read", "observations", "missing_coded", "rejected", "indicators", "placeholder_files"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_LANG", "en")  # the command says it itself, to this very process
    (tmp_path / "p" / "data").mkdir(parents=True)
    (tmp_path / "p" / "meta").mkdir()
    (tmp_path / "p" / "data" / "indicator_1-1-1.csv").write_text("Year,Value\n2024,1\n2025,\nKigali,3\n", "utf-8")
    (tmp_path / "p" / "meta" / "1-2-1.md").write_text("---\nreporting_status: complete\n---\n", "utf-8")
    (tmp_path / "t.csv").write_text("indicator,period,value\nI,2024,1\n", "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    """No house, no account, no database."""
    return CliRunner().invoke(get_command(application(lambda: None)), ["review", *words])


def last(result: Result) -> Any:
    return json.loads(result.output.splitlines()[-1])


def test_a_platform(folder: Path) -> None:
    done = run("import-open-sdg", "p", "--out", "o.parquet", "--findings", "f.jsonl", "--json", "--lang", "en", "--day", "2026-11-25")
    assert done.exit_code == 0
    told = last(done)
    assert set(told) == KEYS
    assert told["rows_read"] == told["observations"] + told["missing_coded"] + told["rejected"] == 3
    assert pq.read_table("o.parquet").num_rows == 2
    lines = [json.loads(line) for line in Path("f.jsonl").read_text("utf-8").splitlines()]
    assert all(set(line) >= {"rule", "severity", "subject", "inputs", "vi", "en", "closes_when"} for line in lines)
    (gap,) = (line for line in lines if line["rule"] == "G10")
    assert (gap["subject"], gap["severity"]) == ("1-2-1", "blocking")


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    for name in ("a", "b"):
        assert run("import-open-sdg", "p", "--out", f"{name}.parquet", "--findings", f"{name}.jsonl", "--day", "2026-11-25").exit_code == 0
    assert Path("a.parquet").read_bytes() == Path("b.parquet").read_bytes()
    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()


def test_strict_makes_findings_exit_1(folder: Path) -> None:
    assert run("import-open-sdg", "p", "--out", "o.parquet", "--strict").exit_code == 1
    assert run("import-observations", "t.csv", "--out", "t.parquet", "--strict").exit_code == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_no_platform_is_refused_in_both_languages_and_leaves_nothing(folder: Path, lang: str) -> None:
    (folder / "other").mkdir()
    done = run("import-open-sdg", "other", "--out", "o.parquet", "--findings", "f.jsonl", "--lang", lang)
    assert isinstance(done.exception, Refused)
    assert "Open SDG" in done.exception.message.say(lang)  # type: ignore[arg-type]
    assert {path.name for path in folder.iterdir()} == {"other", "p", "t.csv"}


def test_a_place_that_cannot_be_written_leaves_nothing(folder: Path) -> None:
    done = run("import-open-sdg", "p", "--out", "nowhere/o.parquet")
    assert isinstance(done.exception, Refused)
    done = run("import-open-sdg", "p", "--out", "o.parquet", "--findings", "nowhere/f.jsonl")
    assert isinstance(done.exception, Refused)
    assert not Path("o.parquet").exists()
    assert {path.name for path in folder.iterdir()} == {"p", "t.csv"}


def test_wrong_usage(folder: Path) -> None:
    assert run("import-open-sdg", "p", "--out", "o.csv").exit_code == 2
    assert run("import-open-sdg", "p").exit_code == 2
    assert run("import-open-sdg", "p", "--out", "o.parquet", "--day", "soon").exit_code == 2


def test_a_message_without_data_is_refused(folder: Path) -> None:
    assert isinstance(run("import-sdmx", "t.csv", "--out", "o.parquet").exception, Refused)
