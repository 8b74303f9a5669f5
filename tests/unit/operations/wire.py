"""Requests as bytes on a line, so that they can be as wrong as a line can make them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.unit.operations.installing import HOST, Installation

BEGINNING = 90


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A running `dicu serve`; `log`: what it said on stderr."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    def line(self, data: bytes = b"", wait: float = 30) -> socket.socket:
        open_ = socket.create_connection(("127.0.0.1", self.port), timeout=wait)
        open_.sendall(data)
        return open_

    def ask(self, data: bytes, wait: float = 30) -> Answer:
        with self.line(data, wait) as open_:
            return read(open_)

    def get(self, path: str, *lines: str, method: str = "GET", host: str = HOST) -> Answer:
        return self.ask("\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *lines, "", ""]).encode("latin-1"))


def read(open_: socket.socket) -> Answer:
    """One answer; status 0 where the line was cut without any."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = _received(open_)
        if not piece:
            return Answer(0, {}, got)
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")) and (piece := _received(open_)):
        body += piece
    return Answer(int(first.split()[1]), headers, body)


def _received(open_: socket.socket) -> bytes:
    try:
        return open_.recv(65536)
    except ConnectionResetError:
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(place: Installation, *options: str, **environment: str) -> Iterator[Served]:
    port, log = free_port(), place.home / "serve.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("dicu"), "serve", "--port", str(port), *options], cwd=place.home, stdin=subprocess.DEVNULL,
            stderr=stream, stdout=stream, env={**place.settings(), **environment},
        )  # fmt: skip
    served = Served(port, log, process)
    try:
        _await(served)
        yield served
    finally:
        process.terminate()
        process.wait(30)


def _await(served: Served) -> None:
    end = time.monotonic() + BEGINNING
    while time.monotonic() < end:
        try:
            if served.get("/health/live").status == 200:
                return
        except OSError:
            assert served.process.poll() is None, served.log.read_text("utf-8")
            time.sleep(0.2)
    raise AssertionError(served.log.read_text("utf-8"))
