"""The commands about people as other programs call them: keys are made, looked through and rotated; two officers erase somebody;
what is refused is refused with a reason and exit code 1, and nothing is done."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import emptied
from tests.contract import program
from tests.contract.program import Ran
from tests.unit.persons.world import FAR, LAN, MAI, PHUONG, RULES, THUY, UYEN, VAN, World, asking
from tests.unit.web_review.serving import account_of

from dicu.store.accounts.tokens import issue
from dicu.store.keys.place import KeyPlace
from dicu.wiring import built


@dataclass
class Shell:
    home: Path
    postgres: Any
    tokens: dict[str, str]
    world: World
    people: tuple[str, str]

    def run(self, *arguments: str, token: str = "", afresh: bool = False, **environment: str) -> Ran:
        told = {
            "DICU_DATABASE_URL": self.postgres.address("app"),
            "DICU_SECRET_KEY": "k" * 64,
            "DICU_HOME": str(self.home),
            "DICU_KEYS": str(self.world.place.folder),
            "DICU_MASTER_KEY_FILE": str(self.world.place.master),
            "DICU_RETENTION": str(self.home / "retention.yaml"),
            "DICU_LANG": "en",
        }
        told |= {"DICU_TOKEN": token} if token else {}
        return program.run(("person", *arguments), self.home, program.around({**told, **environment}), afresh=afresh)

    def as_(self, account: str, *arguments: str, afresh: bool = False, **environment: str) -> Ran:
        return self.run(*arguments, "--as", account, token=self.tokens[account], afresh=afresh, **environment)


@pytest.fixture(scope="module")
def shell(django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Two people are recorded by the house itself, under keys that the command has made."""
    home = tmp_path_factory.mktemp("home")
    place = KeyPlace(home / "held" / "keys", home / "apart" / "master")
    (home / "retention.yaml").write_text(RULES, "utf-8")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DICU_KEYS", str(place.folder))
        patch.setenv("DICU_MASTER_KEY_FILE", str(place.master))
        patch.setenv("DICU_RETENTION", str(home / "retention.yaml"))
        world = World(built(lambda: datetime.now(UTC) - timedelta(days=1)), None, place)  # type: ignore[arg-type]
        made = Shell(home, postgres, {}, world, ("", "")).run("keys", "init", "--json")
        assert (made.code, made.last["instance"]) == (0, "vn")
        people = (world.record(PHUONG), world.record(THUY))
        with asking(LAN) as asker:
            world.desk.close(asker, people[1], 1, date(2001, 5, 4))
        later = datetime.now(UTC) + timedelta(days=1)
        tokens = {officer.account: issue(account_of(officer, language="en"), "test", later) for officer in (LAN, MAI, FAR, UYEN, VAN)}
        yield Shell(home, postgres, tokens, world, people)
        emptied(postgres)


def test_keys_are_made_once(shell: Shell) -> None:
    before = shell.world.place.master.read_bytes()
    ran = shell.run("keys", "init")
    assert ran.code == 1
    assert "There is a keyring already" in ran.err
    assert shell.world.place.master.read_bytes() == before


@pytest.mark.parametrize("options", [(), ("--files",)])
def test_a_look_through_the_keys(shell: Shell, options: tuple[str, ...]) -> None:
    ran = shell.run("keys", "check", *options, "--json")
    assert ran.code == 0, ran.err
    assert (ran.last["faults"], ran.last["rotation_unfinished"]) == ([], False)
    assert ran.last["people"] >= 1


def test_the_list_of_whose_time_is_over_names_the_rule(shell: Shell) -> None:
    ran = shell.as_("lan.hotro", "due", "--json", afresh=True)
    assert ran.code == 0, ran.err
    assert [(row["person"], row["rule"], row["last_day"], row["verified"]) for row in ran.last["due"]] == [
        (shell.people[1], "kept-five-years", "2006-05-04", True)
    ]
    assert "Thủy" not in ran.out
    assert shell.as_("xa.hotro", "due", "--json").last["due"] == []
    own = shell.as_("lan.hotro", "due", "--json", DICU_RETENTION="")
    assert (own.last["due"], own.last["unknown"]) == ([], ["support-kept"])
    assert "not known" in own.out


