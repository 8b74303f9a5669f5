"""ZIP archives, in which XLSX, DOCX and packed plans are kept: opened only after their real size is known.

What an archive says about itself may be a lie, so every part is unpacked once and counted, without being kept.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dicu.vocabulary.messages import Refused, T

_CHUNK = 64 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


class BadArchive(Refused):
    """The archive is damaged, locked, or would unpack to more than the house takes."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """`total` and `part` are unpacked bytes; `ratio` is unpacked to packed size, for parts above `small` bytes."""

    members: int = 2_000
    total: int = 300 * 1024 * 1024
    ratio: int = 200
    small: int = 1024 * 1024


def members(stream: BinaryIO, limits: ArchiveLimits = ArchiveLimits()) -> frozenset[str]:  # noqa: B008 - frozen
    """The names of the parts of a sound archive; raises `BadArchive` for any other."""
    try:
        with zipfile.ZipFile(stream) as archive:
            found = archive.infolist()
            _check_list(found, limits)
            for info in found:
                archive.open(info).close()  # the head of each part must agree with the list of parts
            _check_sizes(stream, found, limits)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, ValueError) as error:
        raise BadArchive(T("The file is damaged: it cannot be unpacked. Save it again in its program and send it anew.")) from error
    return frozenset(info.filename for info in found)


def _check_list(found: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    names = [info.filename for info in found]
    if len(found) > limits.members:
        raise BadArchive(T("The file has {count} parts inside; at most {limit} are accepted.",
                           count=len(found), limit=limits.members))  # fmt: skip
    if any(info.flag_bits & _ENCRYPTED for info in found):
        raise BadArchive(T("The file is protected with a password. Save it without a password and send it anew."))
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise BadArchive(T("The file has parts inside whose names are there twice, or lead out of it. It is not accepted."))


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or "\0" in name


def _check_sizes(stream: BinaryIO, found: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    total = 0
    for info in found:
        size = checksum = 0
        for piece in _unpacked(stream, info):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if total + size > limits.total:
                raise BadArchive(T("The file unpacks to more than {limit} MB. It is not accepted.", limit=limits.total // 1_000_000))
            if size > limits.small and size > limits.ratio * info.compress_size:
                raise BadArchive(T("The file unpacks to far more than it seems to hold. It is not accepted."))
        if (size, checksum) != (info.file_size, info.CRC):
            raise zipfile.BadZipFile("a part is not what the archive says")
        total += size


def _unpacked(stream: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The pieces that one part unpacks to: its own data, to their real end."""
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile("a part is packed in an unusual way")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    for chunk in _packed(stream, info):
        if inflate is None:
            yield chunk
            continue
        data = chunk
        while data and not inflate.eof:
            yield inflate.decompress(data, _CHUNK)
            data = inflate.unconsumed_tail
    if inflate is not None:
        yield from _rest(inflate)


def _rest(inflate: "zlib._Decompress") -> Iterator[bytes]:
    while not inflate.eof:
        piece = inflate.decompress(inflate.unconsumed_tail, _CHUNK)
        if not piece and not inflate.eof:
            raise zipfile.BadZipFile("a part ends too early")
        yield piece


def _packed(stream: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(info.header_offset)
    name, extra = struct.unpack("<HH", stream.read(_LOCAL_HEADER)[26:30])
    stream.seek(name + extra, 1)
    left = info.compress_size
    while left:
        chunk = stream.read(min(left, _CHUNK))
        if not chunk:
            raise zipfile.BadZipFile("the file ends too early")
        left -= len(chunk)
        yield chunk
