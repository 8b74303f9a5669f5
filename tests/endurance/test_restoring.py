"""A backup is rehearsed: made while the house works, brought back into an empty database, and compared with what it was made of,
table by table to the byte. Each of its files, cut or changed, is named and refused, and the empty database stays empty.

`make test` does it with a small house; `make proof` with the whole demonstration, and damages every file in more places.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.proof import PROOF
from tests.unit.operations.installing import Installation, Ran, installed

SHORT_LIVED = ("django_session", "signing_in_session")
ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("DICU_SEED", "20261124"))
PLACES = 40 if PROOF else 2
"""Where each file of a backup is changed."""

long = pytest.mark.skipif(not PROOF, reason="a sample is enough: make proof")


def filled(place: Installation, *how: str) -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    told = {**place.settings(owner=True), "DICU_ENVIRONMENT": "test", "DJANGO_SETTINGS_MODULE": "dicu.settings", "PYTHONPATH": path}
    subprocess.run([sys.executable, "-m", "tests.endurance.filling", *how], cwd=ROOT, env=told, check=True, timeout=1500)


@dataclass
class Rehearsal:
    source: Installation
    target: Installation
    out: Path

    def restore(self, folder: Path, **told: str) -> Ran:
        return self.target.run("restore", str(folder), "--json", owner=True, **told)


@pytest.fixture(scope="module")
def source(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(postgres, tmp_path_factory.mktemp("source") / "home", "dicu_source") as place:
        assert place.run("migrate", owner=True).code == 0
        filled(place, *(("full", str(place.home / "build")) if PROOF else ("small",)))
        yield place


@pytest.fixture
def target(postgres: Any, tmp_path: Path) -> Iterator[Installation]:
    with installed(postgres, tmp_path / "home", "dicu_target") as place:
        yield place


@pytest.fixture(scope="module")
def made(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup's folder; the one above holds the files."""
    out = tmp_path_factory.mktemp("backups") / "out"
    done = source.run("backup", "--out", str(out), "--json", owner=True)
    assert done.code == 0, done.err
    return Path(done.last["folder"])


