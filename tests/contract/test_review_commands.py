"""The commands of the review as other programs call them: exit codes, the last line of `--json`, files, and what is left
behind when a command is refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from tests.conftest import emptied
from tests.contract import program
from tests.contract.program import Ran
from tests.unit.review.making import bundle_of
from tests.unit.store_review.house import AN, BINH, DUNG, HAI, HOA, STRANGER, TWO_HATS, UYEN, World, measured
from tests.unit.web_review.serving import account_of

from dicu.store.accounts.tokens import issue

OFFICERS = (AN, BINH, DUNG, HAI, HOA, TWO_HATS, UYEN, STRANGER)
GAP = {"rule", "version", "severity", "subject", "agency", "count", "inputs", "vi", "en", "closes_when"}


@dataclass
class Shell:
    """A shell on a machine where the house is installed, and its database."""

    home: Path
    postgres: Any
    tokens: dict[str, str]

    def run(self, *arguments: str, token: str = "", afresh: bool = False, **environment: str) -> Ran:
        told = {"DICU_DATABASE_URL": self.postgres.address("app"), "DICU_SECRET_KEY": "k" * 64, "DICU_HOME": str(self.home)}
        told |= {"DICU_TOKEN": token} if token else {}
        return program.run(arguments, self.home, program.around({**told, **environment}), afresh=afresh)

    def as_(self, account: str, *arguments: str, afresh: bool = False, **environment: str) -> Ran:
        return self.run(*arguments, "--as", account, token=self.tokens[account], afresh=afresh, **environment)

    def entries(self) -> int:
        """What was done; that somebody looked is noted besides."""
        with psycopg.connect(self.postgres.address("superuser")) as open_:
            return int(open_.execute("SELECT count(*) FROM ledger_entry WHERE stream NOT LIKE 'reads/%'").fetchone()[0])  # type: ignore[index]

    def all_entries(self) -> int:
        with psycopg.connect(self.postgres.address("superuser")) as open_:
            return int(open_.execute("SELECT count(*) FROM ledger_entry").fetchone()[0])  # type: ignore[index]


@pytest.fixture(scope="module")
def shell(django_db_setup: None, django_db_blocker: Any, postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A house that other programs can see: what is set up here is committed, and taken away at the end."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setattr(settings, "FILES", home / "files")
    with django_db_blocker.unblock():
        tokens = _played(World())
        yield Shell(home, postgres, tokens)
        emptied(postgres)
    patch.undo()


def _played(world: World) -> dict[str, str]:
    world.load().open()
    world.by(AN, "coordination", lambda who: world.desk.coordination.load_plan(who, bundle_of("vn-402"), "shipped"))
    world.report(DUNG, "TD-LD", **measured("workers_departed", "46.310"))
    world.accept(AN, "3.1")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return {officer.account: issue(account_of(officer, language="en"), "test", tomorrow) for officer in OFFICERS}


BUILD = ("review", "build", "--plan", "demo", "--round", "2025")
NEXT = ("review", "build", "--plan", "demo", "--round", "2026")
GAPS = ("review", "gaps", "--plan", "demo", "--round", "2025")


# What works -------------------------------------------------------------------------------------------------------------


def test_build_lays_out_papers_and_a_manifest(shell: Shell) -> None:
    """Six files and the manifest, whose hashes are those of the files; built once more, everything is the same."""
    ran = shell.as_("an", *BUILD, "--out", "out/review", "--json")
    folder = shell.home / "out" / "review"
    assert ran.code == 0
    names = {f"review.{language}.{form}" for language in ("vi", "en") for form in ("html", "pdf", "docx")}
    assert {path.name for path in folder.iterdir()} == names | {"manifest.json"}
    assert (set(ran.last["files"]), ran.last["out"]) == (names, "out/review")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["snapshot"]["id"] == ran.last["snapshot"]
    for name, facts in manifest["files"].items():
        assert sha256((folder / name).read_bytes()).hexdigest() == facts["sha256"]
    assert manifest["figures"]["vi"]["line-3.1-workers_departed"]["printed"] == "46.310\u00a0người"
    before, entries = {path.name: path.read_bytes() for path in folder.iterdir()}, shell.entries()
    again = shell.as_("binh", *BUILD, "--out", "out/review", TZ="America/New_York", PYTHONHASHSEED="7")
    assert again.code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert shell.entries() == entries


def test_one_language_is_printed_and_not_recorded(shell: Shell) -> None:
    """An edition is in both languages; a single one is a draft to look at."""
    entries = shell.entries()
    ran = shell.as_("an", "review", "build", "--plan", "vn-402", "--round", "2024", "--out", "only-vi", "--languages", "vi", "--lang", "en")
    assert (ran.code, shell.entries()) == (0, entries)
    assert {path.name for path in (shell.home / "only-vi").iterdir()} == {
        "manifest.json",
        *(f"review.vi.{f}" for f in ("html", "pdf", "docx")),
    }
    assert "4 files lie in only-vi." in ran.out


@contextmanager
def stopping(shell: Shell, where: str, moment: str) -> Iterator[None]:
    """The database breaks down when an entry of such streams is written: at once, or not until all is to be committed."""
    kind = "CONSTRAINT TRIGGER stopping AFTER" if moment == "commit" else "TRIGGER stopping BEFORE"
    late = "DEFERRABLE INITIALLY DEFERRED" if moment == "commit" else ""
    with psycopg.connect(shell.postgres.address("superuser"), autocommit=True) as open_:
        open_.execute(
            "CREATE FUNCTION stopping() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken down' USING ERRCODE = 'admin_shutdown'; END $$"
        )
        open_.execute(
            f"CREATE {kind} INSERT ON ledger_entry {late} FOR EACH ROW WHEN (NEW.stream LIKE '{where}') EXECUTE FUNCTION stopping()"
        )
        try:
            yield
        finally:
            open_.execute("DROP FUNCTION stopping() CASCADE")


def test_no_paper_lies_anywhere_whose_edition_or_reading_is_not_in_the_ledger(shell: Shell) -> None:
    """Neither when the edition fails at the very last moment, nor when who asked cannot be noted."""
    steps = [("publication/%", "commit", "vi,en", "Nothing was done."), ("reads/%", "insert", "en", "could not be noted")]
    for where, moment, languages, said in steps:
        with stopping(shell, where, moment):
            ran = shell.as_("an", *NEXT, "--languages", languages, "--out", "papers", "--lang", "en")
        assert (ran.code, ran.out) == (1, "") and said in ran.err
        assert not (shell.home / "papers").exists()


def test_gaps_as_lines_and_as_data(shell: Shell) -> None:
    """One line a gap in the reader's language; with `--json` the last line holds all of them in both."""
    ran = shell.as_("an", *GAPS, "--json", "--lang", "en")
    assert ran.code == 0
    lines, found = ran.out.splitlines()[:-1], ran.last
    assert len(lines) == len(found) > 10
    assert all(set(gap) >= GAP for gap in found)
    assert [line.split()[0] for line in lines] == [gap["rule"] for gap in found]
    assert all(line == f"{gap['rule']}  {gap['en']} → {gap['closes_when']['en']}" for line, gap in zip(lines, found, strict=True))
    vietnamese = shell.as_("an", *GAPS, DICU_LANG="vi").out.splitlines()
    assert vietnamese == [f"{gap['rule']}  {gap['vi']} → {gap['closes_when']['vi']}" for gap in found]


