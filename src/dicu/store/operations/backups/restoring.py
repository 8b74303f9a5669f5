"""A backup is brought back into an empty database, and then held against what it was made of: every table to the byte, every file
to its digest, the ledger against its chain and its anchor, and what pages read against what the ledger makes of it.

Whatever is found wrong before the last of these takes the database back to empty: nothing half restored is left to be worked
with.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from dicu.intake.files import DirectoryVault, NoSuchFile
from dicu.ledger.chain import Fault
from dicu.ledger.keyring import KeysRefused
from dicu.store import environment
from dicu.store.ledger.models import LedgerCheckpoint
from dicu.store.ledger.verification import examined
from dicu.store.operations import database
from dicu.store.operations.backups import place, programs, tables
from dicu.store.operations.backups.place import DUMP, HEADS, Manifest, Table
from dicu.store.security import grants
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused, T

LEFT_ASIDE = (" SCHEMA - public ", " COMMENT - SCHEMA public ", " ACL - SCHEMA public ")
"""Lines of a dump's content that are not brought back: the empty schema is there already."""
EMPTY = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


@dataclass(frozen=True, slots=True)
class Restored:
    """`rebuilt`: tables that pages read which were not what the ledger makes of them, and are now. `locked`: rooms that were not
    compared: they need the keys of people, or a later version. `older`: the anchor knows
    later checkpoints, so that what came after this backup is missing. `migrate`: the program is of a later version."""

    folder: Path
    manifest: Manifest
    files: int
    rebuilt: tuple[str, ...]
    locked: tuple[str, ...]
    older: Fault | None
    migrate: bool


def verified(folder: Path) -> Manifest:
    """The backup read through from end to end, files too. Raises Damaged, naming the first file that is not as it was."""
    folder = place.chosen(folder)
    manifest = place.read(folder)
    place.check_parts(folder, manifest)
    for digest, size in place.listed(folder):
        _check_file(folder.parent / "files" / digest[:2] / digest, digest, size)
    return manifest


def restore(folder: Path, ledger: Any) -> Restored:
    """`ledger`: the house's, which verifies and projects. Raises Refused; then the database is as empty as before."""
    folder = place.chosen(folder)
    manifest = verified(folder)
    _check_ours(manifest)
    _check_empty()
    try:
        _bring_back(folder, manifest)
        older = _held_against(folder, manifest, ledger)
        files = _bring_files(folder)
        rebuilt, locked = _projected(manifest, ledger)
    except BaseException:
        _emptied()
        raise
    return Restored(folder, manifest, files, rebuilt, locked, older, database.applied("owner") != database.carried())


def _check_ours(manifest: Manifest) -> None:
    here = environment.instance()
    if manifest.instance != here:
        raise Refused(
            T("This backup is of the instance {found}; this installation is {instance}. Nothing was brought back.",
              found=manifest.instance, instance=here), "DICU_INSTANCE",
        )  # fmt: skip
    newer = sorted(set(manifest.migrations) - {f"{app}.{name}" for app, name in database.carried()})
    if newer:
        raise Refused(
            T("This backup was made by version {version} of the program, which is newer than this one. Install that version.",
              version=manifest.program), newer[0],
        )  # fmt: skip


def _check_empty() -> None:
    with tables.session() as open_:
        if found := tables.occupied(open_):
            raise Refused(
                T("The database is not empty: it has {name}. A backup is brought back into an empty one only. Nothing was changed.",
                  name=", ".join(found)), "DICU_OWNER_DATABASE_URL",
            )  # fmt: skip


def _server() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _bring_back(folder: Path, manifest: Manifest) -> None:
    """In one transaction of `pg_restore`; then the application's role gets its rights, for the backup holds no roles."""
    if (server := _server()) < manifest.server:
        raise Refused(
            T("The backup was made from PostgreSQL {found}; this server is {version}. Use one that is not older.",
              found=str(manifest.server), version=str(server)), "DICU_OWNER_DATABASE_URL",
        )  # fmt: skip
    facts = connections["owner"].settings_dict
    connections["owner"].close()
    fitting = programs.fitting(server, int(manifest.dumped_by.split(".")[0]))
    content = programs.run(fitting, "pg_restore", facts, "--list", folder / DUMP)
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as wanted:
        wanted.writelines(f"{line}\n" for line in content.splitlines() if not any(word in line for word in LEFT_ASIDE))
        wanted.flush()
        rules = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--use-list={wanted.name}"]
        programs.run(fitting, "pg_restore", facts, *rules, f"--dbname={facts['NAME']}", folder / DUMP)
    grants.apply("owner", connections["default"].settings_dict["USER"])


