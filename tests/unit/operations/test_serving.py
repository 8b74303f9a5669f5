"""`dicu serve` as a process: who is slow is cut off while others are answered, who sends too much is told so, and what has no
one meaning is refused."""

import json
import select
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.operations.installing import HOST, Installation
from tests.unit.operations.wire import Answer, Served, read, serving

TOKEN = "a-token-of-the-ones-who-watch"
MANY = 200
"""More slow lines than all threads of all processes, many times over."""


@pytest.fixture(scope="module")
def served(installation: Installation) -> Iterator[Served]:
    with serving(installation, "--workers", "1", DICU_THREADS="2", DICU_SENDING_SECONDS="5", DICU_METRICS_TOKEN=TOKEN) as found:
        yield found


def closed(lines: list[socket.socket]) -> None:
    for line in lines:
        line.close()


def post(length: int, body: bytes = b"", *lines: str, path: str = "/vi/sign-in") -> bytes:
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        f"Content-Length: {length}",
        "Content-Type: application/x-www-form-urlencoded",
        *lines,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def test_pages_are_served_as_over_https(served: Served) -> None:
    answer = served.get("/vi/")
    assert answer.status == 200 and "Di Cư" in answer.body.decode()
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["server"] == "dicu"
    assert len(answer.body) == int(answer.headers["content-length"])
    head = served.get("/vi/", method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", answer.headers["content-length"])


def test_who_is_slow_with_the_lines_of_a_request_is_cut_off_while_others_are_answered(served: Served) -> None:
    lines = [served.line(b"GET /vi/ HTTP/1.1\r\nHost: x\r\n") for _ in range(MANY)]
    try:
        assert served.get("/vi/about").status == 200
        for line in lines:
            line.settimeout(30)
            assert read(line).status == 0  # cut, without an answer
        assert served.get("/vi/about").status == 200
    finally:
        closed(lines)


def test_who_is_slow_with_a_form_takes_no_thread(served: Served) -> None:
    """A hundred times as many as there are threads; each gets its own answer in the end, which is that it was too slow."""
    lines = [served.line(post(50_000, b"username=")) for _ in range(MANY)]
    lines.append(served.line(post(50_000, b"{", "Accept-Language: en", path="/api/v1/plans")))
    try:
        assert served.get("/vi/about").status == 200
        assert served.ask(post(10, b"username=x", "Connection: close")).status in {403, 422}
        assert select.select([lines[-1]], [], [], 0)[0] == []  # all this while they were being waited for
        for line in lines[: MANY : MANY // 4]:
            line.settimeout(60)
            answer = read(line)
            assert answer.status == 408 and answer.headers["content-language"] == "vi, en" and answer.headers["server"] == "dicu"
            assert "quá chậm" in answer.body.decode() and "too slowly" in answer.body.decode()
        is_problem(read(lines[-1]), 408)
    finally:
        closed(lines)


def test_a_program_that_is_turned_away_is_told_a_problem(served: Served) -> None:
    """By the server as it runs: unreadable, and asked in a way that nobody asks."""
    wrong = {
        400: f"GET /api/v1/plans HTTP/1.1\r\nHost: {HOST}\r\nHost: b\r\nAccept-Language: en\r\n\r\n".encode(),
        405: f"TRACE /api/v1/plans HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: en\r\n\r\n".encode(),
    }
    for status, data in wrong.items():
        is_problem(served.ask(data), status)


def is_problem(answer: Answer, status: int) -> None:
    told = json.loads(answer.body)
    assert (answer.status, told["status"], answer.headers["content-type"]) == (status, status, "application/problem+json")
    assert answer.headers["content-language"] == "en" and told["type"].startswith("/api/v1/problems#")


def test_what_the_web_server_itself_refuses_tells_nothing_of_it(served: Served) -> None:
    """It cuts what is no HTTP before the reception hears of it: without words, and without a name or a version."""
    for data in (b"\x16\x03\x01" + b"\0" * 60 + b"\r\n\r\n", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nX-A: {'a' * 300_000}\r\n\r\n".encode()):
        answer = served.ask(data)
        assert answer.status in {0, 400, 431} and answer.body == b"" and "server" not in answer.headers


def test_who_reads_slowly_takes_no_thread(served: Served) -> None:
    """They ask for the largest file that there is and do not take it."""
    lines = []
    for _ in range(20):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", served.port))
        line.sendall(f"GET /static/vendor/vega.min.js HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        lines.append(line)
    try:
        assert served.get("/vi/about").status == 200
    finally:
        closed(lines)


def test_a_form_that_is_too_large_is_refused_in_words(served: Served) -> None:
    """The limit of a whole request is one file at its limit and a form at its limit."""
    size = 26 * 1024 * 1024
    with served.line(post(size, b"", "Connection: close")) as line:
        line.sendall(b"a=" + b"x" * (size - 2))
        answer = read(line)
    assert answer.status == 413 and "megabyte" in answer.body.decode()


def test_a_stream_without_a_length_is_too_large_as_well(served: Served) -> None:
    head = f"POST /en/sign-in HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    with served.line(head) as line:
        for _ in range(26):
            line.sendall(piece)
        line.sendall(b"0\r\n\r\n")
        assert read(line).status == 413


def test_a_form_in_pieces_is_read_whole(served: Served) -> None:
    """Django alone would take it for empty. It gets to the guard of forms, which wants its token."""
    kind = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close"
    head = f"POST /en/sign-in HTTP/1.1\r\nHost: {HOST}\r\n{kind}\r\n\r\n".encode()
    assert served.ask(head + b"5\r\na=%FF\r\n0\r\n\r\n").status in {400, 403}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("no host", b"GET /vi/ HTTP/1.1\r\n\r\n"),
        ("two hosts", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nHost: evil.example\r\n\r\n".encode()),
        ("another host", b"GET /vi/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        ("a host that is none", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}/x@y\r\nConnection: close\r\n\r\n".encode()),
        ("two lengths", f"POST /vi/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".encode()),
        ("a length below nothing", f"POST /vi/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: -1\r\n\r\n".encode()),
        ("another coding", f"POST /vi/ HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n".encode()),
        ("a folded line", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nX-A: a\r\n b\r\n\r\n".encode()),
        ("a blank in a name", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nX-A : a\r\n\r\n".encode()),
        ("a NUL", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nX-A: a\0b\r\n\r\n".encode()),
        ("two authorities", f"GET /vi/ HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n".encode()),
        ("no request at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 40 + b"\r\n\r\n"),
        ("a path that is no text", f"GET /vi/%ff%fe HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()),
        ("half a character", f"GET /vi/%C3 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()),
        ("a surrogate", f"GET /vi/%ED%A0%80 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()),
        ("an overlong slash", f"GET /vi/..%C0%AF..%C0%AFetc HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()),
        ("a NUL in the path", f"GET /vi/%00 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()),
    ],
)  # fmt: skip
def test_what_has_no_one_meaning_is_refused(served: Served, name: str, data: bytes) -> None:
    answer = served.ask(data)
    assert answer.status in {400, 0}, (name, answer)
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get"])
def test_a_method_that_no_page_takes_is_refused(served: Served, method: str) -> None:
    assert served.get("/vi/", method=method).status in {405, 400}


NOWHERE = (
    "/static/../settings.py", "/static/..%2f..%2fsettings.py", "/static/%2e%2e/%2e%2e/settings.py", "//etc/passwd", "/vi/../../etc/passwd",
    "/static//etc/passwd", "/vi/;/about", "/vi\\about", "/VI/about", "/static/", "/static/vendor/",
)  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_a_path_leads_nowhere_but_to_pages(served: Served, path: str) -> None:
    answer = served.get(path)
    assert answer.status in {400, 404, 301, 302}, answer
    assert b"root:" not in answer.body and b"SECRET_KEY" not in answer.body
    assert not answer.headers.get("location", "/").startswith(("//", "http"))


@pytest.mark.parametrize("size", [100_000, 300_000])
def test_lines_that_are_too_long_are_refused(served: Served, size: int) -> None:
    assert served.get("/vi/", f"X-A: {'a' * size}").status in {431, 0}
    assert served.get("/vi/" + "a" * size).status in {431, 414, 0}


def test_a_name_with_an_underscore_is_not_taken_for_one_with_a_hyphen(served: Served) -> None:
    """Else who passes a proxy that sets X-Forwarded-For could add X_Forwarded_For."""
    assert served.get("/metrics", f"Authorization: Bearer {TOKEN}").status == 200
    assert served.get("/vi/about", "X_Forwarded_For: 1.2.3.4", "Content_Length: 99").status == 200


def test_the_doors_of_health_tell_whether_it_works_and_nothing_else(served: Served) -> None:
    for host in (HOST, "10.0.0.7:8000", "localhost"):
        assert served.get("/health/live", host=host).body == b"ok\n"
        answer = served.get("/health/ready", host=host)
        assert answer.status == 200
        said = json.loads(answer.body)
        assert said["ready"] is True and {"database", "migrations", "room", "clock"} <= said["signs"].keys()
        assert set(said["signs"].values()) <= {"good", "unknown"}
        assert answer.headers["cache-control"] == "no-store"


def metrics(served: Served) -> dict[str, float]:
    body = served.get("/metrics", f"Authorization: Bearer {TOKEN}").body.decode()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in body.splitlines() if not line.startswith("#"))}


def test_metrics_count_by_route_and_are_closed_to_all_others(served: Served) -> None:
    for lines in ((), ("Authorization: Bearer wrong",), ("Authorization: Basic eDp5",), ("X-Forwarded-For: 127.0.0.1",)):
        assert served.get("/metrics", *lines).status == 404
    name = 'dicu_requests_total{method="GET",route="about",status="200"}'
    before = metrics(served).get(name, 0)
    served.get("/vi/about?q=CANARYQUERY")
    served.get("/vi/CANARYPATH")
    found = metrics(served)
    assert found[name] == before + 1
    assert {"dicu_ledger_entries", "dicu_files_free_bytes", "dicu_database_connections", "dicu_clock_skew_seconds"} <= found.keys()
    assert found['dicu_sign{sign="database"}'] == 1
    assert not any("CANARY" in name or "/metrics" in name or "/health" in name for name in found)


def logged(served: Served) -> list[dict[str, Any]]:
    return [json.loads(line) for line in served.log.read_text("utf-8").splitlines()]


def test_every_line_of_the_log_is_one_object_and_says_nothing_that_was_typed(served: Served) -> None:
    served.get("/vi/about?q=CANARYQUERY", "User-Agent: CANARYAGENT", "Cookie: a=CANARYCOOKIE", "Referer: CANARYREFERER")
    served.get("/vi/CANARYPATH")
    served.get("/vi/about", host="canaryhost.example")
    served.ask(post(30, b"username=CANARYUSER&password=CA", "Connection: close"))
    time.sleep(0.5)
    text = served.log.read_text("utf-8")
    assert "canary" not in text.lower()
    about = [line for line in logged(served) if line.get("route") == "about" and line["status"] == 200]
    assert about and {"event", "request", "route", "method", "status", "ms", "at", "level", "logger"} <= about[-1].keys()
    assert len(about[-1]["request"]) == 32
    assert any(line["logger"] == "_granian" for line in logged(served))
    assert not any("health" in line.get("route", "") for line in logged(served))


def test_the_number_of_a_request_is_in_its_answer_and_in_the_log(served: Served) -> None:
    answer = served.get("/vi/accessibility", "X-Request-ID: chosen-by-the-sender")
    number = answer.headers["x-request-id"]
    assert number != "chosen-by-the-sender"
    time.sleep(0.3)
    assert [line["route"] for line in logged(served) if line.get("request") == number] == ["accessibility"]


def test_it_does_not_serve_what_is_not_fit(installation: Installation) -> None:
    done = installation.run("serve", "--port", "1", afresh=True, DICU_HTTPS="false")
    assert done.code == 1 and "DICU_HTTPS=true" in done.err
    done = installation.run("serve", "--port", "1", owner=True, afresh=True)
    assert done.code == 1 and "role that owns the tables" in done.err
