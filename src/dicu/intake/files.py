"""Files at the entrance, kept by what they contain: the name of a kept file is the SHA-256 of its bytes.

A file is written beside its place, forced to the disk, and appears there in one step or not at all. What is there is never
written again. Whatever goes wrong leaves nothing behind.
"""

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from dicu.intake.naming import safe_name
from dicu.intake.sniffing import BadFile, MediaType, sniffed
from dicu.vocabulary.messages import Refused, T

_CHUNK = 64 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ARRIVING = ".arriving-"
_FILE_MODE, _FOLDER_MODE = 0o640, 0o750
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoSuchFile(Refused):
    """The vault holds no file with this digest."""


class DamagedFile(Refused):
    """What the vault holds is no longer what was put in: its bytes have another digest."""


class VaultFull(Refused):
    """There is no room on the disk."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that the vault holds. `digest` is the SHA-256 in 64 small hexadecimal digits, `size` counts bytes."""

    digest: str
    size: int
    name: str
    media_type: MediaType


class FileVault(Protocol):
    """Where files are kept."""

    def store(self, stream: BinaryIO, name: str, limit: int) -> Stored:
        """Keep the content; one that is there already is not kept twice. `limit` in bytes. Raises `Refused`."""
        ...

    def keep(self, content: bytes) -> str:
        """Keep what the house itself made, as it is; its digest."""
        ...

    def open(self, digest: str, verified: bool = False) -> BinaryIO:
        """The content, to be read; `verified` reads it through first. Raises `NoSuchFile`, `DamagedFile`."""
        ...

    def verify(self, digest: str) -> int:
        """The size in bytes, if the content still has its digest. Raises `NoSuchFile`, `DamagedFile`."""
        ...


class DirectoryVault:
    """A vault in a folder of one file system: `root/ab/abcd…`, files 0640, folders 0750."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def store(self, stream: BinaryIO, name: str, limit: int) -> Stored:
        with _room(), self._arriving() as (target, path):
            digest, size = _copied(stream, target, limit)
            media_type = sniffed(target, name)
            os.fsync(target.fileno())
            self._settle(path, digest)
        return Stored(digest, size, safe_name(name), media_type)

    def keep(self, content: bytes) -> str:
        with _room(), self._arriving() as (target, path):
            digest, _ = _copied(BytesIO(content), target, len(content))
            os.fsync(target.fileno())
            self._settle(path, digest)
        return digest

    def open(self, digest: str, verified: bool = False) -> BinaryIO:
        if verified:
            self.verify(digest)
        return self._opened(digest)

    def verify(self, digest: str) -> int:
        with self._opened(digest) as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found != digest:
                raise DamagedFile(
                    T("The file {digest} is damaged: its content is no longer what was stored. Fetch it from a backup.",
                      digest=digest)
                )  # fmt: skip
            return stream.tell()

    def holds(self, digest: str) -> bool:
        return bool(_DIGEST.fullmatch(digest)) and self._place(digest).is_file()

    def sweep(self, older_than: float = 24 * 3600) -> int:
        """Remove what a killed process left half written more than so many seconds ago; how many files it was."""
        old = [path for path in self.root.glob(f"{_ARRIVING}*") if time.time() - path.stat().st_mtime > older_than]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _opened(self, digest: str) -> BufferedReader:
        try:
            return self._place(digest).open("rb")
        except FileNotFoundError:
            raise _no_such_file() from None

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise _no_such_file()
        return self.root / digest[:2] / digest

    @contextmanager
    def _arriving(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A file beside the kept ones, readable and writable, that is gone afterwards whatever happens."""
        self.root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_ARRIVING, dir=self.root)
        try:
            with os.fdopen(handle, "w+b") as target:
                os.fchmod(target.fileno(), _FILE_MODE)
                yield target, Path(name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)

    def _settle(self, path: Path, digest: str) -> None:
        """A hard link appears in one step and, unlike a rename, never replaces what is there."""
        place = self._place(digest)
        place.parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        try:
            os.link(path, place)
        except FileExistsError:
            self.verify(digest)
            return
        for folder in (place.parent, self.root):
            _force(folder)


def _copied(stream: BinaryIO, target: BinaryIO, limit: int) -> tuple[str, int]:
    """Digest and size of what was copied; it stops at the first piece beyond the limit."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise BadFile(
                T("The file is larger than {limit}, the most that is accepted. Send a smaller one, or in parts.",
                  limit=_size(limit))
            )  # fmt: skip
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return digest.hexdigest(), size


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise VaultFull(
            T("The file could not be kept: the disk of the house is full. Nothing was saved. Tell the administrator, and"
              " send it again later.")
        ) from error  # fmt: skip


def _size(count: int) -> str:
    """A limit in the largest unit that shows it whole: 50 MB, 1500 kB."""
    for unit, size in (("MB", 1_000_000), ("MiB", 1024 * 1024), ("kB", 1_000), ("KiB", 1024)):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count} B"


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_such_file() -> NoSuchFile:
    return NoSuchFile(T("There is no such file."))
