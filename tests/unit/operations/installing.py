"""An installation as a ministry has one: a database of its own by URL, a home, the settings of production, and the commands
of the house as other programs call them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

KEY = "Zm9yIHRlc3RzIG9ubHksIG1hZGUgb25jZTogMTIzNDU2Nzg5MA" * 2
HOST = "dicu.example.gov.vn"


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def last(self) -> Any:
        """The machine-readable summary: the last line."""
        return json.loads(self.out.splitlines()[-1])


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
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DICU_", "DJANGO_", "PROMETHEUS_"))}
        told = {
            "DICU_ENVIRONMENT": "production", "DICU_HTTPS": "true", "DICU_HOSTS": HOST, "DICU_SECRET_KEY": KEY, "DICU_LANG": "en",
            "DICU_HOME": str(self.home), "DICU_DATABASE_URL": self.address("app"),
        }  # fmt: skip
        return {**kept, **told, **({"DICU_OWNER_DATABASE_URL": self.address("owner")} if owner else {}), **self.told}

    def run(self, *arguments: str, owner: bool = False, **environment: str) -> Ran:
        done = subprocess.run(
            [Path(sys.executable).with_name("dicu"), *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            timeout=300, cwd=self.home, env={**self.settings(owner), **environment},
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

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
