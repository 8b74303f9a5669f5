"""An anchor that is a file of JSON lines, on another disk or machine than the database's."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dicu.ledger.checkpoint import Malformed, Signed, read_line
from dicu.vocabulary.messages import Refused, T

BLOCK = 1 << 20


class FileAnchor:
    """`dicu.ledger.anchor.Anchor`. Lines are only ever added (O_APPEND), under a lock, and forced to the disk.

    A loss of power may leave a torn last line. It stays where it is, and the whole line is written after it: a line that is
    only the beginning of the next one, or of nothing, says nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def place(self) -> str:
        return str(self.path)

    def lines(self) -> Iterator[str]:
        held, whole = "", True
        for line in self._raw():
            text, whole = line.rstrip("\n"), line.endswith("\n")
            if not text.startswith(held):
                yield held
            held = text
        if held and (whole or _is_checkpoint(held)):
            yield held

    def last(self) -> Signed | None:
        for line in self._backwards():
            try:
                return read_line(line)
            except Malformed:
                continue  # torn; `lines` tells whether it was more than that
        return None

    def append(self, signed: Signed) -> None:
        """Does nothing if it is the last one already. Refuses one that does not follow the last: two writers, or a list
        that is another's."""
        with self._locked() as file:
            last = self.last()
            if last == signed:
                return
            if (last.checkpoint.number if last else 0) + 1 != signed.checkpoint.number:
                number = signed.checkpoint.number
                raise Refused(T("Checkpoint {number} does not follow what stands in {place}.", number=number, place=self.place))
            size = os.fstat(file).st_size
            torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
            _write(file, (b"\n" if torn else b"") + signed.line().encode() + b"\n")
            os.fsync(file)

    def _raw(self) -> Iterator[str]:
        try:
            with self.path.open(encoding="utf-8", errors="replace", newline="\n") as file:
                yield from file
        except FileNotFoundError:
            return
        except OSError as fault:
            raise self._unreadable(fault) from fault

    def _backwards(self) -> Iterator[str]:
        """Lines from the last to the first, without reading the whole file for one of them."""
        try:
            with self.path.open("rb") as file:
                place, rest = file.seek(0, os.SEEK_END), b""
                while place:
                    step = min(BLOCK, place)
                    place = file.seek(place - step)
                    rest, *parts = (file.read(step) + rest).split(b"\n")
                    yield from (part.decode(errors="replace") for part in reversed(parts) if part)
                if rest:
                    yield rest.decode(errors="replace")
        except FileNotFoundError:
            return
        except OSError as fault:
            raise self._unreadable(fault) from fault

    def _unreadable(self, fault: OSError) -> Refused:
        return Refused(T("The anchor {place} cannot be read: {reason}.", place=self.place, reason=str(fault.strerror)), "DICU_ANCHOR")

    @contextmanager
    def _locked(self) -> Iterator[int]:
        try:
            fresh = not self.path.exists()
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield file
                if fresh:
                    _settle(self.path.parent)
            finally:
                os.close(file)
        except OSError as fault:
            message = T("The anchor {place} cannot be written: {reason}.", place=self.place, reason=str(fault.strerror))
            raise Refused(message, "DICU_ANCHOR") from fault


def _is_checkpoint(text: str) -> bool:
    try:
        read_line(text)
    except Malformed:
        return False
    return True


def _write(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]


def _settle(folder: Path) -> None:
    """The name of a new file outlasts a loss of power only once its folder is on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
