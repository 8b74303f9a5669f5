"""The proof by bytes: people with names that stand nowhere else are recorded in a database that waits for its disk, found, corrected
and, one of them, erased; then every byte of the database's folder, its log, its dumps and copies, the files and the keys is searched
for those names, in every way that they could be written.

The search itself is tried first on names that were planted.
"""

import base64
import gzip
import logging
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from tests.unit.persons.traces import forms, traces
from tests.unit.persons.world import LAN, MAI, World, a_world, asking

from dicu.ledger.sealing import Marker, Place, open_value
from dicu.persons.kinds import PERSONAL
from dicu.persons.model import Facts
from dicu.persons.tokens import tokens
from dicu.store.embedded import Connection, Server, binaries, scratch
from dicu.store.embedded.account import run_as, service_account
from dicu.store.environment import database
from dicu.store.persons.models import TokenRow
from dicu.store.security.session import maintaining
from dicu.vocabulary.vietnamese import fold

GONE = Facts(("Đoàn Khuyếchxuân Ngoằnngoèo",), "1991-07-23", "QZ77311905", "thôn Trầmthuyền, ĐT 0977-313-599", "F", "VNM", "42")
LEFT = Facts(("Hoàng Nguệchngoạc Thượngxuyên",), "1986-02-11", "QZ55190377", "tổ Khoẻkhoắn", "M", "VNM", "44")
BEFORE = Facts(("Vũ Quyệtquẹo Loằngngoằng",), "1991-07-23", "QZ90017733", "xóm Huếchhoác", "F", "VNM", "42")
"""What stood in the record of GONE before it was corrected."""


DUMPS = {"dump.sql": ["-Fp"], "dump.custom": ["-Fc"], "inserts.sql": ["-Fp", "--inserts", "--rows-per-insert=1"]}


def wanted(*people: Facts) -> dict[str, bytes]:
    texts = [text for facts in people for text in (*facts.names, facts.birth_date, facts.document, facts.contact)]
    return {f"{text}: {name}": content for text in texts for name, content in forms(text).items()}


@pytest.mark.parametrize(
    "planted",
    [
        lambda name: name.encode(),
        lambda name: unicodedata.normalize("NFD", name).encode(),
        lambda name: fold(name).encode(),
        lambda name: name.upper().encode(),
        lambda name: name.encode("utf-16-le"),
        lambda name: name.encode("utf-16"),
        lambda name: name.encode().hex().encode(),
        lambda name: base64.b64encode(name.encode()),
        lambda name: base64.b64encode(b"x" + name.encode()),
        lambda name: base64.b64encode(b"xy" + name.encode() + b"z"),
        lambda name: gzip.compress(b"before" + name.encode() + b"after"),
        lambda name: gzip.compress(name.encode("utf-16-le")),
        lambda name: name.encode("ascii", "backslashreplace"),
        lambda name: f"a {name.split()[1]} b".encode(),
    ],
)
def test_the_search_finds_what_was_planted(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "deep" / "inside"
    path.mkdir(parents=True)
    (path / "file").write_bytes(os.urandom(5000) + planted(GONE.names[0]) + os.urandom(5000))
    assert traces([tmp_path], wanted(GONE))
    assert traces([tmp_path], wanted(LEFT)) == []


@dataclass
class Durable:
    """A database that waits for its disk, with a world in it."""

    home: Path
    connection: Connection
    world: World
    folder: Path

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def checkpoint(self) -> None:
        with psycopg.connect(self.connection.address("superuser"), autocommit=True) as open_:
            open_.execute("CHECKPOINT")

    def copied(self, name: str) -> Path:
        """The database's folder with its log, while it runs, as a careless backup makes it; and dumps in three forms."""
        self.checkpoint()
        place = self.folder / name
        shutil.copytree(self.data, place / "data", ignore=shutil.ignore_patterns("*.PGSQL*", "*.lock"))
        for form, options in DUMPS.items():
            (place / form).write_bytes(self._dump(options))
        return place

    def _dump(self, options: list[str]) -> bytes:
        account = service_account()
        program = binaries.reachable(binaries.newest(), account).program("pg_dump")
        command = [program, *options, "--no-password", "-h", self.connection.host, "-U", "postgres", self.connection.database]
        told = {"PGPASSWORD": self.connection.superuser.password, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, env=told, capture_output=True, check=False, cwd="/", **run_as(account))
        assert done.returncode == 0, done.stderr
        assert len(done.stdout) > 10_000
        return done.stdout


@pytest.fixture
def durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Durable]:
    """Its own server, so that nothing that another test has written is looked at, and nothing is left out."""
    with scratch() as home, Server(home) as connection, django_db_blocker.unblock(), _speaking_to(connection):
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        with _everything_logged(tmp_path / "log"):
            yield Durable(home, connection, a_world(tmp_path, monkeypatch), tmp_path)


