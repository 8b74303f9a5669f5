"""A message goes where it may and nowhere else, in its time, whatever the receiver does."""

import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.unit.api.receiving import receiving

from dicu.store.api.posting import LARGEST_ANSWER, Poster
from dicu.webhooks.rules import target_of

HERE = ("127.0.0.0/8",)


def found(*addresses: str) -> Any:
    def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
        "224.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_private_addresses_are_not_reached(address: str) -> None:
    assert not Poster().may_reach(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "203.119.8.1", "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_ones_are(address: str) -> None:
    assert Poster().may_reach(ip_address(address))


def test_a_private_network_can_be_allowed_and_only_that_one() -> None:
    poster = Poster(("10.20.0.0/16", "fd12::/64"))
    assert [poster.may_reach(ip_address(a)) for a in ("10.20.3.4", "::ffff:10.20.3.4", "fd12::9", "10.21.0.1", "fd13::9")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    """A name that has both could lead to either."""
    with receiving() as server:
        for addresses in (["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], []):
            result = Poster(resolve=found(*addresses)).post(target_of(server.address, True), {}, b"{}")
            assert (result.status, result.said) == (0, "address not allowed")
        assert server.heard == []


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    """The name is asked for once: an answer that changes meanwhile leads nowhere."""
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    with receiving() as server:
        result = Poster(HERE, resolve=resolve).post(target_of(server.address, True), {"webhook-id": "m"}, b"{}")
        assert result.good and asked == [("receiver.example", server.port)]
        heard = server.heard[0]
        assert heard.headers["host"] == f"receiver.example:{server.port}" and heard.path == "/hook"
        assert (heard.headers["webhook-id"], heard.headers["content-type"], heard.body) == ("m", "application/json", b"{}")
        assert "cookie" not in heard.headers and "authorization" not in heard.headers


def test_a_proxy_of_the_machine_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with receiving() as server:
        assert Poster(HERE, resolve=found("127.0.0.1")).post(target_of(server.address, True), {}, b"{}").good


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nothing_is_followed(status: int) -> None:
    with receiving() as other, receiving() as server:

        def away(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", f"http://127.0.0.1:{other.port}/")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        server.answer = away
        result = Poster(HERE, resolve=found("127.0.0.1")).post(target_of(server.address, True), {}, b"{}")
        assert result.status == status and not result.good and other.heard == []


def test_an_answer_without_end_is_cut_off() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            pass

    with receiving(answer=endless) as server:
        result = Poster(HERE, resolve=found("127.0.0.1")).post(target_of(server.address, True), {}, b"{}")
        assert (result.good, result.said) == (False, "answer too large")
        assert LARGEST_ANSWER == 65536


@pytest.mark.parametrize("headers_first", [True, False])
def test_a_receiver_that_dribbles_is_left(headers_first: bool) -> None:
    """The time is for all of it: a byte now and then does not begin it anew."""

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        try:
            if headers_first:
                handler.send_response(200)
                handler.end_headers()
            for _ in range(600):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    with receiving(answer=dribble) as server:
        result = Poster(HERE, resolve=found("127.0.0.1"), seconds=0.5).post(target_of(server.address, True), {}, b"{}")
        assert (result.status, result.said) == (0, "timeout")


def test_nobody_there_is_no_fault_of_ours() -> None:
    with receiving() as server:
        address = server.address
    assert Poster(HERE, resolve=found("127.0.0.1")).post(target_of(address, True), {}, b"{}").said == "ConnectError"

    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    assert Poster(HERE, resolve=unknown).post(target_of(address, True), {}, b"{}").status == 0


@pytest.mark.parametrize(("said", "seconds"), [("120", 120), ("x", None), ("-5", None), ("9" * 30, None), ("", None)])
def test_how_long_a_receiver_asks_to_wait(said: str, seconds: int | None) -> None:
    def later(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Retry-After", said)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with receiving(answer=later) as server:
        result = Poster(HERE, resolve=found("127.0.0.1")).post(target_of(server.address, True), {}, b"{}")
        assert (result.status, result.retry_after) == (503, seconds)


# HTTPS --------------------------------------------------------------------------------------------------------------------


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side with a certificate for `name`, and a caller's side that believes it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(subject, subject, key.public_key(), 7, now - timedelta(days=1), now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(key, SHA256())
    path = folder / "pair.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=signed.public_bytes(Encoding.PEM).decode())


def test_over_https_the_name_must_be_the_certificate_s(tmp_path: Path) -> None:
    """Although the connection goes to an address, it is the name that is proved."""
    for name, good in (("receiver.example", True), ("other.example", False)):
        inside, outside = certified(tmp_path, name)
        with receiving(secure=inside) as server:
            poster = Poster(HERE, trust=outside, resolve=found("127.0.0.1"))
            result = poster.post(target_of(f"https://receiver.example:{server.port}/", False), {}, b"{}")
            assert result.good is good and len(server.heard) == good


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    inside, _ = certified(tmp_path, "receiver.example")
    with receiving(secure=inside) as server:
        result = Poster(HERE, resolve=found("127.0.0.1")).post(target_of(f"https://receiver.example:{server.port}/", False), {}, b"{}")
        assert result.status == 0 and server.heard == []
