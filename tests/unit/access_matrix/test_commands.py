"""Every command, run by everybody on every errand, about every thing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import CliRunner
from django.db import transaction
from tests.unit.access_matrix.commands import BESIDES, COMMANDS, WITHOUT_ACCOUNT, Command
from tests.unit.access_matrix.elsewhere import gone, runs
from tests.unit.access_matrix.house import CAST, House
from tests.unit.access_matrix.model import ABSENT, IN, TOLD, Who
from tests.unit.access_matrix.things import Named

from dicu.access.model import Absent, Forbidden
from dicu.cli.command import application
from dicu.vocabulary.messages import Refused

ERRANDS = ("coordination", "audit", "administration", "reporting")
RUNNERS = ("dung", "an", "uyen", "van", "phuc", "nga")


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")  # the tests' own database is joined already
    monkeypatch.setenv("DICU_LANG", "en")


@cache
def root(house: House) -> Any:
    """The whole tree of commands; making it takes longer than running one."""
    return typer.main.get_command(application(lambda: house.world.house))


def ran(house: House, who: Who, command: Command, named: Named, purpose: str) -> str:
    words = [*command.words.format(*named.where).split(), "--as", who.name, "--purpose", purpose]
    with transaction.atomic():
        done = CliRunner().invoke(root(house), words, env={"DICU_TOKEN": house.tokens[who.name]})
        transaction.set_rollback(True)
    if done.exception is not None and not isinstance(done.exception, Refused | SystemExit):
        raise done.exception
    return {Absent: ABSENT, Forbidden: TOLD}.get(type(done.exception), IN) if done.exit_code in (0, 1) else done.output


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("who", RUNNERS)
def test_a_command_answers_as_the_model_says(house: House, who: str, name: str) -> None:
    command, wrong = COMMANDS[name], []
    for named in command.step.on(house):
        for purpose in ERRANDS:
            expected, found = command.step.outcome(CAST[who], named, purpose), ran(house, CAST[who], command, named, purpose)
            if found != expected:
                wrong.append((named.where, purpose, found, expected))
    assert wrong == []


def names(group: Any, before: str = "") -> Iterator[str]:
    for name, inner in group.commands.items():
        if hasattr(inner, "commands"):
            yield from names(inner, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_is_in_the_matrix(house: House) -> None:
    """One that is added is run by everybody here, or stands in a list that says why not."""
    assert set(names(root(house))) == {*COMMANDS, *WITHOUT_ACCOUNT, *BESIDES}


def test_what_is_asked_elsewhere_is_asked_there() -> None:
    """Each names a test that exists and runs the command."""
    assert gone(BESIDES) == []
    assert [words for words, test in BESIDES.items() if not runs(test, words)] == []
