"""What somebody uploaded is never shown inside our pages: a download, of no type a browser would run, in a sandbox."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import DESCRIBED, HERE, client_of, enrol, serving
from xlsxwriter import Workbook

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n" + HTML + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(13) + HTML
JPEG = b"\xff\xd8\xff\xe0" + HTML + b"\xff\xd9"


def workbook() -> bytes:
    stream = BytesIO()
    book = Workbook(stream)
    book.add_worksheet().write(0, 0, "<script>alert(1)</script>")
    book.close()
    return stream.getvalue()


def letter() -> bytes:
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


STORED: dict[str, Callable[[], bytes]] = {
    "anh.png": lambda: PNG,
    "anh.jpg": lambda: JPEG,
    "giay.pdf": lambda: PDF,
    "bang.xlsx": workbook,
    "thu.docx": letter,
    "bang.csv": lambda: SVG + b",1\n",
    "ghi-chu.txt": lambda: HTML,
}
REFUSED = {"anh.svg": SVG, "trang.html": HTML, "anh.png": SVG, "giay.pdf": HTML, "chay.js": b"alert(1)", "trang.xhtml": HTML}


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.DICU_HOUSE = HERE


@pytest.fixture
def world(db: None, files: None) -> Iterator[World]:
    with serving(World().load().open()) as found:
        yield found


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(enrol()["dung"])


def sent(officer: Client, name: str, content: bytes) -> Any:
    with translation.override("en"):
        address = reverse("line-attach", args=("demo", "2025", "TD-LD", "3.1"))
    return officer.post(address, {"number": "0", "file": SimpleUploadedFile(name, content, "text/html"), **DESCRIBED})


@pytest.mark.parametrize("name", STORED)
def test_every_kind_that_is_stored_comes_back_as_a_download(world: World, officer: Client, name: str) -> None:
    content = STORED[name]()
    answer = sent(officer, name, content)
    assert answer.status_code == 302
    page = officer.get(answer["Location"].split("#")[0]).content.decode()
    (address,) = set(re.findall(r'href="(/en/[^"]+/files/[0-9a-f]+[^"]*)"', page))
    found = officer.get(address)
    assert found["Content-Disposition"].startswith("attachment;")
    assert found["Content-Type"] == "application/octet-stream"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Cache-Control"] == "no-store"
    policy = found["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy
    assert "allow-scripts" not in policy and "script-src" not in policy
    assert b"".join(found.streaming_content) == content


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_browser_would_run_is_not_even_stored(world: World, officer: Client, name: str) -> None:
    answer = sent(officer, name, REFUSED[name])
    assert answer.status_code == 422
    assert world.history("TD-LD") == []