def test_strict_makes_findings_an_exit_code(shell: Shell) -> None:
    ran = shell.as_("an", *GAPS, "--strict")
    assert ran.code == 1
    assert ran.out and not ran.err


def test_a_reporter_lists_the_gaps_of_the_own_agency(shell: Shell) -> None:
    ran = shell.as_("hai", *GAPS, "--purpose", "reporting", "--json")
    assert ran.code == 0
    assert {gap["agency"] for gap in ran.last} == {"TD-TP"}


def test_a_plan_is_loaded_once(shell: Shell) -> None:
    entries = shell.entries()
    first = shell.as_("an", "review", "plan", "load", "--plan", "vn-crvs-2017-2024", "--json", "--lang", "en")
    again = shell.as_("an", "review", "plan", "load", "--plan", "vn-crvs-2017-2024", "--json")
    assert (first.code, again.code, shell.entries()) == (0, 0, entries + 1)
    assert first.last == again.last
    assert set(first.last) == {"plan", "version", "digest", "tasks"}
    assert first.out.startswith("Loaded vn-crvs-2017-2024, version")


def test_the_template_needs_no_store(shell: Shell) -> None:
    """It works where there is no database at all, and the same plan gives the same workbook."""
    runs = [
        shell.run("review", "plan", "template", "--plan", "vn-402", "--out", name, "--lang", "en", DICU_DATABASE_URL="")
        for name in ("a.xlsx", "b.xlsx")
    ]
    assert [ran.code for ran in runs] == [0, 0]
    assert (shell.home / "a.xlsx").read_bytes() == (shell.home / "b.xlsx").read_bytes()
    assert (shell.home / "a.xlsx").read_bytes().startswith(b"PK")
    assert runs[0].out == "The template lies in a.xlsx.\n"


