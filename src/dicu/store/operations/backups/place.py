"""Where backups lie and what stands in their manifest.

    OUT/20261124T031500Z/   manifest.json         what it is, and the size and SHA-256 of each part
                            manifest.sha256       of the manifest itself
                            database.dump         the whole database, in pg_dump's own form
                            heads.jsonl           each stream of the ledger: its length and the digest of its last entry
                            files.jsonl           digest and size of each file of the house
    OUT/files/ab/abcd…      the files themselves, by digest: kept once for all backups

A hash finds what was damaged; it does not find who writes backups of their own. That is what the ledger's anchor is for.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from dicu.vocabulary.messages import Refused, T

FORM = "dicu-backup-1"
DUMP, HEADS, FILES, MANIFEST, SEAL = "database.dump", "heads.jsonl", "files.jsonl", "manifest.json", "manifest.sha256"
STAMP = "%Y%m%dT%H%M%SZ"


class Damaged(Refused):
    """A part of a backup is not what it was when it was made."""


@dataclass(frozen=True, slots=True)
class Part:
    """Size in bytes and SHA-256 of a file of the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows, and the SHA-256 over all of them in the order of their keys."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`program`: the version that made it. `server`: PostgreSQL's major version. `left_out`: tables whose rows are not in it.
    `elsewhere`: what belongs to the house and must be kept by other means, in words."""

    instance: str
    program: str
    made_at: str
    server: int
    dumped_by: str
    migrations: tuple[str, ...]
    entries: int
    streams: int
    tables: Mapping[str, Table]
    files: int
    files_bytes: int
    parts: Mapping[str, Part]
    left_out: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    form: str = field(default=FORM)


def part(path: Path) -> Part:
    with path.open("rb") as stream:
        return Part(path.stat().st_size, file_digest(stream, "sha256").hexdigest())


def write(folder: Path, manifest: Manifest) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    (folder / SEAL).write_text(part(path).sha256 + "\n", "ascii")


def read(folder: Path) -> Manifest:
    """The manifest, if it is whole and of a form this program knows. Raises Damaged."""
    path = folder / MANIFEST
    _check_seal(folder, path)
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if told.get("form") != FORM:
            raise Refused(T("The backup in {folder} is of a form that this version does not know.", folder=str(folder)), str(path))
        tables = {name: Table(**table) for name, table in told.pop("tables").items()}
        parts = {name: Part(**one) for name, one in told.pop("parts").items()}
        lists: dict[str, Any] = {name: tuple(told.pop(name)) for name in ("migrations", "left_out", "elsewhere", "damaged")}
        return Manifest(tables=tables, parts=parts, **lists, **told)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise damaged(path) from fault


def _check_seal(folder: Path, path: Path) -> None:
    for needed in (path, folder / SEAL):
        if not needed.is_file():
            raise Refused(T("There is no whole backup in {folder}: {name} is missing.", folder=str(folder), name=needed.name), str(needed))
    if (folder / SEAL).read_bytes() != f"{part(path).sha256}\n".encode():
        raise damaged(path)


def check_parts(folder: Path, manifest: Manifest) -> None:
    """Raises Damaged for the first part that is missing, cut or changed."""
    for name in sorted({DUMP, HEADS, FILES} | set(manifest.parts)):
        if name not in manifest.parts or not (folder / name).is_file() or part(folder / name) != manifest.parts[name]:
            raise damaged(folder / name)


def listed(folder: Path) -> Iterator[tuple[str, int]]:
    """Digest and size of each file of the house that the backup holds."""
    with (folder / FILES).open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            yield told["sha256"], int(told["bytes"])


def backups(out: Path) -> list[Path]:
    """The whole ones, the oldest first."""
    return sorted(path for path in out.glob("*Z") if (path / MANIFEST).is_file() and not path.name.startswith("."))


def chosen(path: Path) -> Path:
    """The backup that was meant: this folder, or the newest one in it."""
    if (path / MANIFEST).is_file():
        return path
    if found := backups(path):
        return found[-1]
    raise Refused(T("There is no whole backup in {folder}: {name} is missing.", folder=str(path), name=MANIFEST), str(path))


def damaged(path: Path) -> Damaged:
    return Damaged(
        T("{path} is damaged: it is missing, cut off or changed. Nothing was brought back. Use another backup.", path=str(path)), str(path)
    )


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """The disk's own faults in words."""
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refused(T("The disk of {folder} is full. The backup was not made; older ones are as they were.", folder=str(folder)),
                          str(folder)) from fault  # fmt: skip
        raise Refused(
            T("{place} cannot be read or written: {reason}.", place=str(fault.filename or folder), reason=str(fault.strerror)), str(folder)
        ) from fault


def settle(path: Path) -> None:
    """What was written is forced to the disk: each file, then the folders that name them."""
    for one in (*sorted(path.rglob("*")), path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
