"""A measured figure beside what it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio` is measured ÷ against; `goal` is the most it should be. `size` says on what, with its fixed cost."""

    what: str
    measured: str
    against: str
    ratio: float
    goal: float
    size: str


def printed(rows: Sequence[Row]) -> str:
    heads = ("what", "median", "against", "ratio", "goal", "size, coverage, fixed cost")
    table = [heads, *((r.what, r.measured, r.against, f"{r.ratio:.2f}", f"≤ {r.goal:.2f}", r.size) for r in rows)]
    widths = [max(len(row[n]) for row in table) for n in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
