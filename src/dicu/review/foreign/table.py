"""The table of observations in the making: columns that grow row by row, or come whole; written as one Parquet file.

Its columns are described in docs/reference/observations-table.md.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

_TEXT, _DAY = pa.string(), pa.date32()
SCHEMA = pa.schema(
    [
        *(pa.field(name, _TEXT, nullable=False) for name in ("indicator", "series", "period", "period_written")),
        *(pa.field(name, _DAY, nullable=False) for name in ("period_start", "period_end")),
        *(pa.field(name, _TEXT, nullable=False) for name in ("area", "dimensions")),
        pa.field("value", _TEXT),
        pa.field("value_written", _TEXT, nullable=False),
        pa.field("missing", _TEXT),
        *(pa.field(name, _TEXT, nullable=False) for name in ("qualifier", "obs_status", "conf_status", "unit", "source", "source_file")),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("vintage", _DAY),
        *(pa.field(name, _TEXT, nullable=False) for name in ("note", "flags")),
    ],
    metadata={"dicu.table": "observations", "dicu.version": "1"},
)
_REPEATED = pa.dictionary(pa.int32(), _TEXT)
_ONCE = {"value", "value_written"}
STORED = pa.schema(
    [field.with_type(_REPEATED) if field.type == _TEXT and field.name not in _ONCE else field for field in SCHEMA],
    metadata=SCHEMA.metadata,
)
"""The same columns while they are made: texts that repeat are dictionaries. The file itself knows only texts."""
COLUMNS: tuple[str, ...] = tuple(SCHEMA.names)
KEY = ("indicator", "series", "period", "area", "dimensions", "unit")
"""What two rows have in common if they are the same figure."""


class Entry(NamedTuple):
    """One row of the table, in the order of its columns."""

    indicator: str
    series: str
    period: str
    period_written: str
    period_start: date
    period_end: date
    area: str
    dimensions: str
    value: str | None
    value_written: str
    missing: str | None
    qualifier: str
    obs_status: str
    conf_status: str
    unit: str
    source: str
    source_file: str
    row: int
    vintage: date | None
    note: str
    flags: str

    @property
    def key(self) -> tuple[str, ...]:
        return (self.indicator, self.series, self.period, self.area, self.dimensions, self.unit)


@dataclass(frozen=True, slots=True)
class Counts:
    """Every data row is one of three things."""

    rows_read: int
    observations: int
    missing_coded: int

    @property
    def rejected(self) -> int:
        return self.rows_read - self.observations - self.missing_coded

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.rows_read + other.rows_read, self.observations + other.observations, self.missing_coded + other.missing_coded)


NOTHING = Counts(0, 0, 0)


def table(entries: Iterable[Entry]) -> Any:
    """A pyarrow.Table of these entries, in their order."""
    columns = list(zip(*entries, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, STORED, strict=True)]
    return pa.Table.from_arrays(arrays, schema=STORED)


class Writer:
    """Writes the file beside its place and moves it there in one step, so that there is a whole table or none."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.fresh = place.with_name(f".{place.name}.{os.getpid()}.writing")
        self.waiting: list[Entry] = []
        self.file: Any = None

    def add(self, entries: Iterable[Entry]) -> None:
        self.waiting.extend(entries)
        if len(self.waiting) >= 100_000:
            self._flush()

    def add_table(self, whole: Any) -> None:
        self._flush()
        self._opened().write_table(whole, row_group_size=1_000_000)

    def close(self) -> None:
        """All is written, but not yet in its place."""
        if self.file is None or self.waiting:
            self._opened().write_table(table(self.waiting))
        self.waiting = []
        self.file.close()

    def finish(self) -> None:
        self.close()
        self.settle()

    def settle(self) -> None:
        os.replace(self.fresh, self.place)

    def abandon(self) -> None:
        if self.file is not None:
            self.file.close()
        self.fresh.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self.waiting:
            self._opened().write_table(table(self.waiting))
            self.waiting = []

    def _opened(self) -> Any:
        if self.file is None:
            repeated = [name for name in COLUMNS if name not in {*_ONCE, "row"}]
            self.file = pq.ParquetWriter(
                self.fresh,
                STORED,
                compression="lz4",
                use_dictionary=repeated,
                store_schema=False,
                write_statistics=["indicator", "period_start", "period_end"],
            )
        return self.file
