"""`dicu review recommendations`: one walk, and what is refused; and the interface."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import CliRunner, Result
from tests.unit.recommendations.files import CSV, MAPPING
from tests.unit.recommendations.test_house import KEYS, OTHER, SECOND, Bodies, bodies
from tests.unit.store_review.house import AN, DUNG
from tests.unit.web_review.serving import account_of

from dicu.access.model import Forbidden
from dicu.cli.command import application
from dicu.intake.report import BadTable
from dicu.store.accounts.tokens import issue

__all__ = ["bodies"]
Run = Callable[..., Result]
PART = ("review", "recommendations")


@pytest.fixture
def run(bodies: Bodies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")  # the tests' own database is joined already
    monkeypatch.setenv("DICU_LANG", "en")
    tokens = {o.account: issue(account_of(o), "shell", datetime.now(UTC) + timedelta(days=1)) for o in (AN, DUNG)}
    root = typer.main.get_command(application(lambda: bodies.world.house))
    for name, content in {"a.csv": CSV, "a.yaml": MAPPING, "b.csv": SECOND, "b.yaml": OTHER, "bad.csv": CSV + b"9,,,x,\n"}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "set.yaml").write_bytes(MAPPING.partition(b"columns")[0].replace(b"thu-nghiem", b"cho-biet"))

    def ran(who: str, *words: str) -> Result:
        return CliRunner().invoke(root, [*PART, *words, "--as", who], env={"DICU_TOKEN": tokens[who]})

    return ran


def last(done: Result) -> Any:
    assert done.exit_code == 0, done.output + repr(done.exception)
    return json.loads(done.output.splitlines()[-1])


def test_who_may_not_is_refused_and_who_may_does(run: Run) -> None:
    assert isinstance(run("dung", "import", "b.csv", "--mapping", "b.yaml", "--purpose", "reporting").exception, Forbidden)
    assert last(run("an", "import", "b.csv", "--mapping", "b.yaml", "--json"))["alike"] == 1
    assert last(run("an", "import", "b.csv", "--mapping", "b.yaml", "--json"))["kept"] is False
    assert isinstance(run("an", "import", "bad.csv", "--mapping", "a.yaml").exception, BadTable)
    assert run("an", "describe", "set.yaml").exit_code == 0
    assert isinstance(run("dung", "describe", "set.yaml", "--purpose", "reporting").exception, Forbidden)
    assert last(run("an", "alike", "--json"))["total"] == 1
    assert run("dung", "alike", "--purpose", "reporting").exit_code != 0
    assert run("an", "judge", *KEYS, "--verdict", "same", "--reason", "giống").exit_code == 0
    assert run("an", "split", KEYS[0], "--reason", "khác").exit_code == 0
    assert run("dung", "judge", *KEYS, "--verdict", "same", "--reason", "x", "--purpose", "reporting").exit_code != 0
    answer = ("step", "thu-nghiem/1.2", "answer", "--set", "position=supported", "--set", "reason=Công văn", "--json")
    assert isinstance(run("dung", *answer, "--purpose", "reporting").exception, Forbidden)
    assert last(run("an", *answer))["state"] == "supported"
    assert last(run("an", "list", "--query", "mua ban nguoi", "--json"))["items"][0]["recommendation"] == "thu-nghiem/1.2"
    assert set(last(run("an", "gaps", "--json"))) == {"G13/thu-nghiem/1.1", "G13/thu-nghiem/1.2", "G13/bo-khac/7"}
