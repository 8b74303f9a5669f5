"""Asking web pages whether they still stand, against a real server on this machine: what is found, and where the house never goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from dicu.review.evidence.checks import ALIVE, BARRED, CHANGED, CLOSED, GONE, SILENT
from dicu.store.api.posting import Poster
from dicu.store.review.evidence_links import Pages

TEXT = b"<p>Trang</p>"
KEPT, OTHER = sha256(TEXT).hexdigest(), "b" * 64
HERE = Poster(networks=("127.0.0.0/8",))


class Answers(BaseHTTPRequestHandler):
    """One server with a page for every way that a page can answer."""

    asked: list[tuple[str, str]]

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        status, where = self.wanted()
        content = b"x" * 5000 if self.path == "/large" else TEXT
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def wanted(self) -> tuple[int, str]:
        port = self.server.server_address[1]
        if self.path.startswith("/status/"):
            return int(self.path.rpartition("/")[2]), ""
        if self.path == "/no-head" and self.command == "HEAD":
            return 405, ""
        moved = {"/moved": "/page", "/loop": "/loop", "/inside": f"http://169.254.169.254:{port}/", "/file": "file:///etc/passwd"}
        return (302, moved[self.path]) if self.path in moved else (200, "")

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.asked = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with serving() as found:
        yield found


def look(server: ThreadingHTTPServer, path: str, kept: str = "", pages: Pages | None = None) -> tuple[str, int]:
    url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    found = (pages or Pages(HERE, largest=1000)).look(f"link:{kept}:{url}" if kept else f"link:{url}")
    return found.state, found.status


@pytest.mark.parametrize(
    ("path", "kept", "state"),
    [
        ("/page", "", (ALIVE, 200)),
        ("/page", KEPT, (ALIVE, 200)),
        ("/page", OTHER, (CHANGED, 200)),
        ("/page#phan-2", KEPT, (ALIVE, 200)),
        ("/moved", KEPT, (ALIVE, 200)),
        ("/no-head", "", (ALIVE, 200)),
        ("/status/404", "", (GONE, 404)),
        ("/status/410", KEPT, (GONE, 410)),
        ("/status/403", "", (CLOSED, 403)),
        ("/status/429", "", (CLOSED, 429)),
        ("/status/503", KEPT, (SILENT, 503)),
        ("/loop", "", (SILENT, 0)),
        ("/large", KEPT, (ALIVE, 200)),
    ],
)
def test_what_is_found_of_a_page(server: ThreadingHTTPServer, path: str, kept: str, state: tuple[str, int]) -> None:
    """A page that is longer than the house reads is alive; whether it changed is not claimed."""
    assert look(server, path, kept) == state


def test_without_a_copy_only_the_head_is_asked_for(server: ThreadingHTTPServer) -> None:
    del server.asked[:]  # type: ignore[attr-defined]
    look(server, "/page")
    assert server.asked == [("HEAD", "/page")]  # type: ignore[attr-defined]


def test_the_house_s_own_network_is_never_asked(server: ThreadingHTTPServer) -> None:
    """Neither by an address, nor by a name that leads there, nor by a redirect from a page that may be asked."""
    del server.asked[:]  # type: ignore[attr-defined]
    assert look(server, "/page", pages=Pages()) == (BARRED, 0)
    mixed = Pages(Poster(resolve=lambda host, port: ["127.0.0.1", "203.0.113.7"]))
    port = server.server_address[1]
    assert mixed.look(f"link:http://a.example:{port}/page").state == BARRED
    assert server.asked == []  # type: ignore[attr-defined]
    assert look(server, "/inside") == (BARRED, 0)
    assert look(server, "/file") == (BARRED, 0)


def test_a_name_that_is_not_known_is_silence() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError(host, port)

    assert Pages(Poster(resolve=unknown)).look("link:https://khong-co.example/").state == SILENT


def test_a_server_that_is_gone_is_silence() -> None:
    with serving() as server:
        port = server.server_address[1]
    assert Pages(HERE).look(f"link:http://127.0.0.1:{port}/page").state == SILENT
