"""The small process that owns a running embedded PostgreSQL and ends with it.

Every program that uses the database holds a shared lock on `users.lock`; the kernel drops it when the program ends,
also when it is killed. The keeper waits for an exclusive lock on the same file: it gets it when the last user has gone,
and then it stops PostgreSQL. If the keeper itself is killed, the kernel tells PostgreSQL to stop. Nothing is orphaned.
"""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from dicu.store.embedded.account import Account, dies_with_parent, run_as
from dicu.store.embedded.cluster import ENVIRONMENT
from dicu.store.embedded.locks import Lock

PATIENCE = 30  # seconds for a fast shutdown, before an immediate one: that one costs only a recovery at the next start
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


def keep(postgres: list[str], folder: Path, account: Account | None) -> int:
    """Runs PostgreSQL until the last user has gone. 3: another keeper is at work."""
    keeper = Lock(folder / "keeper.lock", account)
    if not keeper.exclusive():
        return 3
    users = Lock(folder / "users.lock", account)
    server = _start(postgres, folder, account)
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(FAST))
    threading.Thread(target=_when_unused, args=(users, server), daemon=True).start()
    return server.wait()


def _start(postgres: list[str], folder: Path, account: Account | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the server's own launcher gave the command
        postgres,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=ENVIRONMENT,
        preexec_fn=dies_with_parent(FAST),  # noqa: PLW1509 - no thread runs yet
        **run_as(account),
    )


def _when_unused(users: Lock, server: subprocess.Popen[bytes]) -> None:
    users.wait_exclusive()
    server.send_signal(FAST)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.send_signal(IMMEDIATE)


def main(arguments: list[str]) -> int:
    folder, uid, gid, *postgres = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    account = Account("", int(uid), int(gid)) if int(uid) else None
    return keep(postgres, Path(folder), account)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
