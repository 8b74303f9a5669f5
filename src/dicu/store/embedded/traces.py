"""What an earlier run left: its log, its lock files, perhaps its processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dicu.store.embedded.account import Account
from dicu.store.embedded.locks import within
from dicu.store.embedded.place import Layout
from dicu.store.embedded.refusals import DatabaseRefused
from dicu.vocabulary.messages import T


def clear_stale(layout: Layout, patience: float) -> None:
    """Waits for processes of a killed run to end, then removes lock files whose number may belong to a stranger by now.

    PostgreSQL itself would refuse to start when the number in its lock file is a living process of the same account.
    """
    if not within(patience, lambda: not at_work(layout.data)):
        raise DatabaseRefused(
            T(
                "A PostgreSQL that nobody looks after still works in {path} (process {pid}). End it, then run the command again.",
                path=str(layout.data),
                pid=str(min(at_work(layout.data))),
            ),
            where=str(layout.data),
        )
    for path in (layout.data / "postmaster.pid", *layout.sockets.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def at_work(data: Path) -> set[int]:
    """Processes that work in this cluster: all of PostgreSQL's have it as their working folder."""
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _works_in(entry, data)}


def _works_in(process: Path, data: Path) -> bool:
    try:
        return (process / "cwd").samefile(data)
    except OSError:  # ended meanwhile, or another account's
        return False


def last_words(log: Path, lines: int = 4) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return "\n".join(text.splitlines()[-lines:])


@contextmanager
def opened_log(path: Path, limit: int, account: Account | None) -> Iterator[IO[bytes]]:
    """The log of this start, after the earlier ones; a long one is put aside."""
    if path.is_file() and path.stat().st_size > limit:
        path.replace(path.with_suffix(".log.old"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    if account:
        os.fchown(descriptor, account.uid, account.gid)
    with open(descriptor, "ab") as stream:
        yield stream
