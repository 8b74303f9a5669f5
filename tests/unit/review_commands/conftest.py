"""The demonstration's house with a token for each officer, and a shell in which commands run."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import CliRunner, Result
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import enrol, serving

from dicu.cli.command import application
from dicu.store.accounts.tokens import issue

Run = Callable[..., Result]


@pytest.fixture
def world(db: Any, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("an", "review plan compare …")` as An, in English; refusals come out as they are raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")  # the tests' own database is joined already
    monkeypatch.setenv("DICU_LANG", "en")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    tokens = {name: issue(account, "shell", tomorrow) for name, account in enrol().items()}
    root = typer.main.get_command(application(lambda: world.house))

    def ran(who: str, words: str, *more: str) -> Result:
        return CliRunner().invoke(root, [*words.split(), *more, "--as", who], env={"DICU_TOKEN": tokens[who]})

    return ran


def last(done: Result) -> Any:
    """The machine-readable summary: the last line."""
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.output.splitlines()[-1])
