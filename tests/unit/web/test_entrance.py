"""Requests that are damaged or too large are turned away in words, whatever they were meant for."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dicu.web.entrance import LONGEST_QUERY, largest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (b"/en/\xff", ""),
        (b"/en/failing/\xc3", ""),
        (b"/en/failing/a\x00b", ""),
        (b"/en/\xed\xa0\x80", ""),
        (b"/en/", "q=%00"),
        (b"/en/", "q=%FF"),
        (b"/en/", "%C3=1"),
        (b"/en/", "q=" + "a" * LONGEST_QUERY),
        (b"/\xfe\xff", "\u00e4=1"),
    ],
)
def test_a_damaged_address_is_a_bad_request(client: Client, path: bytes, query: str) -> None:
    answer = client.generic("GET", "/en/", PATH_INFO=path.decode("latin-1"), QUERY_STRING=query)
    assert answer.status_code == 400
    assert b"<h1" in answer.content


@pytest.mark.parametrize("query", ["q=%C4%91%E1%BB%81", "q=a+b&&=", "%", "q=%zz", "=" * 50, "a=1&" * 1500])
def test_a_strange_but_whole_address_passes(client: Client, query: str) -> None:
    assert client.generic("GET", "/en/about", QUERY_STRING=query).status_code in {200, 400}
    if query.count("&") < 1000:
        assert client.generic("GET", "/en/about", QUERY_STRING=query).status_code == 200


@pytest.mark.parametrize("body", [b"username=a%00b&password=x", b"username=%FF&password=x", b"us%00er=a"])
def test_a_damaged_form_is_a_bad_request(client: Client, body: bytes) -> None:
    answer = client.post("/vi/sign-in", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [b'--x\r\nContent-Disposition: form-data; name="a', b"", b"\x00\xff" * 50, b"--x\r\n\r\n--x--"],
)
def test_a_broken_multipart_form_is_never_a_fault_of_ours(client: Client, body: bytes) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=\xff"):
        assert client.post("/vi/sign-in", body, content_type=kind).status_code in {400, 422}


def test_too_many_fields_are_a_bad_request(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    assert client.post("/vi/sign-in", {f"f{n}": "1" for n in range(20)}).status_code == 400


def test_a_file_over_the_limit_is_refused_with_the_limit(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    heavy = SimpleUploadedFile("scan.pdf", b"x" * 1001)
    answer = client.post("/en/showcase", {"note": "x", "file": heavy})
    assert answer.status_code == 413
    assert "megabytes" in answer.content.decode()
    light = SimpleUploadedFile("scan.pdf", b"x" * 1000)
    assert client.post("/en/showcase", {"note": "x", "file": light}).status_code == 200


class Counted(BytesIO):
    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        read = super().read(size)
        self.taken += len(read)
        return read


def test_a_request_over_the_limit_is_read_away_and_refused(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000
    body = Counted(b"x" * 5000)
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "5000", "wsgi.input": body}
    answer = client.generic("POST", "/vi/showcase", **kind)
    assert answer.status_code == 413
    assert body.taken == 5000  # else the browser would show a broken connection instead of the page


def test_a_request_that_never_ends_is_not_read_to_its_end(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000
    body = Counted(b"x" * 500_000)
    client.generic("POST", "/vi/showcase", **{"CONTENT_LENGTH": "500000", "wsgi.input": body})
    assert body.taken <= largest() * 10


def test_a_form_over_its_limit_is_too_large(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/en/sign-in", "username=" + "a" * 2000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "²", ""])
def test_a_false_length_is_no_fault_of_ours(client: Client, length: str) -> None:
    answer = client.generic("POST", "/vi/sign-in", b"", CONTENT_LENGTH=length)
    assert answer.status_code in {400, 422}
