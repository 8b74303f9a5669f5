"""CSV files as they come from spreadsheets of both countries: UTF-8, comma or semicolon, quotation marks around texts."""

import csv
import io
import re
from collections.abc import Iterator

from dicu.intake.grid import Grid, Line
from dicu.intake.sniffing import BadFile
from dicu.intake.specification import Limits
from dicu.vocabulary.messages import T

_IN_QUOTES = re.compile(r'"(?:[^"]|"")*"')
_SEPARATOR_LINE = re.compile(r"\Asep=([,;])\r?\n", re.IGNORECASE)  # Excel writes and reads this first line


def read_separated(content: bytes, limits: Limits) -> Grid:
    """The grid of a CSV file. The content has been found to be UTF-8; a byte order mark is dropped."""
    text = content.decode("utf-8-sig")
    declared = _SEPARATOR_LINE.match(text)
    delimiter = declared.group(1) if declared else _delimiter(text)
    body = text[declared.end() :] if declared else text
    first = 2 if declared else 1
    return Grid(tuple(_lines(body, delimiter, first, limits)), typed=False)


def _delimiter(text: str) -> str:
    """The one that stands more often in the first line that says anything, outside quotation marks."""
    bare = _IN_QUOTES.sub("", text[:100_000])
    line = next((line for line in bare.splitlines() if line.strip()), "")
    if "\t" in line and "," not in line and ";" not in line:
        raise BadFile(T("The columns are separated by tabs. Save the table as CSV with commas or semicolons."))
    return ";" if line.count(";") > line.count(",") else ","


def _lines(body: str, delimiter: str, first: int, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    try:
        for number, cells in enumerate(reader, first):  # noqa: B007 - the number is needed where the reader stops
            if number > limits.rows + first:
                raise BadFile(T("The table has more than {limit} rows. Send it in parts.", limit=limits.rows))
            yield Line(number, tuple(cells))
    except csv.Error:
        yield Line(
            number + 1,
            (),
            T("From this row on the file cannot be read: a quotation mark is not closed or stands in the wrong place."),
        )
