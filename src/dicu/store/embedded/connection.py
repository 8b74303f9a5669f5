"""How to reach the embedded database, and as whom."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote, urlencode

from dicu.store.embedded.account import Account

Role = Literal["app", "owner", "superuser"]


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.user!r})"  # a password must not reach a log through a traceback


@dataclass(frozen=True, slots=True)
class Connection:
    """`host` is the folder of a unix socket. `app` may do what it was granted, `owner` owns the tables and migrates."""

    host: str
    port: int
    database: str
    app: Login
    owner: Login
    superuser: Login

    def login(self, role: Role) -> Login:
        return {"app": self.app, "owner": self.owner, "superuser": self.superuser}[role]

    def address(self, role: Role = "app", database: str = "") -> str:
        """A PostgreSQL URL for `psycopg.connect`."""
        login = self.login(role)
        query = urlencode({"host": self.host, "port": self.port})
        return f"postgresql://{quote(login.user)}:{quote(login.password)}@/{quote(database or self.database)}?{query}"

    @classmethod
    def read(cls, path: Path) -> Self:
        card = json.loads(path.read_text(encoding="utf-8"))
        roles = {role: Login(**card[role]) for role in ("app", "owner", "superuser")}
        return cls(host=card["host"], port=int(card["port"]), database=card["database"], **roles)

    def write(self, path: Path, owner: Account | None) -> None:
        private(path, json.dumps(asdict(self), indent=1) + "\n", owner)


def private(path: Path, text: str, owner: Account | None) -> None:
    """Writes a file that only its account reads. It is whole or not there."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    if owner:
        owner.own(draft)
    draft.replace(path)
