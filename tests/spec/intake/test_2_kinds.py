"""# What a file is

The content decides what a file is, and its name must agree.
"""

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from dicu.intake import BadFile, MediaType, sniffed
from dicu.intake.archives import BadArchive
from dicu.vocabulary.messages import Refused


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    with Workbook(target) as book:
        book.add_worksheet().write(0, 0, "Mã")
    return target.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 20
TYPES = {"[Content_Types].xml": b"<Types/>"}
DOCX = zipped(TYPES | {"word/document.xml": b"<document/>"})
SAMPLES = {
    "a.pdf": (b"%PDF-1.7\n", MediaType.PDF),
    "a.png": (PNG, MediaType.PNG),
    "a.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", MediaType.JPEG),
    "a.JPEG": (b"\xff\xd8\xff\xe1\0\x10Exif\0", MediaType.JPEG),
    "a.xlsx": (workbook(), MediaType.XLSX),
    "a.docx": (DOCX, MediaType.DOCX),
    "a.csv": ("mã,số\n1,2\n".encode("utf-8-sig"), MediaType.CSV),
    "a.txt": ("Nghệ An\r\n".encode(), MediaType.TEXT),
}


def kind_of(content: bytes, name: str) -> MediaType:
    return sniffed(io.BytesIO(content), name)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_accepted(name: str) -> None:
    """PDF, PNG, JPEG, Excel, Word, CSV and plain text; capital letters in the ending do not matter."""
    content, kind = SAMPLES[name]
    assert kind_of(content, name) is kind


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in {"a.csv", "a.txt"}])
def test_a_name_that_says_something_else_is_refused(name: str) -> None:
    """A picture called .pdf is sent by mistake or by an attacker; both are told."""
    wrong = "a.png" if name == "a.pdf" else "a.pdf"
    with pytest.raises(BadFile, match=rf"ends in \{wrong[1:]}, but its content is that of a \.\w+ file"):
        kind_of(SAMPLES[name][0], wrong)
    with pytest.raises(BadFile, match="has no ending"):
        kind_of(SAMPLES[name][0], "a")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("mã".encode("utf-16"), "not written in UTF-8"),
        ("mã".encode("utf-32"), "not written in UTF-8"),
        ("Số người".encode("cp1258", "replace") + b"\xf0", "not written in UTF-8"),
        (b"a,b\0c\n", "of no kind that is accepted"),
        (b"a,\x1b[31m\n", "of no kind that is accepted"),
        (b"", "The file is empty"),
    ],
)
def test_texts_must_be_utf_8(content: bytes, words: str) -> None:
    """The advice names the menu of Excel that writes UTF-8."""
    with pytest.raises(BadFile, match=words):
        kind_of(content, "a.csv")


def test_a_sign_may_lie_across_two_pieces() -> None:
    """A long text is read in pieces; a letter of several bytes is not broken between them."""
    for shift in range(3):
        assert kind_of(b"a" * (64 * 1024 - shift) + "ệ".encode() * 9, "a.txt") is MediaType.TEXT
    with pytest.raises(BadFile, match="UTF-8"):
        kind_of(b"a" * (64 * 1024 - 1) + "ệ".encode()[:2], "a.txt")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\0" * 9, "of no kind that is accepted"),
        (b"GIF89a" + b"\0" * 30, "of no kind that is accepted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 30, "old Office format, or protected with a password"),
        (b"<html><script>alert(1)</script></html>", "only under the endings"),
        (zipped({"a.txt": b"a"}), "an archive, but not a workbook"),
        (zipped(TYPES | {"word/document.xml": b"", "xl/workbook.xml": b""}), "an archive, but not a workbook"),
        (zipped(TYPES | {"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), "contains macros"),
    ],
)
def test_everything_else_is_refused(content: bytes, words: str) -> None:
    """Old formats, programs, pages, other archives and macros, each with its own sentence."""
    with pytest.raises(BadFile, match=words):
        kind_of(content, "a.html")


def test_archives_that_unpack_to_far_more() -> None:
    """A small file that unpacks to hundreds of megabytes is refused while it is unpacked, not afterwards."""
    bomb = zipped(TYPES | {"xl/workbook.xml": b"\0" * 50_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(BadArchive, match="unpacks to far more"):
        kind_of(bomb, "a.xlsx")
    many = zipped({f"{n}": b"" for n in range(2_001)})
    with pytest.raises(BadArchive, match="2,001 parts"):
        kind_of(many, "a.xlsx")


def test_an_archive_that_lies_about_its_size() -> None:
    """The sizes are counted, not believed."""
    honest = zipped(TYPES | {"xl/workbook.xml": b"x" * 5_000})
    lie = honest.replace((5_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lie != honest
    with pytest.raises(BadArchive, match="damaged"):
        kind_of(lie, "a.xlsx")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil"])
def test_parts_that_lead_out(name: str) -> None:
    """No part of an archive may have a name that leads to another folder."""
    with pytest.raises(BadArchive, match="are there twice, or lead out of it"):
        kind_of(zipped(TYPES | {"xl/workbook.xml": b"", name: b""}), "a.xlsx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing(method: int) -> None:
    """Office programs pack in one way only."""
    with pytest.raises(BadArchive, match="damaged"):
        kind_of(zipped(TYPES | {"xl/workbook.xml": b"x"}, method), "a.xlsx")


def test_a_damaged_archive() -> None:
    """A workbook that was cut off on its way is refused, wherever it was cut."""
    whole = workbook()
    for cut in range(100, len(whole), 97):
        with pytest.raises(Refused):
            kind_of(whole[:cut], "a.xlsx")
    assert kind_of(whole, "a.xlsx") is MediaType.XLSX