def rows(place: Installation) -> dict[str, list[Any]]:
    """Every row of every table, as the superuser sees it: nothing can be hidden from this look."""
    tables = [name for (name,) in place.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    return {name: sorted(place.ask(f'SELECT t::text FROM "{name}" t')) for name in tables if name not in SHORT_LIVED}


def guards(place: Installation) -> list[Any]:
    """Triggers, rules of rows, rights: without them the rows alone would not be the house."""
    ours = "relnamespace = 'public'::regnamespace"
    functions = "SELECT proname, prosrc, prosecdef FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2"
    rights = "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'public'"
    return [
        place.ask("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"),
        place.ask("SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"),
        place.ask(f"SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE {ours} ORDER BY 1"),
        place.ask(functions),
        place.ask(f"{rights} ORDER BY 1, 2, 3"),
        place.ask("SELECT last_value FROM ledger_entry_position_seq"),
    ]


def test_what_comes_back_is_what_it_was_to_the_byte(source: Installation, target: Installation, made: Path) -> None:
    before = rows(source)
    assert len(before["ledger_entry"]) >= 10 and before["review_line"] and before["review_plan"]
    done = target.run("restore", str(made.parent), "--json", owner=True)
    assert done.code == 0, done.err
    assert done.last == {"folder": str(made), "entries": len(before["ledger_entry"]), "files": done.last["files"], "rebuilt": [],
                         "locked": [], "older_than_anchor": False, "migrate": False}  # fmt: skip
    after = rows(target)
    assert after.keys() == before.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert guards(target) == guards(source)
    kept = {path.name: path.read_bytes() for path in (source.home / "files").glob("??/*")}
    assert kept and {path.name: path.read_bytes() for path in (target.home / "files").glob("??/*")} == kept
    assert target.run("check", "--json", DICU_SYNTHETIC="true").last["fit"] is True


def test_the_manifest_says_what_it_is_and_what_it_is_not(source: Installation, made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    seen = rows(source)
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == {name: len(found) for name, found in seen.items()}
    assert (manifest["instance"], manifest["entries"]) == ("vn", len(seen["ledger_entry"]))
    assert manifest["left_out"] == list(SHORT_LIVED) and any("master key" in word for word in manifest["elsewhere"])
    heads = [json.loads(line) for line in (made / "heads.jsonl").read_text("utf-8").splitlines()]
    assert len(heads) == len(seen["ledger_stream"]) and sum(head["length"] for head in heads) == manifest["entries"]
    secrets = [source.postgres.app.password, source.postgres.owner.password, source.settings()["DICU_SECRET_KEY"]]
    for path in (path for path in made.parent.rglob("*") if path.is_file()):
        assert path.stat().st_mode & 0o077 == 0
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], path


@long
def test_a_second_backup_keeps_no_file_twice_and_old_ones_are_forgotten(source: Installation, tmp_path: Path) -> None:
    first = source.run("backup", "--out", str(tmp_path / "out"), "--json", owner=True)
    second = source.run("backup", "--out", str(tmp_path / "out"), "--json", "--keep", "1", owner=True)
    assert first.last["fresh"] > 0 and second.last["fresh"] == 0
    assert [path.name for path in (tmp_path / "out").glob("*Z")] == [Path(second.last["folder"]).name]
    assert len(list((tmp_path / "out" / "files").glob("??/*"))) == first.last["fresh"]
    assert source.run("backup", "--out", str(tmp_path / "out"), "--verify", owner=True).code == 0


@long
def test_a_backup_made_while_others_write_is_of_one_moment(source: Installation, target: Installation, tmp_path: Path) -> None:
    """Writers keep adding accounts and entries; tables that are counted and tables that are dumped are the same ones."""
    ended = threading.Event()

    def work() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            source.ask(
                "INSERT INTO accounts_account (password, username, full_name, agency, email, language, is_active, created) "
                "VALUES ('!', %s, 'x', '', '', 'vi', true, now())", f"busy{number}"
            )  # fmt: skip

    writer = threading.Thread(target=work)
    writer.start()
    try:
        done = source.run("backup", "--out", str(tmp_path / "out"), "--json", owner=True)
    finally:
        ended.set()
        writer.join()
    assert done.code == 0, done.err
    back = target.run("restore", done.last["folder"], "--json", owner=True)
    assert back.code == 0, back.err
    source.ask("DELETE FROM accounts_account WHERE username LIKE 'busy%'")


def flipped(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def removed(path: Path, _: random.Random) -> None:
    path.unlink()


def test_each_damaged_file_is_named_and_nothing_comes_back(target: Installation, made: Path, tmp_path: Path) -> None:
    """Read in this process, for a thousand damages cannot each start a program; that the command refuses is in the next test."""
    from dicu.store.operations.backups.place import Damaged  # noqa: PLC0415
    from dicu.store.operations.backups.restoring import verified  # noqa: PLC0415
    from dicu.vocabulary.messages import Refused  # noqa: PLC0415

    chance = random.Random(SEED)
    copy = tmp_path / "copy"
    shutil.copytree(made.parent, copy)
    names = [path.relative_to(copy) for path in copy.rglob("*") if path.is_file() and path.name != ".lock"]
    assert len(names) >= 7
    for name in names:
        whole = (copy / name).read_bytes()
        for damage in [flipped, cut, *([flipped, cut] * (PLACES // 2)), removed]:
            damage(copy / name, chance)
            with pytest.raises(Refused) as refused:
                verified(copy / made.name)
            named = {name.name, "manifest.json"} if name.name == "manifest.sha256" else {name.name}
            assert any(one in str(refused.value) for one in named), (name, damage.__name__, str(refused.value))
            assert isinstance(refused.value, Damaged) or damage is removed
            (copy / name).write_bytes(whole)
    assert verified(copy / made.name).entries


def test_a_damaged_backup_is_refused_by_the_command_and_leaves_the_database_empty(target: Installation, made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made.parent, copy)
    flipped(copy / made.name / "database.dump", random.Random(SEED))
    done = target.run("restore", str(copy), owner=True)
    assert done.code == 1 and "database.dump" in done.err
    assert target.ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def resealed(folder: Path, name: str) -> None:
    """Somebody who changes a part and writes the hashes anew."""
    from dicu.store.operations.backups import place  # noqa: PLC0415

    path = folder / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    found = place.part(folder / name)
    told["parts"][name] = {"bytes": found.bytes, "sha256": found.sha256}
    path.write_text(json.dumps(told), "utf-8")
    (folder / "manifest.sha256").write_text(place.part(path).sha256 + "\n")


@long
def test_a_part_that_is_of_another_moment_does_not_come_back(
    source: Installation, target: Installation, made: Path, tmp_path: Path
) -> None:
    """Its hashes are right, but its rows are not those of the manifest: the database is taken back to empty."""
    copy = tmp_path / "copy"
    shutil.copytree(made.parent, copy)
    heads = (copy / made.name / "heads.jsonl").read_text("utf-8").splitlines()
    (copy / made.name / "heads.jsonl").write_text("\n".join(heads[1:]) + "\n", "utf-8")
    resealed(copy / made.name, "heads.jsonl")
    done = target.run("restore", str(copy), owner=True)
    assert done.code == 1 and json.loads(heads[0])["stream"] in done.err
    assert target.ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]
    assert target.run("restore", str(made), owner=True).code == 0  # and the same database takes a good one


def test_a_database_that_is_not_empty_is_refused(target: Installation, made: Path) -> None:
    target.ask("CREATE TABLE somebodys (x int)", role="owner")
    target.ask("INSERT INTO somebodys VALUES (1)", role="owner")
    done = target.run("restore", str(made), owner=True)
    assert done.code == 1 and "somebodys" in done.err
    assert target.ask("SELECT x FROM somebodys") == [(1,)]


def test_a_backup_of_another_instance_is_refused(target: Installation, made: Path) -> None:
    done = target.run("restore", str(made), owner=True, DICU_INSTANCE="gb")
    assert done.code == 1 and "instance vn" in done.err
    assert target.ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


@long
def test_a_backup_of_a_later_version_is_refused(target: Installation, made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made.parent, copy)
    path = copy / made.name / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["migrations"].append("review.9999_of_the_future")
    path.write_text(json.dumps(told), "utf-8")
    resealed(copy / made.name, "heads.jsonl")
    done = target.run("restore", str(copy), owner=True)
    assert done.code == 1 and "newer" in done.err


def test_a_file_of_the_house_that_is_damaged_is_told_and_the_rest_is_backed_up(source: Installation, tmp_path: Path) -> None:
    path = min((source.home / "files").glob("??/*"))
    whole = path.read_bytes()
    path.write_bytes(whole + b"x")
    try:
        done = source.run("backup", "--out", str(tmp_path / "out"), "--json", owner=True)
        assert done.code == 1 and path.name in done.err
        assert done.last["damaged"] == [path.name] and Path(done.last["folder"], "manifest.json").is_file()
    finally:
        path.write_bytes(whole)


def test_without_the_owner_there_is_no_backup(source: Installation, tmp_path: Path) -> None:
    done = source.run("backup", "--out", str(tmp_path / "out"))
    assert done.code == 1 and "DICU_OWNER_DATABASE_URL" in done.err and not (tmp_path / "out").exists()


def test_a_table_whose_rows_could_hide_is_no_backup(source: Installation, tmp_path: Path) -> None:
    source.ask("CREATE TABLE hiding (x int)", role="owner")
    source.ask("ALTER TABLE hiding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY", role="owner")
    source.ask("CREATE POLICY hiding_some ON hiding USING (x > 1)", role="owner")
    try:
        done = source.run("backup", "--out", str(tmp_path / "out"), owner=True)
        assert done.code == 1 and "hiding" in done.err
        assert list((tmp_path / "out").glob("*Z")) == [] and list((tmp_path / "out").glob(".*.new")) == []
    finally:
        source.ask("DROP TABLE hiding", role="owner")


def test_functions_that_rules_of_rows_call_are_found_without_a_search_path(source: Installation) -> None:
    """`pg_dump` reads with an empty one. One that calls another without its schema would break every backup."""
    functions = source.ask(
        "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang "
        "WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'sql' AND p.proname LIKE 'dicu%'"
    )
    assert len(functions) >= 6
    assert [name for name, body in functions if re.search(r"(?<!public\.)\bdicu_\w+\(", body)] == []


def test_a_backup_that_is_older_than_the_anchor_comes_back_and_says_so(postgres: Any, tmp_path: Path) -> None:
    """Twice: what came after it was a checkpoint alone, and an entry too. A database that lost rows under its anchor's checkpoints
    is another thing, and refused."""
    with installed(postgres, tmp_path / "home", "dicu_anchored") as place, installed(postgres, tmp_path / "other", "dicu_back") as target:
        anchored(place, tmp_path)
        target.told = place.told
        assert place.run("migrate", owner=True).code == 0
        filled(place, "small", "checkpoint", "more")
        first = place.run("backup", "--out", str(tmp_path / "out"), "--json", owner=True)
        for steps in (["checkpoint"], ["more", "checkpoint"]):
            filled(place, *steps)
            back = target.run("restore", first.last["folder"], "--json", owner=True)
            assert back.code == 0 and back.last["older_than_anchor"] is True and "WARNING" in back.out, back.err
            assert "anchor" in {finding["code"] for finding in target.run("check", "--json").last["findings"]}
            target.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public", role="owner")
        newest = place.run("backup", "--out", str(tmp_path / "out"), "--json", owner=True)
        whole = target.run("restore", newest.last["folder"], "--json", owner=True)
        assert whole.code == 0 and whole.last["older_than_anchor"] is False, whole.err


def anchored(place: Installation, folder: Path) -> None:
    key, public = folder / "key.pem", folder / "public.txt"
    done = place.run("ledger", "keygen", "--out", str(key), "--json")
    public.write_text(done.last["line"] + "\n")
    place.told |= {
        "DICU_ANCHOR": str(folder / "anchor.jsonl"),
        "DICU_CHECKPOINT_PUBLIC_KEYS": str(public),
        "DICU_CHECKPOINT_KEY_FILE": str(key),
    }
