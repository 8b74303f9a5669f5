"""`dicu readings` as other programs call it, and what every command leaves in the log of reading."""

import csv
from typing import Any

import psycopg
import pytest
from tests.contract.test_review_commands import GAPS, Shell, shell

__all__ = ["shell"]

OF = ("readings", "of", "report", "demo/2025/TD-LD")
SEEN = "SELECT account, route, means, outcome, kind, name, purpose FROM readings_reading ORDER BY position, part"


def noted(shell: Shell) -> list[tuple[Any, ...]]:
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        return open_.execute(SEEN).fetchall()


def test_a_command_is_one_entry_under_its_words(shell: Shell) -> None:
    before = len(noted(shell))
    assert shell.as_("an", *GAPS, afresh=True).code == 0
    rows = noted(shell)[before:]
    assert {row[:4] for row in rows} == {("an", "review gaps", "command", "shown")}
    assert ("round", "round:demo/2025") in {row[4:6] for row in rows}
    assert {row[6] for row in rows} == {"coordination"}


def test_a_refused_command_is_noted_without_what_was_given_to_it(shell: Shell) -> None:
    before = len(noted(shell))
    assert shell.as_("dung", "review", "build", "--plan", "hoangyen", "--round", "2025", "--out", "x").code == 1
    (row,) = noted(shell)[before:]
    assert row[:4] == ("dung", "review build", "command", "absent")
    assert row[5].startswith("#")


def test_who_has_seen_what_belongs_to_an_agency(shell: Shell) -> None:
    shell.as_("an", *GAPS)
    ran = shell.as_("dung", "readings", "of", "gap", "demo/2025/TD-LD", "--purpose", "reporting", "--lang", "en", "--json")
    assert ran.code == 0
    assert "An (an; TD-NG, Coordinator)  Coordination  By a command: review gaps  Shown" in ran.out
    assert ran.last["older"] is None
    assert {thing["agency"] for reading in ran.last["readings"] for thing in reading["things"]} == {"TD-LD"}
    nothing = shell.as_("dung", *OF, "--purpose", "reporting", "--lang", "en")
    assert (nothing.code, nothing.out) == (0, "0 visits are listed.\n")


def test_a_table_of_it(shell: Shell) -> None:
    shell.as_("an", *GAPS)
    assert shell.as_("uyen", "readings", "search", "--account", "an", "--out", "an.csv").code == 0
    with (shell.home / "an.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["account"] for row in rows} == {"an"}
    assert "review gaps" in {row["route"] for row in rows}


def test_what_i_have_looked_at(shell: Shell) -> None:
    shell.as_("binh", *GAPS)
    ran = shell.as_("binh", "readings", "mine", "--lang", "en", afresh=True)
    assert ran.code == 0
    assert "By a command: review gaps" in ran.out


@pytest.mark.parametrize(
    ("account", "arguments", "said"),
    [
        ("hai", (*OF, "--purpose", "reporting"), "There is nothing under this name"),
        ("dung", ("readings", "of", "nothing", "x"), "There is nothing under this name"),
        ("an", ("readings", "search", "--purpose", "audit"), "An auditor sees who has looked at what."),
        ("uyen", ("readings", "search", "--day", "31/02/2025"), "is not a day of the calendar"),
        ("uyen", ("readings", "search", "--purpose", "looking"), "There is no purpose"),
        ("uyen", ("readings", "search", "--out", "no/such/folder.csv"), "cannot be written"),
    ],
)
def test_a_refusal_is_a_sentence(shell: Shell, account: str, arguments: tuple[str, ...], said: str) -> None:
    ran = shell.as_(account, *arguments, "--lang", "en")
    assert ran.code == 1
    assert said in ran.err
