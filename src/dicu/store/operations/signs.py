"""Signs of health, each asked for anew: does the database answer, is it of this version, is there room, is the clock sane?

Other rooms add their own (a worker's last sign of life, the age of the newest checkpoint): a function without arguments that
gives a `Sign`, named in the setting DICU_SIGNS by its dotted path.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connections, transaction
from django.utils.module_loading import import_string

from dicu.store.operations import database as checks
from dicu.store.security.session import maintaining

ROOM = 1024**3
"""Bytes that must be free for files: some fifty files at their limit."""

SKEW = timedelta(seconds=30)
"""What the clocks of web server and database may differ: a second factor counts in steps of thirty seconds."""


@dataclass(frozen=True, slots=True)
class Sign:
    """`good` None: it cannot be told just now. `figures` go to the metrics, with names that end in their unit; they are
    counts, bytes and seconds, never words. `vital`: without it pages cannot be served, so that a server in front should ask
    another machine."""

    name: str
    good: bool | None
    figures: Mapping[str, float] = field(default_factory=dict)
    vital: bool = True


Probe = Callable[[], Sign]


def all_signs() -> Iterator[Sign]:
    """The database's first: if it is bad, whatever asks the database is not asked."""
    first = database()
    yield first
    for probe in probes():
        yield _asked(probe) if first.good else _unknown(probe)


def probes() -> Iterable[Probe]:
    return [migrations, room, clock, *map(import_string, settings.DICU_SIGNS)]


def database() -> Sign:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE state = 'active'), current_setting('max_connections')::int "
                "FROM pg_stat_activity WHERE usename = current_user"
            )
            open_, active, limit = cursor.fetchone()
    except Error:
        connections["default"].close()
        return Sign("database", False)
    figures = {"database_connections": open_, "database_connections_active": active, "database_connections_limit": limit}
    return Sign("database", True, figures)


def migrations() -> Sign:
    return Sign("migrations", checks.applied() == checks.carried())


def room() -> Sign:
    """Where files are kept, or the nearest folder above that is there already."""
    folder = next(path for path in (Path(settings.FILES), *Path(settings.FILES).absolute().parents) if path.is_dir())
    usage = shutil.disk_usage(folder)
    return Sign("room", usage.free >= ROOM, {"files_free_bytes": usage.free, "files_disk_bytes": usage.total}, vital=False)


def clock() -> Sign:
    """Against the database's clock, and against the newest entry: a clock that was set back would date entries falsely."""
    with transaction.atomic(), maintaining(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), (SELECT at FROM ledger_entry ORDER BY position DESC LIMIT 1)")
        there, newest = cursor.fetchone()
        cursor.execute("SELECT coalesce(sum(length), 0), count(*) FROM ledger_stream")
        entries, streams = cursor.fetchone()
    here = datetime.now(UTC)
    sane = abs(here - there) <= SKEW and (newest is None or newest <= here + SKEW)
    skew = (here - there).total_seconds()
    return Sign("clock", sane, {"clock_skew_seconds": skew, "ledger_entries": float(entries), "ledger_streams": streams})


def _asked(probe: Probe) -> Sign:
    try:
        return probe()
    except (Error, OSError):
        return _unknown(probe)


def _unknown(probe: Probe) -> Sign:
    return Sign(getattr(probe, "__name__", "unknown"), None)
