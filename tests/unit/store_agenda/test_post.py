"""Any SMTP: encrypted from the start, by STARTTLS, with a password; slow, broken and false ones."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.unit.store_agenda.conftest import Sink, free_port

from dicu.agenda.letters import Letter
from dicu.store.agenda.post import Answer, Post, message

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTER = Letter("Di Cư: một việc cần làm", "Có một việc cần làm trên Di Cư:\n\n- Soạn và gửi báo cáo\n")


def mail(to: str = "dung@example.test") -> Any:
    return message(LETTER, "0" * 40, to, "dicu@example.test", AT)


def settings(port: int, **more: Any) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": port, "tls": "none", "user": "", "password": "", "sender": "dicu@example.test", **more}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """Of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).add_extension(names, critical=False)
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    folder = tmp_path_factory.mktemp("mail")
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    (folder / "mail.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem", folder / "key.pem")
    return folder / "mail.pem", context


def keeper(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"dicu", b"m\xe1\xba\xadt kh\xe1\xba\xa9u")
    return AuthResult(success=right, handled=False)  # the server says so itself: else it leaves the answer to us, and says nothing


@contextmanager
def listening(sink: Sink, **how: Any) -> Iterator[int]:
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, **how)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def trusted(certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return certificate[1]


def test_starttls_with_a_password(trusted: ssl.SSLContext) -> None:
    sink = Sink()
    how = {"tls_context": trusted, "require_starttls": True, "authenticator": keeper, "auth_required": True}
    with listening(sink, **how) as port, Post(settings(port, tls="starttls", user="dicu", password="mật khẩu")) as post:
        assert post.send(mail()).word == "sent"
    assert sink.letters()[0].get_content().replace("\r\n", "\n") == LETTER.text


def test_a_plain_password_too(trusted: ssl.SSLContext) -> None:
    def right(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"dicu", b"secret/word"))

    how = {"tls_context": trusted, "require_starttls": True, "authenticator": right, "auth_required": True}
    with listening(Sink(), **how) as port, Post(settings(port, tls="starttls", user="dicu", password="secret/word")) as post:
        assert post.send(mail()).word == "sent"


def test_a_wrong_password_reaches_nobody(trusted: ssl.SSLContext) -> None:
    how = {"tls_context": trusted, "require_starttls": True, "authenticator": keeper, "auth_required": True}
    with listening(Sink(), **how) as port, Post(settings(port, tls="starttls", user="dicu", password="x")) as post:
        assert post.send(mail()) == Answer("unreachable", 535)


def test_encrypted_from_the_start(trusted: ssl.SSLContext) -> None:
    sink = Sink()
    with listening(sink, ssl_context=trusted) as port, Post(settings(port, tls="tls")) as post:
        assert post.send(mail()).word == "sent"
    assert len(sink.got) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(certificate: tuple[Path, ssl.SSLContext]) -> None:
    sink = Sink()
    with listening(sink, ssl_context=certificate[1]) as port, Post(settings(port, tls="tls")) as post:
        assert post.send(mail()).word == "unreachable"
    assert sink.got == []


def test_a_server_without_starttls_gets_no_password() -> None:
    asked: list[str] = []

    def never(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        asked.append(mechanism)
        return AuthResult(success=True)

    how = {"authenticator": never, "auth_require_tls": False}
    with listening(Sink(), **how) as port, Post(settings(port, tls="starttls", user="dicu", password="x")) as post:
        assert post.send(mail()).word == "unreachable"
    assert asked == []


def test_several_letters_go_over_one_connection_and_a_lost_one_is_no_reason_to_be_unsure() -> None:
    sink = Sink()
    with listening(sink) as port, Post(settings(port)) as post:
        assert post.send(mail()).word == "sent"
        first = post._server
        assert post.send(mail()).word == "sent" and post._server is first
        assert first is not None and first.sock is not None
        first.sock.shutdown(socket.SHUT_RDWR)
        assert post.send(mail()).word == "sent" and post._server is not first
    assert len(sink.got) == 3


def test_a_server_that_takes_everything_and_then_falls_silent() -> None:
    """Nobody knows whether it has the letter."""

    class Silent(Sink):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            import asyncio  # noqa: PLC0415

            await asyncio.sleep(30)
            return "250 taken"

    with listening(Silent()) as port, Post(settings(port), patience=0.3) as post:
        assert post.send(mail()).word == "unsure"


def test_a_server_that_never_greets() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with Post(settings(mute.getsockname()[1]), patience=0.3) as post:
            assert post.send(mail()).word == "unreachable"


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"\xff\xfe\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_a_server_that_is_none(greeting: bytes) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer() -> None:
            caller, _ = other.accept()
            with caller:
                caller.sendall(greeting)

        thread = threading.Thread(target=answer)
        thread.start()
        with Post(settings(other.getsockname()[1]), patience=2) as post:
            assert post.send(mail()).word == "unreachable"
        thread.join()


def test_it_takes_letters_from_others_only() -> None:
    class Closed(Sink):
        async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
            return "550 not from you"

    with listening(Closed()) as port, Post(settings(port)) as post:
        assert post.send(mail()).word == "unreachable"


def test_an_address_beyond_what_the_server_reads_is_refused() -> None:
    with listening(Sink(), enable_SMTPUTF8=False) as port, Post(settings(port)) as post:
        assert post.send(mail("dũng@example.test")).word == "refused"


def test_no_line_of_a_title_becomes_a_header() -> None:
    with pytest.raises(ValueError, match="newline|linefeed|carriage"):
        message(Letter("Di Cư\nBcc: x@example.test", ""), "0" * 40, "dung@example.test", "dicu@example.test", AT)