def test_the_register_of_copies(shell: Shell) -> None:
    ran = shell.as_("uyen.kiemtoan", "copies", "--purpose", "audit", "--json")
    assert ran.code == 0, ran.err
    of_people = {row["name"]: row["erased"] for row in ran.last if row["of"] == "people"}
    assert of_people == {"ledger": "by itself", "search tokens": "by itself"}
    assert {row["of"] for row in ran.last if row["plain"]} == {"officers", "text"}
    assert shell.as_("uyen.kiemtoan", "copies", "--purpose", "reading").code == 1


def test_who_has_no_business_there_is_told_that_there_is_nobody(shell: Shell) -> None:
    absent = shell.as_("lan.hotro", "erase", "0" * 32, "--approve")
    hidden = shell.as_("xa.hotro", "erase", shell.people[0], "--approve")
    assert (absent.code, hidden.code) == (1, 1)
    assert absent.err == hidden.err


def test_one_officer_alone_erases_nobody_and_two_do(shell: Shell) -> None:
    person = shell.people[0]
    assert shell.as_("lan.hotro", "erase", person).code == 2
    ran = shell.as_("lan.hotro", "erase", person, "--basis", "no-such-rule")
    assert (ran.code, "no rule" in ran.err) == (1, True)
    assert shell.as_("lan.hotro", "erase", person, "--basis", "kept-five-years").code == 1
    proposed = shell.as_("lan.hotro", "erase", person, "--basis", "asked", "--reason", "request", "--json")
    assert (proposed.code, proposed.last["state"]) == (0, "proposed"), proposed.err
    alone = shell.as_("lan.hotro", "erase", person, "--approve")
    assert (alone.code, "another one has proposed" in alone.err) == (1, True)
    assert list(shell.world.place.folder.rglob(f"{person}.json"))
    aside = shell.as_("mai.hotro", "erase", person, "--refuse", "still-needed", "--json")
    assert (aside.code, aside.last["state"]) == (0, "open")
    assert shell.as_("mai.hotro", "erase", person, "--basis", "asked", "--reason", "request").code == 0
    done = shell.as_("lan.hotro", "erase", person, "--approve", "--json")
    assert (done.code, done.last["state"]) == (0, "erased"), done.err
    assert not list(shell.world.place.folder.rglob(f"{person}.json"))
    assert shell.as_("lan.hotro", "erase", person, "--approve").code == 1
    assert shell.world.found("phuong") == set()
    assert shell.world.found("thuy") == {shell.people[1]}


def test_rotations_leave_everything_readable(shell: Shell) -> None:
    master = shell.run("keys", "rotate", "--json", afresh=True)
    assert master.code == 0, master.err
    assert master.last["files"] == master.last["anew"] > 0
    search = shell.as_("van.quantri", "keys", "rotate", "--search", "support", "--json")
    assert search.code == 0, search.err
    assert shell.as_("lan.hotro", "keys", "rotate", "--search", "support").code == 1
    assert shell.as_("lan.hotro", "keys", "rotate", "--person", shell.people[1]).code == 0
    assert shell.run("keys", "rotate", "--search", "support").code == 2
    assert shell.world.found("thuy") == {shell.people[1]}


def test_a_keyring_of_another_instance_or_a_missing_master_key_stops_every_command(shell: Shell, tmp_path: Path) -> None:
    other = shell.as_("lan.hotro", "due", DICU_INSTANCE="gb")
    assert other.code == 1
    assert "“vn”" in other.err and "“gb”" in other.err
    missing = shell.as_("lan.hotro", "due", DICU_MASTER_KEY_FILE=str(tmp_path / "none"))
    assert missing.code == 1
    assert str(tmp_path / "none") in missing.err


def test_a_damaged_key_is_named_and_the_exit_code_says_so(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    shutil.copytree(shell.world.place.folder, folder)
    path = next(folder.rglob(f"{shell.people[1]}.json"))
    path.write_bytes(path.read_bytes()[:50])
    ran = shell.run("keys", "check", "--files", "--json", DICU_KEYS=str(folder))
    assert (ran.code, ran.last["faults"]) == (1, [str(path)])
    assert str(path) in ran.err


def test_both_languages(shell: Shell) -> None:
    said = shell.as_("lan.hotro", "due", DICU_LANG="vi").out, shell.as_("lan.hotro", "due", DICU_LANG="en").out
    assert said[0] != said[1]
