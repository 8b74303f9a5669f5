"""Questions that coordinators put on a line while they look at it, and the agency's answers. Neither changes the line."""

from dicu.access.model import Asker
from dicu.ledger.model import Draft
from dicu.review.closing import check_open
from dicu.review.desk.coordination import Coordination
from dicu.review.desk.reporting import ReportView
from dicu.review.desk.tools import Tools
from dicu.review.questions import check_answerable, check_text, proposal
from dicu.review.report import stream_name


class Questions:
    def __init__(self, tools: Tools, coordination: Coordination) -> None:
        self.tools = tools
        self.coordination = coordination

    def put(self, asker: Asker, view: ReportView, task: str, text: str, number: int, proposed: str = "") -> None:
        """A question on a line that waits for review; until it is answered nobody accepts the line."""
        line = self.coordination.reviewable(asker, "query", view, task)
        body = {"task": line.task, "text": check_text(text)}
        self.coordination.append(asker, view, number, Draft("report.query.asked", body), *proposal(line.task, proposed))

    def answer(self, asker: Asker, view: ReportView, task: str, query: int, text: str, number: int) -> None:
        """The agency's answer; the line stays as it was sent."""
        _, line = view.line(task)
        o = view.obligation
        self.tools.check(asker, "answer", "line", **self._of(view, task))
        check_open(view.history, o.agency, (task,))
        found = check_answerable(line, query)
        body = {"task": task, "query": found.number, "text": check_text(text)}
        self.tools.append(asker, stream_name(o.plan, o.round, o.agency), o.agency, number, Draft("report.query.answered", body))

    def answers(self, asker: Asker, view: ReportView, task: str) -> bool:
        """Whether the officer may answer questions on this line."""
        return view.own and not view.frozen(task) and self.tools.may(asker, "answer", "line", **self._of(view, task))

    def _of(self, view: ReportView, task: str) -> dict[str, object]:
        o = view.obligation
        return {"plan": o.plan, "round": o.round, "agency": o.agency, "task": task, "state": "submitted", "author": "", "submitted_by": ""}
