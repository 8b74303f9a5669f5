"""Letters to the mail server: any SMTP, encrypted or on the same machine, and each answer of it in one of four words."""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Literal, Self

from dicu.agenda.letters import Letter

PATIENCE = 30
"""Seconds for each answer of the mail server."""

Word = Literal["sent", "refused", "later", "unreachable", "unsure"]


@dataclass(frozen=True, slots=True)
class Answer:
    """sent: the server has it. refused: it will never take it for this address. later: not now. unreachable: it takes
    nothing from anybody at the moment. unsure: it had everything, and the connection broke before it answered."""

    word: Word
    code: int = 0


def message(letter: Letter, id_: str, to: str, sender: str, at: datetime) -> EmailMessage:
    """The letter with its headers. The same letter has the same Message-ID whenever it is sent."""
    domain = sender.rpartition("@")[2]
    made = EmailMessage(policy=SMTP)
    made["Subject"], made["From"], made["To"] = letter.subject, sender, to
    made["Date"], made["Message-ID"] = format_datetime(at), f"<{id_}@{domain}>"
    made["List-Id"] = f"<reminders.dicu.{domain}>"
    made["Auto-Submitted"], made["X-Auto-Response-Suppress"] = "auto-generated", "All"
    made.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return made


class Post:
    """One connection to the mail server, opened when the first letter leaves. `settings`: as `environment.mail` gives them."""

    def __init__(self, settings: Mapping[str, Any], patience: float = PATIENCE) -> None:
        self.settings = settings
        self.patience = patience
        self._server: smtplib.SMTP | None = None

    def send(self, letter: EmailMessage) -> Answer:
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException) as fault:
            return Answer("unreachable", _code(fault))
        try:
            server.send_message(letter)
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            return self._why(fault)
        return Answer("sent", 250)

    def _why(self, fault: Exception) -> Answer:
        if isinstance(fault, smtplib.SMTPRecipientsRefused):
            return _judged(next(iter(fault.recipients.values()))[0])
        if isinstance(fault, smtplib.SMTPNotSupportedError | ValueError):  # an address beyond what it can read
            return Answer("refused")
        self.close()
        if isinstance(fault, smtplib.SMTPSenderRefused):  # it takes nothing from this installation
            return Answer("unreachable", fault.smtp_code)
        return _judged(fault.smtp_code) if isinstance(fault, smtplib.SMTPResponseException) else Answer("unsure")

    def _open(self) -> smtplib.SMTP:
        """A connection that has meanwhile been closed by the other side is no reason to be unsure of a letter."""
        if self._server is not None and not _lives(self._server):
            self.close()
        if self._server is None:
            self._server = self._connected()
        return self._server

    def _connected(self) -> smtplib.SMTP:
        s, context = self.settings, ssl.create_default_context()
        where = {"host": s["host"], "port": s["port"], "timeout": self.patience}
        server = smtplib.SMTP_SSL(**where, context=context) if s["tls"] == "tls" else smtplib.SMTP(**where)
        try:
            if s["tls"] == "starttls":
                server.starttls(context=context)
            if s["user"]:
                _login(server, s["user"], s["password"])
        except BaseException:
            server.close()
            raise
        return server

    def close(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _login(server: smtplib.SMTP, user: str, password: str) -> None:
    """Python's own way takes nothing but ASCII; PLAIN is UTF-8 (RFC 4616)."""
    if (user + password).isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()
    code, said = server.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode())
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _lives(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _judged(code: int) -> Answer:
    return Answer("refused" if code >= 500 else "later", code)


def _code(fault: Exception) -> int:
    return int(getattr(fault, "smtp_code", 0) or 0)
