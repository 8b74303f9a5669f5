"""A new cluster: made aside, with its roles and its database, and only then given its name."""

import secrets
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from dicu.store.embedded.account import Account, run_as
from dicu.store.embedded.binaries import Binaries
from dicu.store.embedded.connection import Connection, Login, private
from dicu.store.embedded.place import Layout
from dicu.store.embedded.refusals import disk_errors, failed, full_disk

DATABASE, OWNER, APP, SUPERUSER = "dicu", "dicu_owner", "dicu_app", "postgres"
PORT = 5432  # only a part of the socket's name: nothing listens on the network
ROOM = 200 * 1024 * 1024  # bytes; a new cluster takes about 60 MB, and work needs room to breathe

SETTINGS = {
    "listen_addresses": "''",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "password_encryption": "scram-sha-256",
    "max_connections": 50,
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] %u '",
    "log_parameter_max_length": 0,  # values of people must not reach the log
    "log_parameter_max_length_on_error": 0,
    "log_min_error_statement": "panic",
    "cluster_name": "'dicu'",
}
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


def create(layout: Layout, binaries: Binaries, account: Account | None) -> Connection:
    """Makes cluster, roles and database. Whatever goes wrong, nothing stays that a later start could take for whole."""
    _need_room(layout)
    connection = _invented(layout)
    try:
        with disk_errors(layout.home):
            _fill(layout, binaries, account, connection)
            connection.write(layout.card, account)
            layout.draft.rename(layout.data)
    except BaseException:
        shutil.rmtree(layout.draft, ignore_errors=True)
        raise
    return connection


def _need_room(layout: Layout) -> None:
    shutil.rmtree(layout.draft, ignore_errors=True)
    if shutil.disk_usage(layout.folder).free < ROOM:
        raise full_disk(layout.home)


def _invented(layout: Layout) -> Connection:
    users = {"app": APP, "owner": OWNER, "superuser": SUPERUSER}
    roles = {role: Login(user, secrets.token_hex(24)) for role, user in users.items()}
    return Connection(host=str(layout.sockets), port=PORT, database=DATABASE, **roles)


def _fill(layout: Layout, binaries: Binaries, account: Account | None, connection: Connection) -> None:
    for role in ("app", "owner", "superuser"):
        private(layout.secrets / f"postgres-{role}", connection.login(role).password + "\n", account)
    _initdb(layout, binaries, account)
    with (layout.draft / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
    _single(layout, binaries, account, "postgres", _roles(connection))
    _single(layout, binaries, account, DATABASE, _rights())


def _initdb(layout: Layout, binaries: Binaries, account: Account | None) -> None:
    options = ["--auth=scram-sha-256", "--no-locale", "-E", "UTF8", "--data-checksums", "-U", SUPERUSER]
    password = layout.secrets / "postgres-superuser"
    _run(layout, account, [binaries.program("initdb"), *options, f"--pwfile={password}", "-D", layout.draft])


def _roles(connection: Connection) -> list[str]:
    """The application's role may log in, and nothing else until a migration grants it something."""
    plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD"
    return [
        f"CREATE ROLE {OWNER} {plain} '{connection.owner.password}'",
        f"CREATE ROLE {APP} {plain} '{connection.app.password}'",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}",
    ]


def _rights() -> list[str]:
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {APP}",
    ]


def _single(layout: Layout, binaries: Binaries, account: Account | None, database: str, lines: Iterable[str]) -> None:
    """PostgreSQL's single-user mode: no socket is open while the roles are made, no password on a command line."""
    quiet = ["-c", "exit_on_error=on", "-c", "log_min_messages=fatal"]
    command: list[str | Path] = [binaries.program("postgres"), "--single", *quiet, "-D", layout.draft, database]
    _run(layout, account, command, "".join(f"{line}\n" for line in lines))


def _run(layout: Layout, account: Account | None, command: list[str | Path], said: str = "") -> None:
    done = subprocess.run(  # noqa: S603 - our own programs and paths
        command,
        input=said,
        capture_output=True,
        text=True,
        check=False,
        cwd=layout.folder,
        env=ENVIRONMENT,
        **run_as(account),
    )
    if done.returncode:
        raise failed(layout.home, (done.stdout + done.stderr)[-600:])