def _held_against(folder: Path, manifest: Manifest, ledger: Any) -> Fault | None:
    """What the anchor has to say of a database that is older than it; everything else that does not hold is refused."""
    _check_tables(manifest.tables)
    _check_heads(folder)
    with transaction.atomic(), maintaining():
        found: Fault | None = ledger.examine().fault
        alone = examined().fault if found else None  # the anchor speaks first; then the chain by itself
        older = found if found and _only_older(found) else None
    fault = alone or (None if older else found)
    if fault and fault.what != "back-dated":
        raise Refused(
            T("The ledger in this backup does not hold: {fault} Nothing was brought back. Use another backup.", fault=fault.message),
            fault.stream,
        )
    return older


def _only_older(fault: Fault) -> bool:
    """Whether the anchor goes on where the database ends, and nothing else."""
    return fault.what == "restored" or (fault.what == "checkpoint" and fault.checkpoint == LedgerCheckpoint.objects.count() + 1)


def _check_tables(wanted: Mapping[str, Table]) -> None:
    """Byte for byte: a table that is missing, one that is more, a row that differs."""
    with tables.session() as open_:
        found = tables.digests(open_, tables.names(open_))
    if differing := sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name)):
        raise Refused(
            T("The table {table} did not come back as it was. Nothing was brought back. Use another backup.", table=differing[0]),
            differing[0],
        )


def _check_heads(folder: Path) -> None:
    with (folder / HEADS).open(encoding="utf-8") as lines:
        wanted = {told["stream"]: (told["length"], told["head"]) for told in map(json.loads, lines)}
    with tables.session() as open_:
        found = {
            name: (length, head) for name, length, head in open_.execute("SELECT name, length, encode(head, 'hex') FROM ledger_stream")
        }
    if differing := sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name)):
        raise Refused(T("The stream {stream} did not come back as it was. Nothing was brought back.", stream=differing[0]), differing[0])


def _bring_files(folder: Path) -> int:
    """Into the vault, each checked against its digest; one that is there already is left."""
    vault, fresh = DirectoryVault(Path(settings.FILES)), 0
    for digest, size in place.listed(folder):
        source = folder.parent / "files" / digest[:2] / digest
        _check_file(source, digest, size)
        fresh += _brought(vault, source, digest)
    return fresh


def _brought(vault: DirectoryVault, source: Path, digest: str) -> bool:
    try:
        vault.verify(digest)
        return False
    except NoSuchFile:
        vault.keep(source.read_bytes())
        return True


def _check_file(path: Path, digest: str, size: int) -> None:
    if not path.is_file() or path.stat().st_size != size:
        raise place.damaged(path)
    with path.open("rb") as stream:
        if file_digest(stream, "sha256").hexdigest() != digest:
            raise place.damaged(path)


def _projected(manifest: Manifest, ledger: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What pages read is made anew, and compared with what came back."""
    if database.applied("owner") != database.carried():
        return (), tuple(sorted(ledger.rooms))  # of another version: after `dicu migrate` by `dicu ledger rebuild`
    locked = tuple(room for room in sorted(ledger.rooms) if not _rebuilt(room, ledger))
    with tables.session() as open_:
        found = tables.digests(open_, tables.names(open_))
    return tuple(sorted(name for name, table in found.items() if table != manifest.tables.get(name))), locked


def _rebuilt(room: str, ledger: Any) -> bool:
    """No if it needs the keys of people, which whoever brings a backup back does not have."""
    try:
        with transaction.atomic(), maintaining():
            ledger.rebuild(room)
    except KeysRefused:
        return False
    return True


def _emptied() -> None:
    """As it was: an empty schema that belongs to the owner and is closed to all others."""
    for alias in connections:
        connections[alias].close()
    with connections["owner"].cursor() as cursor:
        for statement in EMPTY:
            cursor.execute(statement)
    connections["owner"].close()
