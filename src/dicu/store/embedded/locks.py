"""Locks between processes. The kernel drops them when a process ends, however it ends, so none is ever left behind."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from dicu.store.embedded.account import Account

PAUSE = 0.05


class Lock:
    """An advisory lock on a file, shared or exclusive. Not inherited by programs that the holder starts."""

    def __init__(self, path: Path, owner: Account | None = None) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if owner and os.fstat(self._descriptor).st_uid != owner.uid:
            os.fchown(self._descriptor, owner.uid, owner.gid)

    def exclusive(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def wait_exclusive(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def free(self) -> bool:
        """Whether nobody holds it. Looks by taking it for a moment."""
        free = self.exclusive()
        if free:
            self.release()
        return free

    def release(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def within(seconds: float, question: Callable[[], bool]) -> bool:
    """Asks until the answer is yes or the time is over."""
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() >= end:
            return False
        time.sleep(PAUSE)
    return True
