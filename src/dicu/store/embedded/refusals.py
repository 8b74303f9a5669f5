"""What the embedded database says when it cannot do its work."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dicu.vocabulary.messages import Refused, T

NO_SPACE = ("No space left on device", "Check free disk space", "Disk quota exceeded")


class DatabaseRefused(Refused):
    """The embedded database cannot be made, started or joined."""


def full_disk(path: Path) -> DatabaseRefused:
    return DatabaseRefused(
        T(
            "The disk that holds {path} is full, so the database could not be made or started there. Free some space "
            "(at least 300 MB) and run the same command again. Nothing half made was kept.",
            path=str(path),
        ),
        where=str(path),
    )


def not_ours(path: Path) -> DatabaseRefused:
    return DatabaseRefused(
        T(
            "{path} belongs to another account of this machine. Run the command as the account that made it, or as root.",
            path=str(path),
        ),
        where=str(path),
    )


def failed(path: Path, said: str) -> DatabaseRefused:
    """PostgreSQL's own last words, or the plain sentence if they are about a full disk."""
    if any(words in said for words in NO_SPACE):
        return full_disk(path)
    return DatabaseRefused(
        T("The database in {path} did not start. PostgreSQL said: {said}", path=str(path), said=said.strip() or "-"),
        where=str(path),
    )


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns the errors of the disk into sentences."""
    try:
        yield
    except PermissionError as fault:
        raise not_ours(Path(fault.filename or path)) from fault
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise full_disk(path) from fault
        raise
