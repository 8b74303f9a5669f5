"""An installation as a ministry has one: a database of its own by URL, a home, the settings of production, and the commands
of the house as other programs call them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tests.contract import program
from tests.contract.program import Ran, around

KEY = "Zm9yIHRlc3RzIG9ubHksIG1hZGUgb25jZTogMTIzNDU2Nzg5MA" * 2
HOST = "dicu.example.gov.vn"


@dataclass
class Installation:
    """`name`: the database's. `told`: what differs from the settings below."""

    home: Path
    postgres: Any
    name: str
    told: dict[str, str] = field(default_factory=dict)

    def address(self, role: str) -> str:
        return str(self.postgres.address(role, self.name))

    def settings(self, owner: bool = False) -> dict[str, str]:
        told = {
            "DICU_ENVIRONMENT": "production", "DICU_HTTPS": "true", "DICU_HOSTS": HOST, "DICU_SECRET_KEY": KEY, "DICU_LANG": "en",
            "DICU_HOME": str(self.home), "DICU_DATABASE_URL": self.address("app"),
        }  # fmt: skip
        return around({**told, **({"DICU_OWNER_DATABASE_URL": self.address("owner")} if owner else {}), **self.told})

    def run(self, *arguments: str, owner: bool = False, afresh: bool = False, **environment: str) -> Ran:
        return program.run(arguments, self.home, {**self.settings(owner), **environment}, afresh=afresh)

    def ask(self, statement: str, *values: Any, role: str = "superuser") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address(role), autocommit=True) as open_:
            cursor = open_.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@contextmanager
def installed(postgres: Any, home: Path, name: str, encoding: str = "UTF8") -> Iterator[Installation]:
    """A database of its own on the cluster, empty, made as the how-to says."""
    with psycopg.connect(postgres.address("superuser"), autocommit=True) as above:
        above.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        above.execute(f"CREATE DATABASE {name} OWNER {postgres.owner.user} TEMPLATE template0 ENCODING '{encoding}'")
        above.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        above.execute(f"GRANT CONNECT ON DATABASE {name} TO {postgres.app.user}")
        home.mkdir(mode=0o700, exist_ok=True)
        place = Installation(home, postgres, name)
        place.ask(f"ALTER SCHEMA public OWNER TO {postgres.owner.user}")
        place.ask("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        yield place
        above.execute(f"DROP DATABASE {name} WITH (FORCE)")
