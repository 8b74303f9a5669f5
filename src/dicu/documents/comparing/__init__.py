"""Whether two texts in two languages say the same numbers, dates, units, names and duties. It points and never mends: which of
the two is right, a person knows."""

from dicu.documents.comparing.comparison import Comparison, NotCompared, compare
from dicu.documents.comparing.findings import Finding, Spot

__all__ = ["Comparison", "Finding", "NotCompared", "Spot", "compare"]
