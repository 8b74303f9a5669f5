"""Every command, run by everybody on every errand, about every thing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from django.db import transaction
from tests.unit.access_matrix.commands import BESIDES, COMMANDS, WITHOUT_ACCOUNT, Command
from tests.unit.access_matrix.house import CAST, House
from tests.unit.access_matrix.model import ABSENT, IN, TOLD, Who
from tests.unit.access_matrix.things import Named
from typer.testing import CliRunner

from dicu.access.model import Absent, Forbidden
from dicu.cli.command import application

ERRANDS = ("reporting", "coordination", "audit", "reading", "administration")
RUNNERS = ("dung", "an", "uyen", "van", "phuc", "tu", "nga")


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DICU_DATABASE_URL", "told")  # the tests' own database is joined already
    monkeypatch.setenv("DICU_LANG", "en")


def ran(house: House, who: Who, command: Command, named: Named, purpose: str) -> str:
    words = [*command.words.format(*named.where).split(), "--as", who.name, "--purpose", purpose]
    with transaction.atomic():
        done = CliRunner().invoke(application(lambda: house.world.house), words, env={"DICU_TOKEN": house.tokens[who.name]})
        transaction.set_rollback(True)
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
    root = typer.main.get_command(application(lambda: house.world.house))
    assert set(names(root)) == {*COMMANDS, *WITHOUT_ACCOUNT, *BESIDES}
