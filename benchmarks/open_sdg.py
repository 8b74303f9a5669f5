"""Import of a platform in the Open SDG layout against pandas merely reading the same data files: `python -m benchmarks.open_sdg`.

Ours reads the data files, all descriptions and translations, checks every row, decides the rules of gaps, and writes the table and the
findings' sentences. pandas reads the data files with `read_csv` and throws them away. Both in one process, warm, in turn; medians of the
pairs' ratios. The machine may be shared: wall time and processor time stand beside each other.

The start of a process is measured apart: both programs from nothing.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.table import Row
from dicu.review.foreign.open_sdg import Imported, Options, import_platform
from dicu.review.foreign.table import Writer

GOAL = 3.0
ROWS = 1_000_000
SAMPLES = ("armenia", "rwanda", "starter")
PAIRS = {"small": 7, "full": 15}


class Spent(NamedTuple):
    wall: float
    processor: float


def rows(scale: str) -> list[Row]:
    import pandas  # noqa: PLC0415, F401 - the peer; its import is no part of what is measured

    with tempfile.TemporaryDirectory() as place:
        generated = {f"{files} files of {ROWS // files:,} rows": made(Path(place) / str(files), files) for files in (1, 10)}
        folders = {**samples(), **generated}
        return [compared(name, folder, Path(place) / "out.parquet", PAIRS[scale]) for name, folder in folders.items()]


def samples() -> dict[str, Path]:
    said = os.environ.get("DICU_DATA_DIR", "")
    found = {name: Path(said) / "open_sdg" / name for name in SAMPLES if said}
    if not found:
        print("NOT MEASURED: the national platforms are not here; set DICU_DATA_DIR", file=sys.stderr)
    return {name: folder for name, folder in found.items() if folder.is_dir()}


def made(folder: Path, files: int) -> Path:
    """A platform of a million rows: 35 years, two sexes and the total, 40 age groups, districts."""
    draw = random.Random(4)
    for name in ("data", "meta"):
        (folder / name).mkdir(parents=True)
    for number in range(files):
        code = f"{number // 10 + 1}-{number % 10 + 1}-1"
        lines = (line(n, draw) for n in range(ROWS // files))
        (folder / "data" / f"indicator_{code}.csv").write_text("Year,Units,Sex,Age,Location,Value\n" + "".join(lines), "utf-8")
        (folder / "meta" / f"{code}.md").write_text(f"---\nindicator: {code}\nreporting_status: complete\n---\n", "utf-8")
    return folder


def line(n: int, draw: random.Random) -> str:
    sex, age, place = ("", "female", "male")[n // 35 % 3], n // 105 % 40, n // 4200
    cells = (
        1990 + n % 35,
        "persons",
        sex,
        age and f"{age} years" or "",
        place and f"district {place}" or "",
        draw.randint(0, 999_999) / 10,
    )
    return ",".join(map(str, cells)) + "\n"


def compared(name: str, folder: Path, out: Path, pairs: int) -> Row:
    ours, peer, done = [], [], None
    for turn in range(pairs + 1):
        spent, done = timed(lambda: imported(folder, out))
        read, _ = timed(lambda: merely_read(folder))
        if turn:  # the first pair warms both
            ours.append(spent)
            peer.append(read)
    assert done is not None
    wall = statistics.median(a.wall / b.wall for a, b in zip(ours, peer, strict=True))
    processor = statistics.median(a.processor / b.processor for a, b in zip(ours, peer, strict=True))
    counts = done.as_json()
    return Row(
        f"Import of a platform: {name}",
        f"{statistics.median(s.wall for s in ours) * 1000:.0f} ms",
        f"pandas reads the same {counts['files']} data files: {statistics.median(s.wall for s in peer) * 1000:.0f} ms",
        wall,
        GOAL,
        f"{counts['rows_read']:,} rows, {size(folder)}; processor time {processor:.2f}; {len(done.findings)} findings; {pairs} pairs",
    )


def timed(work: Callable[[], Any]) -> tuple[Spent, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    done = work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor), done


def imported(folder: Path, out: Path) -> Imported:
    writer = Writer(out)
    done = import_platform(folder, writer, Options(date(2026, 11, 25)))
    writer.finish()
    for found in done.findings:
        json.dumps(found.as_json("en"), ensure_ascii=False, default=str)
    return done


def merely_read(folder: Path) -> None:
    import pandas  # noqa: PLC0415

    for path in sorted(folder.glob("data/*.csv")):
        pandas.read_csv(path, on_bad_lines="skip")


def size(folder: Path) -> str:
    data = sum(path.stat().st_size for path in folder.glob("data/*.csv"))
    others = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix in {".md", ".yml"})
    return f"{data / 1e6:.1f} MB of data and {others / 1e6:.1f} MB of descriptions"


def starts() -> dict[str, float]:
    """Seconds that each program takes from nothing: the command on an almost empty platform, and an import of pandas."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "p" / "data").mkdir(parents=True)
        (Path(place) / "p" / "data" / "1-1-1.csv").write_text("Year,Value\n2020,1\n", "utf-8")
        command = [str(Path(sys.executable).parent / "dicu"), "review", "import-open-sdg", f"{place}/p", "--out", f"{place}/o.parquet"]
        programs = {"the command": [*command, "--lang", "en"], "pandas": [sys.executable, "-c", "import pandas"]}
        return {name: statistics.median(started(words) for _ in range(5)) for name, words in programs.items()}


def started(words: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    from benchmarks.table import printed

    print(printed(rows(os.environ.get("SCALE", "small"))))
    print("From nothing: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in starts().items()))
