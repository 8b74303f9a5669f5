"""A backup is made while the house works: database and digests are read in one snapshot, then the files that it names and that
the backups do not have yet. A file is stored before an entry names it and never changed, so none can be missing."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from dicu import __version__
from dicu.intake.files import DamagedFile, DirectoryVault, NoSuchFile
from dicu.store import environment
from dicu.store.operations.backups import place, programs, tables
from dicu.store.operations.backups.place import DUMP, FILES, HEADS, Manifest
from dicu.vocabulary.messages import Refused, T

HEADS_OF = "SELECT name, length, encode(head, 'hex') FROM ledger_stream ORDER BY name COLLATE \"C\""
FACTS = """
SELECT current_setting('server_version_num')::int / 10000,
       (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_stream), pg_export_snapshot()
"""
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass(frozen=True, slots=True)
class Made:
    """`fresh`: files that no earlier backup had. `damaged`: digests of files that are not what was stored; they are not in it."""

    folder: Path
    manifest: Manifest
    fresh: int


def make(out: Path, keep: int = 0) -> Made:
    """A new backup below `out`; with `keep`, only so many of the newest stay. Raises Refused; then nothing was added."""
    with place.disk(out), _alone(out):
        stamp = datetime.now(UTC)
        name = stamp.strftime(place.STAMP)
        if (out / name).exists():
            raise Refused(T("A backup of this very second lies there already."), str(out / name))
        for begun in out.glob(".*.new"):  # of one that was killed
            shutil.rmtree(begun, ignore_errors=True)
        draft = out / f".{name}.new"
        draft.mkdir(mode=0o700)
        try:
            made = _fill(out, draft, stamp)
            place.settle(draft)
            draft.rename(out / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        if keep:
            forget(out, keep)
    return Made(out / name, made.manifest, made.fresh)


def _fill(out: Path, draft: Path, stamp: datetime) -> Made:
    facts = connections["owner"].settings_dict
    with tables.session() as open_:
        tables.check_nothing_hidden(open_)
        server, entries, streams, snapshot = open_.execute(FACTS).fetchone()  # type: ignore[misc]
        fitting = programs.fitting(server)
        programs.run(fitting, "pg_dump", facts, *_asked(draft, snapshot), reach="all")
        _write_lines(draft / HEADS, ({"stream": s, "length": n, "head": h} for s, n, h in open_.execute(HEADS_OF)))
        found = tables.digests(open_, tables.names(open_))
        migrations = tuple(name for (name,) in open_.execute(MIGRATIONS))
    kept = _keep_files(out)
    _write_lines(draft / FILES, ({"sha256": digest, "bytes": size} for digest, size in kept.held))
    manifest = Manifest(
        instance=environment.instance(), program=__version__, made_at=stamp.isoformat(timespec="seconds"), server=server,
        dumped_by=fitting.version, migrations=migrations, entries=entries, streams=streams, tables=found, files=len(kept.held),
        files_bytes=sum(size for _, size in kept.held), parts={name: place.part(draft / name) for name in (DUMP, HEADS, FILES)},
        left_out=tables.SHORT_LIVED, elsewhere=elsewhere(), damaged=tuple(kept.damaged),
    )  # fmt: skip
    place.write(draft, manifest)
    return Made(draft, manifest, kept.fresh)


def _asked(draft: Path, snapshot: str) -> list[str]:
    left_out = [f"--exclude-table-data=public.{name}" for name in tables.SHORT_LIVED]
    rules = ["--format=custom", "--no-owner", "--no-privileges", "--enable-row-security", "--schema=public", "--lock-wait-timeout=60s"]
    return [*rules, *left_out, f"--snapshot={snapshot}", f"--file={draft / DUMP}"]


def elsewhere() -> tuple[str, ...]:
    """What a backup never holds, by its place: without these it can be brought back, but not all of it can be read."""
    secrets = environment.home() / "secrets"
    kept = sorted(str(path.relative_to(environment.home())) for path in secrets.rglob("*") if path.is_file()) if secrets.is_dir() else []
    named = sorted(name for name in os.environ if name.startswith("DICU_") and name.endswith("_FILE"))
    words = ("the keys of people and their master key", "the key that signs checkpoints", "the anchor", "the key that signs sessions")
    return (*words, *kept, *named)


@dataclass
class Kept:
    held: list[tuple[str, int]]
    damaged: list[str]
    fresh: int = 0


def _keep_files(out: Path) -> Kept:
    """Each file of the house is read and checked once, when it first gets into a backup."""
    vault, kept = DirectoryVault(Path(settings.FILES)), Kept([], [])
    for digest in sorted(path.name for path in Path(settings.FILES).glob("[0-9a-f][0-9a-f]/*") if vault.holds(path.name)):
        try:
            kept.held.append((digest, _keep(vault, out, digest, kept)))
        except DamagedFile:
            kept.damaged.append(digest)
        except NoSuchFile:  # erased a moment ago
            continue
    return kept


def _keep(vault: DirectoryVault, out: Path, digest: str, kept: Kept) -> int:
    target = out / "files" / digest[:2] / digest
    if target.is_file():
        return target.stat().st_size
    size = vault.verify(digest)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{digest}.new")
    with vault.open(digest) as source, draft.open("wb") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    draft.rename(target)
    kept.fresh += 1
    return size


def forget(out: Path, keep: int) -> int:
    """Only the newest `keep` backups stay, and only the files that they name; how many backups went."""
    old = place.backups(out)[:-keep]
    for folder in old:
        shutil.rmtree(folder)
    named = {digest for folder in place.backups(out) for digest, _ in place.listed(folder)}
    for path in (out / "files").glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in named:
            path.unlink()
    return len(old)


def _write_lines(path: Path, lines: Iterator[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One backup at a time into one folder; what it writes is for its own account."""
    before = os.umask(0o077)
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (out / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(T("Another backup is being made in {folder}. Wait until it is done.", folder=str(out)), str(out)) from None
            yield
    finally:
        os.umask(before)
