"""A house with the demonstration's plan, a round open, an account for each officer, and a mail server that listens."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.unit.store_review.house import World
from tests.unit.web_review.serving import HERE, enrol, serving


@dataclass
class Sink:
    """A mail server of the test: what it was given, and what it answers to which address."""

    refuse: dict[str, str] = field(default_factory=dict)
    data: str = ""
    got: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if not self.data:
            self.got += [(to, envelope.content) for to in envelope.rcpt_tos]
        return self.data or "250 taken"

    def letters(self) -> list[Any]:
        from email import message_from_bytes, policy  # noqa: PLC0415

        return [message_from_bytes(content, policy=policy.default) for _, content in self.got]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    made.port = free_port()
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()


@pytest.fixture
def mail(settings: Any, sink: Sink) -> None:
    settings.MAIL = {"host": "127.0.0.1", "port": sink.port, "tls": "none", "user": "", "password": "", "sender": "dicu@example.test"}
    settings.ADDRESS = "https://dicu.example.test"


@pytest.fixture
def world(db: None, files: None, mail: None, settings: Any) -> Iterator[World]:
    """Everybody has an address but Hoà."""
    settings.DICU_HOUSE = HERE
    with serving(World().load().open()) as found:
        accounts = enrol()
        for name, account in accounts.items():
            account.email = "" if name == "hoa" else f"{name}@example.test"
            account.language = "en" if name == "binh" else "vi"
            account.save()
        yield found
