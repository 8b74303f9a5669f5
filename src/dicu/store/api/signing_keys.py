"""The master secret that webhooks' keys are derived from: a file beside the database's backups, never in them."""

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from pathlib import Path

from dicu.store.environment import Unconfigured, home, production, told
from dicu.vocabulary.messages import Refused, T
from dicu.webhooks.model import Webhook
from dicu.webhooks.signing import SHORTEST, private_key, public_text

NAME = "DICU_WEBHOOK_KEY"


class MasterKeys:
    """`dicu.webhooks.ports.Keys`, and what deliveries are signed with."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.environment = environment

    def public(self, webhook: str, generation: int) -> str:
        return public_text(private_key(self._master(), webhook, generation))

    def check(self, webhook: Webhook) -> None:
        """Raises Refused if the secret is not the one that this webhook was registered with."""
        newest = webhook.keys[-1]
        if self.public(webhook.id, newest.generation) != newest.public:
            raise Refused(
                T(
                    "The key in {name} is not the one that webhook {webhook} was registered with. Nothing is sent.",
                    name=NAME,
                    webhook=webhook.id,
                ),
                where=NAME,
            )

    def private(self, webhook: str, generation: int) -> object:
        return private_key(self._master(), webhook, generation)

    def _master(self) -> bytes:
        text = told(NAME, self.environment) or self._kept()
        try:
            found = b64decode(text, validate=True)
        except (Error, ValueError):
            found = b""
        if len(found) < SHORTEST:
            raise Unconfigured(T("{name} must hold at least 32 random bytes in base64.", name=NAME), NAME)
        return found

    def _kept(self) -> str:
        """In demonstration and tests a secret is made and kept; in production somebody must have made it."""
        path = home(self.environment) / "secrets" / "webhook-key"
        if path.is_file():
            return path.read_text("ascii").strip()
        if production(self.environment):
            raise Unconfigured(T("The secret that signs webhooks is missing. Name its file in {name}_FILE.", name=NAME), NAME)
        return _made(path)


def _made(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = b64encode(secrets.token_bytes(SHORTEST)).decode()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:  # another process was faster
        return path.read_text("ascii").strip()
    with os.fdopen(file, "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(file)
    return text
