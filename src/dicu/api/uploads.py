"""A file as the body of a request: taken in whole before anything is done, with its digest, never beyond the limit."""

from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from dicu.api import problems
from dicu.api.body import check_media
from dicu.api.problems import Problem
from dicu.vocabulary.messages import T

BINARY = "application/octet-stream"
CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    content: IO[bytes]
    digest: bytes


def upload_of(request: HttpRequest) -> Upload:
    """Raises Problem: 415 for another media type, 413 beyond the limit, 400 for a body that ends too early."""
    check_media(request, BINARY)
    target, digest, left = SpooledTemporaryFile(IN_MEMORY), sha256(), int(settings.UPLOAD_LIMIT)  # noqa: SIM115 - closed with the request
    while chunk := _read(request, CHUNK):
        left -= len(chunk)
        if left < 0:
            raise Problem(problems.TOO_LARGE)
        digest.update(chunk)
        target.write(chunk)
    if target.tell() < int(request.META.get("CONTENT_LENGTH") or 0):
        raise Problem(problems.BAD_REQUEST, T("The body ended before it was whole."))
    target.seek(0)
    return Upload(target, digest.digest())


def _read(request: HttpRequest, size: int) -> bytes:
    try:
        return request.read(size)
    except (OSError, UnreadablePostError) as gone:
        raise Problem(problems.BAD_REQUEST, T("The body ended before it was whole.")) from gone
