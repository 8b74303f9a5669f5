"""Small platforms for tests, and what came of importing them."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from dicu.review.foreign.findings import Finding
from dicu.review.foreign.open_sdg import Imported, Options, import_platform
from dicu.review.foreign.table import Writer

DAY = date(2026, 11, 25)


class Made(NamedTuple):
    done: Imported
    rows: list[dict[str, Any]]

    def of(self, rule: str) -> list[Finding]:
        return [found for found in self.done.findings if found.rule == rule]

    @property
    def rules(self) -> set[str]:
        return {found.rule for found in self.done.findings}


def platform(folder: Path, files: dict[str, str | bytes]) -> Path:
    """The folder with these files in it."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def imported(folder: Path, **options: Any) -> Made:
    out = folder.parent / f"{folder.name}.parquet"
    writer = Writer(out)
    done = import_platform(folder, writer, Options(**{"day": DAY, **options}))
    writer.finish()
    made = Made(done, pq.read_table(out).to_pylist())
    check_accounts(made)
    return made


def one(folder: Path, content: str | bytes, **options: Any) -> Made:
    """A platform of one data file."""
    return imported(platform(folder / "p", {"data/indicator_1-1-1.csv": content}), **options)


def check_accounts(made: Made) -> None:
    """Every row is one of three things, in each file and in all; the findings account for the rejected, the table for the others."""
    counts = made.done.counts
    assert counts.rejected == sum(found.rejected for found in made.done.findings)
    assert counts.observations == sum(row["value"] is not None for row in made.rows)
    assert counts.missing_coded == sum(row["missing"] is not None for row in made.rows)
    for name, of_file in made.done.by_file.items():
        rejected = sum(found.rejected for found in made.done.findings if found.inputs.get("file") == name)
        assert of_file.rejected == rejected, name
        assert of_file.observations + of_file.missing_coded == sum(row["source_file"] == name for row in made.rows), name
