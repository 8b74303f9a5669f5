"""The only door into the review: each use case decides access, folds, applies the rules, appends; projections follow."""

from dicu.access.model import Asker
from dicu.review.desk.coordination import Coordination, Overview
from dicu.review.desk.duties import Duties, DutyView
from dicu.review.desk.editions import Built, Editions, Press, Snapshot
from dicu.review.desk.priorities import Priorities, PriorityView, Said
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import OVERSEER_FIRST, REPORTER_FIRST, Tools, usual_purpose
from dicu.review.desk.versions import Compared, Versions


class ReviewDesk:
    """`reporting` is the agency's side, `coordination` the coordinator's, `duties` what is asked and decided between both,
    `versions` what a plan was and is to be, `priorities` what comes out of it, `editions` the way to a published review."""

    def __init__(self, tools: Tools, press: Press) -> None:
        self.tools = tools
        self.reporting = Reporting(tools)
        self.coordination = Coordination(tools, self.reporting)
        self.duties = Duties(tools)
        self.versions = Versions(tools)
        self.priorities = Priorities(tools, self.coordination)
        self.editions = Editions(tools, self.coordination, press)


__all__ = [
    "OVERSEER_FIRST",
    "REPORTER_FIRST",
    "Asker",
    "Built",
    "Compared",
    "DutyView",
    "Overview",
    "Press",
    "Priorities",
    "PriorityView",
    "ReportView",
    "ReviewDesk",
    "Said",
    "Snapshot",
    "Tools",
    "usual_purpose",
]
