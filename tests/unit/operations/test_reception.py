"""The reception by itself: requests come in pieces, slowly, too large or broken off; a WSGI application sees them whole or not
at all."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from dicu.api.turned_away import turned_away
from dicu.web.operations.reception import Ambiguous, Limits, NoMethod, Reception, environ

LIMITS = Limits(largest=1000, read_away=500, grace=0.2, rate=10**9, threads=1, waiting=1)


@dataclass
class Line:
    """What a sender does, and what it gets. A piece of None is a sender that says nothing any more."""

    pieces: list[bytes | None]
    ended: bool = True
    got: list[dict[str, Any]] = field(default_factory=list)

    async def receive(self) -> dict[str, Any]:
        if not self.pieces:
            return {"type": "http.disconnect"}
        piece = self.pieces.pop(0)
        if piece is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or not self.ended}

    async def send(self, event: Any) -> None:
        self.got.append(event)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"]) if self.got else 0

    @property
    def headers(self) -> dict[str, str]:
        """Each may stand once."""
        pairs = [(name.decode(), value.decode()) for name, value in self.got[0]["headers"]]
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    @property
    def body(self) -> bytes:
        return b"".join(event.get("body", b"") for event in self.got)


def scope(*headers: tuple[bytes, bytes], method: str = "POST", path: bytes = b"/", version: str = "1.1") -> dict[str, Any]:
    return {
        "type": "http", "method": method, "raw_path": path, "query_string": b"", "http_version": version, "server": ("127.0.0.1", 8000),
        "client": ("10.1.2.3", 4321), "headers": [(b"host", b"dicu.gov.vn"), *headers],
    }  # fmt: skip


def echo(told: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    body = told["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{told['CONTENT_LENGTH']} {len(body)} {told['PATH_INFO']} ".encode(), body[:5]]


def answered(line: Line, *, application: Any = echo, limits: Limits = LIMITS, told: Any = None) -> Line:
    asyncio.run(Reception(application, limits, True, turned_away)(told or scope(), line.receive, line.send))
    return line


def test_a_request_in_pieces_is_whole_for_the_pages() -> None:
    line = answered(Line([b"ab", b"", b"cdef"]))
    assert (line.status, line.body) == (200, b"6 6 / abcde")
    assert dict(line.got[0]["headers"])[b"content-length"] == str(len(line.body)).encode()


def test_a_request_that_is_too_large_reaches_the_pages_by_its_length_alone() -> None:
    line = answered(Line([b"x" * 600, b"x" * 600]))
    assert line.body == b"1200 0 / "


def test_one_without_an_end_is_not_read_to_its_end() -> None:
    line = Line([b"x" * 600] * 50)
    assert answered(line).body.startswith(b"1800 0")
    assert len(line.pieces) == 47


@pytest.mark.parametrize("pieces", [[None], [b"ab", None], [b"x" * 1200, None]])
def test_a_sender_that_says_nothing_more_is_cut_off(pieces: list[bytes | None]) -> None:
    line = answered(Line(pieces))
    assert line.status == 408 and b"too slowly" in line.body
    assert (b"connection", b"close") in line.got[0]["headers"]


def test_a_sender_that_dribbles_is_cut_off_too() -> None:
    """Each piece comes in time, but all of them together are too slow."""

    class Dribbling(Line):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0.05)
            return await super().receive()

    line = answered(Dribbling([b"x"] * 500), limits=Limits(1000, 500, grace=0.2, rate=1000))
    assert line.status == 408


def test_a_sender_that_goes_away_is_no_fault(capsys: Any) -> None:
    line = answered(Line([b"ab"], ended=False))
    assert line.got == []


def broken(told: Any, start: Any) -> Any:
    raise ZeroDivisionError("Canary")


def test_a_fault_in_the_pages_is_not_swallowed_and_tells_nothing_of_itself() -> None:
    line = Line([b""])
    with pytest.raises(ZeroDivisionError):
        answered(line, application=broken)
    assert line.status == 500 and "Có lỗi từ phía chúng tôi" in line.body.decode() and b"Canary" not in line.body


def test_what_the_pages_opened_is_closed_in_the_thread_that_opened_it() -> None:
    import threading  # noqa: PLC0415

    seen: list[str] = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            seen.append(threading.current_thread().name)
            return iter([b"a", b"b" * 300_000])

        def close(self) -> None:
            seen.append(threading.current_thread().name)

    def pages(told: Any, start: Any) -> Any:
        start("200 OK", [])
        return Pieces()

    line = answered(Line([b""]), application=pages)
    assert len(line.body) == 300_001 and len(set(seen)) == 1 and len(seen) == 2
    assert seen[0].startswith("page")


def test_more_than_can_wait_are_sent_away_for_a_minute() -> None:
    import threading  # noqa: PLC0415

    begun, go = threading.Event(), threading.Event()

    def slow(told: Any, start: Any) -> Any:
        begun.set()
        go.wait(10)
        start("200 OK", [])
        return [b"done"]

    async def all_of_them() -> list[Line]:
        reception = Reception(slow, LIMITS, False, turned_away)
        lines = [Line([b""]) for _ in range(4)]
        tasks = [asyncio.ensure_future(reception(scope(), line.receive, line.send)) for line in lines]
        while sum(task.done() for task in tasks) < 2:
            await asyncio.sleep(0.01)
        go.set()
        await asyncio.gather(*tasks)
        return lines

    lines = asyncio.run(all_of_them())
    assert sorted(line.status for line in lines) == [200, 200, 503, 503]
    refused = next(line for line in lines if line.status == 503)
    assert refused.headers["retry-after"] == "60" and "quá tải" in refused.body.decode()


def test_what_the_pages_are_told() -> None:
    told = environ(
        scope((b"x-a", b"1"), (b"x-a", b"2"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_a", b"3"), (b"content-type", b"text/plain"),
              (b"content-length", b"77"), path=b"/vi/%C4%91%ff", ), secure=True
    )  # fmt: skip
    assert told["HTTP_X_A"] == "1,2" and told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["CONTENT_TYPE"] == "text/plain" and "CONTENT_LENGTH" not in told and "HTTP_CONTENT_LENGTH" not in told
    assert told["PATH_INFO"].encode("latin-1") == b"/vi/\xc4\x91\xff"
    assert (told["wsgi.url_scheme"], told["REMOTE_ADDR"]) == ("https", "10.1.2.3")


@pytest.mark.parametrize("twice", [b"host", b"authorization", b"content-type"])
def test_what_may_stand_once_is_not_taken_twice(twice: bytes) -> None:
    with pytest.raises(Ambiguous):
        environ(scope((twice, b"a"), (twice, b"b")), secure=True)
    assert answered(Line([b""]), told=scope((twice, b"a"), (twice, b"b"))).status == 400


def test_a_host_is_needed_except_by_the_oldest_programs() -> None:
    with pytest.raises(NoMethod):
        environ(scope(method="TRACE"), secure=True)
    bare = {**scope(), "headers": []}
    with pytest.raises(Ambiguous):
        environ(bare, secure=True)
    assert "HTTP_HOST" not in environ({**bare, "http_version": "1.0"}, secure=True)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PRI", "get", "DELETE\x00"])
def test_a_method_that_nobody_knows_is_refused(method: str) -> None:
    assert answered(Line([b""]), told=scope(method=method)).status == 405
