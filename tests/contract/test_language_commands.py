"""`dicu review compare-languages` as other programs call it: exit codes, the last line of `--json`, refusals in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

from dicu.cli.command import application
from dicu.vocabulary.messages import Refused

ALIKE = ("Năm 2024, có 34 tỉnh.\n", "In 2024 there were thirty-four provinces.\n")
OTHER = "In 2023 there were thirty-five provinces. A sentence that only stands here.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_LANG", "en")  # the command says it itself, to this very process
    for name, text in (("a.vi.txt", ALIKE[0]), ("a.en.txt", ALIKE[1]), ("b.en.txt", OTHER)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    """No house and no database: the command works on the files that it is handed."""
    return CliRunner().invoke(get_command(application(lambda: None)), ["review", "compare-languages", *words])


def last(result: Result) -> Any:
    return json.loads(result.output.splitlines()[-1])


def test_texts_that_say_the_same(folder: Path) -> None:
    done = run("a.vi.txt", "a.en.txt", "--json", "--strict", "--lang", "en")
    assert done.exit_code == 0
    told = last(done)
    assert (told["languages"], told["paragraphs"], told["errors"], told["findings"]) == (["vi", "en"], [1, 1], 0, [])
    assert told["compared"]["number"] == 4


def test_what_differs_has_its_place_in_both_and_a_sentence_in_both_languages(folder: Path) -> None:
    done = run("a.vi.txt", "b.en.txt", "--json", "--lang", "vi")
    assert done.exit_code == 0, "findings are an output, not a fault"
    told = last(done)
    assert told["counts"] == {"number": 2, "missing": 1}
    first = next(row for row in told["findings"] if row["a"] and row["a"]["text"] == "2024")
    assert (first["kind"], first["severity"], first["a"]["line"], first["a"]["column"], first["b"]["text"]) == (
        "number",
        "error",
        1,
        5,
        "2023",
    )
    assert first["en"] == "These differ: 2024 and 2023." and first["vi"].startswith("Hai bên khác nhau")
    assert "A:1:5 B:1:4  [lỗi]" in done.output
    assert run("a.vi.txt", "b.en.txt", "--strict").exit_code == 1


def test_the_languages_are_told_where_the_names_do_not(folder: Path) -> None:
    (folder / "x").write_text(ALIKE[0], "utf-8")
    (folder / "y").write_text(ALIKE[1], "utf-8")
    assert last(run("x", "y", "--languages", "vi,en", "--json"))["findings"] == []


REFUSED = [
    (("a.vi.txt", "none.en.txt"), "There is no file none.en.txt."),
    (("a.vi.txt", "plain"), "--languages vi,en"),
    (("a.vi.txt", "a.en.txt", "--languages", "vi,xx"), "not known here"),
    (("a.vi.txt", "a.en.txt", "--languages", "vi,vi"), "same language"),
    (("a.vi.txt", "empty.en.txt"), "is empty"),
    (("a.vi.txt", "old.en.txt"), "not a text in UTF-8"),
    (("a.vi.txt", "zip.en.txt"), "not a text in UTF-8"),
    (("a.vi.txt", ".", "--languages", "vi,en"), "cannot be read"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[" ".join(row[0][1:]) for row in REFUSED])
def test_a_refusal_says_what_and_what_to_do(folder: Path, words: tuple[str, ...], said: str) -> None:
    (folder / "plain").write_text("x", "utf-8")
    (folder / "empty.en.txt").write_text(" \n", "utf-8")
    (folder / "old.en.txt").write_bytes("Năm".encode("utf-16"))
    (folder / "zip.en.txt").write_bytes(b"PK\3\4\0\0\0")
    done = run(*words, "--json", "--lang", "en")
    assert done.exit_code == 1 and isinstance(done.exception, Refused)
    assert said in done.exception.message.say("en")
    assert done.exception.message.say("vi") != done.exception.message.say("en")
    assert done.output == ""
