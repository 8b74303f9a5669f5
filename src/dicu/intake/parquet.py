"""Parquet files as grids, where pyarrow is installed. It is large, so it is no part of the least installation."""

import io
from importlib.util import find_spec
from typing import Any

from dicu.intake.grid import Grid, Line
from dicu.intake.sniffing import BadFile
from dicu.intake.specification import Limits
from dicu.vocabulary.messages import T

MAGIC = b"PAR1"


def read_parquet(content: bytes, limits: Limits) -> Grid:
    """The columns' names are the first row. Nested values are refused as cells of an unknown kind."""
    if not (content.startswith(MAGIC) and content.endswith(MAGIC)):
        raise BadFile(T("The name of the file ends in .parquet, but its content is not Parquet."))
    if find_spec("pyarrow") is None:
        raise BadFile(T("Parquet files cannot be read here: the part pyarrow is not installed. Send CSV or Excel."))
    table = _table(content, limits)
    columns = [column.to_pylist() for column in table.columns]
    rows = zip(*columns, strict=True)
    head = Line(1, tuple(table.column_names))
    return Grid((head, *(Line(number, tuple(row)) for number, row in enumerate(rows, 2))))


def _table(content: bytes, limits: Limits) -> Any:
    import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - see above
    from pyarrow import parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        _check_size(file.metadata, limits)
        return file.read()
    except (pyarrow.ArrowException, OSError) as error:
        raise BadFile(T("The Parquet file is damaged.")) from error


def _check_size(metadata: Any, limits: Limits) -> None:
    if metadata.num_rows > limits.rows:
        raise BadFile(T("The table has more than {limit} rows. Send it in parts.", limit=limits.rows))
    if metadata.num_columns > limits.columns:
        raise BadFile(T("The table has more than {limit} columns.", limit=limits.columns))
    groups = (metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if metadata.num_rows * metadata.num_columns > limits.cells or sum(groups) > 4 * limits.bytes:
        raise BadFile(T("The table holds more than can be read at once. Send it in parts."))
