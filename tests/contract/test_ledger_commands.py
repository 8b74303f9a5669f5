"""The commands of the ledger as other programs call them: keys made, checkpoints anchored, tampering named, projections made
anew; exit codes and the last line of `--json`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from tests.conftest import emptied
from tests.contract.test_review_commands import Shell
from tests.unit.store_review.house import AN, DUNG, UYEN, World
from tests.unit.web_review.serving import account_of

from dicu.access.model import Grant, Officer
from dicu.access.rulebook import ADMINISTRATOR
from dicu.store.accounts.tokens import issue

QUAN = Officer("quan", "Quân", "TD-NG", (Grant(ADMINISTRATOR),))
STREAM = "report/demo/2025/TD-LD"


@pytest.fixture(scope="module")
def shell(django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A house with a report that was sent, and a key in whose name checkpoints are signed."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setattr(settings, "FILES", home / "files")
    with django_db_blocker.unblock():
        world = World().load().open()
        world.report(DUNG, "TD-LD")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        tokens = {officer.account: issue(account_of(officer, language="en"), "test", tomorrow) for officer in (AN, DUNG, UYEN, QUAN)}
        shell = Shell(home, postgres, tokens)
        made = shell.run("ledger", "keygen", "--out", "key.pem", "--json", "--lang", "en")
        (home / "believed").write_text(made.last["line"] + "\n", "utf-8")
        yield shell
        emptied(postgres)
    patch.undo()


def anchored(home: Path) -> dict[str, str]:
    """The surroundings of a machine that signs."""
    names = {"ANCHOR": "anchor.jsonl", "CHECKPOINT_KEY_FILE": "key.pem", "CHECKPOINT_PUBLIC_KEYS": "believed"}
    return {f"DICU_{name}": str(home / file) for name, file in names.items()}


def superuser(shell: Shell, *statements: str) -> None:
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        open_.execute("SET session_replication_role = replica")
        for statement in statements:
            open_.execute(statement)


def told(summary: Any, *names: str) -> tuple[Any, ...]:
    return tuple(summary[name] for name in names)


def test_a_key_is_made_once(shell: Shell) -> None:
    before = (shell.home / "key.pem").read_bytes()
    ran = shell.run("ledger", "keygen", "--out", "key.pem", "--lang", "en", afresh=True)
    assert (ran.code, ran.out) == (1, "")
    assert "is there already" in ran.err
    assert (shell.home / "key.pem").read_bytes() == before


def test_without_an_anchor_it_is_said_loudly_that_only_the_chain_was_checked(shell: Shell) -> None:
    ran = shell.as_("uyen", "ledger", "verify", "--json", "--lang", "en", afresh=True)
    assert (ran.code, told(ran.last, "ok", "anchored", "covered")) == (0, (True, False, None))
    assert ran.err.startswith("WARNING: only the chain was checked.")
    assert shell.as_("uyen", "ledger", "verify").err.startswith("CẢNH BÁO")


def test_checkpoints_are_made_and_the_window_is_told(shell: Shell) -> None:
    surroundings = anchored(shell.home)
    none = shell.as_("uyen", "ledger", "verify", "--lang", "en", **surroundings)
    assert "There is no checkpoint yet" in none.out
    made = shell.as_("quan", "ledger", "checkpoint", "--json", "--lang", "en", **surroundings)
    assert (made.code, made.last["made"]["checkpoint"]) == (0, 1)
    assert len((shell.home / "anchor.jsonl").read_text("utf-8").splitlines()) == 1
    ran = shell.as_("uyen", "ledger", "verify", "--json", "--lang", "en", **surroundings)
    covered = ran.last["covered"]
    assert (ran.code, told(ran.last, "ok", "anchored"), covered["checkpoint"]) == (0, (True, True), 1)
    assert covered["entries"] + covered["after"] == ran.last["entries"]
    assert f"Entries after it, covered by the chain only: {covered['after']}." in ran.out
    assert ran.err == ""


def test_a_stream_that_vanished_whole_and_a_database_that_is_older_are_named(shell: Shell) -> None:
    """Each in turn; in between all is as it was."""
    surroundings = anchored(shell.home)
    shell.as_("quan", "ledger", "checkpoint", **surroundings)
    tables = ("ledger_checkpoint", "ledger_stream", "ledger_entry")
    superuser(shell, *(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}" for table in tables))
    back = [f"TRUNCATE {', '.join(tables)} CASCADE", *(f"INSERT INTO {table} SELECT * FROM kept_{table}" for table in tables)]
    try:
        superuser(shell, f"DELETE FROM ledger_entry WHERE stream = '{STREAM}'", f"DELETE FROM ledger_stream WHERE name = '{STREAM}'")
        for arguments in ((), ("--stream", STREAM)):
            ran = shell.as_("uyen", "ledger", "verify", *arguments, "--json", "--lang", "en", **surroundings)
            assert (ran.code, told(ran.last, "ok", "stream", "number", "what")) == (1, (False, STREAM, 1, "vanished"))
        superuser(shell, *back, "DELETE FROM ledger_checkpoint WHERE number > 1",
                  "DELETE FROM ledger_entry WHERE position > (SELECT max(position) FROM ledger_checkpoint)")  # fmt: skip
        ran = shell.as_("uyen", "ledger", "verify", "--json", "--lang", "en", **surroundings)
        assert (ran.code, told(ran.last, "ok", "stream", "number", "what")) == (1, (False, None, None, "restored"))
        refused = shell.as_("an", "review", "gaps", "--plan", "demo", "--round", "2025", "--lang", "en", **surroundings)
        assert (refused.code, refused.out) == (1, "")
        assert "This database is older than its anchor" in refused.err
        assert shell.as_("quan", "ledger", "checkpoint", "--lang", "en", **surroundings).code == 1
    finally:
        superuser(shell, *back, *(f"DROP TABLE kept_{table}" for table in tables))
    assert shell.as_("uyen", "ledger", "verify", **surroundings).code == 0


def test_projections_are_made_anew(shell: Shell) -> None:
    superuser(shell, "UPDATE review_obligation SET state = 'accepted'")
    ran = shell.as_("quan", "ledger", "rebuild", "review", "--json", "--lang", "en")
    assert (ran.code, list(ran.last["rooms"])) == (0, ["review"])
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        found = open_.execute("SELECT DISTINCT state FROM review_obligation ORDER BY 1").fetchall()
    assert found == [("draft",), ("submitted",)]
    assert shell.as_("quan", "ledger", "rebuild", "--json").code == 0


@pytest.mark.parametrize(
    ("account", "arguments", "said"),
    [
        ("uyen", ("ledger", "checkpoint"), "An administrator makes checkpoints"),
        ("an", ("ledger", "rebuild"), "An administrator has lists and pages made anew"),
        ("dung", ("ledger", "rebuild", "review"), "An administrator has lists and pages made anew"),
        ("quan", ("ledger", "verify"), "An auditor sees everything"),
        ("quan", ("ledger", "checkpoint"), "There is no anchor"),
        ("quan", ("ledger", "rebuild", "reviews"), "There is no room “reviews”"),
    ],
)
def test_who_may_not_and_what_cannot_be_is_refused(shell: Shell, account: str, arguments: tuple[str, ...], said: str) -> None:
    ran = shell.as_(account, *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DICU_CHECKPOINT_KEY_FILE": "none.pem"}, "none.pem, which DICU_CHECKPOINT_KEY_FILE names, cannot be read"),
        ({"DICU_CHECKPOINT_PUBLIC_KEYS": ""}, "There is no public key"),
        ({"DICU_INSTANCE": "gb"}, "of the instance vn; this installation is gb"),
    ],
)
def test_surroundings_that_do_not_fit_are_refused_at_the_start(shell: Shell, change: dict[str, str], said: str) -> None:
    surroundings = anchored(shell.home)
    shell.as_("quan", "ledger", "checkpoint", **surroundings)
    ran = shell.as_("quan", "ledger", "rebuild", "--lang", "en", **{**surroundings, **change})
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
