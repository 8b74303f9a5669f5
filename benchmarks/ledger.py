"""The ledger: appends with chain, sealing and projection against plain INSERTs of the same rows, one commit each and in batches;
verification and rebuilding of a large ledger against a tenth of it, in programs of their own whose memory is measured.

A plain INSERT writes rows that were made beforehand: it checks no form, seals nothing and computes no digest. Its tables have
the same columns and keys, and no guards.
"""

import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.ledger_ground import (
    AUTHOR,
    EACH,
    ENTRY_PLACES,
    LEDGER,
    STEP_PLACES,
    STEPS,
    STREAM,
    Cases,
    entry_row,
    lay_tables,
    ledger_of,
    step_row,
)
from benchmarks.table import Row
from dicu.access.model import Grant, Officer

BATCH = 5_000
ENTRIES = {"small": 50_000, "full": 1_000_000}
SINGLES = {"small": 500, "full": 3_000}
Step = Callable[..., Any]
OFFICER = Officer("an", "An", "TD-NG", (Grant("coordinator"),))
ONE_BY_ONE, TOGETHER = 2.0, 4.0  # times as long as a plain INSERT, at most: rates of 0.5 and 0.25
LINEAR = 1.5


def rows(scale: str) -> list[Row]:
    logging.getLogger("dicu.ledger").setLevel(logging.WARNING)
    lay_tables()
    cases, ledger = Cases(), ledger_of()
    _say_reach()
    single = _single(cases, ledger, SINGLES[scale])
    batches = _batches(cases, ledger, 3 if scale == "small" else 10)
    return [*single, batches, *_large(cases, ledger, ENTRIES[scale])]