def told(summary: Any) -> tuple[Any, ...]:
    return tuple(summary[name] for name in ("ok", "stream", "number"))


def test_the_chain_is_verified(shell: Shell) -> None:
    whole = shell.all_entries()
    ran = shell.as_("uyen", "ledger", "verify", "--json", "--lang", "en")
    assert (ran.code, told(ran.last)) == (0, (True, None, None))
    assert ran.out.startswith(f"The chain holds over {whole} entries.")
    one = shell.as_("uyen", "ledger", "verify", "--stream", "report/demo/2025/TD-LD", "--lang", "en")
    assert (one.code, one.out) == (0, "The chain holds over 6 entries.\n")


def test_a_changed_entry_is_named(shell: Shell) -> None:
    """Somebody with the keys of the database changes one word; the command names the entry and exits with 1."""
    where = "stream = 'report/demo/2025/TD-LD' AND number = 2"
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        open_.execute("SET session_replication_role = replica")
        body = open_.execute(f"SELECT body FROM ledger_entry WHERE {where}").fetchone()[0]  # type: ignore[index]
        open_.execute(f"UPDATE ledger_entry SET body = replace(body, 'Đã làm', 'Chưa làm') WHERE {where}")
    try:
        ran = shell.as_("uyen", "ledger", "verify", "--json", "--lang", "en")
        assert (ran.code, told(ran.last)) == (1, (False, "report/demo/2025/TD-LD", 2))
        assert ran.out.startswith("Entry 2 was changed after it was recorded. (report/demo/2025/TD-LD)")
    finally:
        with psycopg.connect(shell.postgres.address("superuser")) as open_:
            open_.execute("SET session_replication_role = replica")
            open_.execute(f"UPDATE ledger_entry SET body = %s WHERE {where}", [body])


# What is refused --------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str, str, tuple[str, ...], str, str]] = [
    ("a reporter builds", "dung", (*BUILD, "--out", "x"), "There is nothing under this name", "Không có gì"),
    ("a reporter builds as one", "dung", (*BUILD, "--purpose", "reporting"), "There is nothing under this name", ""),
    ("an auditor builds", "uyen", (*BUILD, "--purpose", "audit"), "A coordinator builds the review.", ""),
    ("a coordinator on another errand", "an", (*BUILD, "--purpose", "reading"), "another purpose", ""),
    ("nobody in particular", "la", (*BUILD,), "There is nothing under this name", ""),
    ("an unknown plan", "an", ("review", "build", "--plan", "nope", "--round", "2025"), "There is nothing under this name", ""),
    ("an unknown round", "an", ("review", "gaps", "--plan", "demo", "--round", "2099"), "There is nothing under this name", ""),
    ("an unknown purpose", "an", (*GAPS, "--purpose", "curiosity"), "There is no purpose “curiosity”", "curiosity"),
    (
        "a plan that is not shipped",
        "an",
        ("review", "plan", "load", "--plan", "nope"),
        "There is no plan “nope” in this version. Plans: demo",
        "demo",
    ),
    ("a reporter loads a plan", "dung", ("review", "plan", "load", "--plan", "demo"), "A coordinator loads plans.", ""),
    ("a reporter verifies", "dung", ("ledger", "verify"), "An auditor sees everything", ""),
    ("a stream that is not there", "uyen", ("ledger", "verify", "--stream", "report/x"), "There is no stream “report/x”", "report/x"),
    ("a folder that is a file", "an", (*BUILD, "--languages", "en", "--out", "taken"), "taken cannot be written", "taken"),
    ("a folder in a file, in both languages", "an", (*NEXT, "--out", "taken/x"), "taken/x cannot be written", "taken"),
]


