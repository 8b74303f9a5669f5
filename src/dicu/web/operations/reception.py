"""In front of the pages: takes each request in whole before a thread works on it, and sends each answer without one.

The web server speaks ASGI with this, and this speaks WSGI with Django. A thread is what there are few of; so none ever waits
for a sender that is slow, nor for a reader. A request that comes too slowly is cut off, and one that is too large is read
away and told so by the pages' own entrance. What has no one meaning (two hosts, a method nobody knows) is refused here, in
the words of `turning_away`.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from dicu.web.operations.turning_away import METHODS, ForPrograms, Headers, Scope, turned_away

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 128 * 1024
"""Bytes of a request, and of an answer, that are held in memory; more lies in a file without a name."""
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`largest` bytes of a request are taken in; up to `read_away` more are thrown away so that a browser shows the answer.
    A sender has `grace` seconds, and then one second for each `rate` bytes that have come."""

    largest: int
    read_away: int
    grace: float = 20.0
    rate: int = 8 * 1024
    threads: int = 8
    waiting: int = 64


class TurnedAway(Exception):
    """The request does not get to the pages."""

    status = 500


class NoMethod(TurnedAway):
    """A method that no page takes."""

    status = 405


class Ambiguous(TurnedAway):
    """The request could mean two things to two servers."""

    status = 400


class TooSlow(TurnedAway):
    """The sender has used up its time."""

    status = 408


class Busy(TurnedAway):
    """More wait than can."""

    status = 503


class Gone(Exception):
    """The sender has gone away."""


class Reception:
    """An ASGI application around a WSGI one. `secure`: everybody reaches us over HTTPS, whatever the last hop speaks.
    `programs`: how programs are told that they are turned away."""

    def __init__(self, application: Wsgi, limits: Limits, secure: bool, programs: ForPrograms) -> None:
        self.application = application
        self.limits = limits
        self.secure = secure
        self.programs = programs
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="page")
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            status, headers, answer = await self._answer(scope, receive)
        except Gone:
            return
        except TurnedAway as why:
            await self._refuse(scope, send, why.status)
            return
        except Exception:
            await self._refuse(scope, send, 500)
            raise  # the web server notes it in the log
        with answer:
            await _sent(send, status, headers, answer, scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, Headers, IO[bytes]]:
        """Raises TurnedAway, Gone, and whatever the pages raise."""
        surroundings = environ(scope, self.secure)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            length = await self._read(receive, body)
            body.seek(0)
            if self._inside >= self.limits.threads + self.limits.waiting:
                raise Busy
            return await self._made({**surroundings, "wsgi.input": body, "CONTENT_LENGTH": str(length)})

    async def _made(self, surroundings: dict[str, Any]) -> tuple[int, Headers, IO[bytes]]:
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, made, self.application, surroundings)
        finally:
            self._inside -= 1

    async def _read(self, receive: Receive, body: IO[bytes]) -> int:
        """Bytes that came. Of a request that is too large nothing is kept, and its length alone tells the entrance."""
        begun, came, more = time.monotonic(), 0, True
        while more:
            left = begun + self.limits.grace + came / self.limits.rate - time.monotonic()
            event = await _within(receive, left)
            came += len(event.get("body", b""))
            more = event.get("more_body", False) and came <= self.limits.largest + self.limits.read_away
            if came <= self.limits.largest:
                body.write(event.get("body", b""))
            else:
                body.seek(0)
                body.truncate()
        return came

    async def _refuse(self, scope: Scope, send: Send, status: int) -> None:
        """Without a page and without what is left of the request: the connection is closed."""
        headers, words = turned_away(status, scope, self.programs)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else words, "more_body": False})


async def _within(receive: Receive, seconds: float) -> Event:
    try:
        event = await asyncio.wait_for(receive(), seconds) if seconds > 0 else None
    except TimeoutError:
        event = None
    if event is None:
        raise TooSlow
    if event["type"] == "http.disconnect":
        raise Gone
    return event


def made(application: Wsgi, surroundings: dict[str, Any]) -> tuple[int, Headers, IO[bytes]]:
    """In a thread: the whole answer. Large ones lie in a file without a name."""
    begun: list[tuple[int, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        begun[:] = [(int(status[:3]), pairs)]

    answer: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    pieces = application(surroundings, start)
    try:
        answer.writelines(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    status, headers = begun[-1]
    return status, headers, answer


async def _sent(send: Send, status: int, headers: Headers, answer: IO[bytes], head: bool) -> None:
    length = answer.seek(0, 2)
    answer.seek(0)
    if not any(name == b"content-length" for name, _ in headers) and status >= 200 and status not in {204, 304}:
        headers = [*headers, (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"server", b"dicu")]})
    while not head and (piece := answer.read(PIECE)):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def environ(scope: Scope, secure: bool) -> dict[str, Any]:
    """What PEP 3333 wants. Raises NoMethod and Ambiguous."""
    if scope["method"] not in METHODS:
        raise NoMethod
    server, port = scope.get("server") or ("", "")
    client = scope.get("client") or ("", "")
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": "443" if secure else str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if secure else "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope["headers"], scope["http_version"]),
    }


def _headers(pairs: Iterable[tuple[bytes, bytes]], version: str) -> dict[str, str]:
    """A name with an underscore would be taken for one with a hyphen, which a proxy may have checked: it is left out."""
    found: dict[str, str] = {}
    for raw, value in pairs:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        if "_" in name or name == "content-length":
            continue
        key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
        if key in found and name in {"host", "content-type", "authorization"}:
            raise Ambiguous
        found[key] = f"{found[key]}{'; ' if name == 'cookie' else ','}{text}" if key in found else text
    if "HTTP_HOST" not in found and version != "1.0":
        raise Ambiguous
    return found
