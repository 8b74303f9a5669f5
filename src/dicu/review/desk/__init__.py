"""The only door into the review: each use case decides access, folds, applies the rules, appends; projections follow."""

from dicu.access.model import Asker
from dicu.review.desk.bulk import Bulk, Result
from dicu.review.desk.closing import Closings, ClosingView
from dicu.review.desk.coordination import Coordination, Overview
from dicu.review.desk.duties import Duties, DutyView
from dicu.review.desk.editions import Built, Editions, Press, Snapshot
from dicu.review.desk.evidence import ClaimsView, EvidenceDesk, EvidenceView, UseView
from dicu.review.desk.gaps import Followed, GapList, Gaps, GapView
from dicu.review.desk.observations import Figures, IndicatorPage, Taken
from dicu.review.desk.priorities import Priorities, PriorityView, Said
from dicu.review.desk.questions import Questions
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import OVERSEER_FIRST, REPORTER_FIRST, Tools, usual_purpose
from dicu.review.desk.versions import Compared, Versions
from dicu.review.desk.workbooks import Workbooks
from dicu.review.workbook.identity import Seal


class ReviewDesk:
    """`reporting` is the agency's side, `coordination` the coordinator's, `gaps` what is missing and who
    sees to it, `questions` what is asked on lines, `bulk` one step for
    several lines, `closings` the end of a round, `duties` what is asked and decided between both, `versions` what a plan was and
    is to be, `figures` what is measured, `priorities` what comes out of it, `workbooks` the offline form of a report,
    `editions` the way to a published review.
    `seal`: keyed digests by which the house knows its own forms again."""

    def __init__(self, tools: Tools, press: Press, seal: Seal) -> None:
        self.tools = tools
        self.reporting = Reporting(tools)
        self.coordination = Coordination(tools, self.reporting)
        self.gaps = Gaps(tools, self.coordination)
        self.evidence = EvidenceDesk(tools, self.reporting)
        self.questions = Questions(tools, self.coordination)
        self.bulk = Bulk(self.reporting, self.coordination)
        self.closings = Closings(tools)
        self.duties = Duties(tools)
        self.versions = Versions(tools)
        self.figures = Figures(tools)
        self.priorities = Priorities(tools, self.coordination)
        self.workbooks = Workbooks(tools, self.reporting, seal)
        self.editions = Editions(tools, self.coordination, press)


__all__ = [
    "OVERSEER_FIRST",
    "REPORTER_FIRST",
    "Asker",
    "Built",
    "ClaimsView",
    "ClosingView",
    "Compared",
    "DutyView",
    "EvidenceView",
    "Figures",
    "Followed",
    "GapList",
    "GapView",
    "Gaps",
    "IndicatorPage",
    "Overview",
    "Press",
    "Priorities",
    "PriorityView",
    "ReportView",
    "Result",
    "ReviewDesk",
    "Said",
    "Snapshot",
    "Taken",
    "Tools",
    "UseView",
    "usual_purpose",
]
