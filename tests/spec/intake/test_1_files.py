"""# Files that are handed in

A file is kept by what it contains. It is looked at before it is kept, and what is not accepted leaves nothing behind.
"""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from dicu.intake import BadFile, DamagedFile, DirectoryVault, NoSuchFile, VaultFull, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LIMIT = 10_000_000


@pytest.fixture
def vault(tmp_path: Path) -> DirectoryVault:
    return DirectoryVault(tmp_path / "vault")


def everything_in(vault: DirectoryVault) -> list[Path]:
    return [path for path in vault.root.rglob("*") if path.is_file()] if vault.root.exists() else []


def test_a_file_is_kept_under_its_digest(vault: DirectoryVault) -> None:
    """What comes back says the digest, the size, the name and what the file is by its content."""
    stored = vault.store(io.BytesIO(PDF), "Báo cáo.pdf", LIMIT)
    assert stored.digest == hashlib.sha256(PDF).hexdigest()
    assert (stored.size, stored.name, stored.media_type) == (len(PDF), "Báo cáo.pdf", "application/pdf")
    assert vault.open(stored.digest).read() == PDF


def test_the_same_content_is_kept_once(vault: DirectoryVault) -> None:
    """A second upload of the same bytes, under whatever name, is the same file; it is not written again."""
    first = vault.store(io.BytesIO(PDF), "a.pdf", LIMIT)
    written = everything_in(vault)[0].stat().st_mtime_ns
    second = vault.store(io.BytesIO(PDF), "b.pdf", LIMIT)
    assert (second.digest, second.name) == (first.digest, "b.pdf")
    assert [path.stat().st_mtime_ns for path in everything_in(vault)] == [written]


def test_others_on_the_machine_cannot_read_it(vault: DirectoryVault) -> None:
    """Files are for the owner and the group only."""
    vault.store(io.BytesIO(PDF), "a.pdf", LIMIT)
    assert [oct(path.stat().st_mode & 0o777) for path in everything_in(vault)] == ["0o640"]


def test_a_file_that_is_too_large_is_refused_early(vault: DirectoryVault) -> None:
    """Reading stops at the limit, however much would follow, and nothing is left on the disk."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"%PDF-1.7" + b" " * (size - 8)

    upload = Endless()
    with pytest.raises(BadFile, match="larger than 10 MB"):
        vault.store(upload, "a.pdf", LIMIT)  # type: ignore[arg-type]
    assert upload.given < LIMIT + 1_000_000
    assert everything_in(vault) == []


def test_what_is_not_accepted_is_not_kept(vault: DirectoryVault) -> None:
    """The refusal says what is accepted."""
    with pytest.raises(BadFile, match="Accepted are PDF"):
        vault.store(io.BytesIO(b"MZ\x90\x00" * 100), "a.pdf", LIMIT)
    assert everything_in(vault) == []


def test_a_full_disk_is_said_plainly(vault: DirectoryVault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half written stays, and the sentence says what to do."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultFull, match="the disk of the house is full"):
        vault.store(io.BytesIO(PDF), "a.pdf", LIMIT)
    assert everything_in(vault) == []


def test_damage_is_noticed(vault: DirectoryVault) -> None:
    """`verify` reads the content through; a damaged file is refused, also when the same content is sent again."""
    stored = vault.store(io.BytesIO(PDF), "a.pdf", LIMIT)
    assert vault.verify(stored.digest) == len(PDF)
    everything_in(vault)[0].write_bytes(PDF.replace(b"obj", b"OBJ"))
    for attempt in (
        lambda: vault.verify(stored.digest),
        lambda: vault.open(stored.digest, verified=True),
        lambda: vault.store(io.BytesIO(PDF), "a.pdf", LIMIT),
    ):
        with pytest.raises(DamagedFile, match="damaged"):
            attempt()


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63 + "\n"])
def test_what_is_not_there_is_not_found(vault: DirectoryVault, digest: str) -> None:
    """A digest that was made up finds nothing, and no path leads out of the vault."""
    assert not vault.holds(digest)
    with pytest.raises(NoSuchFile):
        vault.open(digest)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Nghe\u0323\u0302 An.pdf", "Nghệ An.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\An\\báo cáo.xlsx", "báo cáo.xlsx"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ('a<b>:"c".csv', "a_b___c_.csv"),
        ("  a \t b  .pdf", "a b.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    """The name is only shown, never used as a path; its ending stays."""
    assert safe_name(given) == kept