@pytest.mark.parametrize(("account", "arguments", "en", "vi"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_refusal_is_a_sentence_and_leaves_nothing(shell: Shell, account: str, arguments: tuple[str, ...], en: str, vi: str) -> None:
    """Exit 1, the reason on the error stream in the language that was asked for, nothing on the other, nothing written."""
    (shell.home / "taken").write_text("a file")
    before, entries = sorted(path.name for path in shell.home.iterdir()), shell.entries()
    ran = shell.as_(account, *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert en in ran.err
    assert (sorted(path.name for path in shell.home.iterdir()), shell.entries()) == (before, entries)
    if vi:
        again = shell.as_(account, *arguments, DICU_LANG="vi")
        assert again.code == 1
        assert vi in again.err and again.err != ran.err


UNKNOWN = "The token or password does not fit the account “an”. Nothing was done."


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("a wrong token", UNKNOWN),
        ("another account's token", UNKNOWN),
        ("a closed account", UNKNOWN),
        ("an expired token", "The token expired on "),
    ],
)
def test_who_is_not_known_is_refused(shell: Shell, what: str, said: str) -> None:
    """One sentence where nothing proves an account: it tells nobody which there are. Who holds the secret of a token that has
    run out is told so, for they have to ask for a new one."""
    token = {"a wrong token": "x" * 43, "another account's token": shell.tokens["dung"]}.get(what, shell.tokens["an"])
    ended, closed = "UPDATE accounts_token SET expires = expires {} interval '2 days'", "UPDATE accounts_account SET is_active = {}"
    statements = {
        "an expired token": (ended.format("-"), ended.format("+")),
        "a closed account": (closed.format("false"), closed.format("true")),
    }
    before, after = statements.get(what, ("SELECT", "SELECT"))
    with psycopg.connect(shell.postgres.address("superuser")) as open_:
        open_.execute(before)
    try:
        ran = shell.run(*GAPS, "--as", "an", "--lang", "en", token=token)
    finally:
        with psycopg.connect(shell.postgres.address("superuser")) as open_:
            open_.execute(after)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err and "Nothing was done." in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "build", "--plan", "demo"),
        ("review", "build", "--plan", "demo", "--round", "2025", "--languages", "fr"),
        ("review", "build", "--plan", "demo", "--round", "2025", "--languages", ""),
        ("review", "gaps", "--plan", "demo", "--round", "2025", "--lang", "fr"),
        ("review", "nothing"),
        ("ledger", "verify", "--stram", "x"),
    ],
    ids=lambda it: "-".join(it[1:]),
)
def test_wrong_usage(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell.as_("an", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


@pytest.mark.parametrize(
    "arguments", [("review", "build"), ("review", "gaps"), ("review", "plan", "load"), ("review", "plan", "template"), ("ledger", "verify")]
)
def test_help_shows_an_example(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell.run(*arguments, "--help", COLUMNS="200")
    assert ran.code == 0
    assert "Example:" in ran.out


def test_a_database_that_is_gone(shell: Shell) -> None:
    ran = shell.as_("an", *GAPS, "--lang", "en", DICU_DATABASE_URL="postgresql://a:b@127.0.0.1:9/dicu")
    assert (ran.code, ran.out) == (1, "")
    assert "The database does not answer" in ran.err


def test_an_address_that_is_none(shell: Shell) -> None:
    ran = shell.as_("an", *GAPS, "--lang", "en", DICU_DATABASE_URL="mysql://a:b@localhost/dicu")
    assert (ran.code, ran.out) == (1, "")
    assert "is not a PostgreSQL address" in ran.err