def _say_reach() -> None:
    """For this connection, whatever the transaction."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dicu.reach', 'all', false)")


# One commit each ----------------------------------------------------------------------------------------------------------


def _single(cases: Cases, ledger: Any, count: int) -> list[Row]:
    """In turns of one stream each, so that whatever else the machine does meets all of them. The append by itself, on a
    connection that has said its reach; and as an officer's step does it, who says their reach in each transaction."""
    plain, times = Plain(), {step: list[float]() for step in (_by_itself, _in_a_step)}
    for _ in range(count // EACH):
        for step, spent in times.items():
            kept = _stream_of(cases, ledger, step, spent)
        plain.write_singly(kept)
    other = statistics.median(plain.times)
    size = f"{count} entries of {EACH} a stream, chain, one sealed value, one projected row, a commit each; plain {1 / other:.0f} rows/s"
    names = {_by_itself: "append an entry", _in_a_step: "append an entry, reach said each time"}
    return [_compared(names[step], statistics.median(spent), other, size) for step, spent in times.items()]


def _compared(what: str, mine: float, other: float, size: str) -> Row:
    return Row(what, f"{1 / mine:.0f}/s ({mine * 1e3:.2f} ms)", f"INSERT {other * 1e3:.2f} ms", mine / other, ONE_BY_ONE, size)


def _stream_of(cases: Cases, ledger: Any, step: Step, spent: list[float]) -> list[Any]:
    stream, kept = cases.stream(), list[Any]()
    for number in range(EACH):
        begun = time.perf_counter()
        kept += step(ledger, cases, stream, number)
        spent.append(time.perf_counter() - begun)
    return kept


def _by_itself(ledger: Any, cases: Cases, stream: Any, number: int) -> Any:
    return ledger.append(stream, (cases.draft(stream, number + 1),), expected=number, author=AUTHOR)


def _in_a_step(ledger: Any, cases: Cases, stream: Any, number: int) -> Any:
    """As a page does: the officer's own transaction around it, so the append is a savepoint."""
    from dicu.store.security.session import transaction_of  # noqa: PLC0415

    with transaction_of(OFFICER):
        return _by_itself(ledger, cases, stream, number)


class Plain:
    """The peer: psycopg with prepared statements, as the application's role, in tables without guards."""

    def __init__(self) -> None:
        import psycopg  # noqa: PLC0415

        self.open = psycopg.connect(os.environ["DICU_DATABASE_URL"], prepare_threshold=1)
        self.times: list[float] = []

    def write_singly(self, entries: Any) -> None:
        for entry in entries:
            made, projected, stream = entry_row(entry), step_row(entry), _stream_row(entry)
            begun = time.perf_counter()
            with self.open.transaction():
                if entry.number == 1:
                    self.open.execute(STREAM, stream)
                self.open.execute(f"{LEDGER} VALUES {ENTRY_PLACES}", made)
                self.open.execute(STEPS.format("bench_plain_step") + STEP_PLACES, projected)
            self.times.append(time.perf_counter() - begun)

    def write_batch(self, entries: Any) -> float:
        """By executemany, which psycopg sends in one go; longer statements with many rows are slower."""
        made, projected = list(map(entry_row, entries)), list(map(step_row, entries))
        streams = [_stream_row(entry) for entry in entries if entry.number == 1]
        begun = time.perf_counter()
        with self.open.transaction(), self.open.cursor() as cursor:
            cursor.executemany(STREAM, streams)
            cursor.executemany(f"{LEDGER} VALUES {ENTRY_PLACES}", made)
            cursor.executemany(STEPS.format("bench_plain_step") + STEP_PLACES, projected)
        return time.perf_counter() - begun


def _stream_row(entry: Any) -> tuple[Any, ...]:
    return (entry.stream.name, entry.stream.authority, entry.stream.instance, EACH, entry.digest)


# In batches ---------------------------------------------------------------------------------------------------------------


def _batches(cases: Cases, ledger: Any, runs: int) -> Row:
    plain, mine, other = Plain(), [], []
    for _ in range(runs + 1):
        begun, first = time.perf_counter(), cases.begun + 1
        _loaded(cases, ledger, BATCH)
        mine.append(time.perf_counter() - begun)
        other.append(plain.write_batch(_read(ledger, first, cases.begun)))
    ours, theirs = statistics.median(mine[1:]), statistics.median(other[1:])
    size = (
        f"batches of {BATCH} entries, a commit each, in streams of {EACH}; loader {BATCH / ours:.0f}, plain {BATCH / theirs:.0f} entries/s"
    )
    return Row("load entries in batches", f"{BATCH / ours:.0f}/s", f"INSERT {BATCH / theirs:.0f}/s", ours / theirs, TOGETHER, size)


def _loaded(cases: Cases, ledger: Any, entries: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        ledger.load(cases.steps(entries // EACH), AUTHOR, batch=BATCH)


def _read(ledger: Any, first: int, last: int) -> list[Any]:
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    with transaction.atomic(), maintaining():
        return [entry for number in range(first, last + 1) for entry in ledger.read(f"case/{number:08}")]


# A large ledger -----------------------------------------------------------------------------------------------------------


def _large(cases: Cases, ledger: Any, entries: int) -> list[Row]:
    """Filled to a tenth (or what is there already) and measured, then filled and measured; each measure in a program of its own."""
    with Watch() as watch:
        _fill(cases, ledger, entries // 10, watch)
        tenth = {what: _measured(what) for what in ("verify", "rebuild")}
        _fill(cases, ledger, entries, watch)
        whole = {what: _measured(what) for what in ("verify", "rebuild")}
    points = {"verify": f"{watch.count} checkpoints", "rebuild": "projections emptied and made anew"}
    made = [row for what in whole for row in _rows_of(what, tenth[what], whole[what], points[what])]
    return [*made, watch.row()]


def _rows_of(what: str, tenth: dict[str, float], whole: dict[str, float], also: str) -> Iterator[Row]:
    rate, before = (found["entries"] / found["seconds"] for found in (whole, tenth))
    size = f"{whole['entries']:.0f} entries against {tenth['entries']:.0f}, {also}"
    yield Row(f"{what}: time an entry", f"{rate:.0f}/s", f"smaller {before:.0f}/s", before / rate, LINEAR, size)
    peak, small = (found["megabytes"] for found in (whole, tenth))
    yield Row(f"{what}: peak memory", f"{peak:.0f} MB", f"smaller {small:.0f} MB", peak / small, LINEAR, f"{size}; the whole program")


def _fill(cases: Cases, ledger: Any, entries: int, watch: "Watch") -> None:
    """A checkpoint for each tenth of what is written."""
    part = max(BATCH, entries // 10)
    while cases.begun * EACH < entries:
        _loaded(cases, ledger, min(part, entries - cases.begun * EACH))
        watch.checkpoint()
    _analyse()


def _analyse() -> None:
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


class Watch:
    """A notary beside the ledger; what its checkpoints cost."""

    def __enter__(self) -> "Watch":
        from tempfile import mkdtemp  # noqa: PLC0415

        from dicu.ledger.signing import new_key  # noqa: PLC0415
        from dicu.store.ledger.notary import notary  # noqa: PLC0415

        folder, self.key = Path(mkdtemp(prefix="dicu-bench-anchor-")), new_key("vn")
        (folder / "keys").write_text(self.key.public.line(), "utf-8")
        os.environ |= {"DICU_ANCHOR": str(folder / "anchor.jsonl"), "DICU_CHECKPOINT_PUBLIC_KEYS": str(folder / "keys")}
        self.notary, self.costs, self.count = notary("vn"), list[tuple[float, int]](), 0
        return self

    def __exit__(self, *_: object) -> None:
        for name in ("DICU_ANCHOR", "DICU_CHECKPOINT_PUBLIC_KEYS"):
            del os.environ[name]

    def checkpoint(self) -> None:
        from datetime import UTC, datetime  # noqa: PLC0415

        begun, before = time.perf_counter(), self.costs[-1][1] if self.costs else 0
        made = self.notary.checkpoint(self.key, lambda: datetime.now(UTC))  # type: ignore[union-attr]
        assert made is not None
        self.costs.append(((time.perf_counter() - begun) / (made.checkpoint.entries - before), made.checkpoint.entries))
        self.count += 1

    def row(self) -> Row:
        first, last = self.costs[1][0], self.costs[-1][0]
        size = f"the last of {self.count} against the second; {self.costs[-1][1]} entries in all"
        return Row("checkpoint: time an entry", f"{last * 1e6:.0f} µs", f"{first * 1e6:.0f} µs", last / first, LINEAR, size)


def _measured(what: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.ledger", what], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def _verify(ledger: Any) -> int:
    from dicu.store.ledger.notary import notary  # noqa: PLC0415

    ledger.notary = notary("vn")
    found = ledger.examine()
    assert found.fault is None, found.fault
    return int(found.entries)


def alone(what: str) -> None:
    """One measure in a program of its own: entries, seconds, and the most memory that the program ever had."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import transaction  # noqa: PLC0415

    from dicu.store.security.session import maintaining  # noqa: PLC0415

    ledger = ledger_of()
    step: Callable[[], int] = {"verify": lambda: _verify(ledger), "rebuild": lambda: int(ledger.rebuild("bench"))}[what]
    begun = time.perf_counter()
    with transaction.atomic(), maintaining():
        entries = step()
    found = {"entries": entries, "seconds": time.perf_counter() - begun}
    print(json.dumps({**found, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    alone(sys.argv[1])
