"""What the vault does when something goes wrong in the middle."""

import io
import os
import resource
import time
from pathlib import Path

import pytest

from dicu.intake import BadFile, DirectoryVault, VaultFull

PDF = b"%PDF-1.7\n" + b"x" * 300_000


def left(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.is_file()]


def test_a_disk_that_refuses_more_bytes(tmp_path: Path) -> None:
    """The kernel's own refusal, half way through the file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(VaultFull):
            DirectoryVault(tmp_path).store(io.BytesIO(PDF), "a.pdf", 10**6)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert left(tmp_path) == []


def test_an_upload_that_breaks_off(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        DirectoryVault(tmp_path).store(Broken(PDF), "a.pdf", 10**6)
    assert left(tmp_path) == []


def test_a_fault_that_is_not_about_room_is_not_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no")))
    with pytest.raises(PermissionError):
        DirectoryVault(tmp_path).store(io.BytesIO(PDF), "a.pdf", 10**6)
    assert left(tmp_path) == []


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    vault = DirectoryVault(tmp_path)
    assert vault.store(io.BytesIO(PDF), "a.pdf", len(PDF)).size == len(PDF)
    with pytest.raises(BadFile, match="larger than 300008 B"):
        vault.store(io.BytesIO(PDF), "a.pdf", len(PDF) - 1)


def test_sweeping_takes_only_what_is_old_and_half_written(tmp_path: Path) -> None:
    vault = DirectoryVault(tmp_path)
    stored = vault.store(io.BytesIO(PDF), "a.pdf", 10**6)
    old, new = tmp_path / ".arriving-old", tmp_path / ".arriving-new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, time.time() - 2 * 24 * 3600))
    assert vault.sweep() == 1
    assert (old.exists(), new.exists(), vault.holds(stored.digest)) == (False, True, True)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    vault = DirectoryVault(tmp_path)
    digest = vault.store(io.BytesIO(PDF), "a.pdf", 10**6).digest
    place = tmp_path / digest[:2] / digest
    inode = place.stat().st_ino
    vault.store(io.BytesIO(PDF), "a.pdf", 10**6)
    assert place.stat().st_ino == inode
    assert place.stat().st_nlink == 1
