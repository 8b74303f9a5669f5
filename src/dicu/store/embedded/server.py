"""Starting, joining and leaving the embedded PostgreSQL of one home."""

import os
import subprocess
import sys
from pathlib import Path

import dicu
from dicu.store.embedded import binaries, cluster, traces
from dicu.store.embedded.account import Account, service_account
from dicu.store.embedded.binaries import Binaries
from dicu.store.embedded.connection import Connection, Login
from dicu.store.embedded.locks import Lock, within
from dicu.store.embedded.place import Layout, home
from dicu.store.embedded.refusals import DatabaseRefused, disk_errors, failed
from dicu.vocabulary.messages import T

TURN = 120  # seconds to wait for another command that makes or stops the same database
STARTUP = 300  # seconds; a recovery after a crash replays at most max_wal_size
SHUTDOWN = 45  # seconds; a little more than the keeper's own patience
HASTY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
QUIET = {
    "log_min_messages": "log",  # what goes wrong with a statement is told to the program, which knows what may be said of it
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # a detail quotes the row: "Key (username)=(…) already exists."
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "debug_print_plan": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
}
"""What the server's own log never tells: values of people. Given at every start, so that it holds for clusters made before."""
LOG_LIMIT = 4 * 1024 * 1024  # bytes


class Server:
    """The embedded PostgreSQL of `home`. Users are counted across processes; the last one to leave stops it.

    `durable=False` leaves out the wait for the disk, for tests that throw the data away.
    """

    def __init__(self, home_folder: Path | None = None, *, durable: bool = True) -> None:
        self.layout = Layout((home_folder or home()).absolute())
        self._durable = durable
        self._users: Lock | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def ensure(self) -> Connection:
        """Makes it if it is new, starts it if it does not run, joins it if it does. Raises DatabaseRefused."""
        _check_allowed()
        account = service_account()
        self.layout.lay(account)
        with disk_errors(self.layout.home), Lock(self.layout.lock("start"), account) as turn:
            self._take_turn(turn)
            self._enter(account)
            try:
                return self._running(account)
            except BaseException:
                self._leave()
                raise

    def answers(self) -> bool:
        """Whether it can be talked to just now."""
        return _answers(_known(self.layout))

    def stop(self) -> None:
        """Leaves it. If nobody else uses it, it is stopped, and this returns when it is gone."""
        if self._users is None:
            return
        account = service_account()
        with Lock(self.layout.lock("start"), account) as turn, Lock(self.layout.lock("keeper"), account) as keeper:
            self._take_turn(turn)
            last = self._users.exclusive()
            self._users.release()
            gone = not last or within(SHUTDOWN, keeper.free)
            self._leave()
        if not gone:
            raise _still_there(self.layout)

    def __enter__(self) -> Connection:
        return self.ensure()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _take_turn(self, turn: Lock) -> None:
        if not within(TURN, turn.exclusive):
            raise DatabaseRefused(
                T(
                    "Another command has been starting or stopping the database in {path} for two minutes. Wait "
                    "until it is done, or end it, and run the command again.",
                    path=str(self.layout.home),
                ),
                where=str(self.layout.home),
            )

    def _enter(self, account: Account | None) -> None:
        if self._users is None:
            self._users = Lock(self.layout.lock("users"), account)
        if not within(SHUTDOWN, self._users.shared):
            self._leave()
            raise _still_there(self.layout)

    def _leave(self) -> None:
        if self._users:
            self._users.release()
            self._users.close()
        if self._keeper:
            self._keeper.poll()  # it is our child: nobody else would take note of its end
        self._users = self._keeper = None

    def _running(self, account: Account | None) -> Connection:
        made = (self.layout.data / "PG_VERSION").is_file()
        programs = binaries.of_major(_major(self.layout)) if made else binaries.newest()
        programs = binaries.reachable(programs, account)
        if not made:
            cluster.create(self.layout, programs, account)
        connection = _known(self.layout)
        if not self.layout.card.is_file() or Connection.read(self.layout.card) != connection:
            connection.write(self.layout.card, account)
        self._await(connection, programs, account)
        return connection

    def _await(self, connection: Connection, programs: Binaries, account: Account | None) -> None:
        with Lock(self.layout.lock("keeper"), account) as keeper:
            if keeper.free():
                self._launch(programs, account)
        if not within(STARTUP, lambda: self._settled(connection)) or not _answers(connection):
            raise failed(self.layout.home, traces.last_words(self.layout.log))

    def _settled(self, connection: Connection) -> bool:
        """Ready, or beyond hope."""
        return _answers(connection) or (self._keeper is not None and self._keeper.poll() is not None)

    def _launch(self, programs: Binaries, account: Account | None) -> None:
        traces.clear_stale(self.layout, SHUTDOWN)
        postgres = [str(programs.program("postgres")), "-D", str(self.layout.data), "-k", str(self.layout.sockets)]
        postgres += [word for name, value in QUIET.items() for word in ("-c", f"{name}={value}")]
        postgres += [] if self._durable else HASTY
        who = [str(account.uid), str(account.gid)] if account else ["0", "0"]
        command = [sys.executable, "-m", "dicu.store.embedded.keeper", str(self.layout.folder), *who, *postgres]
        with traces.opened_log(self.layout.log, LOG_LIMIT, account) as log:
            self._keeper = subprocess.Popen(  # noqa: S603 - our own programs and paths
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
                cwd="/",
            )


def _check_allowed() -> None:
    if os.environ.get("DICU_ENVIRONMENT") == "production":
        raise DatabaseRefused(
            T(
                "The embedded database is for demonstration and tests. In production give the address of a PostgreSQL "
                "server in DICU_DATABASE_URL and DICU_OWNER_DATABASE_URL."
            ),
            where="DICU_ENVIRONMENT",
        )


def _environment() -> dict[str, str]:
    """The keeper finds this code also where it is not installed."""
    source = str(Path(dicu.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))}


def _major(layout: Layout) -> int:
    return int((layout.data / "PG_VERSION").read_text(encoding="ascii"))


def _known(layout: Layout) -> Connection:
    """Made from the secrets; the connection file is only a copy for others to read."""
    users = {"app": cluster.APP, "owner": cluster.OWNER, "superuser": cluster.SUPERUSER}
    roles = {role: Login(user, _secret(layout, role)) for role, user in users.items()}
    return Connection(host=str(layout.sockets), port=cluster.PORT, database=cluster.DATABASE, **roles)


def _secret(layout: Layout, role: str) -> str:
    path = layout.secrets / f"postgres-{role}"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError as fault:
        raise DatabaseRefused(
            T(
                "The database in {data} is there, but its password file {path} is not. Put the file back from a copy, "
                "or move both folders away to begin with an empty database.",
                data=str(layout.data),
                path=str(path),
            ),
            where=str(path),
        ) from fault


def _answers(connection: Connection) -> bool:
    import psycopg  # noqa: PLC0415 - the keeper imports this package too, and does not need it

    try:
        psycopg.connect(connection.address("app"), connect_timeout=3).close()
    except psycopg.OperationalError as fault:
        if "authentication failed" in str(fault):
            raise DatabaseRefused(
                T("The database in {path} does not accept its own password file.", path=connection.host),
                where=connection.host,
            ) from fault
        return False
    return True


def _still_there(layout: Layout) -> DatabaseRefused:
    return DatabaseRefused(
        T("The database in {path} is still stopping. Run the command again in a minute.", path=str(layout.home)),
        where=str(layout.home),
    )
