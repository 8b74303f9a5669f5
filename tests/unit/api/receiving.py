"""A receiver of webhooks on this machine, that answers as the test tells it to, and reads signatures by an implementation of its
own: RFC 8032 in whole numbers, slow and plain."""

import hashlib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

DOCUMENT = Path(__file__).parents[3] / "docs" / "how-to" / "receive-webhooks.md"
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

Answer = Callable[[BaseHTTPRequestHandler], None]
Point = tuple[int, int]


@dataclass
class Heard:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """`status`: what it answers; `answer`, where one is given, does it instead."""

    port: int = 0
    status: int = 204
    answer: Answer | None = None
    heard: list[Heard] = field(default_factory=list)
    secure: ssl.SSLContext | None = None

    @property
    def address(self) -> str:
        return f"http://receiver.example:{self.port}/hook"


@contextmanager
def receiving(**more: Any) -> Iterator[Server]:
    server = Server(**more)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.heard.append(Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if server.answer:
                server.answer(self)
                return
            self.send_response(server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    if server.secure:
        http.socket = server.secure.wrap_socket(http.socket, server_side=True)
        http.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.port = http.server_port
    Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def example() -> Any:
    """The class that the document shows, run as it stands there."""
    code = re.findall(r"^```python\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code[0], names)  # noqa: S102 - our own document
    return names["Receiver"]


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether S·B = R + h·A."""
    a, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    base = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert base is not None
    return _times(s, base) == _sum(r, _times(h, a))


def _point(text: bytes) -> Point | None:
    y = int.from_bytes(text, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return (P - x if (x & 1) != text[31] >> 7 else x, y)


def _sum(a: Point, b: Point) -> Point:
    crossed = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + crossed, P - 2, P) % P
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - crossed, P - 2, P) % P


def _times(count: int, point: Point) -> Point:
    found: Point = (0, 1)
    while count:
        found = _sum(found, point) if count & 1 else found
        point, count = _sum(point, point), count >> 1
    return found
