"""What came of one file of figures: the counts of its rows and the findings."""

from dataclasses import dataclass

from dicu.review.foreign.findings import Finding
from dicu.review.foreign.table import Counts


@dataclass(frozen=True, slots=True)
class Outcome:
    """`indicators` counts those that have a row in the table."""

    counts: Counts
    indicators: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, int]:
        c = self.counts
        rows = {"rows_read": c.rows_read, "observations": c.observations, "missing_coded": c.missing_coded, "rejected": c.rejected}
        return {"files": 1, **rows, "indicators": self.indicators}
