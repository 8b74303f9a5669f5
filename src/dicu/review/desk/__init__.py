"""The only door into the review: each use case decides access, folds, applies the rules, appends; projections follow."""

from dicu.access.model import Asker
from dicu.review.desk.coordination import Coordination, Overview
from dicu.review.desk.editions import Built, Editions, Press, Snapshot
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import OVERSEER_FIRST, REPORTER_FIRST, Tools, usual_purpose


class ReviewDesk:
    """`reporting` is the agency's side, `coordination` the coordinator's, `editions` the way to a published review."""

    def __init__(self, tools: Tools, press: Press) -> None:
        self.tools = tools
        self.reporting = Reporting(tools)
        self.coordination = Coordination(tools, self.reporting)
        self.editions = Editions(tools, self.coordination, press)


__all__ = [
    "OVERSEER_FIRST",
    "REPORTER_FIRST",
    "Asker",
    "Built",
    "Overview",
    "Press",
    "ReportView",
    "ReviewDesk",
    "Snapshot",
    "Tools",
    "usual_purpose",
]
