"""Small secret files, whole or not there: written beside their place, forced to the disk, put in place in one step. What
they replace, or what is removed, is written over first: on most disks that leaves nothing to be found, on some it cannot."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dicu.ledger.keyring import KeysRefused
from dicu.vocabulary.messages import T

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FILE, FOLDER = 0o600, 0o700


def folder(path: Path) -> Path:
    """The folder, made with those above it where they are missing, for this account alone."""
    if not path.is_dir():
        folder(path.parent)
        with disk(path), suppress(FileExistsError):
            path.mkdir(mode=FOLDER)
            owner = path.parent.stat()
            if os.geteuid() == 0:
                os.chown(path, owner.st_uid, owner.st_gid)
            force(path.parent)
    return path


def write(path: Path, content: bytes) -> None:
    """The file's whole new content, or, where the disk is full, the old one. One writer at a time (`locked`)."""
    draft = draft_of(path)
    with disk(path):
        try:
            remove(draft)
            _filled(draft, content)
            _replaced(draft, path)
            force(path.parent)
        except BaseException:
            with suppress(OSError):
                remove(draft)
            raise


def remove(path: Path) -> bool:
    """Written over, then taken away; whether it was there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        _written_over(handle)
    finally:
        os.close(handle)
        path.unlink()
    force(path.parent)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else changes the keys meanwhile: no thread, no process."""
    with disk(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """The errors of the disk in words."""
    try:
        yield
    except OSError as fault:
        if fault.errno in FULL:
            message = T(
                "The disk that holds {path} is full. No key was made or changed. Free some space, then repeat the step.", path=str(path)
            )
            raise KeysRefused(message, where=str(path)) from fault
        said = fault.strerror or type(fault).__name__
        raise KeysRefused(
            T("{path} cannot be written: {said}. No key was made or changed.", path=str(path), said=said), str(path)
        ) from fault


def _filled(draft: Path, content: bytes) -> None:
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE)
    with open(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _replaced(draft: Path, path: Path) -> None:
    """The old file stays open until the new one is in its place, so that it can be written over then."""
    old = None
    with suppress(FileNotFoundError):
        old = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        owner = os.fstat(old) if old is not None else path.parent.stat()
        if os.geteuid() == 0:
            os.chown(draft, owner.st_uid, owner.st_gid)  # what root makes here is the account's
        draft.replace(path)
        if old is not None:
            _written_over(old)
    finally:
        if old is not None:
            os.close(old)


def _written_over(handle: int) -> None:
    os.pwrite(handle, b"\0" * os.fstat(handle).st_size, 0)
    os.fsync(handle)
