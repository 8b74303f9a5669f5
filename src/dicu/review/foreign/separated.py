"""Records of a CSV file with the numbers of their lines, as a careful reader sees them.

A line with nothing but blanks is no row. A line of separators alone is one. A quotation mark that is never closed spoils its own line,
not the rest of the file.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 200  # lines that one record may take: texts with line breaks inside quotation marks
FIELD = 1_000_000  # signs of one cell
csv.field_size_limit(FIELD)


@dataclass(frozen=True, slots=True)
class Record:
    """`row` is the line where it begins, from 1. `broken`: a quotation mark is not closed."""

    row: int
    cells: list[str]
    broken: bool = False


def delimiter(text: str) -> str:
    """What separates the columns of the first line that says anything: a comma unless there is none, but semicolons or tabs."""
    line = next((line for line in io.StringIO(text[:100_000]) if line.strip()), "")
    return next((sign for sign in ",;\t" if sign in line), ",")


def records(text: str, separator: str = ",") -> Iterator[Record]:
    """Every record that is not blank, the headings first."""
    lines = list(io.StringIO(text, newline=""))
    if '"' not in text:
        yield from _plain(lines, separator)
        return
    if (simple := _line_by_line(lines, separator)) is not None:
        yield from simple
        return
    at, width = 0, 0
    while at < len(lines):
        taken, found = _next(lines, at, separator, width)
        width = width or len(found[0].cells) if found else width
        yield from found
        at += taken


def _plain(lines: list[str], separator: str) -> Iterator[Record]:
    blanks = " \r\n\u00a0" if separator == "\t" else " \t\r\n\u00a0"
    for row, line in enumerate(lines, 1):
        if line.strip(blanks):
            yield Record(row, line.rstrip("\r\n").split(separator))


def _line_by_line(lines: list[str], separator: str) -> list[Record] | None:
    """The records of a file in which each has one line; None if one has more, or cannot be parsed."""
    reader = csv.reader(lines, delimiter=separator)
    found = []
    try:
        for row, cells in enumerate(reader, 1):
            if reader.line_num != row:
                return None
            if len(cells) > 1 or (cells and cells[0].strip("\ufeff \t\u00a0")):
                found.append(Record(row, cells))
    except csv.Error:
        return None
    return found if not lines or lines[-1].count('"') % 2 == 0 else None


def _next(lines: list[str], at: int, separator: str, width: int) -> tuple[int, list[Record]]:
    """How many lines were taken, and their records. Several lines are one record only if that has as many cells as the headings."""
    for taken in _lengths(lines, at):
        piece = "".join(lines[at : at + taken])
        if not piece.strip():
            return taken, []
        rows = _parsed(piece, separator, strict=taken > 1)
        if taken == 1 or (len(rows) == 1 and (not width or len(rows[0]) == width)):
            return taken, [Record(at + 1, cells) for cells in rows]
        if len(rows) > 1:  # marks in the middle of texts, one in each of two lines
            break
    cells = lines[at].replace('"', "").rstrip("\r\n").split(separator)
    loose = not _opens(lines[at], separator)
    return 1, [Record(at + 1, lines[at].rstrip("\r\n").split(separator) if loose else cells, broken=not loose)]


def _lengths(lines: list[str], at: int) -> Iterator[int]:
    """The number of lines after which all quotation marks are closed: at most one such number."""
    marks = 0
    for count, line in enumerate(lines[at : at + LONGEST], 1):
        marks += line.count('"')
        if marks % 2 == 0:
            yield count
            return


def _opens(line: str, separator: str) -> bool:
    """Whether a cell of the line begins with a quotation mark; elsewhere a mark is a sign like any other."""
    return line.startswith('"') or f'{separator}"' in line


def _parsed(piece: str, separator: str, strict: bool) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(piece, newline=""), delimiter=separator, strict=strict) if row]
    except csv.Error:
        return []