@contextmanager
def _everything_logged(path: Path) -> Iterator[None]:
    """Every logger's every word, the statements sent to the database and what was put into them too."""
    handler, root = logging.FileHandler(path, encoding="utf-8"), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "dicu"))]
    levels = [logger.level for logger in loggers]
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    connections["default"].force_debug_cursor = True
    try:
        yield
    finally:
        connections["default"].force_debug_cursor = False
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        root.removeHandler(handler)
        handler.close()


class _speaking_to:
    """Django's connections lead to another server, and back."""

    def __init__(self, connection: Connection) -> None:
        self.to = {alias: {**database(connection.address(role)), "ATOMIC_REQUESTS": False} for alias, role in ROLES}

    def __enter__(self) -> None:
        self.before = (settings.DATABASES, connections.settings)
        self._turn(self.to, connections.configure_settings(self.to))

    def __exit__(self, *_: object) -> None:
        self._turn(*self.before)

    def _turn(self, databases: Any, configured: Any) -> None:
        settings.DATABASES, connections.settings = databases, configured
        for alias, _ in ROLES:
            if hasattr(connections._connections, alias):
                getattr(connections._connections, alias).close()
                delattr(connections._connections, alias)


ROLES = (("default", "app"), ("owner", "owner"))


def sealed_values(world: World, domain: str, person: str) -> list[tuple[str, Place]]:
    with transaction.atomic(), maintaining():
        entries = world.house.ledger.read(f"person/{domain}/{person}")
    written = [entry for entry in entries if "names" in entry.body]
    return [(entry.body[name], Place("vn", entry.stream.name, name, domain)) for entry in written for name in PERSONAL]


def test_who_was_erased_left_no_trace_anywhere(durable: Durable) -> None:
    """Before: nothing in plain in the database and its backups. After: nothing opens, not with the backup of the database and the
    keyring together, and guessing syllables finds no token; the chain holds and the others are as they were."""
    world = durable.world
    gone, left = world.record(BEFORE), world.record(LEFT)
    with asking(MAI) as asker:
        world.desk.correct(asker, gone, 1, GONE)
    assert (world.found("khuyechxuan"), world.found("QZ55190377")) == ({gone}, {left})
    backup = durable.copied("before")
    was_sealed = sealed_values(world, "support", gone)
    with transaction.atomic(), maintaining():
        old_tokens = {bytes(token) for token in TokenRow.objects.filter(person=gone).values_list("token", flat=True)}
    assert old_tokens == tokens(_words(GONE), gone, "support", world.keyring)

    world.erase(gone)

    after = durable.copied("after")
    assert all(path.is_relative_to(durable.folder) for path in (backup, after, world.place.folder, world.place.master, settings.FILES))
    assert (durable.folder / "log").stat().st_size > 1000
    assert traces([durable.home, durable.folder], wanted(GONE, BEFORE, LEFT)) == []
    assert [open_value(text, place, gone, world.keyring) for text, place in was_sealed] == [Marker.ERASED] * 8
    assert not old_tokens & _every_token(world, gone, (GONE, BEFORE))
    with transaction.atomic(), maintaining():
        assert world.house.ledger.verify() is None
    with asking(LAN) as asker:
        assert world.desk.view(asker, left).values["names"] == list(LEFT.names)
        assert {world.desk.view(asker, gone).values[name] for name in PERSONAL} == {Marker.ERASED}
    assert (world.found("khuyechxuan"), world.found("thuongxuyen")) == (set(), {left})


def test_a_name_in_plain_in_the_database_would_have_been_found(durable: Durable) -> None:
    """One row, written and deleted again: it stays in the heap, in the log and in a copy; a dump has it while it is there."""
    person = GONE.names[0]
    with psycopg.connect(durable.connection.address("superuser"), autocommit=True) as open_:
        open_.execute("CREATE TABLE planted (name text)")
        open_.execute("INSERT INTO planted VALUES (%s)", [person])
        backup = durable.copied("with")
        open_.execute("DELETE FROM planted")
    durable.checkpoint()
    found = {Path(line.partition(":")[0].partition(" (")[0]) for line in traces([durable.home, backup], wanted(GONE))}
    assert any("pg_wal" in path.parts for path in found if path.is_relative_to(durable.home))
    assert any("base" in path.parts for path in found if path.is_relative_to(durable.home))
    assert {"dump.sql", "dump.custom", "inserts.sql"} <= {path.name for path in found}


def _words(facts: Facts) -> frozenset[str]:
    from dicu.persons.tokens import syllables  # noqa: PLC0415

    return syllables(*facts.names, facts.document)


def _every_token(world: World, person: str, people: tuple[Facts, ...]) -> frozenset[bytes]:
    """What somebody who has the keyring of today can make of the right guess, in any part."""
    keys = world.keyring.all_search_keys("support")
    made = [tokens(_words(facts), f"{key.part:02x}{person[2:]}", "support", world.keyring) for facts in people for key in keys]
    return frozenset().union(*made)
