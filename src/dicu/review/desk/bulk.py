"""The same step for several lines: a loop of single steps, each guarded as if it stood alone, each an entry of its own. There is
no other way to do something to many lines at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.ledger.model import Conflict
from dicu.review.closing import ClosedMeanwhile
from dicu.review.desk.coordination import Coordination
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.report import stream_name
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import Message, Refused, T

MOST = 1000
"""Lines in one go; a report has a few dozen."""
Step = Callable[[ReportView, str], object]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one line: `why` says what refused it, None if the step was done."""

    task: str
    why: Message | None = None

    @property
    def done(self) -> bool:
        return self.why is None


class Bulk:
    def __init__(self, reporting: Reporting, coordination: Coordination) -> None:
        self.reporting = reporting
        self.coordination = coordination

    def ask_clearance(self, asker: Asker, view: ReportView, tasks: Iterable[str], number: int) -> tuple[Result, ...]:
        self.reporting.check_sender(asker, view)
        return self._each(asker, view, tasks, number, lambda v, task: self.reporting.ask_clearance(asker, v, v.report.number, (task,)))

    def send(self, asker: Asker, view: ReportView, tasks: Iterable[str], number: int) -> tuple[Result, ...]:
        self.reporting.check_sender(asker, view)
        return self._each(asker, view, tasks, number, lambda v, task: self.reporting.submit(asker, v, v.report.number, (task,)))

    def refuse_clearance(self, asker: Asker, view: ReportView, tasks: Iterable[str], reason: str, number: int) -> tuple[Result, ...]:
        self.reporting.check_sender(asker, view)

        def step(v: ReportView, task: str) -> object:
            return self.reporting.refuse_clearance(asker, v, reason, v.report.number, (task,))

        return self._each(asker, view, tasks, number, step)

    def accept(self, asker: Asker, view: ReportView, tasks: Iterable[str], number: int) -> tuple[Result, ...]:
        self.coordination.check_reviewer(asker, view)
        return self._each(asker, view, tasks, number, lambda v, task: self.coordination.accept(asker, v, task, v.report.number))

    def send_back(
        self, asker: Asker, view: ReportView, tasks: Iterable[str], reason: str, text: str, due: date | None, number: int
    ) -> tuple[Result, ...]:
        self.coordination.check_reviewer(asker, view)

        def step(v: ReportView, task: str) -> None:
            self.coordination.send_back(asker, v, task, reason, text, due, v.report.number)

        return self._each(asker, view, tasks, number, step)

    def _each(self, asker: Asker, view: ReportView, tasks: Iterable[str], number: int, step: Step) -> tuple[Result, ...]:
        """`number`: what the form was filled on. Then each line on the report as the step before has left it."""
        codes = tuple(dict.fromkeys(tasks))
        if not codes or len(codes) > MOST:
            raise NotAllowed(T("Choose at least one line, and at most {most}.", most=MOST), where="tasks")
        o = view.obligation
        if number != view.report.number:
            raise Conflict(stream_name(o.plan, o.round, o.agency))
        return tuple(self._one(asker, view, task, step) for task in codes)

    def _one(self, asker: Asker, view: ReportView, task: str, step: Step) -> Result:
        o = view.obligation
        try:
            step(self.reporting.view(asker, o.plan, o.round, o.agency), task)
        except ClosedMeanwhile:
            raise  # it has written already: only undoing everything takes that back
        except Refused as no:
            return Result(task, no.message)
        return Result(task)
