"""The table in which observations come: the columns that `docs/reference/observations-table.md` names, and three of our own that a
file may have besides (definition, numerator, denominator). Read strictly: headings are codes, numbers have a decimal point."""

from typing import BinaryIO

from dicu.intake.report import Problem, Row
from dicu.intake.specification import Choice, ColumnSpec, Kind, Limits, TableSpec
from dicu.intake.tables import read
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.observation import QUALIFIERS, Missing

NO_TITLES = Bilingual("", "")
LIMITS = Limits(rows=200_000, cells=5_000_000, bytes=100_000_000)


def _column(name: str, kind: Kind = Kind.TEXT, required: bool = False, codes: tuple[str, ...] = ()) -> ColumnSpec:
    return ColumnSpec(name, NO_TITLES, kind, required, tuple(Choice(code, NO_TITLES) for code in codes))


TABLE = TableSpec(
    name="observations",
    columns=(
        _column("indicator", required=True),
        _column("series"),
        _column("period", required=True),
        _column("period_written"),
        _column("period_start", Kind.DAY),
        _column("period_end", Kind.DAY),
        _column("area"),
        _column("dimensions"),
        _column("value", Kind.NUMBER),
        _column("value_written"),
        _column("missing", codes=tuple(str(m) for m in Missing)),
        _column("qualifier", codes=tuple(QUALIFIERS)),
        _column("obs_status"),
        _column("conf_status"),
        _column("unit"),
        _column("source"),
        _column("source_file"),
        _column("row", Kind.WHOLE),
        _column("vintage", Kind.DAY),
        _column("note"),
        _column("flags"),
        _column("definition"),
        _column("numerator", Kind.NUMBER),
        _column("denominator", Kind.NUMBER),
    ),
)


def read_table(stream: BinaryIO, name: str) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows, and every problem. Raises `Refused` if the file as a whole cannot be read."""
    reading = read(stream, name, TABLE, None, LIMITS)
    return reading.rows, reading.problems
