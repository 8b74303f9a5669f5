"""What a file is, by its content. Its name must agree; what is not on the list is not accepted."""

import codecs
import re
from enum import StrEnum
from typing import BinaryIO

from dicu.intake.archives import members
from dicu.intake.naming import ending_of
from dicu.vocabulary.messages import Message, Refused, T


class MediaType(StrEnum):
    """The kinds of file that the house takes."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    CSV = "text/csv"
    TEXT = "text/plain"


ENDINGS: dict[MediaType, tuple[str, ...]] = {
    MediaType.PDF: ("pdf",),
    MediaType.PNG: ("png",),
    MediaType.JPEG: ("jpg", "jpeg"),
    MediaType.XLSX: ("xlsx",),
    MediaType.DOCX: ("docx",),
    MediaType.CSV: ("csv",),
    MediaType.TEXT: ("txt",),
}

_CHUNK = 64 * 1024
_HEAD = 32
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {b"%PDF-1.": MediaType.PDF, b"%PDF-2.": MediaType.PDF, b"\xff\xd8\xff": MediaType.JPEG}
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MAIN_PARTS = {"xl/workbook.xml": MediaType.XLSX, "word/document.xml": MediaType.DOCX}
_MACROS = ("vbaproject.bin", "macrosheets/")


class BadFile(Refused):
    """A file that is not accepted, with what to do instead."""


def sniffed(stream: BinaryIO, name: str) -> MediaType:
    """What the whole content is; raises `BadFile` if it is nothing the house takes, or not what its name says.

    The stream must be seekable; it is left at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise BadFile(T("The file is empty."))
    kind = _by_head(stream, head) or _text(stream, name)
    stream.seek(0)
    return _agreeing(kind, name)


def accepted_kinds() -> Message:
    """The list that every refusal of a file ends with."""
    return T("Accepted are PDF, PNG and JPEG pictures, Excel (.xlsx), Word (.docx), CSV and plain text in UTF-8.")


def _agreeing(kind: MediaType, name: str) -> MediaType:
    ending = ending_of(name)
    if ending in ENDINGS[kind]:
        return kind
    wanted = "." + ENDINGS[kind][0]
    if not ending:
        raise BadFile(T("The name of the file has no ending. By its content it should be {wanted}.", wanted=wanted))
    raise BadFile(
        T("The name of the file ends in .{ending}, but its content is that of a {wanted} file. Send the file as its"
          " program saved it, under its right name.", ending=ending, wanted=wanted)
    )  # fmt: skip


def _by_head(stream: BinaryIO, head: bytes) -> MediaType | None:
    if head.startswith(_ZIP):
        return _office(stream)
    if head.startswith(_OLE):
        raise _unaccepted(
            T("The file is of an old Office format, or protected with a password. Save it as .xlsx, .docx or PDF without"
              " a password.")
        )  # fmt: skip
    if head.startswith(_PNG):
        return MediaType.PNG
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def _office(stream: BinaryIO) -> MediaType:
    names = members(stream)
    if any(part in name.lower() for name in names for part in _MACROS):
        raise BadFile(T("The file contains macros. Save it as .xlsx or .docx, which have none."))
    kinds = [kind for part, kind in _MAIN_PARTS.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise _unaccepted(T("The file is an archive, but not a workbook of Excel and not a document of Word."))
    return kinds[0]


def _text(stream: BinaryIO, name: str) -> MediaType:
    _check_text(stream)
    ending = ending_of(name)
    if ending not in {"csv", "txt"}:
        raise _unaccepted(T("The content is plain text, which is accepted only under the endings .csv and .txt."))
    return MediaType.CSV if ending == "csv" else MediaType.TEXT


def _check_text(stream: BinaryIO) -> None:
    """Every byte must be UTF-8 and none a control sign; read in pieces, so that a large file costs no memory."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = True
    while chunk := stream.read(_CHUNK):
        if first and chunk.startswith(_WIDE):
            raise _wrong_encoding()
        _check_piece(decoder, chunk)
        first = False
    _check_piece(decoder, b"", final=True)


def _check_piece(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> None:
    try:
        piece = decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        raise (_not_a_known_file() if b"\0" in chunk else _wrong_encoding()) from error
    if _CONTROL.search(piece):
        raise _not_a_known_file()


def _wrong_encoding() -> BadFile:
    return _unaccepted(
        T("The text is not written in UTF-8 (it may be UTF-16, TCVN3, VNI or Windows-1258). In Excel choose Save as,"
          " “CSV UTF-8”; in other programs the encoding UTF-8.")
    )  # fmt: skip


def _not_a_known_file() -> BadFile:
    return _unaccepted(T("The content of the file is of no kind that is accepted."))


def _unaccepted(reason: Message) -> BadFile:
    return BadFile(T("{reason} {accepted}", reason=reason, accepted=accepted_kinds()))
